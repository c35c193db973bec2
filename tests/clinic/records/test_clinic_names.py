"""One way to compare names; ages told no more exactly than they are known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microneedling.clinic.records.names import age_on, alike, digits, fold
from microneedling.clinic.records.words import number_of, zone_of
from microneedling.errors import InputError


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("  José   María ", "jose maria"),
        ("Łukasz Øst", "lukasz ost"),
        ("Groß", "gross"),
        ("GROSS", "gross"),
        ("İpek", "ipek"),
        ("Ðorđe", "dorde"),
        ("Smith-Jones", "smith jones"),
        ("محمد", "محمد"),
        ("김 민준", "김 민준"),
    ],
)
def test_names_fold(typed, folded):
    assert fold(typed) == folded


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_likeness():
    assert alike(fold("José García"), fold("Garcia Jose"))
    assert alike(fold("Katherine Smith"), fold("Catherine Smith"))
    assert not alike(fold("Ada Twin"), fold("Bob Other"))
    assert not alike("", "")


def test_telephones_are_compared_by_their_end():
    assert digits("+44 7700 900123") == digits("07700 900123")


@pytest.mark.parametrize(
    ("born", "precision", "told"),
    [
        (date(2000, 2, 29), "day", "26"),
        (date(1980, 12, 31), "day", "45"),
        (date(1980, 6, 1), "year", "about 46"),
        (date(1980, 12, 1), "month", "about 45"),
        (None, "unknown", "age not known"),
    ],
)
def test_ages(born, precision, told):
    assert age_on(born, precision, date(2026, 11, 29)) == told


@pytest.mark.parametrize("typed", ["1,5", "1.5", " 1.50 ", 1.5])
def test_numbers_with_comma_or_point(typed):
    assert number_of(typed, "depth") == 1.5


@pytest.mark.parametrize("typed", ["", "1,5.2", "one", "nan", "inf", "1_5", "1.000,5"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(InputError):
        number_of(typed, "depth")


def test_zones_in_usual_words():
    assert zone_of("Cheeks") == "cheek"
    with pytest.raises(InputError, match="did you mean"):
        zone_of("forhead")
