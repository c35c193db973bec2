"""Plans written: versions added, never rewritten; states that follow one another, with consent where it is due."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ...audit.record import canonical, digest_of
from ..models import Client, Consent, Forecast, Plan, PlanStep, PlanVersion, Session
from ..selectors.consents import valid_consent
from .act import Actor, noted, one, service
from .rows import added, refused

State = Plan.State
# State -> those that may follow it.
NEXT: dict[str, tuple[str, ...]] = {
    State.DRAFT: (State.OFFERED, State.STOPPED),
    State.OFFERED: (State.ACCEPTED, State.DRAFT, State.STOPPED),
    State.ACCEPTED: (State.RUNNING, State.DRAFT, State.STOPPED),
    State.RUNNING: (State.FINISHED, State.STOPPED),
    State.FINISHED: (),
    State.STOPPED: (),
}


@service("clinic_records.add_plan")
def add_plan(*, actor: Actor, client: UUID, name: str) -> Plan:
    """A plan without a version yet."""
    whose = one(Client, client)
    return added(Plan(client=whose, name=name), actor, "plan.add", whose)


@service("clinic_records.add_planversion")
def add_version(
    *,
    actor: Actor,
    plan: UUID,
    made: str,
    course: dict[str, Any],
    goals: dict[str, Any] | None = None,
    limits: dict[str, Any] | None = None,
    summary: str = "",
    forecast: UUID | None = None,
) -> PlanVersion:
    """A new version, which is what is offered from now on; a plan offered or accepted becomes a draft again.

    The course is checked as a course file is; raises `InputError` with all its mistakes, and for a plan that runs on
    another version or has ended: a running plan changes by a new one.
    """
    from ....course.reading import course_from_tables

    of = one(Plan, plan, lock=True)
    if of.state in (State.FINISHED, State.STOPPED):
        raise refused("plan", ("state", str(of.state), "a plan that has not ended; make a new one"))
    text = canonical(course)
    course_from_tables(course, "course", text)
    seen = None if forecast is None else one(Forecast, forecast)
    if seen is not None and seen.client_id != of.client_id:
        raise refused("plan", ("forecast", "one of another client", "one of this client"))
    number = of.versions.count() + 1
    row = PlanVersion(plan=of, number=number, made=made, course=text, summary=summary, forecast=seen)
    row.goals, row.limits = (canonical(part) if part else "" for part in (goals, limits))
    row.sha256 = digest_of("\n".join((text, row.goals, row.limits)))
    added(row, actor, "plan.version", of.client, number=number, sha256=row.sha256)
    of.current = row
    of.version += 1
    of.save(update_fields=["current", "version"])
    if of.state in (State.OFFERED, State.ACCEPTED):
        step_to(of, State.DRAFT, actor, "a new version")
    return row


@service("clinic_records.change_plan")
def move_plan(*, actor: Actor, plan: UUID, state: str, reason: str = "") -> Plan:
    """Take a plan to its next state; raises `InputError` where it does not follow, or consent is not given.

    Accepted and running need consent to treatment for exactly the version that stands; a stop needs its reason.
    """
    of = one(Plan, plan, lock=True)
    return step_to(of, state, actor, reason)


def step_to(plan: Plan, state: str, actor: Actor, reason: str = "") -> Plan:
    """The same within another service's transaction, the plan being held."""
    allowed = NEXT[plan.state]
    if state not in allowed:
        told = " | ".join(allowed) or "nothing: it has ended"
        raise refused("plan", ("state", f'"{state[:20]}" after {plan.state}', told))
    if state != State.STOPPED and plan.current is None:
        raise refused("plan", ("version", "none", "a version first"))
    if state in (State.ACCEPTED, State.RUNNING):
        _need_consent(plan)
    if state == State.STOPPED and not reason.strip():
        raise refused("plan", ("reason", "nothing", "why it is stopped"))
    before, plan.state = plan.state, state
    plan.stopped_reason = reason if state == State.STOPPED else ""
    plan.version += 1
    plan.save(update_fields=["state", "stopped_reason", "version"])
    step = PlanStep(plan=plan, version=plan.current, before=before, after=state, reason=reason)
    step.entered_by = actor.user
    step.save(force_insert=True)
    noted(actor, "plan.move", plan, plan.client, before=str(before), after=str(state))
    return plan


def _need_consent(plan: Plan) -> None:
    if plan.current is None or valid_consent(plan.client, "treatment", plan.current) is None:
        allowed = "consent to treatment that names this version, given and not withdrawn"
        raise refused("plan", ("consent", "none for the version that stands", allowed))


def accepted_version(session: Session) -> Consent | None:
    """The consent that a session rests on: to the very version of its plan."""
    if session.plan_version is None:
        return None
    return valid_consent(session.client, "treatment", session.plan_version)
