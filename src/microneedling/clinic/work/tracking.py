"""The job `track`: what is on record of a running course teaches its forecast, and what that says is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ...errors import MicroneedlingError
from ...inputs.questions import FEWEST_TO_PREDICT, LAST_DAY
from ..records.models import Forecast, PlanVersion, TrackedForecast
from ..records.selectors.tracked import first_promise, so_far_now
from ..records.services.act import Actor, one
from ..records.services.tracked import keep_tracked, kept_already

if TYPE_CHECKING:
    from ...course.forecast import Forecast as Said
    from ..records.selectors.course_so_far import SoFar


class NothingSaid(MicroneedlingError):
    """A version of a plan that was never forecast: nothing can be set beside anything."""


def track(inputs: dict[str, Any], step: Callable[[float], None], actor: Actor) -> dict[str, Any]:
    """Learn from what is on record now; inputs: plan_version, advise.

    What was said first is simulated again from its own inputs, draws and seed, so that it can be weighed; on record it
    stays as it was. Nothing is simulated where the same was learnt before: scores of one visit put in a job each, and
    the first of them learns from all. Fails for a version that was never forecast.
    """
    from ...course.simulate import simulate
    from ...evidence.registry import registry

    version = one(PlanVersion, UUID(inputs["plan_version"]))
    first = first_promise(version)
    if first is None:
        raise NothingSaid("nothing was said yet: forecast this version of the plan first")
    stands = so_far_now(version)
    step(0.05)
    draws = max(first.draws, FEWEST_TO_PREDICT)
    kept = kept_already(first, stands.digest, registry().fingerprint, draws)
    if kept is None:
        said = simulate(_long_enough(stands), draws, first.seed)
        step(0.6)
        kept = _kept(version, first, said, stands, bool(inputs.get("advise", True)), actor)
    return {"tracked": str(kept.pk), "known": stands.digest, "left_out": len(stands.left_out)}


def keep_what_it_promises(
    version: PlanVersion,
    first: Forecast,
    said: Said,
    actor: Actor,
    advise: bool = False,
    stands: SoFar | None = None,
    as_if: datetime | None = None,
) -> TrackedForecast | None:
    """What a forecast just made promises, from the start as it is known; None where it has too few draws to promise.

    `stands` and `as_if` are of the demonstration, whose forecasts are of another day.
    """
    if said.values.count < FEWEST_TO_PREDICT:
        return None
    return _kept(version, first, said, stands or so_far_now(version), advise, actor, as_if)


def _kept(
    version: PlanVersion,
    first: Forecast,
    said: Said,
    stands: SoFar,
    advise: bool,
    actor: Actor,
    as_if: datetime | None = None,
) -> TrackedForecast:
    from ...evidence.posterior import account
    from ...tracking.promised import promised
    from ...tracking.update import track as learn

    course = _long_enough(stands)
    whole = said if said.course.until_day >= course.until_day else None
    answer = learn(
        course if whole is None else said.course,
        [read for _, read in stands.readings],
        draws=said.values.count,
        seed=first.seed,
        today=min(stands.today, LAST_DAY),
        forecast=whole,
        done=stands.done,
        advise=advise,
        in_full=True,
    )
    return keep_tracked(
        actor=actor,
        plan_version=version.pk,
        first=first.pk,
        known=stands.known,
        answer=answer.to_json(),
        promises=[one.to_json() for one in promised(answer, first.seed, stands.last_day)],
        studies_sha256=str(account().get("data_sha256", "")),
        as_if=as_if,
    )


def _long_enough(stands: SoFar) -> Any:
    """The plan's course, followed as far as what was done of it and what was read ask for."""
    from ...tracking.as_done import until

    planned, done = stands.planned, stands.done or stands.planned
    last = max(
        [planned.until_day, planned.assessment_day, done.until_day, done.assessment_day]
        + [int(-(-read.day // 1)) for _, read in stands.readings]
    )
    return until(planned, last)
