"""Searches for plans, and plans moved by hand, as pages show them: what was asked and what was found."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from ..records.models import Client
from ..records.services.act import Actor, NotFound, one
from .models import Job

KINDS = ("plan", "move")
MOST = 12


def searches_of(*, actor: Actor, client: Client) -> list[Job]:
    """The newest searches of a client and plans moved by hand, without their results."""
    actor.need("clinic_work.view_job")
    rows = Job.objects.filter(client=client, kind__in=KINDS).exclude(state=Job.State.CANCELLED)
    return list(rows.defer("result", "inputs").select_related("user").order_by("-made_at")[:MOST])


def last_inputs(*, actor: Actor, client: Client) -> dict[str, Any] | None:
    """What the newest search of a client was asked, so that a new one begins where it ended."""
    actor.need("clinic_work.view_job")
    row = Job.objects.filter(client=client, kind="plan").only("inputs").order_by("-made_at").first()
    return json.loads(row.inputs) if row is not None else None


def search(*, actor: Actor, job: UUID) -> Job:
    """One of them by its id; raises `NotFound` for other jobs."""
    actor.need("clinic_work.view_job")
    row = one(Job, job)
    if row.kind not in KINDS or row.client_id is None:  # type: ignore[attr-defined]
        raise NotFound("no such search")
    return row


def inputs_of(row: Job) -> dict[str, Any]:
    """What it was asked."""
    return _read(str(row.pk), row.inputs)


def found_in(row: Job) -> dict[str, Any]:
    """What it found; a plan moved by hand has the shape of a search that found one plan."""
    if row.state != Job.State.DONE:
        raise NotFound("nothing was found yet")
    told = _read(f"{row.pk} found", row.result)
    if row.kind == "plan":
        return told
    return {"plans": [told["plan"]], "infeasible": None, "bought": [], "narrowed_words": []}


def plan_in(row: Job, plan: str) -> dict[str, Any]:
    """One plan of what was found; raises `NotFound`."""
    for item in found_in(row)["plans"]:
        if item["id"] == plan:
            return item
    raise NotFound("no such plan")


@lru_cache(maxsize=16)
def _read(_key: str, text: str) -> dict[str, Any]:
    """JSON read once for who asks again: what a job was given and found never changes; nobody writes into it."""
    return json.loads(text)
