"""A running course with a forecast that learnt, its numbers made up: cheap, and read by pages as a real one is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from helpers.clinic.consents import a_sheet
from helpers.clinic.people import a_client, a_running_plan
from microneedling.clinic.records.selectors.tracked import so_far_now
from microneedling.clinic.records.services import assessments, sessions
from microneedling.clinic.records.services.act import Actor
from microneedling.clinic.records.services.tracked import keep_tracked

DAYS = [0.0, 30.0, 60.0, 90.0, 120.0, 150.0, 180.0]
SAID = [[rate * k for k in range(7)] for rate in (-0.15, -0.1, -0.02)]  # lower end, middle, upper end
NOW = [[rate * k for k in range(7)] for rate in (-0.05, -0.02, 0.02)]
LIKELY = {  # place -> the chances by which it is told
    "slower": {"slower": 0.7, "on track": 0.2, "faster": 0.1},
    "on track": {"slower": 0.1, "on track": 0.7, "faster": 0.2},
    "not to be told yet": {"slower": 0.4, "on track": 0.4, "faster": 0.2},
}
REST = {"effective_people": 300.0, "people": 400, "effective_draws": 12.0, "draws": 16, "tail_shape": None}


def learnt(place: str = "slower", worse: bool = False, points: int = 1) -> dict[str, Any]:
    """An answer of `track` with one outcome: wrinkles read on days of the course."""
    point = {"scale": "lemperle", "value": 3.0, "rater": "user-1", "blinded": True, "readings": 1}
    point |= {"change": 0.2, "low80": -0.3, "high80": 0.7, "detectable_change": 1.1}
    outcome = {
        "name": "wrinkle_severity",
        "label": "wrinkle severity",
        "scale": "lemperle",
        "unit": "points",
        "direction": "lower is better",
        "concerns": ["fine lines"],
        "start": 3.0,
        "judged_day": 150.0,
        "chance_of_noticeable": {"said": 0.6, "now": 0.2},
        "place": place,
        "probability": LIKELY[place],
        "smallest_detectable_change": 1.0,
        "measurable_worsening": worse,
        "measurements": [{**point, "day": 80.0 - k} for k in range(points)],
        "next_readings": [{"day": 180.0, "expected_narrowing": 0.1}],
        "band": {"day": DAYS, "said": SAID, "now": NOW},
    }
    advice = {"go_on": 0.5, "change": 0.3, "stop": 0.2, "day": 150.0, "sessions_left": 1, "draws": 16}
    advice |= {
        "expected_share_of_the_way": {"go on": 0.9, "stop now": 0.6},
        "change_to": None,
        "designs_tried": 3,
    }
    held = {"mean": 0.2, "low80": 0.1, "high80": 0.4}
    advice |= {
        "chance_of_the_wish": {"go on": held, "stop": held},
        "limits": [],
        "limits_broken_by_going_on": [],
    }
    advice |= {"one_session_more_is_stopped_by_the_screen": False}
    manifest = {"registry_sha256": "0" * 64, "draws": 16, "seed": 1}
    rests = {**REST, "trusted": True, "draws_added": 0}
    return {
        "model_number": 5,
        "manifest": manifest,
        "today": 80.0,
        "outcomes": [outcome],
        "advice": advice,
        "rests_on": rests,
    }


def followed_client(
    by: Actor, answer: dict[str, Any] | None = None, said_last: bool = False, **who: Any
) -> tuple[Any, Any]:
    """A client eighty days after the first session of a plan that was forecast and has learnt; and the plan.

    `said_last`: it was forecast after all that was read.
    """
    client = a_client(by, **who)
    plan = a_running_plan(by, client)
    assert plan.current is not None
    if not said_last:
        a_sheet(by, plan.current)
    now = timezone.now()
    for back in (80, 40):
        made = sessions.open_session(
            actor=by,
            client=client.pk,
            plan_version=plan.current.pk,
            happened_at=now - timedelta(days=back),
        )
        sessions.log_zone(actor=by, session=made.pk, zone="cheek", depth="0.5")
        sessions.sign_session(actor=by, session=made.pk, version=made.version)
    assessments.add_measurement(
        actor=by, client=client.pk, zone="cheek", scale="lemperle", value="3", blinded="yes"
    )
    if said_last:
        a_sheet(by, plan.current)
    keep(by, plan, answer or learnt())
    return client, plan


def keep(by: Actor, plan: Any, answer: dict[str, Any]) -> Any:
    """What was learnt from all that is on record now."""
    from microneedling.clinic.records.selectors.tracked import first_promise

    first = first_promise(plan.current)
    assert first is not None
    return keep_tracked(
        actor=by,
        plan_version=plan.current.pk,
        first=first.pk,
        known=so_far_now(plan.current).known,
        answer=answer,
        promises=[],
        studies_sha256="",
    )
