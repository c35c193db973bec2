"""Every bench table keeps its verdicts, its misses too; every row of its topics is judged, in one table only.

All that asks for computed tables is slow and stands in this file: a worker then computes each table once.
"""

from __future__ import annotations

from functools import cache

import pytest

import make_validation
from helpers.source_files import text_of
from microneedling.errors import InputError
from microneedling.evidence import datasets
from microneedling.evidence.registry import registry
from microneedling.validation.bench import TITLES, bleeding, closure, erythema, pain, penetration, permeation
from microneedling.validation.bench.coverage import FAILS, NOT_JUDGED, coverage
from microneedling.validation.bench.rows import role_of, unjudged
from microneedling.validation.bench.tables import BenchTable, bench_table
from microneedling.validation.validate import validate_bench
from microneedling.validation.verdicts import Role, Verdict

CHECKED_HIT, FITTED_HIT = (Verdict.HIT, Role.CHECKED), (Verdict.HIT, Role.FITTED)
CHECKED_MISS, FITTED_MISS = (Verdict.MISS, Role.CHECKED), (Verdict.MISS, Role.FITTED)
MISSES = {
    "penetration": {"A016", "A064", "A065", "A067", "A068", "A070", "A089"},
    "bleeding": set(),
    "closure": {"A133"},
    "pain": {"A324", "A325"},
    "erythema": {"A376"},
    "permeation": set(
        [
            "A162",
            "A163",
            "A164",
            "A194",
            "A195",
            "A218",
            "A231",
            "A232",
            "A233",
            "A244",
            "A248",
            "A252",
            "A256",
            "A257",
            "D007",
            "N065",
            "N066",
            "N083",
            "N084",
            "N085",
            "N086",
        ]
    ),
    "numbing": {"A337", "A355", "N119"},
}
HITS = {
    "penetration": {CHECKED_HIT: 5, FITTED_HIT: 8},
    "bleeding": {FITTED_HIT: 3},
    "closure": {CHECKED_HIT: 4, FITTED_HIT: 17},
    "pain": {FITTED_HIT: 4},
    "erythema": {CHECKED_HIT: 3, FITTED_HIT: 7},
    "permeation": {CHECKED_HIT: 23, FITTED_HIT: 41},
    "numbing": {CHECKED_HIT: 5, FITTED_HIT: 7},
}
KEPT = {
    "closure_impedance",
    "closure_tewl",
    "pain",
    "blood_flow",
}  # older numbers, which the rows did not set
TOPICS = {
    "penetration": {"mechanics": (penetration.TOPIC,)},
    "bleeding": {"mechanics": bleeding.TOPICS},
    "closure": closure.TOPICS,
    "pain": pain.TOPICS,
    "erythema": erythema.TOPICS,
    "permeation": {"mechanics": (permeation.TOPIC,)},
}
found = cache(bench_table)
computed = pytest.mark.slow


@computed
@pytest.mark.parametrize("name", TITLES)
def test_hits_and_misses_stand(name):
    table = found(name)
    assert {row.row for row in table.misses} == MISSES[name]
    hits = {pair: count for pair, count in table.counts.items() if pair[0] == Verdict.HIT}
    assert hits == HITS[name]


@computed
def test_intervals_hold_with_sources_left_out_wherever_there_are_enough_of_them():
    lines = coverage([row for name in TITLES for row in found(name).rows])
    judged = [line for line in lines if line.verdict != NOT_JUDGED]
    assert {line.topic for line in judged} == {"permeability", "absorption"}
    assert [line.topic for line in judged if line.verdict == FAILS] == []
    for line in lines:
        if line.topic not in KEPT:
            assert line.log_sd == pytest.approx(line.estimated, rel=0.25), (
                f"{line.topic}: set it again on its rows"
            )


@computed
@pytest.mark.parametrize("name", TITLES)
def test_misses_are_shown_first(name):
    flags = [row.verdict == Verdict.MISS for row in found(name).rows]
    assert flags == sorted(flags, reverse=True)


@computed
@pytest.mark.parametrize("name", TOPICS)
def test_no_row_of_the_topics_is_left_out_or_judged_twice(name):
    rows = found(name).rows
    for table, topics in TOPICS[name].items():
        assert unjudged(rows, topics, table) == []
    assert len({row.row for row in rows}) == len(rows)


@computed
@pytest.mark.parametrize("path", make_validation.PAGES, ids=lambda path: path.stem)
def test_the_page_prints_the_tables_of_today(path):
    title, names = make_validation.PAGES[path]
    assert text_of(path) == make_validation.page(title, [*map(found, names)]), (
        "run python tools/make_validation.py"
    )


@computed
def test_the_page_of_coverage_prints_the_tables_of_today():
    lines = coverage([row for name in TITLES for row in found(name).rows])
    assert text_of(make_validation.COVERAGE) == make_validation.coverage_page(lines), (
        "run python tools/make_validation.py"
    )


def judged_in(tables: list[BenchTable]) -> dict[str, list[str]]:
    """Row -> the tables in which it is judged and not referred elsewhere."""
    places: dict[str, list[str]] = {}
    for table in tables:
        for row in table.rows:
            if row.verdict != Verdict.ELSEWHERE:
                places.setdefault(row.row, []).append(table.name)
    return places


@computed
def test_a_row_is_judged_in_one_table_and_one_referred_elsewhere_is_judged_there():
    tables = [found(name) for name in TITLES]
    places = judged_in(tables)
    assert {row: names for row, names in places.items() if len(names) > 1} == {}
    setting = {row.row for table in tables for row in table.rows if row.note.startswith("sets `")}
    for table in tables:
        for row in table.rows:
            if row.verdict == Verdict.ELSEWHERE and row.note.startswith("judged in "):
                assert places[row.row] == [row.note.removeprefix("judged in ")], row.row
            elif row.verdict == Verdict.ELSEWHERE and row.note.startswith("sets `"):
                key = row.note.split("`")[1]
                assert row.row in datasets.rows_named(registry()[key].where), row.row
            elif row.verdict == Verdict.ELSEWHERE:
                named = datasets.rows_named(row.note)
                assert named, row.row
                assert set(named) <= {*places, *setting}, row.row


def test_a_row_is_fitted_by_what_the_model_reads_and_not_by_a_number_of_practice():
    assert datasets.rows_named(registry()["practice.recovery_window_day"].where) == ("A146", "S031")
    assert role_of("A146") == Role.CHECKED
    model = [entry for entry in registry().values() if entry.group == "transport"]
    named = {row for entry in model for row in datasets.rows_named(entry.where)}
    assert named
    assert {role_of(row) for row in named} == {Role.FITTED}


def test_a_table_that_does_not_exist_is_refused_before_any_is_computed():
    with pytest.raises(InputError, match="did you mean"):
        validate_bench(("closure", "bleding"))
