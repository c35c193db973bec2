"""Whatever is newly on record of a running course is learnt from: a job is put in, in the very transaction.

A plan that was never forecast, or that does not run, asks for nothing. Rows brought in in bulk ask for nothing either:
what was seen before anything was promised teaches no audit.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ..records.models import (
    Client,
    HiddenPhotograph,
    Measurement,
    Plan,
    PlanVersion,
    Session,
    VoidedSession,
)
from ..records.selectors.tracked import first_promise, so_far_now
from ..records.services.act import Actor
from .models import Job
from .queue import put_in

SELF = Actor(None, "tracking")


def want_tracking(version: PlanVersion, actor: Actor = SELF, advise: bool = True) -> Job:
    """Put in the job that learns from what is on record now; the same knowledge is one job."""
    inputs = {"plan_version": str(version.pk), "known": so_far_now(version).digest, "advise": advise}
    return put_in(actor=actor, kind="track", inputs=inputs, client=version.plan.client_id)


def want_for_client(client: UUID) -> list[Job]:
    """The same for every running plan of a client that was forecast; for nobody whose records rest."""
    running = Plan.objects.filter(client=client, state=Plan.State.RUNNING, current__isnull=False)
    running = running.filter(client__state=Client.State.ACTIVE)
    found = []
    for plan in running.select_related("current__forecast", "current__plan"):
        assert plan.current is not None
        if first_promise(plan.current) is not None:
            found.append(want_tracking(plan.current))
    return found


def on_record(sender: Any, instance: Any, created: bool, raw: bool = False, **_: Any) -> None:
    """What the database's rows call when they are written: a reading, a session signed or voided.

    And a photograph that is hidden: what was read from it counts no longer.
    """
    if raw:  # a backup being put back
        return
    if isinstance(instance, Measurement) and created:
        want_for_client(instance.client_id)  # type: ignore[attr-defined]
    elif isinstance(instance, HiddenPhotograph) and created:
        shot = instance.photograph
        if Measurement.objects.filter(client=shot.client_id, reason__contains=str(shot.pk)).exists():  # type: ignore[attr-defined]
            want_for_client(shot.client_id)  # type: ignore[attr-defined]
    elif isinstance(instance, VoidedSession) and created:
        want_for_client(instance.session.client_id)
    elif isinstance(instance, Session) and instance.signed_at is not None:
        want_for_client(instance.client_id)


def listen() -> None:
    """Be called from now on."""
    from django.db.models.signals import post_save

    for model in (HiddenPhotograph, Measurement, Session, VoidedSession):
        post_save.connect(on_record, sender=model, dispatch_uid=f"tracking.{model.__name__}")
