"""What a simulation returns: the labelled result, and its JSON form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..answers.answer import Answer, Row
from ..answers.brief import brief
from ..answers.card import Card
from ..answers.nominal import without_intervals
from ..evidence.track_record import track_record
from ..inputs.assumed import Assumed, as_json
from ..observation.asked import asked_for
from ..observation.fan_plot import draw_fan
from ..outcomes.summary import interval, rounded
from ..phrases import overridden_words
from . import summary as say
from .assumed import assumed
from .chances import ConcernChance, chances
from .without_effect import without_effect
from .zones import words as zone_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..evidence.registry import Values
    from ..injury.punctures import Punctures
    from ..observation.forecast import OutcomeForecast
    from ..outcomes.harm import Harm
    from ..protocol.comfort import Numbed
    from ..skin.tissue import TissueTrajectory
    from .around_session import Ends, WaterAround
    from .course import Course
    from .delivered import Delivered
    from .findings import Finding

RECORDS = {"harm": "event", "clock": "clock"}
"""What a forecast tells beside outcomes -> the family of readings by which past predictions of it were judged."""


@dataclass(frozen=True)
class SessionResult:
    """What one session did, over the draws."""

    day: float
    punctures: Punctures
    pain_vas: np.ndarray
    pain_without_numbing_vas: np.ndarray
    numbing: Numbed | None = None  # None without a cream
    delivered: tuple[Delivered, ...] = ()  # products whose pathway into the skin is followed
    zone: str = ""  # of a course with several: which

    __repr__ = brief

    @property
    def reached_mm(self) -> dict[str, float]:
        """Depth that the middle channel of a draw reaches: median and 80 % interval over the draws, mm."""
        return interval(self.punctures.depth_median_mm)

    @property
    def channel_depth_mm(self) -> dict[str, float]:
        """Depth of single channels, which differ within a draw too, all draws pooled: median and 80 % interval, mm."""
        ends = zip(("low80", "median", "high80"), self.punctures.depth_quantiles_mm(), strict=True)
        return {name: rounded(value) for name, value in ends}

    def to_json(self) -> dict[str, Any]:
        """What the session did, felt like and brought in, each with its median and 80 % interval."""
        punctures = self.punctures
        return {
            **({"zone": self.zone} if self.zone else {}),
            "day": self.day,
            "density_per_cm2": rounded(np.median(punctures.density_per_cm2)),
            "reach_mm": self.reached_mm,
            "channel_depth_mm": self.channel_depth_mm,
            "bleeding_fraction": rounded(np.median(punctures.bleeding_fraction)),
            "strikes_per_cm2": interval(punctures.density_per_cm2),
            "channels_per_cm2": interval(punctures.channels_per_cm2),
            "open_share": interval(punctures.area_fraction),
            "bleeding_points_per_cm2": interval(punctures.bleeding_points_per_cm2),
            "pain_vas": interval(self.pain_vas),
            "pain_without_numbing_vas": interval(self.pain_without_numbing_vas),
            "channel_radius_mm": interval(punctures.channel_radius_mm),
            "numbing": self.numbing.to_json() if self.numbing else None,
            "delivered": [product.to_json() for product in self.delivered],
        }


@dataclass(frozen=True, repr=False, eq=False)  # arrays within have no one truth: equal is the same object
class Forecast(Answer):
    """One simulated course. Arrays have a leading draw axis; `outcomes` carry their words, certainty and scale.

    >>> from microneedling import load_course, simulate
    >>> forecast = simulate(load_course("examples/fine_lines_roller.toml"), draws=24)
    >>> forecast.summary().splitlines()[0]
    'Fine lines, cheek, roller, four sessions'
    >>> sorted(forecast.to_frame().columns)[:4]
    ['answers_concern', 'better', 'chance_of_noticeable', 'day']
    """

    course: Course
    findings: tuple[Finding, ...]
    sessions: tuple[SessionResult, ...]
    outcomes: tuple[OutcomeForecast, ...]
    harm: Harm
    clock: dict[str, float | None]
    tissues: dict[str, TissueTrajectory]
    section: TissueTrajectory  # the person's own skin in full depth, nominal numbers, finely in time
    section_punctures: tuple[Punctures, ...]  # of each session, nominal numbers: one draw
    values: Values
    manifest: dict[str, Any]
    report_days: tuple[float, ...]
    layers_mm: Ends
    """depths below the surface at which corneum, epidermis, papillary and reticular dermis end, nominal numbers, mm"""
    water: WaterAround | None
    """water around the last session; None without sessions"""
    overridden: tuple[Finding, ...] = ()
    """stops of the safety screen that were overridden: to be said before anything else"""
    zones: tuple[Forecast, ...] = ()
    """of a course with several zones the forecast of each: then `sessions` and `outcomes` are those of all, each with
    its `zone`, `harm` is the person's (`zones.person`), and what is left is the first zone's"""

    @cached_property
    def chances(self) -> tuple[ConcernChance, ...]:
        """The one chance of each concern in each zone, on the earliest assessment day."""
        if self.zones:
            return tuple(item for zone in self.zones for item in zone.chances)
        return chances(self.course, self.outcomes)

    @property
    def by_zone(self) -> dict[str, Forecast]:
        """The forecast of each zone by its site; of a course of one zone itself."""
        return {zone.course.person.site: zone for zone in self.zones or (self,)}

    @property
    def assumed(self) -> tuple[Assumed, ...]:
        """What the course leaves out and what was taken instead."""
        return assumed(self.course)

    @property
    def without_effect(self) -> tuple[Assumed, ...]:
        """What the course gives and that changed nothing in the numbers."""
        return without_effect(self.course)

    def to_json(self) -> dict[str, Any]:
        """The result as one JSON object; changes are relative to the person's own baseline.

        A nominal run (one draw) has no intervals: `low80` and `high80` are null.
        """
        answer = self._answer()
        return without_intervals(answer) | {"nominal": True} if self.nominal else answer

    @property
    def nominal(self) -> bool:
        """Whether it was made with one draw, which has no interval."""
        return self.manifest.get("draws", self.values.count) == 1

    def _answer(self) -> dict[str, Any]:
        return {
            "model_number": self.manifest["model_number"],
            "course": self.course.model_dump(mode="json", exclude_none=True),
            "sessions": [item.to_json() for item in self.sessions],
            "chances": [item.to_json() for item in self.chances],
            "outcomes": [item.to_json(self.report_days) for item in self.outcomes],
            "clock": self.clock,
            "harm": self.harm.to_json(),
            "records": {name: track_record(family).to_json() for name, family in RECORDS.items()},
            "zones": [zone.zone_json() for zone in self.zones or (self,)],
            "findings": [item.to_json() for item in self.findings],
            "assumed": as_json(self.assumed),
            "changes_nothing": as_json(self.without_effect),
            "overridden": [item.to_json() for item in self.overridden],
            "nominal": False,
            "manifest": self.manifest,
        }

    def zone_json(self) -> dict[str, Any]:
        """What a zone has for itself in the JSON answer; its sessions and outcomes stand beside those of the others."""
        return {
            "site": self.course.person.site,
            "session_days": [session.day for session in self.course.sessions],
            "clock": self.clock,
            "harm": self.harm.to_json(),
        }

    def card(self) -> Card:
        """The concern first, then sessions, harm, the screen, and how much of it is known; of zones zone by zone."""
        if self.zones:
            return self._card_of_zones()
        answer = say.concerns_in_brief(self.course, self.outcomes, self.chances)
        day = say.reported_day(self.course, self.report_days)
        table = () if day is None else say.outcome_table(self.course, self.outcomes, day)
        rest = (
            say.session_line(self.course, [item.reached_mm for item in self.sessions]),
            say.harm_line(self.harm),
            say.screen_line(self.findings),
            say.assumed_line(self.assumed),
            say.known_line(self.manifest),
        )
        lead = tuple(filter(None, (overridden_words(self.overridden), *answer)))
        return Card(self.course.title, lead, table, tuple(filter(None, rest)))

    def concern_rows(self) -> zone_words.Rows:
        """Each zone with each of its concerns as a row of words, the head first."""
        zones = self.by_zone.items()
        return zone_words.concern_rows(
            (site, zone.course.concerns, zone.chances, zone.outcomes) for site, zone in zones
        )

    def harm_rows(self) -> zone_words.Rows:
        """Harm and worst pain of each zone, then of the person, as rows of words, the head first."""
        everybody = {**self.by_zone, zone_words.PERSON: self}
        return zone_words.harm_rows((name, one.harm, one.worst_pain) for name, one in everybody.items())

    @property
    def worst_pain(self) -> np.ndarray:
        """Pain of the most painful session and zone on a 0-10 scale, (draw,); zero without sessions."""
        return zone_words.worst_pain([item.pain_vas for item in self.sessions], self.harm.downtime_days)

    def _card_of_zones(self) -> Card:
        told = (
            *(" | ".join(row) for row in self.harm_rows()),
            zone_words.PERSON_NOTE,
            say.screen_line(self.findings),
            say.assumed_line(self.assumed),
            say.known_line(self.manifest),
        )
        day = say.day_phrase(self.course, self.chances[0].day)
        lead = tuple(filter(None, (overridden_words(self.overridden), f"{day}, zone by zone (.by_zone):")))
        return Card(self.course.title, lead, self.concern_rows(), tuple(filter(None, told)))

    def tidy(self) -> list[Row]:
        """One row an outcome and reported day, of each zone; the outcomes that answer a concern first."""
        if self.zones:
            return [{"zone": site, **row} for site, zone in self.by_zone.items() for row in zone.tidy()]
        return say.outcome_rows(self.course, self.outcomes, self.report_days)

    def draw(self, ax: Axes) -> None:
        """The outcome that answers the first concern, over the whole course."""
        chosen = asked_for(self.course.concerns, self.outcomes) or list(self.outcomes)
        days = [session.day for session in self.course.sessions]
        scale, judge = say.scale_words(chosen[0]), self.course.assessment_day
        draw_fan(ax, chosen[0], self.course.title, scale, days, judge)
