"""No dead knobs: every number of the registry moves something that is published.

Each number goes to an end of its range (up and down when it is fixed), one number a draw, many in one batch.
The published readings of its draw must differ from an untouched draw of the batch. A course is asked only for
numbers that it used. A fixed number of days or hours makes the timetable, which all draws of a batch share, so it has
a batch of its own. Conventions and formulas are not knobs; numbers of practice are read by the safety screen,
not by the simulation. A number that only sets the level of a named state, because every rate is relative to
it, is listed in `LEVELS` and must move that state.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest

from helpers.course_files import EXAMPLES
from helpers.probes import probes
from helpers.published import Failed, differ, readings
from helpers.source_files import code_files, literals, text_of
from microneedling.course.course import Concern, Course
from microneedling.course.reading import load_course
from microneedling.course.simulate import simulate
from microneedling.evidence.check import is_convention, stem
from microneedling.evidence.entry import Entry
from microneedling.evidence.registry import Values, registry
from microneedling.evidence.sources import numbers_behind

BATCH = 126  # and two untouched draws
SMALLEST = 1e-5  # share of a reading's size that counts as moved
TRIES = 25  # courses a number is tried in before it counts as dead
SCARS = ("rolling", "boxcar", "icepick", "surgical", "traumatic")
LEVELS = {  # number -> state whose level it sets
    "inflammation.resident_macrophages_cells_per_mm3": "inflammation.macrophages_repair",
    "proliferation.fibroblasts_baseline_cells_per_mm3.papillary": "proliferation.fibroblasts",
    "proliferation.fibroblasts_baseline_cells_per_mm3.reticular": "proliferation.fibroblasts",
    "pigment.supply.VI": "pigment.melanin_epidermis",
    "skin.elastic_loss_per_year": "elastin.elastic",
    "skin.elastic_loss_by_photoageing": "elastin.elastic",
    **{f"lesion.elastic_left.{name}_scar": "elastin.elastic" for name in SCARS},
    **{f"lesion.elastic_left.striae_{name}": "elastin.elastic" for name in ("alba", "rubra")},
}
# What the safety screen, or studies and virtual people, ask for; each has tests of its own.
PUT_TOGETHER = {"scale_highest_points": {"highest", "_points"}}  # names made of parts
WITHOUT_SIMULATION = (
    "practice",
    "study",
    "study_effect",
    "population",
    "permeation",
    "actives",
    "tracking",
    "audit",
    "imaging",
)


def ends(entry: Entry) -> list[float]:
    if entry.range is None or entry.prior == "fixed":
        value = float(entry.value or 0.0)
        return [value * 1.1, value * 2, value / 2] if value else [0.1]
    return [end for end in reversed(entry.range) if end != entry.value]


def knobs() -> list[Entry]:
    return [
        entry
        for entry in registry().values()
        if entry.formula is None
        and not is_convention(entry)
        and entry.group not in WITHOUT_SIMULATION
        and entry.key not in LEVELS
    ]


@pytest.mark.slow
def test_every_number_moves_a_published_reading():
    nominal = registry().nominal()
    left = {entry.key: ends(entry) for entry in knobs()}
    tried: Counter[str] = Counter()
    seen: set[str] = set()
    failed: list[str] = []
    for course in (*map(load_course, EXAMPLES), *probes()):
        used: set[str] = set()
        readings(course, nominal, [{}], used)
        seen |= used
        asked = [key for key in numbers_behind(used) if key in left and tried[key] < TRIES]
        tried.update(asked)
        alone = [key for key in asked if _makes_timetable(key)]
        for places, batch in (([key for key in asked if key not in alone], BATCH), (alone, 1)):
            for place in range(max((len(left[key]) for key in places), default=0)):
                part = [(key, left[key][place]) for key in places if key in left and place < len(left[key])]
                for key in _moving(course, nominal, part, batch, failed):
                    del left[key]
    assert not failed, "\n".join(failed)
    unread = sorted(key for key in left if tried[key] == 0)
    still = sorted(key for key in left if tried[key])
    formulas = sorted(key for key, entry in registry().items() if entry.formula and key not in seen)
    told = _told(unread, still, formulas)
    assert [*unread, *still, *formulas] == [], told


def _makes_timetable(key: str) -> bool:
    entry = registry()[key]
    return entry.unit in ("d", "h") and entry.prior == "fixed"


def _told(unread: list[str], still: list[str], formulas: list[str]) -> str:
    lines = ["", f"{len(unread)} numbers that no course asks for:", *unread]
    lines += [f"{len(still)} numbers that are asked for and move nothing published:", *still]
    return "\n".join([*lines, f"{len(formulas)} formulas that nothing asks for:", *formulas])


def _moving(
    course: Any, nominal: Values, items: list[tuple[str, float]], batch: int, failed: list[str]
) -> set[str]:
    """Those of the numbers whose new value moves something that this course publishes."""
    found: set[str] = set()
    for start in range(0, len(items), batch):
        part = items[start : start + batch]
        changes = [{key: end} for key, end in part]
        try:
            if batch == 1:
                first, last = readings(course, nominal, [{}, {}], set())
                moved = readings(course, nominal, changes * 2, set())[:1]
            else:
                first, *moved, last = readings(course, nominal, [{}, *changes, {}], set())
        except Failed as error:
            failed.append(f"{course.title}: {error}")
            continue
        assert not differ(first, last, 0.0), (
            "untouched draws of one batch differ: the place in the batch matters"
        )
        found |= {key for (key, _), one in zip(part, moved, strict=True) if differ(one, first, SMALLEST)}
    return found


@pytest.mark.parametrize("key", LEVELS)
def test_a_number_that_sets_a_level_moves_its_state(key):
    nominal = registry().nominal()
    values = nominal.stacked([{}, {key: ends(registry()[key])[0]}])
    course, kind = _asking(key)
    tissue = simulate(course, values=values, days=(7,)).tissues[kind]
    group, name = LEVELS[key].split(".")
    state = getattr(getattr(tissue, group), name)
    assert abs(state[1] - state[0]).max() > 0.01 * abs(state[0]).max()


def _asking(key: str) -> tuple[Course, str]:
    """A course that needs this number, and the tissue in which it shows."""
    course, last = load_course(EXAMPLES[0]), key.rsplit(".", 1)[1]
    if key.startswith("pigment.supply."):
        return course.model_copy(
            update={"person": course.person.model_copy(update={"phototype": last})}
        ), "skin"
    if not key.startswith("lesion."):
        return course, "skin"
    kind = last.replace("_", " ")
    acne = kind.split()[0] in SCARS[:3]
    concern = {"kind": "atrophic acne scar", "subtype": kind.split()[0]} if acne else {"kind": kind}
    one = Concern.model_validate(concern)
    return course.model_copy(update={"concerns": (one,)}), kind


def used_words(texts: Iterable[str]) -> set[str]:
    """Every word in the strings that code uses; what only a docstring or a comment says is not used."""
    return {word for text in texts for string in literals(text) for word in re.findall(r"\w+", string)}


@cache
def words_of_the_package() -> set[str]:
    """Words that the package's code uses, `evidence/` aside: it names numbers because it describes them."""
    return used_words(text_of(path) for path in code_files("src") if "evidence" not in path.parts)


@pytest.mark.parametrize("group", WITHOUT_SIMULATION)
def test_numbers_read_without_simulation_are_asked_for_by_the_code(group):
    names = {stem(entry.key) for entry in registry().values() if entry.group == group}
    assert names
    words = words_of_the_package()
    assert not [name for name in names if not PUT_TOGETHER.get(name, {name}) <= words]


def test_a_number_that_only_prose_names_counts_as_unread():
    text = '"""Of dead_one."""\n# dead_two\ndef f(v, kind):\n    "Of dead_three."\n    return v[f"g.alive.{kind}"]\n'
    assert used_words([text]) == {"g", "alive"}
    assert "no_such_number" not in words_of_the_package()
