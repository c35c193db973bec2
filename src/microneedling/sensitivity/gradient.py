"""How an outcome of a course moves with numbers of the registry: all derivatives for a few runs, however many numbers.

    dO/dx = dO/dx |states  +  sum over days dO/dy(t_k) dy(t_k)/dx

The second part runs backward through every step of the equations (`engine.adjoint.record`); it gives the derivative by
every number the equations were given (`recorded`), and those depend on x by plain algebra: anatomy, punctures,
baseline, session effects, adjuncts. That algebra, and what raters and instruments read (`read_out`), is differenced
centrally, all numbers in one batch (`nearby`), by a relative step of 1e-5: exact to about 1e-6. The derivative is that
of the run as computed: at the usual tolerance it is within about 1e-3 of that of the equations. Breaks at bends (a
clipped score, a limit just reached): there it is the mean of both slopes; and a product whose pathway into the skin is
followed brings the error of that solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from ..answers.answer import Answer, Row
from ..answers.card import Card
from ..course.course import Course
from ..course.days import up_to
from ..course.protocol import protocol_of
from ..course.screen import overridden
from ..course.zones.parts import one_zone
from ..errors import InputError, Mistake
from ..evidence.former_names import hint_for
from ..evidence.formula import names_in
from ..evidence.registry import Registry, Values, registry
from ..healing.run import TOLERANCE
from ..inputs.mistakes import shown
from ..inputs.questions import LAST_DAY, subject
from ..protocol.protocol import Protocol
from ..skin.layers import LAYERS, layered
from . import gradient_card as say
from .gradient_card import Facts
from .nearby import NearbyRows
from .read_out import Outcome, mapped, outcome_of, state_slopes
from .recorded import recorded, through_states

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..evidence.entry import Entry

GROUP = 16  # draws whose steps are kept at a time: some 6 MB each and tissue


@dataclass(frozen=True, repr=False, eq=False)  # arrays within have no one truth: equal is the same object
class Gradient(Answer):
    """An outcome on one day and its derivatives, (draw,) each: the outcome's unit per unit of the number.

    >>> from microneedling import gradient, load_course
    >>> course = load_course("examples/fine_lines_roller.toml")
    >>> found = gradient(course, "fine_lines", 60, ["collagen.cross_linking_gain"])
    >>> found.to_frame()["unit"].tolist()
    ['grade']
    """

    day: float
    value: np.ndarray
    derivatives: Mapping[str, np.ndarray]
    numbers: Mapping[str, np.ndarray]
    outcome: Facts
    """what the outcome is, its unit and which way of it is better"""
    entries: Mapping[str, Entry]
    """the registry's entries of the numbers"""
    title: str = "A course of microneedling"
    """title of the course"""

    @property
    def per_e_fold(self) -> dict[str, np.ndarray]:
        """x dO/dx (draw,): what the outcome gains, in its own unit, per e-fold of the number."""
        return {key: self.numbers[key] * slope for key, slope in self.derivatives.items()}

    @property
    def elasticities(self) -> dict[str, np.ndarray]:
        """(x/O) dO/dx (draw,): per cent of the outcome per per cent of the number."""
        return {key: slope / self.value for key, slope in self.per_e_fold.items()}

    def card(self) -> Card:
        """The outcome, then what moves it most."""
        lead = say.lead_words(self.outcome, self.day, self.value, self.per_e_fold)
        table = say.table(self.outcome, self.per_e_fold, self.entries)
        return Card(self.title, (lead,), table, (say.known_words(self.value.size, self.entries),))

    def tidy(self) -> list[Row]:
        """One row a number, the strongest first."""
        return say.rows(self.outcome, self.day, self.derivatives, self.per_e_fold, self.entries)

    def to_json(self) -> dict[str, Any]:
        """The outcome and its derivatives for every draw, and the rows of the table."""
        return say.to_json(self.outcome, self.day, self.value, self.derivatives, self.tidy())

    def draw(self, ax: Axes) -> None:
        """A bar a number: what 10 % more of it does to the outcome."""
        say.draw(ax, self.outcome, self.day, self.per_e_fold)


def gradient(
    course: Course,
    outcome: str | Outcome,
    day: float,
    keys: Sequence[str],
    *,
    values: Values | None = None,
    layers: int = LAYERS,
    tolerance: float = TOLERANCE,
    override_stop: bool = False,
) -> Gradient:
    """dO/dx for every number x in `keys`, at the nominal numbers or at every draw of `values`.

    `outcome` is the name of a forecast or of an instrument's reading of the person's own skin (its change from
    baseline), or a function of tissues, whose last day is `day`, and values. Numbers that the course does not use have
    derivative 0. Raises `InputError` for outcomes, numbers and days that cannot be, `Refused` as `simulate` does,
    `SolverError` when a run fails.

    >>> from microneedling import gradient, load_course
    >>> course = load_course("examples/fine_lines_roller.toml")
    >>> found = gradient(course, "fine_lines", 40, ["surface_topography.crease_exponent"])
    >>> found.outcome.unit, found.outcome.better
    ('grade', 'lower')
    """
    known = values.registry if values is not None else registry()
    _check(known, course, outcome, keys, day)
    course = one_zone(course, "gradient")
    overridden(course, override_stop)
    values = values or known.nominal()
    read = outcome_of(course, outcome)
    protocol = protocol_of(course, up_to(course, day), geometry=layered(layers), tolerance=tolerance)
    parts = [_slopes(protocol, read, keys, group) for group in _groups(values)]
    value, numbers, slopes = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Gradient(
        float(day),
        value,
        {key: slopes[:, k] for k, key in enumerate(keys)},
        {key: numbers[:, k] for k, key in enumerate(keys)},
        read.facts,
        {key: known[key] for key in keys},
        course.title,
    )


def _groups(values: Values) -> Iterator[Values]:
    """The draws a few at a time, for the steps of each run are kept."""
    place = np.arange(values.count)
    for first in range(0, values.count, GROUP):
        yield values.subset((first <= place) & (place < first + GROUP))


def _slopes(
    protocol: Protocol, read: Outcome, keys: Sequence[str], values: Values
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcome (draw,), numbers and derivatives (draw, number) of a few draws."""
    rows = NearbyRows.of(values, keys)
    tissues = recorded(protocol, rows)
    every = {kind: tissue.trajectory(rows) for kind, tissue in tissues.items()}
    ends = read(every, rows.values)
    of_draws = {kind: mapped(tissue, lambda array: array[:: rows.per_draw]) for kind, tissue in every.items()}
    slopes = state_slopes(read, of_draws, rows.of_draws())
    moved = rows.differences(ends) + through_states(tissues, slopes, rows)
    numbers, steps = zip(*(rows.number_and_step(k, key) for k, key in enumerate(keys)), strict=True)
    return rows.table(ends)[:, 0], np.stack(numbers, axis=1), moved / np.stack(steps, axis=1)


def _check(known: Registry, course: Course, outcome: Any, keys: Sequence[str], day: float) -> None:
    mistakes = subject("course", course, Course, "load_course(PATH)")
    if not (isinstance(day, Real) and 0 < day <= LAST_DAY):
        mistakes.append(Mistake("day", shown(day), "a day after the first session"))
    if not (callable(outcome) or isinstance(outcome, str)):
        mistakes.append(Mistake("outcome", shown(outcome), "the name of an outcome, or a function"))
    if not isinstance(keys, str | list | tuple):
        mistakes.append(Mistake("keys", shown(keys), "a list of numbers of the registry"))
        raise InputError("gradient", mistakes)
    if isinstance(keys, str):
        mistakes.append(Mistake("keys", repr(keys), f"a list of numbers, here [{keys!r}]"))
    elif not keys:
        mistakes.append(Mistake("keys", "none", "one number of the registry or more"))
    for key in () if isinstance(keys, str) else keys:
        if not isinstance(key, str):
            mistakes.append(Mistake("keys", shown(key), "a number of the registry"))
        elif key not in known:
            mistakes.append(Mistake("keys", repr(key), "a number of the registry", hint_for(key, known)))
        elif formula := known[key].formula:
            hint = f"ask for the numbers in its formula: {', '.join(names_in(formula))}"
            mistakes.append(Mistake("keys", key, "numbers that follow from no others", hint))
        elif key.startswith("adjunct.") and key.endswith(("_day", "_stay_h")):
            hint = "what it moves is a day on which something is switched"
            mistakes.append(Mistake("keys", key, "numbers that set no day", hint))
    if mistakes:
        raise InputError("gradient", mistakes)
