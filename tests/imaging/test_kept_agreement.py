"""The kept trial on rendered skin: what the code gives still, what the page says, what the errors claim."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from codegen.photo_errors import fitted_errors  # pyright: ignore[reportMissingImports]
from codegen.photo_page import page, repeatability  # pyright: ignore[reportMissingImports]
from codegen.photo_rows import change, is_fitted, over_told, told  # pyright: ignore[reportMissingImports]
from helpers.source_files import ROOT, text_of
from microneedling.evidence.practice import value_of
from microneedling.imaging.index import IN_DEGREES, LABELS, NOT_EARNED
from microneedling.imaging.rendered.light import LAMPS
from microneedling.imaging.rendered.skin import PHOTOTYPES
from microneedling.imaging.rendered.trial import rows_of_person

FEWEST_PAIRS = 500
ROOT_MEAN_SQUARE = 0.6, 1.3  # of errors found over errors told
NOTHING = 1e-3  # a fitted number below it adds nothing to its error
TOLD = [name for name in LABELS if name not in NOT_EARNED]


def rows() -> list[dict[str, str]]:
    with (ROOT / "benchmarks" / "results" / "photo_pairs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = rows()
GOOD = [row for row in ROWS if not row["refused"]]


def of(name: str, **cells: str) -> list[dict[str, str]]:
    return [
        row for row in GOOD if row["index"] == name and all(row[key] == word for key, word in cells.items())
    ]


def test_the_page_is_made_of_the_kept_rows():
    assert text_of(ROOT / "docs" / "photo-agreement.md") == page(ROWS), "python tools/make_photo_agreement.py"


def test_all_phototypes_and_lamps_were_tried():
    pairs = [row for row in ROWS if row["refused"] or row["index"] == IN_DEGREES]
    assert len(pairs) >= FEWEST_PAIRS
    assert {row["phototype"] for row in pairs} == set(PHOTOTYPES)
    assert {row["lamp"] for row in pairs} == {lamp.name for lamp in LAMPS}
    assert sum(bool(row["refused"]) for row in pairs) < 0.05 * len(pairs)


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 1])
def test_the_code_still_gives_the_kept_readings(place):
    """Rendered and measured anew: one fair and one dark person before and again."""
    phototype = ("II", "VI")[place]
    kept = of("pore_diameter", phototype=phototype, first="before", second="again")[place]
    lamp = [one.name for one in LAMPS].index(kept["lamp"])
    fresh = {row["index"]: row for row in rows_of_person(int(kept["person"]), phototype, lamp, [])}
    for name in ("typology_angle", "melanin_index", "pore_count", "pore_diameter", "fine_relief"):
        (old,) = [
            row
            for row in of(name, person=kept["person"])
            if (row["first"], row["second"]) == ("before", "again")
        ]
        for column in ("read_first", "read_second", "true_first"):
            assert fresh[name][column] == pytest.approx(float(old[column]), rel=0.02), (name, column)


def test_errors_are_checked_on_people_they_were_not_fitted_to():
    """At least as many people check them as they were fitted to, of every phototype."""
    fitted, checked = ({row["person"] for row in ROWS if is_fitted(row) is yes} for yes in (True, False))
    assert not fitted & checked
    assert len(checked) >= len(fitted) > 0
    assert {row["phototype"] for row in ROWS if not is_fitted(row)} == set(PHOTOTYPES)


@pytest.mark.parametrize("name", TOLD)
def test_the_errors_that_are_told_are_those_found(name):
    """Read less true changes over the errors told, on people whom nothing was fitted to."""
    over = [off for row, off in over_told(ROWS) if row["index"] == name and not is_fitted(row)]
    low, high = ROOT_MEAN_SQUARE
    assert low < np.sqrt(np.mean(np.square(over))) < high, "errors told are far from those found"


@pytest.mark.parametrize("name", TOLD)
def test_repeatability_that_is_told_is_that_of_unchanged_skin(name):
    share = value_of("imaging", f"repeatability.{name}")
    told_percent = share if name == IN_DEGREES else 100 * share
    assert told_percent == pytest.approx(repeatability(told(ROWS), name), rel=0.06)


def test_errors_of_the_registry_are_the_likeliest_for_the_people_they_were_fitted_to():
    for name, number in fitted_errors(ROWS).items():
        if number > NOTHING:
            assert value_of("imaging", name) == pytest.approx(number, rel=0.06), name


@pytest.mark.parametrize("phototype", PHOTOTYPES)
def test_what_track_learns_from_agrees_in_light_and_dark_skin(phototype):
    """Bias of changes of pore diameter within the error of two readings, whoever is photographed."""
    read, true = np.array([change(row) for row in of("pore_diameter", phototype=phototype)]).T
    assert abs((read - true).mean()) < 100 * value_of("imaging", "error_share.pore_diameter") * 2**0.5
