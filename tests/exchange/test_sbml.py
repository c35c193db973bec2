"""A tissue as SBML: valid, complete, and the same curves in libRoadRunner and COPASI as here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from helpers.course_files import EXAMPLES
from helpers.sbml_peers import complaints, rates_of_roadrunner, with_copasi, with_roadrunner
from microneedling import MODEL_NUMBER
from microneedling.course.days import day_grid
from microneedling.course.protocol import protocol_of
from microneedling.course.reading import load_course
from microneedling.engine.generated import layout
from microneedling.engine.problem import Problem
from microneedling.engine.solver import rates
from microneedling.errors import InputError
from microneedling.evidence.registry import Values, registry
from microneedling.exchange.model_text import ModelText, model_text
from microneedling.exchange.sbml import CORE, EVIDENCE, column_sbml, course_sbml, tissue_of
from microneedling.healing.cascade import PROCESSES
from microneedling.healing.run import PosedTissue
from microneedling.skin.layers import LAYERS, layered
from microneedling.skin.person import Aftercare

ROOT = Path(__file__).resolve().parents[2]
DEVIATION = 1e-4  # of each state's scale
TIGHT = 1e-9
FEW = 6  # layers
EVERY_CARE = Aftercare(
    sunscreen=True,
    sun="daily",
    retinoid="tretinoin",
    anti_inflammatory="nsaid",
    anti_inflammatory_day=3,
    occlusion_h=12,
)


def year():
    """Four sessions, a year, and every kind of care window."""
    course = load_course(ROOT / "examples" / "acne_scars_cheek.toml")
    follow_up = course.follow_up.model_copy(update={"until_day": 365})
    return course.model_copy(update={"follow_up": follow_up, "aftercare": EVERY_CARE})


@dataclass
class Posed:
    """A course as this package runs it, as arrays and as text."""

    tissue: PosedTissue
    column: ModelText
    days: np.ndarray

    @property
    def problem(self) -> Problem:
        return self.tissue.problem


def posed(course, layers: int, values: Values | None = None) -> Posed:
    days = _days(course)
    prepared = protocol_of(course, days, geometry=layered(layers)).prepare(values or registry().nominal())
    tissue = prepared.pose(tissue_of(course))
    return Posed(tissue, model_text(tissue), days)


def _days(course) -> np.ndarray:
    """Every output day; a session's own day, where programs report before or after the session, as its two sides."""
    grid = day_grid(course)
    own = np.array([float(item.day) for item in course.sessions])
    sides = np.concatenate([own[own > 0] - 1e-3, own + 1e-3])
    return np.unique(np.concatenate([grid[~np.isin(grid, own)], sides]))


def curves(case: Posed) -> np.ndarray:
    """Curves (day, state) of the engine, in the order of the names of the column."""
    course = case.tissue.follow(tolerance=TIGHT, full=True)
    assert not course.failed.any()
    states = {name: getattr(getattr(course, p.name), name)[0] for p in PROCESSES for name in p.rates}
    states |= {name: course.observers[name][0] for name in layout.OBSERVER_STATES}
    parts = [states[name][:, None] for name in layout.EPIDERMIS_STATES]
    parts.append(np.stack([states[name] for name in layout.LAYER_STATES], axis=2).reshape(len(case.days), -1))
    parts += [states[name][:, None] for name in layout.COMPARTMENT_STATES]
    return np.concatenate(parts, axis=1)


def worst(found: np.ndarray, case: Posed) -> float:
    scale = np.broadcast_to(case.problem.scale, case.problem.start.shape)[0]
    return float(np.abs((found - curves(case)) / scale).max())


@pytest.mark.slow
def test_a_year_of_four_sessions_and_care_runs_to_the_same_curves_elsewhere(record_property):
    course = year()
    case, text = posed(course, 6), course_sbml(course, layers=6)
    assert len(case.column.switches) > 8
    assert case.days[-1] == 365
    for name, program in (("libRoadRunner", with_roadrunner), ("COPASI", with_copasi)):
        deviation = worst(program(text, case.column.flat, case.days), case)
        record_property(f"deviation_{name}", deviation)
        assert deviation < DEVIATION, name


@pytest.mark.slow
def test_the_comparison_sees_a_number_that_is_half_a_percent_off():
    course = year()
    case, text = posed(course, 4), course_sbml(course, layers=4)
    value = case.column.quantities["maturation"].value
    assert f'value="{value!r}"' in text
    wrong = text.replace(f'units="per_day" value="{value!r}"', f'units="per_day" value="{value * 1.005!r}"')
    assert wrong != text
    assert worst(with_roadrunner(wrong, case.column.flat, case.days), case) > DEVIATION


@pytest.mark.slow
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_runs_to_the_same_curves_elsewhere(path, record_property):
    course = load_course(path)
    case, text = posed(course, FEW), course_sbml(course, layers=FEW)
    assert not complaints(text)
    for name, program in (("libRoadRunner", with_roadrunner), ("COPASI", with_copasi)):
        deviation = worst(program(text, case.column.flat, case.days), case)
        record_property(f"deviation_{name}", deviation)
        assert deviation < DEVIATION, name


@pytest.mark.slow
def test_an_example_at_full_depth_runs_to_the_same_curves_elsewhere(record_property):
    """In one program: every layer is written by the same lines."""
    course = load_course(EXAMPLES[0])
    case, text = posed(course, LAYERS), course_sbml(course)
    assert not complaints(text)
    deviation = worst(with_roadrunner(text, case.column.flat, case.days), case)
    record_property("deviation", deviation)
    assert deviation < DEVIATION


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rates_of_struck_tissue_are_those_of_the_kernel(seed):
    course = year()
    case, text = posed(course, 4), course_sbml(course, layers=4)
    scale = np.broadcast_to(case.problem.scale, case.problem.start.shape)[0]
    y = case.problem.start[0] + scale * np.random.default_rng(seed).uniform(0.05, 0.5, scale.size)
    found = rates_of_roadrunner(text, dict(zip(case.column.flat, map(float, y), strict=True)))
    expected = rates(replace(case.problem, start=y[None]))[0]
    got = np.array([found[name] for name in case.column.flat])
    np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-11 * np.abs(expected).max())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_libsbml_has_nothing_to_say_about_equations_or_units(path):
    assert complaints(course_sbml(load_course(path), layers=3)) == []


def test_the_checker_does_see_a_wrong_unit():
    text = course_sbml(year(), layers=2)
    wrong = text.replace('units="mm_per_day"', 'units="mm"', 1)
    assert wrong != text
    assert complaints(wrong)


def model_of(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)[0]


def test_every_number_says_how_well_it_is_known():
    model, book, middle = model_of(course_sbml(year(), layers=2)), registry(), registry().nominal()
    parameters = {item.get("id"): item for item in model.iter(f"{{{CORE}}}parameter")}
    for name, key in layout.CONSTANT_KEYS.items():
        known = parameters[name].find(f".//{{{EVIDENCE}}}number")
        assert known is not None
        assert known.get("key") == key
        assert known.get("grade") == book[key].grade
        assert float(parameters[name].get("value", "nan")) == middle[key][0]
    listed = [item for item in model.iter(f"{{{EVIDENCE}}}number") if item.get("value")]
    assert {item.get("key") for item in listed} >= set(layout.CONSTANT_KEYS.values())
    assert all(float(item.get("value", "nan")) == middle[item.get("key", "")][0] for item in listed)
    evidence = next(model.iter(f"{{{EVIDENCE}}}evidence"))
    assert evidence.get("registry_sha256") == book.fingerprint
    assert evidence.get("model_number") == str(MODEL_NUMBER)
    words = " ".join(text for notes in model.findall(f"{{{CORE}}}notes") for text in notes.itertext())
    assert f"rests on {len(listed)} numbers" in words
    assert "NOT A MEDICAL DEVICE" in words


def test_the_tissue_is_the_lesion_unless_told_otherwise():
    course = year()
    assert tissue_of(course) == "rolling scar"
    assert tissue_of(course, "skin") == "skin"
    assert tissue_of(load_course(ROOT / "examples" / "melasma_tranexamic_acid.toml")) == "skin"
    assert model_of(course_sbml(course, "skin", layers=2)).get("name", "").endswith(": skin")
    with pytest.raises(InputError, match='did you mean "rolling scar"'):
        course_sbml(course, "roling scar")


def test_what_cannot_be_written_is_refused():
    course = year()
    with pytest.raises(InputError, match="layers: found 1"):
        course_sbml(course, layers=1)
    with pytest.raises(ValueError, match="one draw, not for 3"):
        course_sbml(course, layers=2, values=registry().draws(3, 1))


def test_a_hidden_character_in_a_title_is_written_out():
    course = load_course(EXAMPLES[0])
    few = protocol_of(course, np.array([30.0]), geometry=layered(2)).prepare(registry().nominal())
    text = column_sbml(few.pose("skin"), "a \x0b b \x1b[31m", ["a note \x00"])
    model = ElementTree.fromstring(text)[0]
    assert model.get("name") == "a \\x0b b \\x1b[31m"
    assert "a note \\x00" in text


def test_one_draw_gives_its_own_numbers():
    draw = registry().draws(2, 7).subset(np.array([False, True]))
    model = model_of(course_sbml(year(), layers=2, values=draw))
    parameters = {item.get("id"): item.get("value") for item in model.iter(f"{{{CORE}}}parameter")}
    key = layout.CONSTANT_KEYS["maturation"]
    assert float(parameters["maturation"] or "nan") == draw[key][0] != registry().nominal()[key][0]
    assert "middles of their priors" not in ElementTree.tostring(model, encoding="unicode")


@pytest.mark.slow
def test_untreated_skin_stays_at_rest_elsewhere():
    course = year().model_copy(update={"sessions": (), "aftercare": Aftercare()})
    still = registry().nominal().with_values({"ageing.pace": 0.0})
    case, text = posed(course, 4, still), course_sbml(course, layers=4, values=still)
    assert not case.column.switches
    assert "<event" not in text
    found = with_roadrunner(text, case.column.flat, np.array([1e-3, 100.0, 365.0]))
    scale = np.broadcast_to(case.problem.scale, case.problem.start.shape)[0]
    assert np.abs((found - case.problem.start) / scale).max() < 1e-6


@pytest.mark.slow
def test_the_lines_of_the_page_run(tmp_path, monkeypatch):
    page = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    block = re.search(r"### Running it\n\n```python\n(.*?)```", page, re.DOTALL)
    assert block is not None
    (tmp_path / "column.xml").write_text(course_sbml(load_course(EXAMPLES[0]), layers=4), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    space: dict = {}
    exec(block[1], space)
    curves = np.array(space["curves"])
    assert curves.shape == (271, 4)
    # area open to ions per area of skin: a plug has dried in by the next day, and leaks until the mouth has closed
    assert curves[1, 3] > 1e-4 > curves[-1, 3] > -1e-12
