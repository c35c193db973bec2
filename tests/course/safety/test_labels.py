"""Labels of cleared devices: what lies outside is said, and what cannot be told is said not to be."""

from __future__ import annotations

import pytest

from helpers.course_files import changed, plain
from microneedling.course.findings import Finding
from microneedling.course.reading import course_from_tables
from microneedling.course.screen import notes, screen


def found(device: str | None = None, **changes) -> dict[str, list[Finding]]:
    raw = changed(**changes)
    if device:
        raw["instrument"]["pen"] = {"device": device, "tip_width_mm": 8, "needle_diameter_mm": 0.25}
    rules: dict[str, list[Finding]] = {}
    course = course_from_tables(raw)
    for finding in screen(course) + notes(course):
        rules.setdefault(finding.rule.split()[0], []).append(finding)
    return rules


SCARS = [{"kind": "atrophic acne scar"}]
STRIAE = [{"kind": "striae alba"}]


def test_striae_with_a_device_cleared_for_acne_scars_lie_outside_its_label():
    (finding,) = found("SkinPen", concern=STRIAE, person__site="abdomen")["L04"]
    assert "facial acne scars (DEN160029)" in finding.reason
    assert finding.days == (0, 30)


def test_what_a_device_is_cleared_for_lies_within_its_label():
    rules = found("Exceed", concern=SCARS, person__phototype="IV")
    assert not {"L01", "L04", "L05"} & set(rules)


def test_a_phototype_beyond_the_clearance_is_said():
    (finding,) = found("Exceed", concern=[{"kind": "fine lines"}], person__phototype="IV")["L04"]
    assert "cleared for I to III (K180778)" in finding.reason


def test_phototypes_that_were_not_recorded_cannot_be_judged():
    assert "L05" in found("SkinPen", concern=SCARS, person__phototype="V")


@pytest.mark.parametrize("device", [None, "pen, 12 needles", "Dermapen"])
def test_without_a_cleared_make_the_label_cannot_be_judged(device):
    rules = found(device)
    assert "cannot be judged" in rules["L05"][0].reason
    assert "L04" not in rules


@pytest.mark.parametrize(
    ("kind", "site", "off"),
    [
        ("atrophic acne scar", "cheek", False),
        ("atrophic acne scar", "back", True),
        ("fine lines", "forehead", False),
        ("fine lines", "hand", True),
        ("surgical scar", "abdomen", False),
        ("surgical scar", "arm", True),
        ("laxity", "cheek", True),
        ("melasma", "cheek", True),
    ],
)
def test_what_no_clearance_names_is_off_label(kind, site, off):
    assert ("L01" in found(concern=[{"kind": kind}], person__site=site)) is off


def test_depth_beyond_the_device_is_a_stop():
    deep = [{**plain()["session"][0], "depth_mm": 2.0}]
    assert found("SkinPen", concern=SCARS, session=deep)["D01"][0].level == "stop"
