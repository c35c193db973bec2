"""What was agreed and foretold: Consent, CarePlan, Goal, RiskAssessment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .... import __version__
from ...records.models import Client, Consent, Forecast, Plan
from .terms import CONSENT, HL7, LOINC, at, coded, made_id, own, ref, resource, text, utc

SCOPES = {"treatment": "treatment", "photography": "patient-privacy", "publication": "patient-privacy"}
STATES = {
    "draft": "draft",
    "offered": "draft",
    "accepted": "active",
    "running": "active",
    "finished": "completed",
    "stopped": "revoked",
}
GOALS = {"draft": "proposed", "active": "active", "completed": "completed", "revoked": "cancelled"}


def consents(client: Client) -> Iterator[dict[str, Any]]:
    """Each decision, with the digest of the exact words; withdrawn ones say from when."""
    rows = Consent.objects.filter(client=client).select_related(
        "offer__text", "withdrawal", "offer__plan_version"
    )
    for row in rows.order_by("happened_at"):
        withdrawn = getattr(row, "withdrawal", None)
        given = row.decision == Consent.Decision.GIVEN
        words = row.offer.text
        yield resource(
            "Consent",
            row.pk,
            status="inactive" if withdrawn else "active" if given else "rejected",
            scope=coded(f"{HL7}/consentscope", SCOPES[row.offer.kind]),
            category=[coded(LOINC, *CONSENT), own("consent", row.offer.kind)],
            patient=ref(client.pk),
            dateTime=at(row),
            policyRule=text(f"{words.title} ({words.language}), SHA-256 {row.offer.text_sha256}"),
            provision={
                "type": "permit" if given else "deny",
                "period": {"start": at(row), "end": at(withdrawn) if withdrawn else None},
            },
        )


def plans(client: Client) -> Iterator[dict[str, Any]]:
    """Each plan as its newest version says it, with a goal where wishes were written down."""
    for row in Plan.objects.filter(client=client).select_related("current").order_by("entered_at"):
        status = STATES[row.state]
        version = row.current or row.versions.order_by("-number").first()
        goal = version.goals if version is not None else ""
        if goal:
            yield resource(
                "Goal",
                made_id(row.pk, "goal"),
                lifecycleStatus=GOALS[status],
                description=text(f"Wishes as written: {goal}"),
                subject=ref(client.pk),
            )
        course = json.loads(version.course) if version is not None else {}
        yield resource(
            "CarePlan",
            row.pk,
            status=status,
            intent="plan",
            title=row.name,
            description=version.summary if version is not None else "",
            subject=ref(client.pk),
            created=utc(row.entered_at),
            goal=[ref(made_id(row.pk, "goal"))] if goal else [],
            activity=[_activity(session, status) for session in course.get("session", [])],
            note=[text(f"Stopped: {row.stopped_reason}")] if row.stopped_reason else [],
        )


def _activity(session: dict[str, Any], status: str) -> dict[str, Any]:
    told = [f"{name} {session[name]}" for name in ("depth_mm", "passes", "zone") if name in session]
    repeat = session.get("repeat")
    if repeat:
        told.append(f"{repeat.get('times')} times, every {repeat.get('every_day')} days")
    return {
        "detail": {
            "code": own("procedure", "microneedling"),
            "status": "cancelled" if status == "revoked" else "scheduled",
            "scheduledString": f"day {session.get('day', '')} of the course",
            "description": ", ".join(told),
        }
    }


def forecasts(client: Client) -> Iterator[dict[str, Any]]:
    """Each forecast by its chances, in percent as R4 has them, with the interval that 80 % of the draws fill."""
    for row in Forecast.objects.filter(client=client).order_by("entered_at"):
        answer = json.loads(row.quantiles)
        found = [_prediction(item) for item in answer.get("chances", []) if item.get("chance") is not None]
        yield resource(
            "RiskAssessment",
            row.pk,
            status="final",
            method=text(
                f"microneedling {row.program_version}, model {row.model_number}, {row.draws} draws, seed {row.seed}"
            ),
            subject=ref(client.pk),
            occurrenceDateTime=utc(row.entered_at),
            performer=ref(made_id(__version__, "program")),
            prediction=found,
            note=[text(f"A simulation. Inputs: SHA-256 {row.inputs_sha256}")],
        )


def _prediction(item: dict[str, Any]) -> dict[str, Any]:
    low, high = item.get("low80"), item.get("high80")
    range_ = (
        f"; 80 % interval {100 * low:.0f} to {100 * high:.0f}" if low is not None and high is not None else ""
    )
    return {
        "outcome": text(f"noticeable change: {item.get('concern', '')} ({item.get('scale', '')})"),
        "probabilityDecimal": round(100 * min(max(float(item["chance"]), 0.0), 1.0), 1),
        "rationale": f"percent, on day {item.get('day', '?'):g} of the course{range_}"
        if isinstance(item.get("day"), int | float)
        else f"percent{range_}",
    }
