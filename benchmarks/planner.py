"""How fast the planner searches, and what NSGA-II and random search find for the same work: `make bench`.

    python -m benchmarks.planner [--json PATH]

The exact search runs every design of one example in 64 draws and is timed in processor seconds. The other two look
designs up in its table and pay for each new one what one design costs when it is run alone at the same fineness; what
they find is the hypervolume of their best designs so far, as a share of that of the exact front.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from microneedling import load_course, load_goals
from microneedling.healing.screening import stable_draws
from microneedling.planner.plan import REFERENCE
from microneedling.planner.search.choosing import objectives
from microneedling.planner.search.front import hypervolume, nondominated
from microneedling.planner.search.screened import screened
from microneedling.planner.search.searching import Found, Progress, search
from microneedling.planner.search.space import Space, whole_space
from microneedling.planner.search.stored import zone_draws
from microneedling.planner.search.wanted import wanted_in

from .tables import machine, measure

PLANS = Path(__file__).parent.parent / "examples" / "plans"
EXAMPLE, DRAWS, SEEDS = "melasma_phototype_v", 64, 10
BUDGETS = (25, 50, 100, 200, 400, 800)
CREAMS = ({"product": "lidocaine 4 %", "minutes": 30}, {"product": "lidocaine 4 %", "minutes": 60})
COMPARED = [0, 1, 2, 4]  # benefit, dark marks, downtime, visits: those of the reference point
POPULATION, GENERATIONS = 40, 60


def measured() -> dict[str, Any]:
    """Times of the search, and what every method has found after so many designs."""
    course, goals = load_course(PLANS / f"{EXAMPLE}.toml"), load_goals(PLANS / f"{EXAMPLE}_goals.toml")
    goals = goals.model_copy(update={"clinic": goals.clinic.model_copy(update={"numbing": CREAMS})})
    space = screened(course, goals, whole_space(course, goals))
    values, _ = stable_draws(DRAWS, 1)
    search(course, goals, space, values.subset(np.arange(DRAWS) < 2))  # loads and compiles
    firsts: list[tuple[float, float]] = []
    load = os.getloadavg()[0]
    begin, wall = time.process_time(), time.monotonic()

    def told(seen: Progress) -> None:
        if seen.first is not None:
            firsts.append((time.process_time() - begin, time.monotonic() - wall))

    found = search(course, goals, space, values, told)
    whole_s, whole_wall_s = time.process_time() - begin, time.monotonic() - wall
    again = time.process_time()
    found.asked_again(goals.model_copy(update={"exchange": {"dark_marks": 3}}))
    again_s = time.process_time() - again
    alone_s = _alone(course, goals, space.space, values)
    points = objectives(found.table, found.choice.benefit)[:, COMPARED]
    exact = _volume(points[1:])
    return {
        "machine": machine(),
        "what": f"examples/plans/{EXAMPLE}, {found.table.rows - 1} designs in {DRAWS} draws",
        "designs": found.table.rows - 1,
        "draws": DRAWS,
        "search_cpu_s": whole_s,
        "first_front_cpu_s": firsts[0][0],
        "search_wall_s": whole_wall_s,
        "first_front_wall_s": firsts[0][1],
        "load_before": load,
        "asked_again_cpu_s": again_s,
        "one_design_alone_cpu_s": alone_s,
        "examples": examples(),
        "budgets": list(BUDGETS),
        "random": _mean([_random(points, seed) for seed in range(SEEDS)], points, exact),
        "nsga2": _mean([_nsga2(found, points, seed) for seed in range(SEEDS)], points, exact),
        "hypervolume": exact,
        "reference_point": REFERENCE,
    }


def examples() -> list[dict[str, Any]]:
    """Processor seconds of the search of every example as it is shipped."""
    found = []
    for path in sorted(PLANS.glob("*_goals.toml")):
        name = path.stem.removesuffix("_goals")
        course, goals = load_course(PLANS / f"{name}.toml"), load_goals(path)
        values, _ = stable_draws(DRAWS, 1)
        space = screened(course, goals, whole_space(course, goals))
        search(course, goals, space, values.subset(np.arange(DRAWS) < 2))  # loads and compiles
        begin = time.process_time()
        table = search(course, goals, space, values).table
        found.append({"name": name, "designs": table.rows - 1, "cpu_s": time.process_time() - begin})
    return found


def _alone(course: Any, goals: Any, space: Space, values: Any) -> float:
    """Processor seconds of one design of middling length that shares nothing with any other."""
    (zone,) = space.zones
    middle = space.settings[zone][len(space.settings[zone]) // 2]
    one = replace(
        space, settings={zone: (middle,)}, sessions=(4,), intervals_day=(28,), creams=space.creams[:1]
    )
    begin = time.process_time()
    zone_draws(course, goals, one, zone, wanted_in(course, goals)[zone], values)
    return time.process_time() - begin


def _volume(points: np.ndarray) -> float:
    best = points[nondominated(points)]
    volume = hypervolume(best, np.array(list(REFERENCE.values())))
    assert volume is not None
    return volume


def _random(points: np.ndarray, seed: int) -> list[int]:
    """Rows in a random order."""
    return (1 + np.random.default_rng(seed).permutation(len(points) - 1)).tolist()


def _nsga2(found: Found, points: np.ndarray, seed: int) -> list[int]:
    """Rows in the order in which NSGA-II asks for them, each once."""
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.problem import ElementwiseProblem
    from pymoo.operators.crossover.sbx import SBX
    from pymoo.operators.mutation.pm import PM
    from pymoo.operators.repair.rounding import RoundingRepair
    from pymoo.operators.sampling.rnd import IntegerRandomSampling
    from pymoo.optimize import minimize

    table = found.table
    keys = zip(table.places[1:, 0], table.number[1:], table.gap[1:], table.cream[1:], strict=True)
    rows = {tuple(map(int, key)): row for row, key in enumerate(keys, 1)}
    numbers = table.space.sessions
    asked: dict[int, None] = {}

    class Lookup(ElementwiseProblem):
        """Designs by setting, number, interval and cream, looked up."""

        def __init__(self) -> None:
            most = [table.places.max(), len(numbers) - 1, table.gap.max(), table.cream.max()]
            super().__init__(
                n_var=4, n_obj=points.shape[1], xl=np.zeros(4), xu=np.array(most, float), vtype=int
            )

        def _evaluate(self, x: Any, out: dict[str, Any], *args: Any, **kwargs: Any) -> None:
            setting, place, gap, cream = (int(value) for value in x)
            row = rows[setting, numbers[place], gap if numbers[place] > 1 else 0, cream]
            asked[row] = None
            out["F"] = points[row]

    algorithm = NSGA2(
        pop_size=POPULATION,
        sampling=IntegerRandomSampling(),
        crossover=SBX(repair=RoundingRepair()),
        mutation=PM(repair=RoundingRepair()),
    )
    minimize(Lookup(), algorithm, ("n_gen", GENERATIONS), seed=seed, verbose=False)
    return list(asked)


def _mean(orders: Sequence[Sequence[int]], points: np.ndarray, exact: float) -> list[float | None]:
    """Share of the exact hypervolume after each budget, mean over the seeds; None beyond what was asked for."""
    shares: list[float | None] = []
    for budget in BUDGETS:
        held = [_volume(points[list(order[:budget])]) / exact for order in orders if len(order) >= budget]
        shares.append(float(np.mean(held)) if len(held) == len(orders) else None)
    return shares


def told(result: dict[str, Any]) -> str:
    """The result in a few lines."""
    rows = [
        f"{result['what']}: {result['search_cpu_s']:.1f} processor s, first front {result['first_front_cpu_s']:.1f}, "
        f"asked again {result['asked_again_cpu_s']:.3f}, one design alone {result['one_design_alone_cpu_s']:.2f}"
    ]
    for budget, random, nsga2 in zip(result["budgets"], result["random"], result["nsga2"], strict=True):
        rows.append(f"{budget:5} designs: random {random}, NSGA-II {nsga2}")
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    measure(__doc__, measured, told, arguments)


if __name__ == "__main__":
    main()
