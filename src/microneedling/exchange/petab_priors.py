"""Which numbers a PEtab problem may estimate, and their priors in the words of PEtab.

A constant of the equations is estimated only where it acts through the equations alone: start values, solved numbers
and the sizes of sessions were reckoned beforehand and stand in the SBML file as numbers, so whatever moves them would
be wrong when changed there. `free_constants` finds that out by moving each by a twentieth.

    lognormal -> logNormal(ln median, sd),   normal -> normal,   uniform -> uniform,   logit -> normal within (0, 1)

PEtab priors have one spread; where ours differ below and above the median it is their mean.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

import numpy as np

from ..engine.generated import layout
from ..engine.problem import Problem
from ..evidence.registry import Entry, Values
from ..healing.run import diffusivity_key
from ..studies.study import Study
from .petab_model import prepared

STEP = 0.05  # share by which a constant is moved to see what moves with it
LONG_DAY = 400.0  # past the last session of every arm
HALF_RANGE = 1.959963984540054
BOUND_SD = 4.0
COLUMNS = (
    "parameterId", "parameterName", "parameterScale", "lowerBound", "upperBound", "nominalValue", "estimate",
    "objectivePriorType", "objectivePriorParameters",
)  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """One row of the parameter table, as text."""

    cells: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the parameter, its first cell."""
        return self.cells[0]


def sbml_keys() -> dict[str, str]:
    """SBML id -> registry key of the constants that the equations read."""
    signals = {f"{signal}_diffusivity": diffusivity_key(signal) for signal in layout.SIGNALS}
    return {**layout.CONSTANT_KEYS, **signals}


def free_constants(arms: Iterable[tuple[Study, set[str]]], nominal: Values) -> dict[str, str]:
    """SBML id -> key of the constants that act through the equations alone, in each arm and its tissues (kinds)."""
    free = {name: key for name, key in sbml_keys().items() if is_free(nominal.registry[key])}
    for study, kinds in arms:
        names = list(free)
        start = nominal.registry.nominal()
        changes = [{free[name]: float(start[free[name]][0]) * (1 + STEP)} for name in names]
        done = prepared(study, start.stacked([{}, *changes]), LONG_DAY)
        for kind in kinds:
            posed = done.pose(kind).problem
            for place, name in enumerate(names, 1):
                if name in free and _reaches_further(posed, place, name):
                    del free[name]
    return free


def _reaches_further(posed: Problem, place: int, name: str) -> bool:
    """Whether variant `place` differs from variant 0 in more than its own constant (or its exchange)."""
    for item in fields(posed):
        found = np.asarray(getattr(posed, item.name))
        if item.name in ("segment_day", "output_day", "scale"):
            continue  # days are shared; `scale` is the solver's own
        if item.name == "exchange" and name.endswith("_diffusivity"):
            continue
        now, before = found[place], found[0]
        if item.name == "constants" and name in layout.CONSTANTS:
            own = layout.CONSTANTS.index(name)
            now, before = np.delete(now, own), np.delete(before, own)
        if not np.allclose(now, before, rtol=1e-9, atol=1e-12):
            return True
    return False


def is_free(entry: Entry) -> bool:
    """Whether a number has a prior that is not a fixed value."""
    return entry.value is not None and entry.prior != "fixed" and entry.range is not None


def number(id_: str, entry: Entry, nominal: float) -> Parameter:
    """A number of the registry: estimated with its prior, or fixed."""
    if not is_free(entry):
        low, high = (0.0, 1.0) if nominal == 0 else sorted((nominal / 2, nominal * 2))
        cells = (id_, entry.key, "lin", repr(low), repr(high), repr(nominal), "0", "", "")
        return Parameter(cells)
    kind, middle, spread = _prior(entry)
    low, high = (float(entry.quantile(np.array(z))) for z in (-BOUND_SD, BOUND_SD))
    scale = "log10" if entry.prior == "lognormal" else "lin"
    bounds = (repr(low), repr(high), repr(nominal), "1", kind, f"{middle!r};{spread!r}")
    return Parameter((id_, entry.key, scale, *bounds))


def effect(id_: str, about: str) -> Parameter:
    """A standard-normal effect of a study."""
    ends = (repr(-BOUND_SD), repr(BOUND_SD))
    return Parameter((id_, about, "lin", *ends, "0.0", "1", "normal", "0;1"))


def _prior(entry: Entry) -> tuple[str, float, float]:
    """Type and parameters of a prior in the words of PEtab."""
    assert entry.range is not None
    assert entry.value is not None
    low, high = entry.range
    if entry.prior == "lognormal":
        return "logNormal", math.log(entry.value), math.log(high / low) / (2 * HALF_RANGE)
    if entry.prior == "uniform":
        return "uniform", low, high
    return "normal", entry.value, (high - low) / (2 * HALF_RANGE)


def table(found: Mapping[str, Parameter]) -> str:
    """The parameter table as text."""
    return "\n".join(["\t".join(COLUMNS), *("\t".join(item.cells) for item in found.values())]) + "\n"
