"""A tracked course in plain words. Before the earliest assessment day no word of success; never a promise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..evidence.practice import value_of
from ..observation.scales import SCALES
from ..observation.words import amount
from ..phrases import INSTRUMENT_NAMES, chance_words, number, percent_words, plural, signed, span, with_unit
from ..units import DAYS_A_WEEK

if TYPE_CHECKING:
    from .advice import Advice
    from .healing_time import HealingTime
    from .rests import Rests
    from .tracked_outcome import TrackedOutcome

TOO_EARLY = "Whether it helped cannot be judged before day"
HEAD = ("", "said, by the judged day", "now", "noticeable: said", "now", "slower", "on track", "faster")
OF_HUNDRED = 100  # people as whom chances are told
LEAST_TOLD = 0.02  # narrowing below which one reading tells next to nothing
ADVICE = {
    "go on": "go on as planned",
    "change": "change the plan",
    "stop": "stop",
}


def outcome_lines(item: TrackedOutcome, assessment_day: float) -> tuple[str, ...]:
    """One outcome: said and now, slower or faster, whether anything is measurable, whether it may be judged."""
    name = f"{item.label[:1].upper()}{item.label[1:]}{f', {item.zone}' if item.zone else ''}"
    said, now = item.at(item.said, item.judged_day), item.at(item.now, item.judged_day)
    head = f"{name}, by day {item.judged_day:g}: said {_band(item, said)}; now {_band(item, now)}."
    if not item.points:
        head += (
            " Nothing was measured of it; what else was measured moves it as far as both depend on the same."
        )
    chances = (
        f" {chance_words(item.chance_now)} such people would notice (said: {chance_words(item.chance_said)})."
    )
    return (
        head + chances[:1] + chances[1:2].upper() + chances[2:],
        place_words(item),
        *seen_words(item, assessment_day),
    )


def place_words(item: TrackedOutcome) -> str:
    """Slower, on track or faster, with the probability of each."""
    slower, on_track, faster = (_chance(share) for share in item.places)
    head = {"slower": "Slower than said", "on track": "On track", "faster": "Faster than said"}.get(
        item.place
    )
    told = f"slower {slower}, on track {on_track}, faster {faster}"
    return f"{head or 'Slower, on track or faster: not to be told yet'} ({told}; before any reading 25, 50, 25 %)."


def seen_words(item: TrackedOutcome, assessment_day: float) -> tuple[str, ...]:
    """Whether a change is measurable, when one is expected, and that it is too early to judge where it is."""
    told = []
    late = [point for point in item.points if point.measurement.day > 0]
    if late:
        last = late[-1]
        size = with_unit(number(last.detectable), item.unit)
        if item.measurable:
            told.append(f"The last reading differs from the start by more than readings err ({size}).")
        elif item.worse:
            told.append(f"The last reading is WORSE than the start by more than readings err ({size}).")
        else:
            told.append(
                f"No change beyond the errors of readings yet (it would take {size}); {expected_words(item)}."
            )
    if item.today < assessment_day:
        told.append(f"{TOO_EARLY} {assessment_day:g}.")
    if item.next_readings:
        found = [
            f"day {one.day:g} narrow the band by {_percent(one.narrowing)}"
            for one in item.next_readings
            if one.narrowing >= LEAST_TOLD
        ]
        told.append(
            f"One more reading would on {' and on '.join(found)}."
            if found
            else "One more reading tells little."
        )
    return (" ".join(told),) if told else ()


def expected_words(item: TrackedOutcome) -> str:
    """By which week a change that one reading can show is expected; else that none is, and what that does not say."""
    if item.expected_day is None:
        return (
            "the middle of what is said now stays below that within the time followed. That is about what one reading "
            "beside the start can show; how many would notice is about the change itself, which errors do not blur"
        )
    return f"one is expected by week {math.ceil(item.expected_day / DAYS_A_WEEK)}"


def table(items: Sequence[TrackedOutcome]) -> tuple[tuple[str, ...], ...]:
    """Every outcome followed as a row of words, the head first."""
    rows = []
    for item in items:
        said, now = item.at(item.said, item.judged_day), item.at(item.now, item.judged_day)
        name = f"{item.label}{f', {item.zone}' if item.zone else ''}"
        places = [_chance(share) for share in item.places]
        chances = [_chance(share) for share in (item.chance_said, item.chance_now)]
        rows.append((name, _range(said, item.unit), _range(now, item.unit), *chances, *places))
    return (HEAD, *rows)


def missed_line(days: Sequence[int]) -> str:
    """Sessions that were missed; empty where none was."""
    if not days:
        return ""
    told = ", ".join(f"day {day}" for day in days)
    return f"Missed: {told}. What is said now is of the course without {'it' if len(days) == 1 else 'them'}."


def healing_line(item: HealingTime) -> str:
    """How long healing takes: said and now."""
    said, now = (
        f"{number(each['median'])} ({span(each['low80'], each['high80'])})" for each in (item.said, item.now)
    )
    where = f", {item.zone}" if item.zone else ""
    return f"{item.label[:1].upper()}{item.label[1:]}{where}: said {said}, now {now}."


def advice_line(told: Advice | None) -> str:
    """What to do with what is left, as probabilities, and the chance of the wish by each way."""
    if told is None:
        return ""
    first = "go on" if told.sessions_left else "wait and judge"
    go_on, change, stop = (_chance(share) for share in (told.go_on, told.change, told.stop))
    shares = f"best is {first} in {go_on} of what is held possible, change in {change}, stop in {stop}"
    left = plural(told.sessions_left, "session") if told.sessions_left else "no session"
    refused = " The safety screen stops one session more." if told.longer_refused else ""
    note = f"It weighs no pain and decides nothing.{refused}"
    return f"What is left ({left}): {shares}. {chances_words(told)} {change_words(told)} {note}"


def chances_words(told: Advice) -> str:
    """The chance that the wish is reached by each way, with how far draws differ."""
    names = {
        "go on": "going on" if told.sessions_left else "waiting",
        "change": "changing",
        "stop": "stopping",
    }
    held = [
        f"{names[name]} {_chance(item.mean)} ({100 * item.low80:.0f} to {_percent(item.high80)} over the draws)"
        for name, item in told.chances.items()
        if name != "stop" or told.sessions_left
    ]
    return f"Chance that such a person notices by day {told.day:g}: {', '.join(held)}."


def change_words(told: Advice) -> str:
    """What changing would be, and which limits going on does not keep."""
    broken = f" Going on as planned does NOT keep: {'; '.join(told.broken)}." if told.broken else ""
    if not told.change_to:
        return f"No design left keeps the limits and the safety screen.{broken}"
    limits = f"limits: {'; '.join(told.limits)}" if told.limits else "no limit but the safety screen"
    return f"Changing is the best of {told.designs_tried} designs left ({limits}): {told.change_to}.{broken}"


def rests_line(rests: Rests) -> str:
    """What the weights rest on, and a warning where that is too little."""
    people, draws = number(rests.effective_people, 3), number(rests.effective_draws, 3)
    text = f"It rests on {people} effective of {rests.people} people in {draws} effective of {rests.draws} draws."
    if rests.draws_added:
        text += f" {rests.draws_added} draws were added, because few agreed with what was read."
    if not rests.trusted:
        text += " THE READINGS LIE AT THE EDGE of what the model holds possible: the band now is not to be trusted."
    return text


def assumed_line() -> str:
    """What learning takes for granted."""
    share = _percent(value_of("tracking", "wander_share"))
    return (
        f"Assumed: how far readings err, how raters differ, and that {share} of the variance of a response between "
        "people is an outcome's own and wanders; set by hand (docs/decisions/0024)."
    )


def _chance(share: float) -> str:
    """In whole percent, never as none or all of them: it is weighed from draws and people."""
    return _percent(share) if 0.005 <= share < 0.995 else percent_words(share, OF_HUNDRED)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _band(item: TrackedOutcome, at: dict[str, float]) -> str:
    gain = item.better * at["median"]
    return f"{amount(gain, item.unit)} {'better' if gain >= 0 else 'worse'} ({_range(at, item.unit)})"


def _range(at: dict[str, float], unit: str) -> str:
    middle, low, high = (signed(at[name]) for name in ("median", "low80", "high80"))
    return f"{with_unit(middle, unit)} [{low} to {high}]"


def scale_words(item: TrackedOutcome) -> str:
    """The scale or instrument in words."""
    if item.scale in SCALES:
        return SCALES[item.scale].label
    return INSTRUMENT_NAMES.get(item.scale, item.scale.replace("_", " "))
