"""A tracked course in plain words. Before the earliest assessment day no word of success; never a promise.

The clinic's pages tell the same sentences in their reader's language (`speech`), days as dates (`When`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..evidence.practice import value_of
from ..observation.scales import SCALES
from ..observation.words import amount
from ..phrases import INSTRUMENT_NAMES, chance_words, number, percent_words, plural, signed, span, with_unit
from ..speech import digits, ngettext
from ..speech import gettext as _
from ..units import DAYS_A_WEEK

if TYPE_CHECKING:
    from .advice import Advice
    from .designs_left import DesignLeft
    from .healing_time import HealingTime
    from .rests import Rests
    from .tracked_outcome import TrackedOutcome

When = Callable[[float], str]  # a day of the course in words
OF_HUNDRED = 100  # people as whom chances are told
LEAST_TOLD = 0.02  # narrowing below which one reading tells next to nothing
CLEAR = 0.6  # convention of wording: from this share on one way is called the best
FURTHER = 0.005  # half of the last digit that shares of the way are told in


def in_days(day: float) -> str:
    """A day of the course by its number."""
    return _("day %(n)s") % {"n": digits(f"{day:g}")}


def head() -> tuple[str, ...]:
    """The head of `table`."""
    said, now = _("said, by the judged day"), _("now")
    return ("", said, now, _("noticeable: said"), now, _("slower"), _("on track"), _("faster"))


def name_words(item: TrackedOutcome) -> str:
    """What is followed, and where."""
    label = _(item.label)
    return f"{label[:1].upper()}{label[1:]}{f', {_(item.zone)}' if item.zone else ''}"


def outcome_lines(item: TrackedOutcome, assessment_day: float, when: When = in_days) -> tuple[str, ...]:
    """One outcome: said and now, slower or faster, whether anything is measurable, whether it may be judged."""
    said, now = item.at(item.said, item.judged_day), item.at(item.now, item.judged_day)
    told = {"name": name_words(item), "when": when(item.judged_day)}
    told |= {"said": _band(item, said), "now": _band(item, now)}
    lead = _("%(name)s, by %(when)s: said %(said)s; now %(now)s.") % told
    if not item.points:
        lead += " " + _(
            "Nothing was measured of it; what else was measured moves it as far as both depend on the same."
        )
    chances = {"now": chance_words(item.chance_now), "said": chance_words(item.chance_said)}
    people = _("%(now)s such people would notice (said: %(said)s).") % chances
    return (
        f"{lead} {people[:1].upper()}{people[1:]}",
        place_words(item),
        *seen_words(item, assessment_day, when),
    )


def place_words(item: TrackedOutcome) -> str:
    """Slower, on track or faster, with the probability of each."""
    heads = {"slower": _("Slower than said"), "on track": _("On track"), "faster": _("Faster than said")}
    slower, on_track, faster = map(_chance, item.places)
    told = {"slower": slower, "on_track": on_track, "faster": faster}
    told |= {"head": heads.get(item.place, _("Slower, on track or faster: not to be told yet"))}
    return (
        _(
            "%(head)s (slower %(slower)s, on track %(on_track)s, faster %(faster)s; before any reading 25, 50, 25 %%)."
        )
        % told
    )


def seen_words(item: TrackedOutcome, assessment_day: float, when: When = in_days) -> tuple[str, ...]:
    """Whether a change is measurable, when one is expected, and that it is too early to judge where it is."""
    told = []
    late = [point for point in item.points if point.measurement.day > 0]
    if late:
        size = {
            "size": with_unit(number(late[-1].detectable), item.unit),
            "expected": expected_words(item, when),
        }
        if item.measurable:
            words = _("The last reading differs from the start by more than readings err (%(size)s).")
        elif item.worse:
            words = _("The last reading is WORSE than the start by more than readings err (%(size)s).")
        else:
            words = _("No change beyond the errors of readings yet (it would take %(size)s); %(expected)s.")
        told.append(words % size)
    if item.today < assessment_day:
        told.append(_("Whether it helped cannot be judged before %(when)s.") % {"when": when(assessment_day)})
    if item.next_readings:
        told.append(next_words(item, when))
    return (" ".join(told),) if told else ()


def next_words(item: TrackedOutcome, when: When = in_days) -> str:
    """What one more reading would tell, on days that are still to come."""
    coming = [one for one in item.next_readings if one.day > item.today]
    if not coming:
        return _("The days on which one more reading was looked at are past: one may be taken now.")
    found = [
        _("on %(when)s narrow the band by %(share)s")
        % {"when": when(one.day), "share": _percent(one.narrowing)}
        for one in coming
        if one.narrowing >= LEAST_TOLD
    ]
    if not found:
        return _("One more reading tells little.")
    return _("One more reading would %(found)s.") % {"found": _(" and ").join(found)}


def expected_words(item: TrackedOutcome, when: When = in_days) -> str:
    """By when a change that one reading can show is expected; else that none is, and what that does not say."""
    if item.expected_day is None:
        return _(
            "the middle of what is said now stays below that within the time followed. That is about what one reading "
            "beside the start can show; how many would notice is about the change itself, which errors do not blur"
        )
    if item.expected_day < item.today + DAYS_A_WEEK:
        return _("a reading within a week is expected to show one")
    if when is not in_days:
        return _("one is expected by %(when)s") % {"when": when(item.expected_day)}
    return _("one is expected by week %(n)d") % {"n": math.ceil(item.expected_day / DAYS_A_WEEK)}


def table(items: Sequence[TrackedOutcome]) -> tuple[tuple[str, ...], ...]:
    """Every outcome followed as a row of words, the head first."""
    rows = []
    for item in items:
        said, now = item.at(item.said, item.judged_day), item.at(item.now, item.judged_day)
        name = f"{_(item.label)}{f', {_(item.zone)}' if item.zone else ''}"
        places = [_chance(share) for share in item.places]
        chances = [_chance(share) for share in (item.chance_said, item.chance_now)]
        rows.append((name, _range(said, item.unit), _range(now, item.unit), *chances, *places))
    return (head(), *rows)


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


def advice_line(told: Advice | None, items: Sequence[TrackedOutcome] = ()) -> str:
    """How it goes and what to do with what is left, as probabilities, and the chance of the wish by each way."""
    if told is None:
        return ""
    first = "go on" if told.sessions_left else "wait and judge"
    go_on, change, stop = (_chance(share) for share in (told.go_on, told.change, told.stop))
    shares = f"best is {first} in {go_on} of what is held possible, change in {change}, stop in {stop}"
    left = plural(told.sessions_left, "session") if told.sessions_left else "no session"
    refused = " The safety screen stops one session more." if told.longer_refused else ""
    note = f"It weighs no pain and decides nothing.{refused}"
    story = verdict_words(told, items)
    return f"{story} What is left ({left}): {shares}. {chances_words(told)} {change_words(told)} {note}"


def verdict_words(told: Advice, items: Sequence[TrackedOutcome], when: When = in_days) -> str:
    """How the course goes beside what was said, and what is best from here: two questions, told as one story.

    A course on track may well be bettered: on track is as far as was said, not as far as may be.
    """
    worse = ""
    if any(item.worse for item in items):
        worse = _("The last reading is worse than the start: look at the skin before anything is decided.")
    story = (worse, _going_words(items), _best_words(told, when), _apart_words(told, items))
    return " ".join(filter(None, story))


def _going_words(items: Sequence[TrackedOutcome]) -> str:
    """How the course goes, of what carries the concerns; each by its name where they differ."""
    whole = {
        "slower": _("The course goes slower than was said."),
        "on track": _("The course goes as was said."),
        "faster": _("The course goes better than was said."),
    }
    untold = _("Whether the course goes as was said cannot be told yet.")
    each = {"slower": _("slower than said"), "on track": _("on track"), "faster": _("faster than said")}
    places = {item.place for item in items}
    if len(places) == 1:
        return whole.get(places.pop(), untold)
    return " ".join(f"{name_words(item)}: {each.get(item.place, _('not to be told yet'))}." for item in items)


def _best_words(told: Advice, when: When) -> str:
    """What is best from here and why, true to the shares and chances of an advice."""
    share = {"go on": told.go_on, "change": told.change, "stop": told.stop}[told.most]
    left = told.sessions_left > 0
    if share < CLEAR:
        return _(
            "What is best from here cannot be told: no way is the best in most of what is held possible."
        )
    words = {
        ("go on", True): _("Going on as planned is the best in %(share)s of what is held possible."),
        ("go on", False): _(
            "The sessions of the plan are done; waiting without treating further is the best in %(share)s of what is "
            "held possible."
        ),
        ("change", True): _(
            "Another plan for what is left is the best in %(share)s of what is held possible."
        ),
        ("change", False): _(
            "The sessions of the plan are done; treating further is the best in %(share)s of what is held possible."
        ),
        ("stop", True): _(
            "Stopping now is the best in %(share)s of what is held possible: what is left would add too little to be "
            "worth its sessions."
        ),
        ("stop", False): _(
            "The sessions of the plan are done; leaving it at that is the best in %(share)s of what is held possible: "
            "no session more would add enough to be worth it."
        ),
    }[told.most, left] % {"share": _chance(share)}
    return (
        f"{words} {_gain_words(told, when)}" if told.most == "change" and "change" in told.chances else words
    )


def _gain_words(told: Advice, when: When) -> str:
    """What changing is expected to bring, beside going on."""
    far, near = told.reached.get("change", 0.0), told.reached.get("go on", 0.0)
    there = {"far": _percent(far), "near": _percent(near), "when": when(told.day)}
    there |= {"chance": _chance(told.chances["change"].mean), "other": _chance(told.chances["go on"].mean)}
    chance = _("the chance that such a person notices by %(when)s is %(chance)s instead of %(other)s") % there
    if far < near + FURTHER:
        return f"{chance[:1].upper()}{chance[1:]}."
    further = (
        _("It is expected to bring the skin %(far)s of the way to the best end instead of %(near)s") % there
    )
    return _("%(further)s, and %(chance)s.") % {"further": further, "chance": chance}


def _apart_words(told: Advice, items: Sequence[TrackedOutcome]) -> str:
    """Why a course may be on track and yet be changed."""
    if (
        told.most != "change"
        or told.change < CLEAR
        or not {item.place for item in items} & {"on track", "faster"}
    ):
        return ""
    return _("To be on track is to be as far as was said, not as far as may be.")


def option_words(told: Advice) -> dict[str, str]:
    """What each way is called, while sessions are left and once none is."""
    if told.sessions_left:
        return {"go on": _("Go on as planned"), "change": _("Change what is left"), "stop": _("Stop now")}
    return {"go on": _("Wait and judge"), "change": _("Treat further"), "stop": _("Leave it at that")}


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


def change_words(told: Advice, today: float | None = None, when: When = in_days) -> str:
    """What changing would be, and which limits going on does not keep."""
    broken = f" Going on as planned does NOT keep: {'; '.join(told.broken)}." if told.broken else ""
    if not told.change_to:
        return _("No design left keeps the limits and the safety screen.") + broken
    limits = _("no limit but the safety screen")
    if told.limits:
        limits = f"limits: {'; '.join(told.limits)}"
    design = told.change_to if told.design is None else design_words(told.design, today, when)
    words = {"n": told.designs_tried, "limits": limits, "design": design}
    return _("Of %(n)d designs that may follow (%(limits)s) the best is: %(design)s.") % words + broken


def design_words(design: DesignLeft, today: float | None = None, when: When = in_days) -> str:
    """A design left: how often, how far apart, with what, and from when on; never from a day that is over."""
    often = ngettext("%(n)d session", "%(n)d sessions", design.sessions) % {"n": design.sessions}
    if design.sessions > 1:
        often += ", " + _("%(n)d days apart") % {"n": design.interval_day}
    settings = {"device": _(design.device), "depth": digits(f"{design.depth_mm:g}"), "passes": design.passes}
    with_what = _("%(device)s %(depth)s mm, %(passes)d passes") % settings
    if today is not None and design.next_day < today:
        begin = _("the next now (the day worked out, %(when)s, is past)") % {"when": when(design.next_day)}
    else:
        begin = _("the next on %(when)s") % {"when": when(design.next_day)}
    return f"{often}: {with_what}, {begin}"


def rests_line(rests: Rests) -> str:
    """What the weights rest on, and a warning where that is too little."""
    people, draws = number(rests.effective_people, 3), number(rests.effective_draws, 3)
    text = f"It rests on {people} effective of {rests.people} people in {draws} effective of {rests.draws} draws."
    if rests.draws_added:
        text += f" {rests.draws_added} draws were added, because few agreed with what was read."
    if not rests.trusted:
        text += " THE READINGS LIE AT THE EDGE of what the model holds possible: the band now is not to be trusted."
    return text


def rests_plainly(rests: Rests) -> str:
    """What the weights rest on, for who reads no statistics."""
    told = {
        "people": digits(f"{rests.people:,}"),
        "draws": rests.draws,
        "heavy": number(rests.effective_draws),
    }
    told["count"] = number(rests.effective_people)
    return (
        _(
            "The model thinks up %(people)s people in %(draws)d draws of all that is not known, and weighs each by how "
            "well it agrees with what was read. So weighed they tell as much as %(count)s people in %(heavy)s draws "
            "would: the fewer, the less the band is to be relied on."
        )
        % told
    )


def assumed_line() -> str:
    """What learning takes for granted."""
    share = _percent(value_of("tracking", "wander_share"))
    return _(
        "Assumed, not measured: how far readings err, how raters differ, and that %(share)s of how differently people "
        "respond is an outcome's own and changes with time."
    ) % {"share": share}


def _chance(share: float) -> str:
    """In whole percent, never as none or all of them: it is weighed from draws and people."""
    return _percent(share) if 0.005 <= share < 0.995 else percent_words(share, OF_HUNDRED)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _band(item: TrackedOutcome, at: dict[str, float]) -> str:
    gain = item.better * at["median"]
    words = _("%(amount)s better (%(range)s)") if gain >= 0 else _("%(amount)s worse (%(range)s)")
    return words % {"amount": amount(gain, item.unit), "range": _range(at, item.unit)}


def _range(at: dict[str, float], unit: str) -> str:
    middle, low, high = (signed(at[name]) for name in ("median", "low80", "high80"))
    return _("%(middle)s [%(low)s to %(high)s]") % {
        "middle": with_unit(middle, unit),
        "low": low,
        "high": high,
    }


def scale_beside(item: TrackedOutcome) -> str:
    """The scale or instrument for beside the name; "" where the name says it already, as of a melanin index."""
    scale = scale_words(item)
    return "" if name_words(item).casefold().startswith(scale.casefold()) else scale


def scale_words(item: TrackedOutcome) -> str:
    """The scale or instrument in words."""
    if item.scale in SCALES:
        return _(SCALES[item.scale].label)
    return _(INSTRUMENT_NAMES.get(item.scale, item.scale.replace("_", " ")))
