"""What a gradient costs beside the run it belongs to, and how near it comes to differences of tight runs.

    python -m benchmarks.gradient [--json FILE]

Forward and gradient take turns, with the same threads, tolerance and layers; ratios are medians over the turns.
`equations` is the integration alone (recorded run and backward pass against a plain run); a course is everything from
the course file's numbers to the outcome, with 20 numbers drawn anew from those it uses.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from microneedling.course.reading import load_course
from microneedling.course.simulate import outcomes_at
from microneedling.engine.adjoint import record as adjoint
from microneedling.engine.solver import integrate
from microneedling.evidence.registry import Values, registry
from microneedling.sensitivity.gradient import gradient
from tests.helpers.posed import pose

from .tables import machine, measure

ROOT = Path(__file__).resolve().parents[1]
NUMBERS, DAY, TURNS, SETS = 20, 200.0, 15, 5
STEP = 1e-3  # of the differences that the gradient is compared with
BATCH, BATCH_TURNS = 32, 5
COURSES = {
    "acne_scars_cheek": "acne_scar_rolling",
    "fine_lines_roller": "fine_lines",
    "melasma_tranexamic_acid": "melasma",
    "surgical_scar_stamp": "surgical_scar",
    "striae_abdomen_roller": "striae_alba",
}


def seconds(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def in_turn(
    forward: Callable[[], Any], backward: Callable[[], Any], turns: int
) -> tuple[float, float, float]:
    """Median seconds of both, and the median of their ratios; one turn of each comes first and does not count."""
    forward()
    backward()
    pairs = [(seconds(forward), seconds(backward)) for _ in range(turns)]
    early, late = zip(*pairs, strict=True)
    ratio = statistics.median(after / before for before, after in pairs)
    return statistics.median(early), statistics.median(late), ratio


def equations(layers: int, tolerance: float) -> dict[str, float]:
    """One year with four sessions: the recorded run and its backward pass against the plain run."""
    problem = pose(layers=layers)
    seeds = np.zeros_like(adjoint.record(problem, tolerance).flat())
    seeds[:, -1] = 1.0
    early, late, ratio = in_turn(
        lambda: integrate(problem, tolerance=tolerance, threads=1),
        lambda: adjoint.record(problem, tolerance).derivatives(seeds),
        5 * TURNS,
    )
    return {"layers": layers, "tolerance": tolerance, "forward_s": early, "gradient_s": late, "ratio": ratio}


def numbers_used(course: Any) -> list[str]:
    """Every number the course's outcomes rest on that a gradient may be asked for."""
    values = registry().nominal()
    outcomes_at(course, values, DAY)
    days = [key for key in values.used if key.startswith("adjunct.") and key.endswith(("_day", "_stay_h"))]
    return sorted(key for key in values.used - set(days) if registry()[key].formula is None)


def whole_course(name: str, outcome: str) -> dict[str, Any]:
    """A course from its numbers to the outcome, for several sets of numbers; the dearest set counts."""
    course = load_course(ROOT / "examples" / f"{name}.toml")
    used, generator = numbers_used(course), np.random.default_rng(1)
    found = []
    for _ in range(SETS):
        keys = [str(key) for key in generator.choice(used, NUMBERS, replace=False)]
        found.append(
            in_turn(
                lambda: outcomes_at(course, registry().nominal(), DAY),
                lambda keys=keys: gradient(course, outcome, DAY, keys),
                TURNS,
            )
        )
    early, late, ratio = max(found, key=lambda each: each[2])
    every = in_turn(
        lambda: outcomes_at(course, registry().nominal(), DAY),
        lambda: gradient(course, outcome, DAY, used),
        3,
    )
    return {
        "outcome": outcome,
        "forward_s": early,
        "gradient_s": late,
        "ratio": ratio,
        "ratio_median": statistics.median(each[2] for each in found),
        "numbers_used": len(used),
        "ratio_all_numbers": every[2],
    }


def batch(name: str, outcome: str) -> dict[str, float]:
    """The same for many draws in one call."""
    course = load_course(ROOT / "examples" / f"{name}.toml")
    keys = [str(key) for key in np.random.default_rng(1).choice(numbers_used(course), NUMBERS, replace=False)]

    def draws() -> Values:
        return registry().draws(BATCH, 1)

    early, late, ratio = in_turn(
        lambda: outcomes_at(course, draws(), DAY),
        lambda: gradient(course, outcome, DAY, keys, values=draws()),
        BATCH_TURNS,
    )
    return {"draws": BATCH, "forward_s": early / BATCH, "gradient_s": late / BATCH, "ratio": ratio}


def worst_difference() -> dict[str, Any]:
    """Largest relative difference to central differences of runs at 1e-8, at the tolerance and layers of courses.

    Over the numbers of the equations themselves that move the outcome by a thousandth of what the strongest does.
    """
    problem, tight = pose(), 1e-8
    generator = np.random.default_rng(2)
    recording = adjoint.record(problem, 1e-3)
    seeds = np.zeros_like(recording.flat())
    seeds[:, -1] = generator.uniform(0.5, 1.5, seeds.shape[2]) / recording.problem.scale[0]
    handed = recording.derivatives(seeds).constants[0] * problem.constants[0]
    strong = np.flatnonzero(np.abs(handed) > 1e-3 * np.abs(handed).max())
    known = np.array([_difference(problem, seeds, int(k), tight) for k in strong])
    kept = np.abs(known) > 1e-3 * np.abs(known).max()
    apart = np.abs(handed[strong] - known)[kept] / np.abs(known[kept])
    return {
        "worst_relative_difference": float(apart.max()),
        "median": float(np.median(apart)),
        "numbers": int(kept.sum()),
    }


def _difference(problem: Any, seeds: np.ndarray, k: int, tolerance: float) -> float:
    """x dO/dx of one constant by two tight runs."""
    from dataclasses import replace

    ends = []
    for way in (1 + STEP, 1 - STEP):
        constants = problem.constants.copy()
        constants[:, k] *= way
        found = integrate(replace(problem, constants=constants), tolerance=tolerance, full=True)
        assert found.layers is not None
        last = [found.epidermis[0, -1], found.layers[0, -1].ravel(), found.compartment[0, -1]]
        ends.append(float(seeds[0, -1] @ np.concatenate(last)))
    return (ends[0] - ends[1]) / (2 * STEP)


def measured() -> dict[str, Any]:
    """Everything, with the example course of the README on top."""
    courses = {name: whole_course(name, outcome) for name, outcome in COURSES.items()}
    first = next(iter(COURSES))
    many, apart = batch(first, COURSES[first]), worst_difference()
    return {
        "machine": machine(),
        "what": f"{COURSES[first]} on day {DAY:g} of examples/{first}.toml by {NUMBERS} numbers, "
        f"the dearest of {SETS} sets drawn from those it uses",
        "parameters": NUMBERS,
        "forward_s": courses[first]["forward_s"],
        "gradient_s": courses[first]["gradient_s"],
        "ratio": courses[first]["ratio"],
        "ratio_batch": many["ratio"],
        "worst_relative_difference": apart["worst_relative_difference"],
        "difference": apart,
        "batch": many,
        "equations": [equations(24, 1e-3), equations(8, 1e-2), equations(24, 1e-6)],
        "courses": courses,
    }


def told(result: dict[str, Any]) -> str:
    rows = [f"{'':28}{'forward':>10}{'gradient':>10}{'ratio':>7}"]
    for name, item in result["courses"].items():
        rows.append(
            f"{name:28}{_times(item)}{item['ratio_all_numbers']:10.2f} for {item['numbers_used']} numbers"
        )
    rows.append(f"{'a draw of ' + str(BATCH):28}{_times(result['batch'])}")
    for item in result["equations"]:
        name = f"equations, {item['layers']} layers, {item['tolerance']:g}"
        rows.append(f"{name:28}{_times(item)}")
    apart = result["difference"]
    rows.append(
        f"differences of tight runs: at most {apart['worst_relative_difference']:.1e}, half below {apart['median']:.1e}"
    )
    return "\n".join(rows)


def _times(item: dict[str, Any]) -> str:
    return f"{item['forward_s'] * 1e3:8.2f} ms{item['gradient_s'] * 1e3:7.2f} ms{item['ratio']:7.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    measure(__doc__, measured, told, arguments)


if __name__ == "__main__":
    main()
