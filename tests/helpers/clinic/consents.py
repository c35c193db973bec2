"""Consents for tests: the words of all three, a plan that is offered, its sheet, what a client sends to sign."""

from __future__ import annotations

import json
from typing import Any

from helpers.clinic.people import COURSE, a_text
from microneedling.clinic.records.answers import SHEET
from microneedling.clinic.records.models import Client, Plan, PlanVersion
from microneedling.clinic.records.selectors.course_so_far import course_of
from microneedling.clinic.records.services import forecasts, plans
from microneedling.clinic.records.services.act import Actor

DRAWN = json.dumps([[[100, 200], [300, 80], [500, 210]], [[700, 150]]])
SIGNED: dict[str, Any] = {
    "read": "on",
    "asked": "Whether it hurts: a little.",
    "decision": "given",
    "signed_as": "A. Example",
    "drawn": DRAWN,
}


def all_words(by: Actor) -> dict[str, Any]:
    """A text for each of the three consents."""
    return {kind: a_text(by, kind) for kind in ("treatment", "photography", "publication")}


def an_offered_plan(by: Actor, client: Client, course: dict[str, Any] = COURSE) -> Plan:
    """A plan with one version, offered and not agreed to."""
    plan = plans.add_plan(actor=by, client=client.pk, name="Fine lines")
    plans.add_version(actor=by, plan=plan.pk, made="hand", course=course)
    return plans.move_plan(actor=by, plan=plan.pk, state="offered")


def a_sheet(by: Actor, version: PlanVersion, words: str = "Your needling plan") -> Any:
    """A forecast of a version with a sheet, its numbers made up."""
    course = course_of(version).model_dump(mode="json", exclude_none=True)
    answer = {"course": course, "model_number": 5, "manifest": {"draws": 16, "registry_sha256": "0" * 64}}
    answer |= {"outcomes": [], SHEET: f"<h1>{words}</h1><section><h2>What is planned</h2></section>"}
    return forecasts.keep_forecast(actor=by, client=version.plan.client_id, answer=answer, seed=1)


def deeper(course: dict[str, Any] = COURSE, depth_mm: float = 1.0) -> dict[str, Any]:
    """The same course at another depth."""
    sessions = [{**session, "depth_mm": depth_mm} for session in course["session"]]
    return {**course, "session": sessions}
