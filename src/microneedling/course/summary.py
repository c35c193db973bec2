"""A forecast in a dozen lines: what the person came for, what else it costs, how much of it is known.

Functions of the parts of a forecast, so that the terminal, a notebook and a page say the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..answers.card import shortened
from ..observation.asked import asked_for, carrier
from ..observation.scales import SCALES
from ..observation.words import UNLIKELY
from ..outcomes.summary import as_chance, rounded
from ..outcomes.summary import interval as interval_of
from ..phrases import chance_words, grade_counts, number, plural, unit_words
from ..phrases import interval as interval_words
from .chances import best_moment

if TYPE_CHECKING:
    from ..inputs.assumed import Assumed
    from ..observation.forecast import OutcomeForecast
    from ..outcomes.harm import Harm
    from .chances import ConcernChance
    from .course import Course
    from .screen import Finding

HEAD = ("", "change, median [80 %]", "read on", "better", "evidence")
MOST_ROWS = 4
ROOM = 45  # characters for what is assumed: the line stays one line


def reported_day(course: Course, days: Sequence[float]) -> float | None:
    """The earliest assessment day where it was reported, else the last day that was; None where none was."""
    wanted = float(course.assessment_day)
    return None if not days else wanted if wanted in days else float(max(days))


def day_phrase(course: Course, day: float) -> str:
    """The day with what it is: `By day 270, the earliest assessment day`."""
    if day == course.assessment_day:
        return f"By day {day:g}, the earliest assessment day"
    early = ", TOO EARLY to judge" if day < course.assessment_day else ""
    return f"By day {day:g}{early}"


def concern_lines(
    course: Course, outcomes: Sequence[OutcomeForecast], chances: Sequence[ConcernChance]
) -> tuple[str, ...]:
    """For each concern what may change by its day, and the one chance that it is noticed."""
    lines = []
    for concern, item in zip(course.concerns, chances, strict=True):
        told = carrier(concern, outcomes)
        words = f"{day_phrase(course, item.day)}, {told.label}: {_lower_first(told.words(item.day))}"
        words += people_words(told, item.day)
        if item.low80 is not None and item.high80 is not None:
            words += (
                f" In four of five draws that chance lies between {item.low80:.0%} and {item.high80:.0%}."
            )
        best = best_moment(told, course.last_session_day)
        lines.append(f"{words} {best.words()}" if best else words)
    return tuple(lines)


def people_words(item: OutcomeForecast, day: float) -> str:
    """How much of the range is that people differ, as a sentence; empty where there is none or no range is told."""
    at = item.summary(day)
    typical = at["typical_high80"] - at["typical_low80"]
    if not typical or not at["people_sd"] or at["chance_of_noticeable"] < UNLIKELY:
        return ""
    ends = sorted((item.better * at["typical_low80"], item.better * at["typical_high80"]))
    low, high = (f"{end:.2g}" for end in ends)
    return f" Of that range {low} to {high} is what is not known of the typical person; the rest is how people differ."


def concerns_in_brief(
    course: Course, outcomes: Sequence[OutcomeForecast], chances: Sequence[ConcernChance]
) -> tuple[str, ...]:
    """The same of several concerns in one sentence, where a table beside it says how much each changes."""
    if len(course.concerns) < 2:
        return concern_lines(course, outcomes, chances)
    told = []
    for concern, item in zip(course.concerns, chances, strict=True):
        outcome, between = carrier(concern, outcomes), ""
        if item.low80 is not None and item.high80 is not None:
            between = f" ({item.low80:.0%} to {item.high80:.0%})"
        told.append(f"{_name(outcome, outcomes)}, {chance_words(item.chance)}{between}")
    ranged = " (range of four of five draws)" if any("%" in words for words in told) else ""
    head = f"{day_phrase(course, chances[0].day)}, so many such people would notice an improvement{ranged}: "
    return (head + "; ".join(told) + ".",)


def _name(item: OutcomeForecast, outcomes: Sequence[OutcomeForecast]) -> str:
    """Its label, with the scale where another has the same."""
    alone = sum(other.label == item.label for other in outcomes) == 1
    return item.label if alone else f"{item.label} ({scale_words(item)})"


def assumed_line(assumed: Sequence[Assumed]) -> str:
    """What the file leaves out that acts, and where it stands in full."""
    acting = list(dict.fromkeys(item.what for item in assumed if item.acts))
    if not acting:
        return ""
    shown = [words for k, words in enumerate(acting) if k == 0 or len(", ".join(acting[: k + 1])) <= ROOM]
    more = f" and {len(acting) - len(shown)} more" if len(acting) > len(shown) else ""
    return f"Assumed, since the file does not say: {shortened(', '.join(shown), ROOM)}{more} (.assumed)."


def outcome_table(
    course: Course, outcomes: Sequence[OutcomeForecast], day: float
) -> tuple[tuple[str, ...], ...]:
    """The outcomes that answer a concern, each with the scale it is read on and which way is better.

    Of several concerns only what carries each: the rest is in the data frame and in the full answer.
    """
    several = len(course.concerns) > 1
    chiefs = {id(item): item for item in (carrier(concern, outcomes) for concern in course.concerns)}
    asked = list(chiefs.values()) if several else asked_for(course.concerns, outcomes)[:MOST_ROWS]
    return (HEAD, *(outcome_row(item, day) for item in asked)) if asked else ()


def outcome_row(item: OutcomeForecast, day: float) -> tuple[str, ...]:
    """One outcome on one day, in the cells of `HEAD`."""
    at = item.summary(day)
    return (
        item.label or item.name,
        interval_words(at),
        scale_words(item),
        "neither" if item.plain else item.direction.split()[0],
        item.certainty if item.monotherapy_data else f"{item.certainty}: no monotherapy data",
    )


def scale_words(item: OutcomeForecast) -> str:
    """The scale or instrument, and the unit where its name does not say it."""
    name = SCALES[item.scale].label if item.scale in SCALES else item.scale.replace("_", " ")
    unit = unit_words(item.unit)
    return name if not unit or unit in name else f"{name}, {unit}"


def harm_line(harm: Harm) -> str:
    """Redness, downtime and the chance of dark marks (its mean), each with its 80 % interval."""
    red, down = (
        interval_words(interval_of(draws), 1, number) for draws in (harm.erythema_days, harm.downtime_days)
    )
    dark = interval_words(as_chance(harm.pih_probability), 100, number)
    return f"Harm (lower is better): redness {red} days; downtime {down} days; dark marks {dark} %."


def session_line(course: Course, reached: Sequence[Mapping[str, float]]) -> str:
    """How often, with what, how deep it was set and how deep the needles got (`reached` a session, mm)."""
    if not course.sessions:
        return "No sessions: untreated skin."
    kinds = dict.fromkeys(course.instrument_of(session).kind for session in course.sessions)
    days = ", ".join(f"{session.day:g}" for session in course.sessions[:8])
    days += " ..." if len(course.sessions) > 8 else ""
    depths = sorted({session.depth_mm for session in course.sessions})
    set_to = " to ".join(dict.fromkeys((number(depths[0]), number(depths[-1]))))
    deepest = max(reached, key=lambda item: item["median"])
    count = plural(len(course.sessions), "session")
    return (
        f"{count[0].upper()}{count[1:]} with {' and '.join(kinds)} on day {days}; set to {set_to} mm, reaching "
        f"{interval_words(deepest)} mm."
    )


def screen_line(findings: Iterable[Finding]) -> str:
    """What the safety screen says, in one line."""
    found = tuple(findings)
    counts = Counter(item.level for item in found)
    told = ", ".join(f"{count} {level}" for level, count in counts.items())
    rules = ", ".join(dict.fromkeys(item.rule.replace("_", " ") for item in found))
    if not found:
        return "Safety screen: nothing found that speaks against it."
    return f"Safety screen: {told} ({rules})."


def known_line(manifest: Mapping[str, Any]) -> str:
    """Numbers by grade of evidence, draws, seed and model number."""
    grades = manifest["numbers_by_grade"]
    run = f"seed {manifest['seed']}, model number {manifest['model_number']}"
    ranges = (
        f"Ranges: the middle 80 % of {manifest['draws']} draws of them ({run}), in changes also of people."
    )
    told = f"One draw, the nominal numbers: no range ({run})." if manifest["draws"] == 1 else ranges
    total = sum(grades.values())
    return f"How much of this is known: it rests on {total} numbers: {grade_counts(grades)}. {told}"


def outcome_rows(
    course: Course, outcomes: Sequence[OutcomeForecast], days: Sequence[float]
) -> list[dict[str, Any]]:
    """One row an outcome and day, for a data frame; those that answer a concern first."""
    asked = asked_for(course.concerns, outcomes)
    mine = {id(item) for item in asked}
    others = [item for item in outcomes if id(item) not in mine]
    return [
        {
            "outcome": item.name,
            "label": item.label,
            "scale": item.scale,
            "day": float(day),
            **{key: at[key] for key in ("median", "low80", "high80", "typical_low80", "typical_high80")},
            "unit": item.unit,
            "better": "neither" if item.plain else item.direction.split()[0],
            "chance_of_noticeable": None if item.plain else at["chance_of_noticeable"],
            "smallest_detectable_change": rounded(item.smallest_change),
            "evidence": item.certainty,
            "monotherapy_data": item.monotherapy_data,
            "answers_concern": id(item) in mine,
        }
        for item in (*asked, *others)
        for day in days
        for at in (item.summary(day),)
    ]


def _lower_first(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
