"""What an outcome reads from the tissues of a course, and its slope by every state it reads.

    dO/dy(t_k) by central differences, y the epidermis, the two dermal zones and the column of each tissue

An outcome reads few states: one row a state, moved on all days at once, finds which; only those are differenced day by
day, all in one batch. Breaks at bends, where it is the mean of both slopes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from ..course.course import Course
from ..engine.generated import layout
from ..errors import InputError, Mistake, did_you_mean
from ..evidence.registry import Values
from ..observation.forecasts import OutcomeForecast, forecasts
from ..outcomes.measures import readings
from ..outcomes.reading import InstrumentReading
from ..skin.tissue import GROUPS, ZONES, Tissue, TissueTrajectory
from .gradient_card import Facts

Tissues = Mapping[str, TissueTrajectory]
Outcome = Callable[[Tissues, Values], np.ndarray]
"""An outcome (draw,) of tissues whose last day is the day asked about."""

SLOPE_STEP, SEARCH_STEP = 1e-5, 1e-3  # of a state's size
SMALLEST = 1e-3  # size of a state near zero, in its own unit
CLOSED_MM = 1e-12  # mouths narrower than this open nothing
PLACES = tuple(
    [(name, None) for name in (*layout.EPIDERMIS_STATES, *layout.COMPARTMENT_STATES)]
    + [(name, zone) for name in layout.LAYER_STATES for zone in range(len(ZONES))]
)


@dataclass(frozen=True)
class Slope:
    """Derivative of the outcome by one state of one tissue on one day, (draw,); `zone` None: not a dermal state."""

    kind: str
    name: str
    zone: int | None
    day: int  # index of the day
    by: np.ndarray


@dataclass(frozen=True)
class Move:
    """One state of one tissue, moved on each day by a share (day,) of its own size."""

    kind: str
    name: str
    zone: int | None
    by: np.ndarray


@dataclass
class NamedOutcome:
    """An outcome by its name, or a function of one's own; `facts` are known once it has been read."""

    course: Course
    outcome: str | Outcome
    facts: Facts

    def __call__(self, tissues: Tissues, values: Values) -> np.ndarray:
        """The outcome (draw,) on the last day; raises `InputError` for a name that nothing has."""
        if callable(self.outcome):
            return self.outcome(tissues, values)
        known = self._known(tissues, values)
        if self.outcome not in known:
            names, hint = ", ".join(sorted(known)), did_you_mean(self.outcome, known)
            raise InputError("gradient", [Mistake("outcome", repr(self.outcome), names, hint)])
        item = known[self.outcome]
        plain = isinstance(item, OutcomeForecast) and item.plain
        better = "neither" if plain else item.direction.split()[0]
        self.facts = Facts(item.name, item.label[:1].upper() + item.label[1:], item.unit, better)
        return item.change[:, -1]

    def _known(self, tissues: Tissues, values: Values) -> dict[str, OutcomeForecast | InstrumentReading]:
        """The forecasts by name, and where they have not the name the instruments on the person's own skin."""
        skin, person = tissues["skin"], self.course.person
        days = tuple(float(session.day) for session in self.course.sessions)
        predicted = forecasts(person, self.course.concerns, tissues, values, skin.day, days)
        known: dict[str, OutcomeForecast | InstrumentReading] = {item.name: item for item in predicted}
        if self.outcome in known:
            return known
        return known | dict(readings(skin, values, person, days))


def outcome_of(course: Course, outcome: str | Outcome) -> NamedOutcome:
    """The outcome as a function: a forecast's name, else an instrument's on the person's own skin, or one's own.

    The function raises `InputError` for a name that neither has.
    """
    name = getattr(outcome, "__name__", "outcome") if callable(outcome) else outcome
    return NamedOutcome(course, outcome, Facts(name, name))


def state_slopes(read: Outcome, tissues: Tissues, values: Values) -> tuple[Slope, ...]:
    """Derivatives by every state that the outcome reads; what is not listed is 0."""
    states = _states_read(read, tissues, values)
    days = next(iter(tissues.values())).day.size
    steps = SLOPE_STEP * np.eye(days)  # row k: day k alone
    places = [(kind, name, zone, day) for kind, name, zone in states for day in range(days)]
    pairs = [
        Move(kind, name, zone, sign * steps[day]) for kind, name, zone, day in places for sign in (1, -1)
    ]
    ends = read(*_moved(tissues, values, pairs)).reshape(-1, len(places), 2)
    slopes = []
    for k, (kind, name, zone, day) in enumerate(places):
        size = _size(_state(tissues[kind], name, zone))[:, day]
        by = (ends[:, k, 0] - ends[:, k, 1]) / (2 * SLOPE_STEP * size)
        if by.any():
            slopes.append(Slope(kind, name, zone, day, by))
    return tuple(slopes)


def _states_read(read: Outcome, tissues: Tissues, values: Values) -> list[tuple[str, str, int | None]]:
    """Tissue, name and zone of the states on which the outcome depends: each moved on all days at once, to see."""
    states = [(kind, name, zone) for kind in tissues for name, zone in PLACES]
    days = next(iter(tissues.values())).day.size
    uneven = SEARCH_STEP * (1 + 0.1 * np.arange(days))  # days that work against each other do not hide
    moved = read(*_moved(tissues, values, [Move(*state, uneven) for state in states]))
    still = read(tissues, values)
    is_read = np.any(moved.reshape(-1, len(states)) != still[:, None], axis=0)
    return [state for state, seen in zip(states, is_read, strict=True) if seen]


def _moved(
    tissues: Tissues, values: Values, moves: Sequence[Move]
) -> tuple[dict[str, TissueTrajectory], Values]:
    """Every draw once for each move, one state of one tissue moved in each of these rows."""
    times = len(moves)
    made = {
        kind: mapped(tissue, lambda array: np.repeat(array, times, axis=0))
        for kind, tissue in tissues.items()
    }
    states = {kind: _states(tissue) for kind, tissue in made.items()}
    for k, move in enumerate(moves):
        state = states[move.kind][move.name]
        here = state[k::times] if move.zone is None else state[k::times, :, move.zone]  # a view
        wider = _size(here) * move.by
        if move.name == "opening_radius_mm":  # the open area goes with the square of the radius
            radius = np.where(here > CLOSED_MM, here, np.inf)
            made[move.kind].opening_fraction[k::times] *= (1 + wider / radius) ** 2
        here += wider
    used = {key: np.repeat(values.values[key], times) for key in values.used}
    return made, Values(values.registry, used, values.count * times)


def _size(state: np.ndarray) -> np.ndarray:
    """How large a state is, for steps in proportion to it."""
    return np.maximum(np.abs(state), SMALLEST)


def _state(tissue: TissueTrajectory, name: str, zone: int | None) -> np.ndarray:
    array = _states(tissue)[name]
    return array if zone is None else array[:, :, zone]


def _states(tissue: Tissue) -> dict[str, np.ndarray]:
    """States of the tissue by name and, over a course, those of its observers."""
    observers = dict(tissue.observers) if isinstance(tissue, TissueTrajectory) else {}
    return observers | {
        item.name: getattr(getattr(tissue, group), item.name)
        for group in GROUPS
        for item in fields(GROUPS[group])
    }


def mapped(tissue: TissueTrajectory, change: Callable[[np.ndarray], np.ndarray]) -> TissueTrajectory:
    """The tissue with `change` applied to every array, (draw, ...), as to pick or repeat draws."""
    named = Tissue.from_states(tissue.kind, {name: change(array) for name, array in _states(tissue).items()})
    resting = {name: change(array) for name, array in _states(tissue.baseline).items()}
    return replace(
        tissue,
        **{group: getattr(named, group) for group in GROUPS},
        baseline=Tissue.from_states(tissue.kind, resting),
        opening_fraction=change(tissue.opening_fraction),
        thickness_mm=change(tissue.thickness_mm),
        depth_mm=change(tissue.depth_mm),
        failed=change(tissue.failed),
        observers={name: change(array) for name, array in tissue.observers.items()},
    )
