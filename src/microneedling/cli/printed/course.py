"""The printed answers: a course that was checked, a course that was simulated. Without the array library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...course.course import Course
from ...course.depth import depth_caps
from ...course.screen import notes, screen
from ...phrases import NOT_FOR, grade_counts, interval
from ..text import blocks, table, wrapped


def check_text(course: Course) -> str:
    """A valid course in a few lines: what is planned, what the screen says, the depth caps."""
    lines = [f"{course.title}: a valid course file", ""]
    lines += [*_person_lines(course), "", *_plan_lines(course), "", *_finding_lines(course)]
    return "\n".join(lines)


def _person_lines(course: Course) -> Iterator[str]:
    person = course.person
    words = [f"{person.age_year:g} years, {person.sex}, phototype {person.phototype}, {person.site}"]
    words += list(person.conditions) + (["smoker"] if person.smoker else [])
    yield f"Person    {', '.join(words)}"
    for concern in course.concerns:
        parts = [concern.kind, concern.scar_type or ""]
        if concern.scale:
            score = f" {concern.baseline:g}" if concern.baseline is not None else ""
            parts.append(f"{concern.scale}{score}")
        yield f"Concern   {', '.join(part for part in parts if part)}"


def _plan_lines(course: Course) -> Iterator[str]:
    for session, cap in zip(course.sessions, depth_caps(course), strict=True):
        extras = [f"numbing {session.numbing.product}"] if session.numbing else []
        extras += [topical.name for topical in session.topical]
        limit = f"cap {cap.cap_mm:g} mm by {cap.set_by}" + ("" if cap.kept else ", EXCEEDED")
        what = f"set to {session.depth_mm:g} mm ({limit}), {session.passes} passes"
        yield f"Day {session.day:<5} {session.instrument}, {', '.join([what, *extras])}"
    yield f"Judge     on day {course.assessment_day} at the earliest; followed to day {course.until_day}"


def _finding_lines(course: Course) -> Iterator[str]:
    found = screen(course)
    if not found:
        yield "Screen    nothing found that speaks against it; the screen is no substitute for an examination"
    for finding in (*found, *notes(course)):
        yield from wrapped(str(finding), " " * 9)
    if any(finding.level == "stop" for finding in found):
        yield "STOP: `simulate` gives no forecast for this course unless --despite-stop is given."


def result_text(answer: Mapping[str, Any], course: Course) -> str:
    """A simulated course: sessions, outcomes at the honest assessment day, harm, how much of it is known."""
    parts = [
        [course.title],
        [*_session_lines(answer["sessions"]), *_brought_lines(answer["sessions"])],
        list(_outcome_lines(answer["outcomes"], course)),
        list(_harm_lines(answer["harm"])),
        list(_screen_lines(course, answer["manifest"])),
        list(_known_lines(answer["manifest"])),
        wrapped(NOT_FOR),
    ]
    return blocks(parts)


def _session_lines(sessions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What the sessions did; days on which it was the same share a line."""
    if not sessions:
        yield "No sessions: untreated skin."
        return
    days: dict[tuple[str, ...], list[str]] = {}
    for item in sessions:
        row = (
            f"{item['density_per_cm2']:.0f}",
            interval(item["reach_mm"]),
            f"{item['bleeding_fraction']:.0%}",
            interval(item["pain_vas"]),
        )
        days.setdefault(row, []).append(f"{item['day']:g}")
    rows = [(f"day {', '.join(which)}", *row) for row, which in days.items()]
    head = ("Sessions", "channels/cm2", "reach mm [80 %]", "bleeding", "pain 0-10 [80 %]")
    yield from table([head, *rows])


def _brought_lines(sessions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Numbing and products that were followed into the skin; days on which it was the same share a line."""
    days: dict[tuple[str, str], list[str]] = {}
    for item in sessions:
        told = [("Numbing", _numbing_words(item["numbing"]))] if item.get("numbing") else []
        told += [("Product", _product_words(product)) for product in item.get("delivered", ())]
        for row in told:
            days.setdefault(row, []).append(f"{item['day']:g}")
    for (head, words), which in days.items():
        yield from wrapped(f"{head}   day {', '.join(which)}: {words}", " " * 10)


def _numbing_words(item: Mapping[str, Any]) -> str:
    words = f"{item['product']}, {item['minutes']:g} min: numb down to {interval(item['numbed_depth_mm'])} mm"
    if item["onset_min"] is None:
        return f"{words}; never as deep as the needles reach"
    return (
        f"{words}; as deep as the needles reach in {item['chance_of_numb_at_reach']:.0%} of draws, there from minute "
        f"{interval(item['onset_min'])} to {interval(item['over_min'])}"
    )


def _product_words(item: Mapping[str, Any]) -> str:
    words = f"{item['name']}: {interval(item['effect_share'], 100)} % of its full effect"
    words += "; off-label, the device class excludes transdermal delivery" if item["off_label"] else ""
    return words + ("; serums under needles have caused granulomas" if item["granuloma_warning"] else "")


def _outcome_lines(outcomes: Sequence[Mapping[str, Any]], course: Course) -> Iterator[str]:
    day, honest = _reported_day(outcomes, course.assessment_day), course.assessment_day
    if day is None:
        return
    why = ", the honest assessment day" if day == honest else ": TOO EARLY to judge" if day < honest else ""
    yield f"Change by day {day:g}{why}"
    rows = [("", "median [80 %]", "read on", "noticeable", "evidence", "")]
    for item in outcomes:
        at = next(entry for entry in item["at"] if entry["day"] == day)
        unit = "" if item["unit"] in ("", "1", item["scale"]) else f", {item['unit']}"
        rows.append(
            (
                str(item.get("label") or item["name"]),
                interval(at),
                f"{item['scale'].replace('_', ' ')}{unit}",
                f"{at['chance_of_noticeable']:.0%}",
                item["grade"],
                "" if item["monotherapy_data"] else "no monotherapy data",
            )
        )
    yield from table(rows)


def _reported_day(outcomes: Sequence[Mapping[str, Any]], wanted: float) -> float | None:
    """The honest assessment day where it was reported, else the last day that was."""
    days = [entry["day"] for item in outcomes[:1] for entry in item["at"]]
    return None if not days else wanted if wanted in days else max(days)


HARM = {
    "erythema_days": ("redness", "days", 1),
    "downtime_days": ("downtime", "days", 1),
    "pih_probability": ("dark marks, chance", "%", 100),
}


def _harm_lines(harm: Mapping[str, Any]) -> Iterator[str]:
    yield "Harm"
    for key, (name, unit, scale) in HARM.items():
        yield f"  {name:<20} {interval(harm[key], scale)} {unit}"
    if note := harm["pih_probability"].get("note"):
        yield from wrapped(f"  {note}", "  ")


def _screen_lines(course: Course, manifest: Mapping[str, Any]) -> Iterator[str]:
    for finding in screen(course):
        yield from wrapped(str(finding), " " * 9)
    if manifest.get("despite_stop"):
        yield f"FORECAST DESPITE STOP: {', '.join(manifest['despite_stop'])}"


def _known_lines(manifest: Mapping[str, Any]) -> Iterator[str]:
    """How much of this is known: the numbers used by grade, the draws, how to cite."""
    grades = manifest.get("numbers_by_grade") or {}
    total = sum(grades.values())
    text = f"How much of this is known: it rests on {total} numbers: {grade_counts(grades)}."
    draws = (
        f"Ranges: the middle 80 % of {manifest['draws']} draws of those numbers (seed {manifest['seed']})."
    )
    yield from wrapped(f"{text} {draws} `microneedling cite` names the sources.", "")
