"""The printed answer of `evidence FILE`: which numbers make a forecast's spread, what would narrow it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...phrases import NOT_FOR, fixed, grade_counts
from ..text import blocks, table, wrapped

SHARE = (
    "Share: the part of each outcome's variance over the draws that a number makes by itself, averaged over "
    "the outcomes. The rest is what numbers do together, and what so few draws cannot resolve."
)
READING = (
    "Expected loss of variance if that one reading of this person were taken, its own error included (in brackets: "
    "the same without the straight line). Readings that would help by no more than chance are not named."
)


def evidence_text(answer: Mapping[str, Any]) -> str:
    """The ranked table, the readings that would narrow each outcome, and the deeper studies that were asked for."""
    parts = [
        [answer["title"], *wrapped(_grades(answer["manifest"]), "")],
        [*_number_lines(answer), *wrapped(SHARE, "")],
        [*_reading_lines(answer["outcomes"]), *wrapped(READING, "")],
        list(_learnt_lines(answer["identification"])),
        *(_study_lines(study) for study in answer.get("sensitivity", {}).values()),
        wrapped(NOT_FOR),
    ]
    return blocks(parts)


def _grades(manifest: Mapping[str, Any]) -> str:
    grades = manifest["numbers_by_grade"]
    total = sum(grades.values())
    return (
        f"The forecast rests on {total} numbers: {grade_counts(grades)}. "
        f"{manifest['draws']} draws of them, seed {manifest['seed']}."
    )


def _number_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    yield f"Numbers that make the spread of the forecast for day {answer['day']:g}"
    if not answer["numbers"]:
        yield "  none stands out"
        return
    width = max(len(row["key"]) for row in answer["numbers"])
    for place, row in enumerate(answer["numbers"], 1):
        most = f"most in {row['outcome']} ({row['share_there']:.0%})"
        yield f"{place:>3}  {row['share']:>6.1%}  {row['key']:<{width}}  {row['grade']:<10}  {most}"
        known = (
            ""
            if row["contraction"] is None
            else f" Data took {row['contraction']:.0%} off its prior's width."
        )
        yield from wrapped(f"             {row['about']}. Source: {row['source']}.{known}", " " * 13)
        narrowed = row["narrowed_by"]
        by = (
            f"{narrowed} (-{row['narrowed_share']:.0%} of its variance)"
            if narrowed
            else "no reading of this person"
        )
        yield from wrapped(f"             Would be narrowed by: {by}.", " " * 13)


def _reading_lines(outcomes: Sequence[Mapping[str, Any]]) -> list[str]:
    rows = [("The reading that would narrow each outcome most", "how", "variance", "")]
    for item in outcomes:
        for place, reading in enumerate(item["readings"][:2]):
            loss = f"-{reading['share']:.0%}"
            check = f"({-reading['share_any_curve']:.0%})"
            name = f"{item['name']}: " if place == 0 else "  or "
            rows.append((f"{name}{reading['label']}", reading["how"], loss, check))
        if not item["readings"]:
            rows.append((f"{item['name']}: none by more than chance", "", "", ""))
    return table(rows)


def _learnt_lines(learnt: Mapping[str, Any] | None) -> Iterator[str]:
    """What the calibration taught: numbers by themselves, numbers only together, the rest."""
    if learnt is None:
        return
    counts = f"{learnt['learnt']} of {learnt['numbers']} numbers"
    yield f"Published data narrowed {counts} by at least a tenth of their prior's width."
    if learnt["only_together"]:
        yield from wrapped(f"Known only together with others: {', '.join(learnt['only_together'])}.", "  ")
    for item in learnt["combinations"][:5]:
        parts = ", ".join(f"{part['key']} ({part['loading']:+.2f})" for part in item["parts"])
        if parts:
            yield from wrapped(f"Known to {item['width']:.0%} of the prior's width: {parts}", "  ")


def _study_lines(study: Mapping[str, Any]) -> list[str]:
    sobol = study["method"] == "sobol"
    left = f", {study['left_out']} blocks of runs left out" if study["left_out"] else ""
    what = "Sobol shares of the leaders, all other numbers nominal" if sobol else "Morris screening"
    head = f"{what}: {study['numbers']} numbers, {study['runs']} runs{left}"
    size, other, words = (
        ("total", "first", "total/first share") if sobol else ("mu_star", "sigma", "mu*/sigma")
    )
    rows = [("Outcome", f"numbers that move it most ({words})")]
    for name, effects in study["outcomes"].items():
        for place, item in enumerate(effects[:3]):
            text = f"{item['key']} {fixed(item[size])}/{fixed(item[other])} (error {fixed(item['error'])})"
            rows.append((name if place == 0 else "", text))
    overall = ", ".join(f"{item['key']} {item['weight']:.2f}" for item in study["overall"])
    return [head, *wrapped(f"Overall, 1 = strongest everywhere: {overall}", "  "), *table(rows)]
