"""What to expect: each outcome with its chart, its words and its row in the table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from ...figures.fan import Fan, extent, fan_chart, levels_with_people, off_scale, shared_extents
from ...observation.asked import asked_for, carrier
from ...phrases import chance_words, number, sentence, signed, span, unit_words, with_unit
from ..chances import ends, of_hundred, people_of_hundred
from ..draws import quantiles

if TYPE_CHECKING:
    from ...course.chances import ConcernChance
    from ...course.forecast import Forecast
    from ...observation.forecast import OutcomeForecast


WIDE, SMALL, PHONE = (640, 300), (340, 196), (340, 230)  # sizes of charts


@dataclass(frozen=True)
class OutcomeView:
    """One outcome as the page shows it."""

    name: str
    scale_name: str  # names of outcomes may repeat: one outcome on two scales
    label: str
    scale: str
    direction: str
    certainty: str
    monotherapy_data: bool
    note: str
    untreated: str
    asked_for: bool
    carries: bool  # whether it carries a concern: its chance is the one of the concern
    words: str
    chance: str
    baseline: str
    change: str
    interval: str
    smallest: str
    noticed_from: str
    chart: Markup | None  # None where nothing could be seen in it
    phone: Markup | None  # the same for a narrow screen and for paper, where it needs another
    off_scale: str
    record: str  # how past predictions of this kind fared, in a cell
    record_words: str  # the same in full


def judge_day(result: Forecast) -> float:
    """The earliest assessment day, or the last day followed when the course is not followed that long."""
    return min(float(result.course.assessment_day), float(result.tissues["skin"].day[-1]))


def outcome_views(result: Forecast) -> list[OutcomeView]:
    """All outcomes, those that answer a concern first; equal scales share their vertical range."""
    asked = {id(item) for item in asked_for(result.course.concerns, result.outcomes)}
    chances = {
        id(carrier(concern, result.outcomes)): chance
        for concern, chance in zip(result.course.concerns, result.chances, strict=True)
    }
    fans = [_fan(item, order, result) for order, item in enumerate(result.outcomes)]
    ranges = shared_extents(fans)
    views = []
    for item, fan in zip(result.outcomes, fans, strict=True):
        asked_for_it, chance = id(item) in asked, chances.get(id(item))
        views.append(_view(item, fan, result, ranges[fan.kin], asked_for_it, chance))
    return sorted(views, key=lambda view: (not view.carries, not view.asked_for))


def _fan(item: OutcomeForecast, order: int, result: Forecast) -> Fan:
    return Fan(
        name=f"fan-{order}",  # names may repeat: one outcome on two scales
        title=item.label,
        unit=unit_words(item.unit),
        direction="" if item.plain else item.direction,
        day=np.asarray(item.day, float),
        levels=levels_with_people(np.asarray(item.change, float), item.with_people(item.change)),
        smallest_change=item.smallest_change,
        noticed_from=np.nan if item.plain else item.noticed_from,
        session_days=tuple(float(session.day) for session in result.sessions),
        assessment_day=float(result.course.assessment_day),
    )


def _view(
    item: OutcomeForecast,
    fan: Fan,
    result: Forecast,
    limits: tuple[float, float],
    asked_for: bool,
    chance: ConcernChance | None,
) -> OutcomeView:
    day = judge_day(result)
    low, _, median, _, high = fan.at(day)
    own = extent(fan)
    if chance or (own[1] - own[0]) < 0.2 * (limits[1] - limits[0]):
        limits = own  # large charts, and those that a shared range would flatten to a line
    baseline = quantiles(item.baseline)["median"]
    unit = fan.unit
    change, interval = with_unit(fan.told(median), unit), fan_span(fan, low, high)
    told = number(baseline, 2 if unit in ("grade", "category") else 3)
    return OutcomeView(
        name=item.name,
        scale_name=item.scale,
        label=item.label[:1].upper() + item.label[1:],
        scale=scale_words(item.scale, item.label),
        direction="follows healing, neither better nor worse" if item.plain else item.direction,
        certainty=item.certainty,
        monotherapy_data=item.monotherapy_data,
        note=item.note or "",
        untreated=_untreated(item, unit),
        asked_for=asked_for,
        carries=chance is not None,
        words=f"Middle {change} (80 % interval {interval}); the chance is told with the concern."
        if asked_for and chance is None
        else sentence(item.words(day)),
        chance=_chance_words(item, day, asked_for, chance),
        baseline=f"{unit} {told}" if unit in ("grade", "category") else with_unit(told, unit),
        change=change,
        interval=interval,
        smallest=with_unit(number(abs(fan.smallest_change)), unit),
        noticed_from=with_unit(number(fan.noticed_from), unit) if np.isfinite(fan.noticed_from) else "-",
        chart=None if fan.flat else fan_chart(fan, limits, *(WIDE if chance else SMALL)),
        phone=fan_chart(replace(fan, name=f"{fan.name}-phone"), limits, *PHONE)
        if chance and not fan.flat
        else None,
        off_scale=off_scale(fan, limits),
        record=item.record.short(),
        record_words=item.record.words(),
    )


def _chance_words(item: OutcomeForecast, day: float, asked_for: bool, chance: ConcernChance | None) -> str:
    """The chance as the table tells it: a concern has one, that of the outcome which carries it."""
    if chance is not None:
        between = ends(chance)
        told = f"about {people_of_hundred(chance.chance)} of 100"
        return f"{told} ({of_hundred(*between)})" if between else told
    if item.plain:
        return "does not apply"
    return "counted above" if asked_for else chance_words(item.chance_at(day))


def _untreated(item: OutcomeForecast, unit: str) -> str:
    """What an untreated side did where a trial had one: part of every change is not the treatment."""
    if item.untreated is None:
        return ""
    held = quantiles(item.untreated)
    middle = with_unit(signed(held["median"]), unit)
    return f"Untreated skin in trials moved too: {middle} ({span(held['low80'], held['high80'], sign=True)})."


def fan_span(fan: Fan, low: float, high: float) -> str:
    """The 80 % interval as printed: `-0.8 to -0.1 grades`."""
    first, second = fan.told(low), fan.told(high)
    return with_unit(first if first == second else f"{first} to {second}", fan.unit)


def scale_words(scale: str, label: str = "") -> str:
    """A rater's scale by its full name; an instrument's reading by its own, unless the label says it."""
    from ...observation.scales import SCALES

    if scale in SCALES:
        return SCALES[scale].label[:1].upper() + SCALES[scale].label[1:]
    words = {"tewl": "TEWL"}.get(scale, scale.replace("_", " "))
    return "Instrument reading" if words.lower() in label.lower() else words[:1].upper() + words[1:]


def numbers_by_day(result: Forecast) -> tuple[list[str], list[tuple[str, str, list[str]]]]:
    """The numbers behind the charts: median and whole 80 % interval of each outcome on the report days."""
    days = [day for day in result.report_days if 0 < day <= result.tissues["skin"].day[-1]]
    rows = []
    for order, item in enumerate(result.outcomes):
        fan = _fan(item, order, result)
        cells = []
        for day in days:
            low, _, median, _, high = fan.at(day)
            cells.append(f"{fan.told(median)} ({fan.told(low)} to {fan.told(high)})")
        rows.append((item.label[:1].upper() + item.label[1:], fan.unit, cells))
    return [f"day {number(day, 4)}" for day in days], rows
