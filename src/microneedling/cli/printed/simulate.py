"""The printed answer of `simulate`: what the person came for first, then all else, harm, how much of it is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...course.summary import HEAD, concern_lines, day_phrase, outcome_row, reported_day
from ...observation.asked import asked_for
from ...outcomes.summary import as_chance
from ...outcomes.summary import interval as interval_of
from ...phrases import INSTRUMENT_NAMES, NOT_FOR, PLAIN_NAMES, grade_counts, overridden_words
from ...phrases import interval as interval_words
from ..text import blocks, headed, table, wrapped
from .assumed import assumed_lines, without_effect_lines
from .record import record_lines
from .zones import zone_lines

if TYPE_CHECKING:
    from ...course.delivered import Delivered
    from ...course.forecast import Forecast, SessionResult
    from ...observation.forecast import OutcomeForecast
    from ...outcomes.harm import Harm
    from ...protocol.comfort import Numbed

ALONE = ": no monotherapy data"  # said below the table, which would grow too wide
NOMINAL = "One draw: a nominal run, no interval. Take more --draws to learn how far each number may be off."


def result_text(forecast: Forecast) -> str:
    """A simulated course on the terminal: overridden stops, the answer for each concern, all else."""
    answer = [_answer_lines(forecast), _outcome_lines(forecast), _harm_lines(forecast.harm)]
    if forecast.zones:
        answer = [zone_lines(forecast)]
    return blocks(
        [
            wrapped(overridden_words(forecast.overridden)),
            [*headed(forecast.course.title), *answer[0]],
            *answer[1:],
            [*_session_lines(forecast.sessions), *_product_lines(forecast.sessions)],
            _record_lines(forecast),
            _screen_lines(forecast),
            assumed_lines(forecast.assumed),
            without_effect_lines(forecast.without_effect),
            _known_lines(forecast.manifest),
            wrapped(NOT_FOR),
        ]
    )


def _answer_lines(forecast: Forecast) -> Iterator[str]:
    """For each concern what may change by the earliest assessment day, and the chance that it is noticed."""
    for words in concern_lines(forecast.course, forecast.outcomes, forecast.chances):
        yield from wrapped(words, "  ")


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
            _interval(item.punctures.channels_per_cm2),
            interval_words(item.reached_mm),
            f"{np.median(item.punctures.bleeding_fraction):.0%}",
            _interval(item.pain_vas),
        )
        days.setdefault((item.zone, *row), []).append(f"{item.day:g}")
    rows = [(f"{_of_zone(zone)}day {', '.join(which)}", *row) for (zone, *row), which in days.items()]
    head = ("Sessions", "channels/cm2 [80 %]", "depth reached, mm [80 %]", "bleeding", "pain, 0-10 [80 %]")
    yield from table([head, *rows], whole=(1, 2, 3, 4))


def _product_lines(sessions: Sequence[SessionResult]) -> Iterator[str]:
    """Numbing and products that were followed into the skin; days on which it was the same share a line."""
    days: dict[tuple[str, str, str], list[str]] = {}
    for item in sessions:
        told = [("Numbing", _numbing_words(item.numbing))] if item.numbing else []
        told += [("Product", _product_words(product)) for product in item.delivered]
        for row in told:
            days.setdefault((item.zone, *row), []).append(f"{item.day:g}")
    for (zone, head, words), which in days.items():
        yield from wrapped(f"{head}   {_of_zone(zone)}day {', '.join(which)}: {words}", " " * 10)


def _of_zone(zone: str) -> str:
    return f"{zone}, " if zone else ""


def _numbing_words(item: Numbed) -> str:
    words = f"{item.product}, {item.minutes:g} min: numb down to {_interval(item.depth_mm)} mm"
    numb = np.isfinite(item.onset_min)
    if not numb.any():
        return f"{words}; never as deep as the needles reach"
    return (
        f"{words}; as deep as the needles reach in {numb.mean():.0%} of draws, there from minute "
        f"{_interval(item.onset_min)} to {_interval(item.over_min)} after it goes on"
    )


def _product_words(item: Delivered) -> str:
    words = f"{item.name}: {_interval(item.effect_share, 100)} % of its full effect"
    words += f", the channels bring {_interval(item.channels_share, 100)} % of what gets there"
    words += "; off-label, the device class excludes transdermal delivery" if item.off_label else ""
    return words + ("; serums under needles have caused granulomas" if item.granuloma_warning else "")


def _outcome_lines(forecast: Forecast) -> Iterator[str]:
    """All outcomes, those that answer a concern first; beside each which way is better."""
    day = reported_day(forecast.course, forecast.report_days)
    if day is None or not forecast.outcomes:
        return
    asked = asked_for(forecast.course.concerns, forecast.outcomes)
    mine = {id(item) for item in asked}
    others = [item for item in forecast.outcomes if id(item) not in mine]
    head = ("Outcome", "change" if forecast.nominal else HEAD[1], *HEAD[2:])
    rows = [head, *(_outcome_row(item, day) for item in asked)]
    if asked and others:
        rows.append(("others", *[""] * (len(HEAD) - 1)))
    yield day_phrase(forecast.course, day)
    rows += [_outcome_row(item, day) for item in others]
    yield from table(rows, whole=(1, 3))
    if not all(item.monotherapy_data for item in forecast.outcomes):
        yield f"*{ALONE.lstrip(':')}"


def _record_lines(forecast: Forecast) -> Iterator[str]:
    """How past predictions of these outcomes fared; of several zones once for all."""
    parts = forecast.zones or (forecast,)
    asked = [item for one in parts for item in asked_for(one.course.concerns, one.outcomes)]
    mine = {id(item) for item in asked}
    others = [item for one in parts for item in one.outcomes if id(item) not in mine]
    if asked or others:
        yield from record_lines(asked, others)


def _outcome_row(item: OutcomeForecast, day: float) -> tuple[str, ...]:
    """As everywhere, with what changes named first and its instrument beside it."""
    name, change, read_on, better, evidence = outcome_row(item, day)
    scale, comma, unit = read_on.partition(",")
    named = f"{INSTRUMENT_NAMES.get(scale, scale)}{comma}{unit}"
    return PLAIN_NAMES.get(name, name), change, named, better, evidence.replace(ALONE, " *")


HARM = (
    ("erythema_days", "redness", "days", 1),
    ("downtime_days", "downtime", "days", 1),
)


def _harm_lines(harm: Harm) -> Iterator[str]:
    rows = [("Harm", "median [80 %]", "better")]
    rows += [
        (name, f"{_interval(getattr(harm, key), scale)} {unit}", "lower") for key, name, unit, scale in HARM
    ]
    marks = interval_words(as_chance(harm.pih_probability), 100)
    yield from table([*rows, ("dark marks, mean chance", f"{marks} %", "lower")], whole=(1, 2))


def _screen_lines(forecast: Forecast) -> Iterator[str]:
    for finding in forecast.findings:
        yield from wrapped(str(finding), " " * 9)


def _known_lines(manifest: dict[str, Any]) -> list[str]:
    """How much of this is known: the numbers used by grade, the draws, how to cite."""
    grades, draws = manifest["numbers_by_grade"], manifest["draws"]
    text = f"How much of this is known: it rests on {sum(grades.values())} numbers: {grade_counts(grades)}."
    ranges = (
        f"Ranges: the middle 80 % of {draws} draws of those numbers (seed {manifest['seed']}), and in changes of how "
        "people differ."
    )
    told = NOMINAL if draws == 1 else ranges
    return wrapped(f"{text} {told} `microneedling cite` names the sources.")
