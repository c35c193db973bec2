"""What may still be done of a course: the designs left, by the planner's space, screen, limits and choice.

The planner tries every design from the first day on; here what was done is done. Each draw begins with the skin as it
is today (`protocol.resumed`), and who may be the person are the people that the readings left of it: so a design's
chance in a draw is the share of *them* who reach the wish. All else is the planner's own: `Space`, `screened`,
`table_of`, `limits_of`, `choose`. Days of a design count from the next session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ..course.course import Course
from ..course.days import day_grid
from ..course.protocol import protocol_of
from ..evidence.registry import Values
from ..observation.forecasts import forecasts
from ..outcomes.harm import downtime_days, melanin_rises, pih_probability, worst
from ..planner.wishes.goals import Goals
from ..protocol.products import Application, effect_share
from ..protocol.protocol import Prepared
from ..protocol.resumed import Begun, begun, resumed
from ..skin.layers import layered
from .ensemble import ensemble_of, followed_outcomes
from .learning import Learnt
from .rerun import LAYERS, TOLERANCE, Zone, Zones


@dataclass(frozen=True, eq=False)
class Seen:
    """What an option comes to by a day in some draws, (draw,): chance of each wish, dark marks, downtime."""

    chance: Mapping[str, np.ndarray]
    share: np.ndarray
    """of the way that is reached, mean over what troubles the person"""
    marks: np.ndarray
    downtime: np.ndarray

    def benefit(self, goals: Goals) -> np.ndarray:
        """Chance of the wishes by their weights, (draw,): of each the mean over the zones where it is wished."""
        total, weights = np.zeros_like(self.share), 0.0
        for wish in goals.wishes:
            mine = [
                chance
                for key, chance in self.chance.items()
                if key.split("/")[1] == wish.concern and wish.zone in (None, key.split("/")[0])
            ]
            if mine:
                total, weights = total + wish.weight * np.mean(mine, axis=0), weights + wish.weight
        return total / weights if weights else total


class Left:
    """The people and the skin with which a course goes on from a day, on some of the draws of the ensemble."""

    def __init__(self, learnt: Learnt, course: Course, values: Values, today: float, day: int, draws: int):
        """`draws` equally likely ones are taken from those of the people, some of them several times."""
        taken = np.sort(learnt.draw)[np.linspace(0, learnt.draw.size - 1, draws).astype(int)]
        self.unique, self.place = np.unique(taken, return_inverse=True)
        keep = np.zeros(values.count, bool)
        keep[self.unique] = True
        mine = keep[learnt.draw]
        self.people = _people(learnt, mine, keep)
        self.values = replace(values.subset(keep), used=set(values.used))
        self.today, self.day = today, day
        self.course = course
        self._shares: dict[str, np.ndarray] = {}

    @cached_property
    def _begun(self) -> dict[str, Begun]:
        """Each zone up to today."""
        return {zone: begun(self._prepared(self.course, zone), self.today) for zone in self.course.zones}

    def _prepared(self, option: Course, zone: str) -> Prepared:
        part = option.in_zone(zone)
        grid = day_grid(part, [float(self.day)])
        grid = grid[grid <= self.day]

        def share(application: Application) -> np.ndarray:
            """Once for each product after each needling, in whatever options they recur."""
            how = f"{zone} {application.product} {vars(application.needling)} {application.occluded}"
            if how not in self._shares:
                self._shares[how] = effect_share(application)
            return self._shares[how]

        numerics = {"geometry": layered(LAYERS), "tolerance": TOLERANCE, "threads": 1, "effect_share": share}
        return protocol_of(part, grid, **numerics).prepare(self.values)

    def seen(self, option: Course) -> Seen:
        """What a course comes to that is the same up to today; NaN in draws that fail."""
        zones, risks, downs = [], [], []
        for zone in self.course.zones:
            part = option.in_zone(zone)
            prepared = self._prepared(option, zone)
            tissues = resumed(prepared, self._begun[zone])
            days = [session.day for session in prepared.protocol.sessions]
            outcomes = forecasts(part.person, part.concerns, tissues, self.values, None, days)
            zones.append(Zone(part, outcomes, self.values))
            skin, person = tissues["skin"], part.person
            rises = melanin_rises(skin, days, self.values)
            risks.append(pih_probability(skin, person, part.aftercare, rises, days, self.values))
            downs.append(worst(downtime_days(skin, person, days, self.values)))
        spared = np.prod([1 - np.broadcast_to(risk, self.values.count) for risk in risks], axis=0)
        down = np.max([np.broadcast_to(days, self.values.count) for days in downs], axis=0)
        chance, share = self._of_people(Zones(option, self.values, tuple(zones)))
        return Seen(chance, share, (1 - spared)[self.place], down[self.place])

    def _of_people(self, whole: Zones) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Chance of each concern in each zone, and share of the way, (draw,): means over the people of a draw."""
        followed = [one for one in followed_outcomes(whole, ()) if one.carries]
        ensemble, day = ensemble_of(whole, followed, ()), [float(self.day)]
        people, count = replace(self.people, ensemble=ensemble), len(self.unique)
        heads = np.maximum(np.bincount(people.draw, minlength=count), 1)

        def mean(found: np.ndarray, known: np.ndarray) -> np.ndarray:
            total = np.bincount(people.draw, weights=np.nan_to_num(found.astype(float)), minlength=count)
            return np.where(known, total / heads, np.nan)[self.place]

        chance, shares = {}, []
        for one in followed:
            item, reached = ensemble[one.key], people.reached(one.key, day)[:, 0]
            known = np.asarray(np.isfinite(item.way).all(axis=1))
            if item.needed is not None:
                enough = reached >= item.needed[people.draw]
            else:
                smallest = np.broadcast_to(np.asarray(item.smallest), item.start.shape)
                enough = item.better * people.change(one.key, day)[:, 0] >= smallest[people.draw]
            shares.append(mean(reached, known))
            chance |= {key_of_wish(one.zone, kind): mean(enough, known) for kind in one.carries}
        return chance, np.mean(shares, axis=0)


def _people(learnt: Learnt, mine: np.ndarray, keep: np.ndarray) -> Learnt:
    """The people of a part of the draws, numbered among these."""
    place = np.cumsum(keep) - 1
    return replace(
        learnt,
        law=learnt.law.subset(keep),
        draw=place[learnt.draw[mine]],
        response=learnt.response[mine],
        healing=learnt.healing[mine],
        drift={name: item[mine] for name, item in learnt.drift.items()},
        starts={name: item[mine] for name, item in learnt.starts.items()},
        itself={name: item[mine] for name, item in learnt.itself.items()},
    )


def key_of_wish(zone: str, concern: str) -> str:
    """By what the chance of a concern in a zone is found."""
    return f"{zone}/{concern}"
