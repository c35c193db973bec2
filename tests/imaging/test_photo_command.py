"""`microneedling photo`: what is printed, what is written, and that `track` learns from it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from helpers.shell import here
from microneedling import load_course, load_measurements, track
from microneedling.evidence.practice import value_of
from microneedling.imaging.overlay import overlay
from microneedling.imaging.rows import rows_text
from microneedling.tracking.measurements import measurements_from_text

COURSE = "examples/acne_scars_cheek.toml"
TRACKED = "examples/tracking/acne_scars.toml"


@pytest.fixture(scope="module")
def files(usual, tmp_path_factory):
    """Two photographs on disc, before and after."""
    folder = tmp_path_factory.mktemp("photographs")
    for name, shot in (("before.jpg", usual[0]), ("after.png", usual[2])):
        Image.fromarray(shot.picture).save(folder / name)
    return folder


@pytest.mark.slow
def test_the_answer_as_json_holds_the_rows_that_are_written(files, tmp_path):
    table = tmp_path / "measured.csv"
    words = ("photo", str(files / "before.jpg"), str(files / "after.png"), "--days", "0", "90")
    done = here(*words, "--measurements", str(table), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    read = load_measurements(table, load_course(COURSE))
    assert [one.model_dump(mode="json", exclude_none=True) for one in read] == told["measurements"]


def test_what_changed_is_printed_and_rows_and_overlay_are_written_beside_it(files, tmp_path):
    table, picture = tmp_path / "measured.csv", tmp_path / "overlay.png"
    words = ("photo", str(files / "before.jpg"), str(files / "after.png"), "--days", "0", "90")
    done = here(*words, "--measurements", str(table), "--overlay", str(picture))
    assert done.returncode == 0, done.stderr
    for told in ("pore diameter", "repeatability", "smallest detectable", "laid on each other to"):
        assert told in done.stdout
    assert "NOT A MEDICAL DEVICE" in done.stdout
    assert "score" not in done.stdout
    assert "beaut" not in done.stdout
    read = load_measurements(table, load_course(COURSE))
    assert [(one.scale, one.day) for one in read] == [
        (scale, day) for scale in ("melanin_index", "pore_diameter") for day in (0, 90)
    ]
    assert Image.open(picture).size[0] > 800


def test_the_card_is_written_once(tmp_path):
    target = str(tmp_path / "card.svg")
    assert here("photo", "--card", target).returncode == 0
    assert (tmp_path / "card.svg").read_text(encoding="utf-8").startswith("<svg")
    again = here("photo", "--card", target)
    assert again.returncode == 2
    assert "--force" in again.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "two photographs"),
        (("one.jpg",), "one photograph"),
        (("one.jpg", "two.jpg"), "nothing there"),
        (("one.jpg", "two.jpg", "--measurements", "rows.csv"), "--days"),
        (("one.jpg", "two.jpg", "--card", "card.svg"), "one or the other"),
        (("one.jpg", "two.jpg", "--days", "90", "soon"), "days"),
        (("CHANGELOG.md", "README.md"), "no picture that can be read"),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(words, told, tmp_path):
    done = here("photo", *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_the_overlay_shows_the_photographs_and_nothing_else_above(still):
    """The upper half is as photographed; what was measured is drawn in the lower one alone."""
    drawn = overlay(still)
    half = (drawn.shape[0] - 16) // 2
    upper, lower = drawn[:half], drawn[-half:]
    ringed = (lower.astype(int)[..., 2] - lower[..., 0] > 100).sum()
    assert ringed > 1000
    assert (upper.astype(int)[..., 2] - upper[..., 0] > 100).sum() == 0


def test_rows_keep_what_is_not_told_empty(still):
    rows = still.measurements()
    text = rows_text(rows)
    assert text.splitlines()[0] == "day,scale,value,error,zone,rater"
    assert measurements_from_text(text) == rows


@pytest.mark.slow
def test_a_forecast_learns_from_the_table_that_photo_writes(files, tmp_path):
    """Nearer to what was read than what was said, and judged by the errors that the photographs tell."""
    table = tmp_path / "measured.csv"
    pair = str(files / "before.jpg"), str(files / "after.png")
    assert here("photo", *pair, "--days", "0", "84", "--measurements", str(table)).returncode == 0
    course = load_course(TRACKED)
    rows = load_measurements(table, course)
    answer = track(course, rows, draws=24, advise=False)
    for scale, level in (("melanin_index", 100.0), ("pore_diameter", rows[2].value)):
        (outcome,) = [one for one in answer.outcomes if one.scale == scale]
        shares = [(one.error or 0.0) / one.value for one in rows if one.scale == scale]
        (point,) = [one for one in outcome.points if one.measurement.day > 0]
        error = float(np.linalg.norm(shares)) / 2**0.5
        detectable = value_of("measures", "detectable_multiple") * error * level
        assert point.detectable == pytest.approx(detectable, rel=0.1)
        at = int(np.searchsorted(outcome.day, 84))
        assert abs(outcome.now[1, at] - point.change) < abs(outcome.said[1, at] - point.change)
