"""Plan a course: from a person, wishes and limits to a few courses worth choosing between, and why.

plan(course, goals) -> Plans

Screen, search, names; then every named plan is run again in full, its limits are checked on that run, and what it
brings, risks and costs is read from it. One set of draws serves everything, its hash is kept.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from .. import MODEL_NUMBER, __version__
from ..course.course import Course
from ..evidence.registry import Values
from ..healing.screening import stable_draws
from ..inputs.questions import flag, refuse, subject
from ..outcomes.summary import rounded
from . import deciding
from .alternatives import Alternative, care_alone, literature
from .checked import Checked, checked, run_in_full
from .hashes import draws_hash, inputs_hash
from .later import left_later
from .one_plan import Plan, objectives_in
from .plans import Plans
from .search.choosing import OBJECTIVES, objectives
from .search.front import hypervolume
from .search.limits import all_hold, limits_of
from .search.scenarios import scenarios_of
from .search.screened import Screened, screened
from .search.searching import Found, Progress, Told, search
from .search.space import whole_space
from .sunnier import with_more_sun
from .wishes.asked import DRAWS, to_plan
from .wishes.goals import Goals
from .wishes.person import against, past

NEAREST = "nearest"
MISSING = "not told: moocore, of the extra microneedling[plan], is not installed"
MOST_PLANS = 7
REFERENCE = {"benefit": 0.0, "dark marks": 1.0, "downtime": 365.0, "visits": 9.0}
"""reference point of the hypervolume, in shares, days and visits: the worst that a plan can do"""


def plan(
    course: Course,
    goals: Goals,
    draws: int = DRAWS,
    seed: int = 1,
    *,
    override_stop: bool = False,
    progress: Told = lambda seen: None,
    today: date | None = None,
    threads: int = 2,
) -> Plans:
    """Plan a course for the person of a course file; sessions in that file are not looked at, its areas are.

    Raises `InputError` with every mistake in the arguments and between the two files, `Refused` where the safety
    screen stops it, `SolverError` where too many draws fail. `today` is compared with the goals' start date.

    >>> from microneedling import load_course, load_goals, plan
    >>> course = load_course("examples/plans/neck_lines.toml")
    >>> goals = load_goals("examples/plans/neck_lines_goals.toml")
    >>> few = goals.space.model_copy(update={"interval_day": (28,), "passes": (2,), "sessions": (1,)})
    >>> plans = plan(course, goals.model_copy(update={"space": few}), draws=4)
    >>> plans.infeasible is None, plans.plans[0].course.sessions
    (True, ())
    """
    mistakes = subject("course", course, Course, "load_course(PATH)") + subject(
        "goals", goals, Goals, "load_goals(PATH)"
    )
    mistakes += to_plan(draws, seed) + flag("override_stop", override_stop)
    refuse("plan", mistakes)
    refuse("goals", [*against(goals, course), *past(goals, today or date.today())])
    screen = screened(course, goals, whole_space(course, goals), override_stop)
    values, passed_over = stable_draws(draws, seed)
    begin = time.monotonic()
    found = search(course, goals, screen, values, progress, threads)
    progress(Progress("running the plans in full", 0, 1, time.monotonic() - begin))
    ready, names, found = _in_full(course, goals, found, screen, values, seed)
    made = _Answer(course, goals, found, screen, values, seed, ready, names)
    manifest = made.manifest(passed_over, draws)
    return Plans(
        course,
        goals,
        made.plans(),
        made.front(),
        made.infeasible(),
        made.information(),
        made.alternatives(),
        screen,
        found,
        ready.table,
        manifest,
    )


def _in_full(
    course: Course, goals: Goals, found: Found, screen: Screened, values: Values, seed: int
) -> tuple[Checked, tuple[tuple[str, ...], ...], Found]:
    """The named plans run in full; one that then breaks a limit is not offered, and the choice is made anew."""
    stop = bool(screen.overridden)
    ran: dict[int, tuple[Any, Any]] = {}
    broken: set[int] = set()
    while True:
        named = _rows_by_name(found)
        for row, names in named.items():
            if row not in ran:
                ran[row] = run_in_full(
                    course,
                    goals,
                    found.table.design(row),
                    f"{course.title}: {', '.join(names)}",
                    values,
                    seed,
                    stop,
                )
        rows = list(named)
        designs = [found.table.design(row) for row in rows]
        courses, forecasts = zip(*(ran[row] for row in rows), strict=True)
        ready = checked(course, goals, designs, courses, forecasts, values)
        holds = all_hold(limits_of(ready.table, goals, screen.start_delay_day), len(rows))
        fails = {row for row, held, names in zip(rows, holds, named.values(), strict=True) if not held}
        fails = {row for row in fails if found.misfit is None and found.table.number[row]} - broken
        if not fails:
            return ready, tuple(named.values()), found
        broken |= fails
        found = found.without(broken)


def _rows_by_name(found: Found) -> dict[int, tuple[str, ...]]:
    """Rows that are shown, each with all its names; doing nothing is always the first, keeping limits or not."""
    rows: dict[int, tuple[str, ...]] = {0: ("nothing",)}
    for name, row in found.choice.named.items():
        if name != "nothing":
            rows[row] = (*rows.get(row, ()), name)
    if found.misfit is not None:
        rows[found.misfit.nearest] = (NEAREST,)
    return dict(list(rows.items())[:MOST_PLANS])


class _Answer:
    """Puts the answer together from the search and the plans that were run in full."""

    def __init__(
        self,
        course: Course,
        goals: Goals,
        found: Found,
        screen: Screened,
        values: Values,
        seed: int,
        ready: Checked,
        names: Sequence[tuple[str, ...]],
    ):
        self.course, self.goals, self.found, self.screen = course, goals, found, screen
        self.values, self.seed, self.ready, self.names = values, seed, ready, names
        self.rows = list(_rows_by_name(found))
        self.limits = limits_of(ready.table, goals, screen.start_delay_day)
        self.regret = deciding.info.regret(ready.table.worth)
        alike, best = ready.table.draws == found.table.draws, int(np.argmax(ready.table.worth.mean(axis=1)))
        self.scenarios = found.choice.scenarios if alike else scenarios_of(ready.table, best)
        self.same = deciding.same(ready.table, [", ".join(held) for held in names])

    def plans(self) -> tuple[Plan, ...]:
        """Every named plan with all that is told of it."""
        return tuple(self._plan(k) for k in range(len(self.names)))

    def _plan(self, k: int) -> Plan:
        course, table, row = self.ready.courses[k], self.ready.table, self.rows[k]
        design = self.ready.designs[k]
        return Plan(
            id=self._identity(course),
            names=self.names[k],
            design=design,
            course=course,
            forecast=self.ready.forecasts[k],
            objectives=objectives_in(table, k),
            limits=tuple(item.of(k) for item in self.limits),
            regret=rounded(float(self.regret[k])),
            scenarios={
                item.name: {
                    "benefit": rounded(float(table.benefit[k, item.draws].mean())),
                    "dark marks": rounded(float(table.marks[k, item.draws].mean())),
                    "downtime": rounded(float(table.downtime[k, item.draws].mean())),
                }
                for item in self.scenarios
            },
            same_as=self.same[k],
            skipped=deciding.one_less(self.found.table, row),
            next_session=deciding.one_more(self.found.table, row) if design.sessions else None,
            later=left_later(course, self.goals, self.values) if self.goals.yearly else (),
            more_sun=with_more_sun(self.course, self.goals, design, self.values),
            hoped=self._hoped(k),
        )

    def _hoped(self, k: int) -> tuple[dict[str, Any], ...]:
        return tuple(
            {
                "concern": wish.concern,
                "hoped": wish.chance_percent / 100,
                "forecast": rounded(float(self.ready.table.noticed[place, k].mean())),
            }
            for place, wish in enumerate(self.goals.wishes)
            if wish.chance_percent is not None
        )

    def front(self) -> tuple[dict[str, Any], ...]:
        """Every design that no other beats, in a fixed order, with its objectives as the search has them."""
        table, choice = self.found.table, self.found.choice
        columns = objectives(table, choice.benefit)
        names = (*OBJECTIVES, "cost") if table.cost is not None else OBJECTIVES
        shown = []
        for row in sorted(choice.front.tolist(), key=table.key):
            held = {name: rounded(float(value)) for name, value in zip(names, columns[row], strict=True)}
            held["benefit"] = rounded(-held["benefit"])
            shown.append({"design": table.design(row).words(), "objectives": held})
        return tuple(shown)

    def infeasible(self) -> dict[str, Any] | None:
        """Which limits bind, how far each would have to give, and the nearest plan."""
        misfit = self.found.misfit
        if misfit is None:
            return None
        k = next(i for i, held in enumerate(self.names) if held == (NEAREST,))
        return {
            "binding": [item.to_json() for item in misfit.binding],
            "nearest": {
                "id": self._identity(self.ready.courses[k]),
                "design": self.ready.designs[k].words(),
                "limits": [item.of(k) for item in self.limits],
            },
        }

    def information(self) -> dict[str, Any]:
        """Regret, what knowing more is worth, and what drives the choice, between the plans that are shown."""
        worth, several = self.ready.table.worth, len(self.names) > 1
        if not several or worth.shape[1] < 2:
            return {}
        best = int(np.argmax(worth.mean(axis=1)))
        forecast, own = self.ready.forecasts[best], self.ready.shared[best]
        told = deciding.worth_knowing(worth, forecast, own, self.seed)
        return {**told, "drivers": deciding.drivers(worth, forecast.values.subset(own))}

    def alternatives(self) -> tuple[Alternative, ...]:
        """Care at home alone, judged when the balanced plan is, and what the tables say of other treatments."""
        day = max(design.assessment_day for design in self.ready.designs)
        return (care_alone(self.course, self.goals, self.values, day), *literature(self.goals))

    def manifest(self, passed_over: int, draws: int) -> dict[str, Any]:
        """How the answer was made."""
        table = self.found.table
        ours = table.benefit[self.rows].mean(axis=1)
        missed = np.abs(ours - self.ready.table.benefit.mean(axis=1)).max()
        columns = objectives(table, self.found.choice.benefit)[self.found.choice.front][:, [0, 1, 2, 4]]
        volume = hypervolume(columns, np.array(list(REFERENCE.values())))
        return {
            "software": "microneedling",
            "version": __version__,
            "model_number": MODEL_NUMBER,
            "seed": self.seed,
            "draws": draws,
            "passed_over_draws": passed_over,
            "failed_draws": draws - table.draws,
            "draws_sha256": draws_hash(self.values),
            "inputs_sha256": inputs_hash(self.course, self.goals),
            "registry_sha256": self.values.registry.fingerprint,
            "search": {
                "designs": table.rows - 1,
                "draws": table.draws,
                "how": self.found.how,
                "front": len(self.found.choice.front),
                "largest_error": rounded(float(missed)),
                "hypervolume": None if volume is None else rounded(volume),
                **({} if volume is not None else {"hypervolume_missing": MISSING}),
                "reference_point": REFERENCE,
                "delivery": "worked out once for every setting and shared by all its plans: no error of its own",
            },
            "judged_by": self.goals.judge.model_dump(),
            "start_delay_day": self.screen.start_delay_day,
            "not_a_medical_device": True,
            "overridden": [item.rule for item, _ in self.screen.overridden],
        }

    def _identity(self, course: Course) -> str:
        text = json.dumps(
            [
                course.identity(),
                inputs_hash(self.course, self.goals),
                self.seed,
                self.values.count,
                MODEL_NUMBER,
            ],
            sort_keys=True,
        )
        return f"plan-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
