"""The catalogues: whole, with the same places as the English, compiled, and of all words that the model knows."""

from __future__ import annotations

import json
import re
from importlib import import_module

import pytest

import make_catalogue  # pyright: ignore[reportMissingImports]
from microneedling import simulate
from microneedling.clinic.demo_course import course_of
from microneedling.clinic.pages.language import core_words
from microneedling.clinic.pages.language.core_words import spoken
from microneedling.clinic.records.words import CONCERNS, ZONES
from microneedling.course.reading import course_from_tables
from microneedling.observation.scales import SCALES

PLACES = re.compile(r"%\(\w+\)[sdg]|%%|\{\w*\}")
SHAPE = re.compile(r"\\|(?:date|time):[\"']([^\"']+)[\"']")
ALIKE = {"H:i", "Y", "F Y", "Y-m-d", "c"}  # written alike in every language, or for programs
LANGUAGES = make_catalogue.languages()


def test_the_languages_are_those_of_the_settings():
    from django.conf import settings

    assert ["en-gb", *LANGUAGES] == [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_keeps_its_places(language):
    found = make_catalogue.catalogue(language)
    assert len(found) > 700
    assert not found.obsolete
    for item in found:
        if not item.id:
            continue
        assert not item.fuzzy, item.id
        said = [item.id] if isinstance(item.id, str) else list(item.id)
        there = [item.string] if isinstance(item.string, str) else list(item.string)
        assert len(said) == len(there)
        for english, translated in zip(said, there, strict=True):
            assert translated.strip(), english
            assert sorted(PLACES.findall(english)) == sorted(PLACES.findall(translated)), english
            assert english[:1].isspace() == translated[:1].isspace(), english


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_new_and_none_is_left_over(language):
    """What stands in the code is what stands in the catalogue: else run tools/make_catalogue.py, and translate."""

    def known(catalogue) -> set[tuple[str, str | None]]:
        return {
            (item.id if isinstance(item.id, str) else item.id[0], item.context)
            for item in catalogue
            if item.id
        }

    assert known(make_catalogue.template()) ^ known(make_catalogue.catalogue(language)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shape_of_a_date_is_known(language):
    shapes = import_module(f"microneedling.clinic.locale.{language}.formats").SHAPES
    used = set()
    for path in make_catalogue.CLINIC.rglob("*.html"):
        used |= set(SHAPE.findall(path.read_text(encoding="utf-8")))
    assert len(used) > 8
    assert used - set(shapes) - ALIKE == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_at_run_time_is_what_is_written(language):
    path = make_catalogue.LOCALE / language / "LC_MESSAGES" / "django.mo"
    assert path.read_bytes() == make_catalogue.compiled(make_catalogue.catalogue(language)), (
        "make_catalogue.py"
    )


def test_whatever_a_forecast_follows_has_a_name_and_a_unit_in_them():
    """Forecast pages look the simulator's own labels up."""
    kinds = (
        "fine lines",
        "rejuvenation",
        "hyperpigmentation",
        "melasma",
        "surgical scar",
        "atrophic acne scar",
    )
    course = course_of("fine lines", "cheek", 40, "III", 0.5)
    course["concern"] = [{"kind": kind} for kind in kinds]
    said = simulate(course_from_tables(course, "course", json.dumps(course)), draws=8)
    known = {item.id for item in make_catalogue.catalogue("de") if item.id}
    outcomes = [item for zone in said.by_zone.values() for item in zone.outcomes]
    assert len(outcomes) > 15
    assert {item.label for item in outcomes} - known == set()
    abroad = {"%", "um", "a.u.", "g/m2/h", "mm"}  # written alike in every language
    assert {item.unit for item in outcomes} - known - abroad == set()


def test_the_words_of_the_model_are_among_them():
    assert set(ZONES) == set(core_words.ZONES)
    assert set(CONCERNS) == set(core_words.CONCERNS)
    assert {scale.label for scale in SCALES.values()} == set(core_words.SCALE_LABELS)
    assert [kept for kept, _shown in spoken(("cheek", "nose"))] == ["cheek", "nose"]
