"""What jobs do. Each is given its inputs and a function to call between steps, and returns what JSON can say."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from ..records.models import PlanVersion
from ..records.services.act import Actor, one
from ..records.services.forecasts import keep_forecast

Step = Callable[[float], None]
LEAST_DRAWS, MOST_DRAWS = 16, 2000


def forecast(inputs: dict[str, Any], step: Step, actor: Actor) -> dict[str, Any]:
    """Forecast a version of a plan and keep the answer whole; inputs: plan_version, draws, seed.

    A course that the safety screen stops is not forecast: the job fails with the reasons.
    """
    from ...course.reading import course_from_tables
    from ...course.simulate import simulate

    version = one(PlanVersion, UUID(inputs["plan_version"]))
    draws = min(max(int(inputs.get("draws", 64)), LEAST_DRAWS), MOST_DRAWS)
    seed = int(inputs.get("seed", 1))
    step(0.05)
    course = course_from_tables(json.loads(version.course), "course", version.course)
    answer = simulate(course, draws=draws, seed=seed).to_json()
    step(0.95)
    kept = keep_forecast(actor=actor, client=version.plan.client_id, answer=answer, seed=seed)
    return {"forecast": str(kept.pk)}


KINDS: dict[str, Callable[[dict[str, Any], Step, Actor], Any]] = {"forecast": forecast}
