"""What jobs do. Each is given its inputs and a function to call between steps, and returns what JSON can say."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from ..records.answers import kept_answer
from ..records.models import PlanVersion
from ..records.selectors.course_so_far import before_the_first, so_far
from ..records.services.act import Actor, one
from ..records.services.forecasts import keep_forecast
from . import handing_in, handing_out, measuring, planning, tracking

Step = Callable[[float], None]
LEAST_DRAWS, MOST_DRAWS = 16, 2000


def forecast(inputs: dict[str, Any], step: Step, actor: Actor) -> dict[str, Any]:
    """Forecast a version of a plan and keep the answer whole; inputs: plan_version, draws, seed, and advise
    where what may follow is to be compared too.

    The client's sheet is kept with it, and what it promises of readings to come, so that results can be set beside it;
    too few draws promise nothing. A course that the safety screen stops is not forecast: the job fails and says why.
    `invented` is of the demonstration, whose clients had theirs before their first session.
    """
    from ...course.reading import course_from_tables
    from ...course.simulate import simulate

    version = one(PlanVersion, UUID(inputs["plan_version"]))
    draws = min(max(int(inputs.get("draws", 64)), LEAST_DRAWS), MOST_DRAWS)
    seed = int(inputs.get("seed", 1))
    step(0.05)
    course = course_from_tables(json.loads(version.course), "course", version.course)
    said = simulate(course, draws=draws, seed=seed)
    step(0.8)
    as_if = before_the_first(version) if inputs.get("invented") else None
    answer = kept_answer(said)
    kept = keep_forecast(actor=actor, client=version.plan.client_id, answer=answer, seed=seed, as_if=as_if)
    advise = bool(inputs.get("advise", False))
    if as_if is not None:
        then = so_far(version, as_if.date())
        tracking.keep_what_it_promises(version, kept, said, actor, stands=then, as_if=as_if)
    found = tracking.keep_what_it_promises(version, kept, said, actor, advise)
    return {"forecast": str(kept.pk), "tracked": None if found is None else str(found.pk)}


KINDS: dict[str, Callable[[dict[str, Any], Step, Actor], Any]] = {
    "forecast": forecast,
    "move": planning.move,
    "plan": planning.search,
    "track": tracking.track,
    measuring.KIND: measuring.measure,
    "import": handing_in.hand_in,
    "export": handing_out.hand_out,
    "backup": handing_out.keep_backup,
}
