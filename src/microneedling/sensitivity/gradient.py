"""How an outcome of a course moves with numbers of the registry: all derivatives for a few runs, however many numbers.

    dO/dx = dO/dx |states  +  sum over days dO/dy(t_k) dy(t_k)/dx

The second part runs backward through every step of the equations (`engine.adjoint.record`); it gives the derivative by
every number the equations were given, and those depend on x by plain algebra (anatomy, punctures, rest, strike, care).
That algebra, and what raters and instruments read, is differenced centrally, all numbers in one batch, by a relative
step of 1e-5: exact to about 1e-6. The derivative is that of the run as computed: at the usual tolerance it is within
about 1e-3 of that of the equations. Breaks at bends (a clipped score, a limit just reached): there it is the mean of
both slopes; and a product whose way into the skin is followed brings the error of that solver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from ..course.course import Course
from ..engine.adjoint.record import Handed, Recording, record
from ..engine.generated import layout
from ..engine.solver import Problem
from ..errors import InputError, Mistake, SolverError
from ..evidence.former_names import hint_for
from ..evidence.formula import names_in
from ..evidence.registry import Registry, Values, registry
from ..healing.baseline import Baseline, solve_baseline
from ..healing.run import TOLERANCE, Setting, labelled, problem
from ..healing.session_effect import SessionEffect
from ..protocol.prepare import adjuncts, lesional_pigment_kind, session_effects, tissue_kinds
from ..skin.anatomy import anatomy_of
from ..skin.layers import LAYERS, Layers
from ..skin.tissue import TissueTrajectory
from .nearby import NearbyShares, around
from .read_out import Outcome, Slope, mapped, outcome_of, state_slopes

GROUP = 16  # draws whose steps are kept at a time: some 6 MB each and tissue


@dataclass(frozen=True)
class Gradient:
    """An outcome on one day and its derivatives, (draw,) each: the outcome's unit per unit of the number."""

    day: float
    value: np.ndarray
    derivatives: Mapping[str, np.ndarray]
    numbers: Mapping[str, np.ndarray]

    @property
    def per_e_fold(self) -> dict[str, np.ndarray]:
        """x dO/dx (draw,): what the outcome gains, in its own unit, per e-fold of the number."""
        return {key: self.numbers[key] * slope for key, slope in self.derivatives.items()}

    @property
    def elasticities(self) -> dict[str, np.ndarray]:
        """(x/O) dO/dx (draw,): per cent of the outcome per per cent of the number."""
        return {key: slope / self.value for key, slope in self.per_e_fold.items()}


def gradient(
    course: Course,
    outcome: str | Outcome,
    day: float,
    keys: Sequence[str],
    *,
    values: Values | None = None,
    layers: int = LAYERS,
    tolerance: float = TOLERANCE,
) -> Gradient:
    """dO/dx for every number x in `keys`, at the nominal numbers or at every draw of `values`.

    `outcome` is the name of a forecast or of an instrument's reading of the person's own skin (its change from
    baseline), or a function of tissues, whose last day is `day`, and values. Numbers that the course does not use have
    derivative 0. Raises `InputError` for outcomes, numbers and days that cannot be, `SolverError` when a run fails.
    """
    known = values.registry if values is not None else registry()
    _check(known, keys, day)
    values = values or known.nominal()
    read = outcome_of(course, outcome)
    groups = [np.arange(first, min(first + GROUP, values.count)) for first in range(0, values.count, GROUP)]
    parts = [
        _slopes(
            course, read, day, keys, values.subset(np.isin(np.arange(values.count), group)), layers, tolerance
        )
        for group in groups
    ]
    value, numbers, slopes = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Gradient(
        float(day),
        value,
        {key: slopes[:, k] for k, key in enumerate(keys)},
        {key: numbers[:, k] for k, key in enumerate(keys)},
    )


def _slopes(
    course: Course,
    read: Outcome,
    day: float,
    keys: Sequence[str],
    values: Values,
    layers: int,
    tolerance: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcome (draw,), numbers and derivatives (draw, number) of a few draws."""
    runs = _runs(course, around(values, keys), 1 + 2 * len(keys), day, layers, tolerance)
    tissues = runs.tissues()
    ends = read(tissues, runs.values).reshape(-1, runs.rows)
    alone = {kind: mapped(tissue, lambda array: array[:: runs.rows]) for kind, tissue in tissues.items()}
    by = ends[:, 1::2] - ends[:, 2::2] + runs.through_states(state_slopes(read, alone, runs.nominal))
    table = np.stack([runs.table(key) for key in keys], axis=1)  # (draw, number, row)
    places = 1 + 2 * np.arange(len(keys))
    steps = table[:, np.arange(len(keys)), places] - table[:, np.arange(len(keys)), places + 1]
    return ends[:, 0], table[:, :, 0], by / steps


def _check(known: Registry, keys: Sequence[str], day: float) -> None:
    mistakes = [] if day > 0 else [Mistake("day", f"{day:g}", "a day after the first session")]
    if not keys:
        mistakes.append(Mistake("keys", "none", "one number of the registry or more"))
    for key in keys:
        if key not in known:
            mistakes.append(Mistake("keys", repr(key), "a number of the registry", hint_for(key, known)))
        elif formula := known[key].formula:
            hint = f"ask for what it is made of: {', '.join(names_in(formula))}"
            mistakes.append(Mistake("keys", key, "numbers that follow from no others", hint))
        elif key.startswith("adjunct.") and key.endswith(("_day", "_stay_h")):
            hint = "what it moves is a day on which something is switched"
            mistakes.append(Mistake("keys", key, "numbers that set no day", hint))
    if mistakes:
        raise InputError("gradient", mistakes)


@dataclass(frozen=True)
class _Tissue:
    """One tissue: as it is for every row, the equations of every row, and the recorded runs of the draws alone."""

    setting: Setting
    baseline: Baseline
    posed: Problem
    recording: Recording


@dataclass(frozen=True)
class _Runs:
    """All tissues of a course under rows of numbers, `rows` to a draw, the first of them the draw itself."""

    followed: Mapping[str, _Tissue]
    struck: Sequence[SessionEffect]
    values: Values
    rows: int

    @property
    def nominal(self) -> Values:
        """The draws alone, every number that was asked for."""
        used = {key: self.values.values[key][:: self.rows] for key in self.values.used}
        return Values(self.values.registry, used, self.values.count // self.rows, set(used))

    def table(self, key: str) -> np.ndarray:
        """A number as (draw, row)."""
        return self.values.values[key].reshape(-1, self.rows)

    def tissues(self) -> dict[str, TissueTrajectory]:
        """Named time courses of every row, the states those of its draw."""
        return {kind: self._labelled(item) for kind, item in self.followed.items()}

    def _labelled(self, item: _Tissue) -> TissueTrajectory:
        found, times = item.recording.solution, self.rows
        assert found.layers is not None
        weights = item.posed.zone_weights
        weights = weights.reshape(-1, times, *weights.shape[1:])
        zones = np.einsum("drzl,dtls->drtzs", weights, found.layers)
        made = replace(
            found,
            epidermis=np.repeat(found.epidermis, times, axis=0),
            zones=zones.reshape(-1, *zones.shape[2:]),
            compartment=np.repeat(found.compartment, times, axis=0),
            status=np.repeat(found.status, times),
            layers=None,
        )
        return labelled(item.setting, item.baseline, self.struck, item.posed, made, False)

    def through_states(self, slopes: Sequence[Slope]) -> np.ndarray:
        """What the difference of every pair of rows makes by way of the states, (draw, number)."""
        total = np.zeros((self.values.count // self.rows, (self.rows - 1) // 2))
        for kind, item in self.followed.items():
            own = [slope for slope in slopes if slope.kind == kind]
            if own:
                handed = item.recording.hand_back(_seeds(own, item.recording))
                total += _contracted(handed, item.posed, self.rows)
        return total


def _seeds(slopes: Sequence[Slope], recording: Recording) -> np.ndarray:
    """Slopes by zones and other states as slopes by every state of every layer, (draw, day, flat)."""
    problem = recording.problem
    draws, days, layers = problem.draws, len(problem.output_day), problem.layers
    epidermis = np.zeros((draws, days, len(layout.EPIDERMIS_STATES)))
    dermis = np.zeros((draws, days, layers, len(layout.LAYER_STATES)))
    compartment = np.zeros((draws, days, len(layout.COMPARTMENT_STATES)))
    for slope in slopes:
        if slope.zone is not None:
            weights = problem.zone_weights[:, slope.zone]
            dermis[:, slope.day, :, layout.LAYER_STATES.index(slope.name)] += weights * slope.by[:, None]
        elif slope.name in layout.EPIDERMIS_STATES:
            epidermis[:, slope.day, layout.EPIDERMIS_STATES.index(slope.name)] += slope.by
        else:
            compartment[:, slope.day, layout.COMPARTMENT_STATES.index(slope.name)] += slope.by
    return np.concatenate([epidermis, dermis.reshape(draws, days, -1), compartment], axis=2)


def _contracted(handed: Handed, posed: Problem, rows: int) -> np.ndarray:
    """Sum over all numbers of the equations of derivative times difference, (draw, pair of rows)."""
    total = 0.0
    for item in fields(Handed):
        table = getattr(posed, item.name)
        table = table.reshape(len(table) // rows, rows, -1)
        slope = getattr(handed, item.name).reshape(len(table), -1, 1)
        total = total + np.matmul(table[:, 1::2] - table[:, 2::2], slope)[:, :, 0]
    return np.asarray(total)


def _runs(course: Course, values: Values, rows: int, day: float, layers: int, tolerance: float) -> _Runs:
    """Every row prepared, and the draws alone run with their steps kept."""
    body = anatomy_of(course.person, values)
    shares = NearbyShares(body, values, wrapped=course.aftercare.occlusion_h > 0, rows=rows)
    struck = session_effects(course, body, values, shares)
    around_them = adjuncts(course, body, struck, values, shares)
    grid = np.unique([0.0, *(item.day for item in struck if item.day < day), day])
    depth = Layers.of(body, layers)
    followed = {}
    for kind in tissue_kinds(course):
        setting = Setting(course.person, kind, lesional_pigment_kind(course), depth, values)
        rest = solve_baseline(course.person, kind, setting.spot, depth, values)
        posed = problem(setting, rest, struck, around_them, grid)
        recording = record(_alone(posed, rows), tolerance)
        if recording.solution.status.any():
            raise SolverError(f"{kind}: a run could not be integrated")
        followed[kind] = _Tissue(setting, rest, posed, recording)
    return _Runs(followed, struck, values, rows)


def _alone(posed: Problem, rows: int) -> Problem:
    """The first of every `rows` draws."""
    shared = ("segment_day", "output_day")
    arrays = {item.name: getattr(posed, item.name) for item in fields(Problem)}
    return Problem(**{name: array if name in shared else array[::rows] for name, array in arrays.items()})
