"""The printed answer of `simulate`: sessions, outcomes at the assessment day, harm, how much of it is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...inputs.assumed import told
from ...outcomes.summary import interval as interval_of
from ...phrases import NOT_FOR, grade_counts, overridden_words
from ...phrases import interval as interval_words
from ..text import blocks, table, wrapped

if TYPE_CHECKING:
    from ...course.delivered import Delivered
    from ...course.forecast import Forecast, SessionResult
    from ...outcomes.harm import Harm
    from ...protocol.comfort import Numbed


def result_text(forecast: Forecast) -> str:
    """A simulated course on the terminal."""
    return blocks(
        [
            wrapped(overridden_words(forecast.overridden)),
            [forecast.course.title],
            [*_session_lines(forecast.sessions), *_product_lines(forecast.sessions)],
            _outcome_lines(forecast),
            _harm_lines(forecast.harm),
            _screen_lines(forecast),
            [
                line
                for words in told(forecast.assumed, forecast.without_effect)
                for line in wrapped(words, "    ")
            ],
            _known_lines(forecast.manifest),
            wrapped(NOT_FOR),
        ]
    )


def _interval(draws: Any, scale: float = 1) -> str:
    """`median [low .. high]` over the draws."""
    return interval_words(interval_of(draws), scale)


def _session_lines(sessions: Sequence[SessionResult]) -> Iterator[str]:
    """What the sessions did; days on which it was the same share a line."""
    if not sessions:
        yield "No sessions: untreated skin."
        return
    days: dict[tuple[str, ...], list[str]] = {}
    for item in sessions:
        row = (
            f"{np.median(item.punctures.density_per_cm2):.0f}",
            interval_words(item.reached_mm),
            f"{np.median(item.punctures.bleeding_fraction):.0%}",
            _interval(item.pain_vas),
        )
        days.setdefault(row, []).append(f"{item.day:g}")
    rows = [(f"day {', '.join(which)}", *row) for row, which in days.items()]
    head = ("Sessions", "channels/cm2", "reached mm [80 %]", "bleeding", "pain 0-10 [80 %]")
    yield from table([head, *rows])


def _product_lines(sessions: Sequence[SessionResult]) -> Iterator[str]:
    """Numbing and products that were followed into the skin; days on which it was the same share a line."""
    days: dict[tuple[str, str], list[str]] = {}
    for item in sessions:
        told = [("Numbing", _numbing_words(item.numbing))] if item.numbing else []
        told += [("Product", _product_words(product)) for product in item.delivered]
        for row in told:
            days.setdefault(row, []).append(f"{item.day:g}")
    for (head, words), which in days.items():
        yield from wrapped(f"{head}   day {', '.join(which)}: {words}", " " * 10)


def _numbing_words(item: Numbed) -> str:
    words = f"{item.product}, {item.minutes:g} min: numb down to {_interval(item.depth_mm)} mm"
    numb = np.isfinite(item.onset_min)
    if not numb.any():
        return f"{words}; never as deep as the needles reach"
    return (
        f"{words}; as deep as the needles reach in {numb.mean():.0%} of draws, there from minute "
        f"{_interval(item.onset_min)} to {_interval(item.over_min)}"
    )


def _product_words(item: Delivered) -> str:
    words = f"{item.name}: {_interval(item.effect_share, 100)} % of its full effect"
    words += "; off-label, the device class excludes transdermal delivery" if item.off_label else ""
    return words + ("; serums under needles have caused granulomas" if item.granuloma_warning else "")


def _outcome_lines(forecast: Forecast) -> Iterator[str]:
    day, judged = _reported_day(forecast), forecast.course.assessment_day
    if day is None:
        return
    why = ", the earliest assessment day" if day == judged else ": TOO EARLY to judge" if day < judged else ""
    yield f"Change by day {day:g}{why}"
    rows = [("", "median [80 %]", "read on", "noticeable", "evidence", "")]
    for item in forecast.outcomes:
        unit = "" if item.unit in ("", "1", item.scale) else f", {item.unit}"
        at = item.summary(day)
        rows.append(
            (
                item.label or item.name,
                interval_words(at),
                f"{item.scale.replace('_', ' ')}{unit}",
                f"{at['chance_of_noticeable']:.0%}",
                item.certainty,
                "" if item.monotherapy_data else "no monotherapy data",
            )
        )
    yield from table(rows)


def _reported_day(forecast: Forecast) -> float | None:
    """The earliest assessment day where it was reported, else the last day that was."""
    days, wanted = forecast.report_days, forecast.course.assessment_day
    return None if not days or not forecast.outcomes else wanted if wanted in days else max(days)


HARM = (
    ("erythema_days", "redness", "days", 1),
    ("downtime_days", "downtime", "days", 1),
    ("pih_probability", "dark marks, chance", "%", 100),
)


def _harm_lines(harm: Harm) -> Iterator[str]:
    yield "Harm"
    for key, name, unit, scale in HARM:
        yield f"  {name:<20} {_interval(getattr(harm, key), scale)} {unit}"


def _screen_lines(forecast: Forecast) -> Iterator[str]:
    for finding in forecast.findings:
        yield from wrapped(str(finding), " " * 9)


def _known_lines(manifest: dict[str, Any]) -> list[str]:
    """How much of this is known: the numbers used by grade, the draws, how to cite."""
    grades = manifest["numbers_by_grade"]
    text = f"How much of this is known: it rests on {sum(grades.values())} numbers: {grade_counts(grades)}."
    draws = (
        f"Ranges: the middle 80 % of {manifest['draws']} draws of those numbers (seed {manifest['seed']})."
    )
    return wrapped(f"{text} {draws} `microneedling cite` names the sources.")
