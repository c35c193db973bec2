"""What was done and what it costs: the person, the sessions with set and reached depth, downtime and risk."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from ...course.needling import density_words
from ...figures.bars import SkinDepths, interval_bar, reach_bar
from ...outcomes.summary import as_chance
from ...phrases import listed, number, percent_words, plural, span
from ..draws import quantiles
from .outcomes import scale_words

if TYPE_CHECKING:
    from ...course.course import Course, Session
    from ...course.forecast import Forecast, SessionResult


@dataclass(frozen=True)
class SessionView:
    """One row of the table of sessions."""

    day: str
    instrument: str
    reach: Markup
    reach_words: str
    density: str
    bleeding: str
    pain: str
    pain_without: str
    care: str


def person_words(course: Course) -> str:
    """The person in one sentence."""
    person = course.person
    parts = [
        f"{'Woman' if person.sex == 'female' else 'Man'} of {number(person.age_year, 3)}",
        f"skin type {person.phototype}",
        f"treated on the {listed(course.zones)}",
        "sun damage taken as usual at this age"
        if person.photoageing is None
        else f"sun damage {number(person.photoageing)} on a scale from 0 to 1",
    ]
    if person.smoker:
        parts.append("smokes")
    parts += [condition for condition in person.conditions]
    return ", ".join(parts) + "."


def concern_words(course: Course) -> list[str]:
    """Each concern with its severity today, as the person stated it."""
    told = []
    for concern in course.concerns:
        words = f"{concern.scar_type} {concern.kind}" if concern.scar_type else concern.kind
        if concern.baseline is not None and concern.scale:
            words += f" ({scale_words(concern.scale)} {number(concern.baseline, 3)})"
        if concern.zone and len(course.zones) > 1:
            words += f", {listed(concern.zone)}"
        told.append(words[0].upper() + words[1:])
    return told


def course_words(course: Course) -> str:
    """The course in one sentence."""
    if not course.sessions:
        return "No sessions: the skin is left untreated."
    days = [session.day for session in course.sessions]
    gaps = sorted({later - earlier for earlier, later in itertools.pairwise(days)})
    rhythm = f", {span(gaps[0], gaps[-1], 'days')} apart" if gaps else ""
    parts = [session for site in course.zones for session in course.in_zone(site).sessions]
    kinds = sorted({course.instrument_of(session).kind for session in parts})
    return f"{plural(len(days), 'session').capitalize()} with a {' and a '.join(kinds)}{rhythm}."


def instruments(course: Course) -> list[str]:
    """Each instrument with its needles."""
    told = []
    for name, item in course.instruments.items():
        words = (
            f"{item.kind}, {item.needle_count} needles of {number(item.needle_length_mm)} mm, "
            f"{number(item.needle_diameter_mm)} mm thick"
        )
        if item.kind == "pen":
            words += (
                f", {number(item.frequency_hz, 3)} strokes a second, tip {number(item.tip_width_mm)} mm wide"
            )
        elif item.kind == "roller":
            words += f", drum {number(item.drum_diameter_mm)} by {number(item.drum_width_mm)} mm"
        else:
            words += f", head {number(item.tip_width_mm)} mm wide"
        told.append(words if name == item.kind else f"{name}: {words}")
    return told


def session_views(result: Forecast, depths: SkinDepths) -> list[SessionView]:
    """The rows of the table, sessions alike in one; all bars share one depth axis."""
    if not result.sessions:
        return []
    deepest = max(
        1.12 * max(session.depth_mm for session in result.course.sessions), 1.5 * depths.papillary_mm
    )
    alike: dict[tuple[object, ...], tuple[SessionView, list[str]]] = {}
    for n, (session, item) in enumerate(zip(result.course.sessions, result.sessions, strict=True)):
        view = _session(n, session, item, result.course, depths, deepest)
        told = tuple(
            getattr(view, field.name) for field in fields(view) if field.name not in ("day", "reach")
        )
        alike.setdefault((session.depth_mm, *told), (view, []))[1].append(view.day)
    return [replace(view, day=", ".join(days)) for view, days in alike.values()]


def _session(
    n: int, session: Session, item: SessionResult, course: Course, depths: SkinDepths, deepest: float
) -> SessionView:
    reach = tuple(item.reached_mm[end] for end in ("low80", "median", "high80"))
    density = quantiles(item.punctures.density_per_cm2)
    bleeding = quantiles(item.punctures.bleeding_fraction)
    pain, without = quantiles(item.pain_vas), quantiles(item.pain_without_numbing_vas)
    return SessionView(
        day=number(session.day, 4),
        instrument=f"{session.instrument}, {density_words(course, session)}",
        reach=reach_bar(f"reach-{n}", session.depth_mm, (reach[0], reach[1], reach[2]), depths, deepest),
        reach_words=f"{number(reach[1])} mm ({span(reach[0], reach[2])})",
        density=number(density["median"], 2),
        bleeding=percent_words(bleeding["median"]),
        pain=f"{number(pain['median'])} ({span(pain['low80'], pain['high80'])})",
        pain_without=f"{number(without['median'])} ({span(without['low80'], without['high80'])})",
        care=_care(session),
    )


def _care(session: Session) -> str:
    parts = []
    if session.numbing:
        parts.append(f"{session.numbing.product}, {number(session.numbing.minutes, 3)} min")
    for topical in session.topical:
        strength = topical.concentration_mg_per_ml
        parts.append(f"{topical.name} {number(strength, 3)} mg/mL" if strength else topical.name)
    return "; ".join(parts) or "none"


def aftercare_words(course: Course) -> str:
    """What is done at home, in one line."""
    care = course.aftercare
    parts = [
        "sunscreen every day" if care.sunscreen else "no sunscreen",
        f"sun exposure: {care.sun}" if care.sun else "",
        ""
        if care.retinoid == "none"
        else f"{care.retinoid}, paused {number(care.retinoid_pause_day)} days after each session",
        ""
        if care.anti_inflammatory == "none"
        else f"{care.anti_inflammatory} for {number(care.anti_inflammatory_day)} days after each session",
        f"dressing for {number(care.occlusion_h)} h" if care.occlusion_h else "",
    ]
    return "; ".join(part for part in parts if part)


@dataclass(frozen=True)
class RiskView:
    """One harm with its interval."""

    title: str
    median: str
    interval: str
    explained: str
    bar: Markup


ROUND_ENDS = (1, 2, 4, 6, 8, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 600, 1000, 2000, 1e9)


@dataclass(frozen=True)
class Risk:
    """What is told of one harm; of a `chance`, which draws hold as a share, the mean is told and not the median."""

    name: str
    """attribute of `Harm`, or what the page calls it"""
    title: str
    unit: str
    explained: str
    chance: bool = False
    end: float | None = None
    """end of its axis where the scale has one"""

    def middle_and_ends(self, draws: Any) -> dict[str, float]:
        """What is told of the draws, a chance in percent."""
        held = as_chance(draws) if self.chance else quantiles(draws)
        return {name: value * (100 if self.chance else 1) for name, value in held.items()}


RISKS = (
    Risk("downtime_days", "Downtime", "days", "until nothing is red and the channels are covered"),
    Risk("erythema_days", "Redness that others see", "days", "after one session"),
    Risk(
        "barrier_open_h",
        "Barrier open",
        "h",
        "until plugs and new skin leave little open to what is put on; nothing but bland care in this time",
    ),
    Risk(
        "pih_probability",
        "Darkening after the treatment",
        "%",
        "chance over the whole course, its mean; a group figure, not a personal promise",
        chance=True,
    ),
)
PAIN = Risk(
    "pain",
    "Pain while needling",
    "of 10",
    "with the numbing chosen, worst session; the band holds people and studies, at least twofold apart",
    end=10.0,
)


def risk_views(result: Forecast) -> list[RiskView]:
    """Harm with bars; pain on the worst session."""
    views = [
        _risk(item, getattr(result.harm, item.name))
        for item in RISKS
        if getattr(result.harm, item.name, None) is not None
    ]
    if result.sessions:
        worst = max(result.sessions, key=lambda item: float(np.nanmedian(item.pain_vas)))
        views.append(_risk(PAIN, worst.pain_vas))
    return views


def round_end(wanted: float) -> float:
    """A round end of an axis that holds what is wanted."""
    return next(item for item in ROUND_ENDS if item >= wanted)


def _risk(item: Risk, draws: Any) -> RiskView:
    held = item.middle_and_ends(draws)
    low, middle, high = (held[end] for end in ("low80", "median", "high80"))
    end = round_end(high * 1.15) if item.end is None else item.end
    is_ = "Mean" if item.chance else "Median"
    return RiskView(
        title=item.title,
        median=f"{number(middle)} {item.unit}",
        interval=span(low, high, item.unit),
        explained=item.explained,
        bar=interval_bar(f"risk-{item.name}", item.title, low, middle, high, end, item.unit, is_),
    )
