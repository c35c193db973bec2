"""Jobs put in, taken up, given signs of life, ended; that of a worker which died is taken up again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..audit.record import canonical, digest_of, in_turn, record
from ..records.models import Client
from ..records.services.act import Actor, one
from ..records.services.standing import check_standing
from .models import Job

SILENT = timedelta(seconds=30)  # a worker that says nothing for so long is taken for dead
MOST_TRIES = 3
State = Job.State


class Cancelled(Exception):
    """Raised inside a job that is not wanted any more."""


def put_in(
    *,
    actor: Actor,
    kind: str,
    inputs: dict[str, Any],
    client: UUID | None = None,
    needs: str = "clinic_work.add_job",
    act: str = "job.add",
) -> Job:
    """Put a job in; the same inputs while one of them waits, runs or is done are that same job.

    `needs` is the permission of what the job does, where that is not for whoever may have things worked out; `act` is
    what it does to the client's records. Raises `InputError` for a client whose records were joined with others or
    erased, or rest, unless the act goes on then.
    """
    actor.need(needs)
    text = canonical(inputs)
    digest = digest_of(f"{kind}\n{text}")
    with transaction.atomic():
        in_turn()
        whose = None if client is None else one(Client, client, lock=True)
        if whose is not None:
            check_standing(whose, act)
        alive = Job.objects.filter(digest=digest).exclude(state__in=(State.FAILED, State.CANCELLED))
        if (same := alive.first()) is not None:
            return same
        job = Job.objects.create(kind=kind, inputs=text, digest=digest, client=whose, user=actor.user)
        owner = str(whose.pk) if whose is not None else ""
        record(actor.name, "job.add", f"job:{job.pk}", owner, {"kind": kind, "where": actor.where})
    return job


def cancel(*, actor: Actor, job: UUID, needs: str = "clinic_work.change_job") -> Job:
    """Ask for a job to end; one that waits ends at once, one that runs at its next step.

    `needs` is empty where it was seen already that the job is the actor's own.
    """
    if needs:
        actor.need(needs)
    with transaction.atomic():
        row = one(Job, job, lock=True)
        if row.state == State.WAITING:
            row.state, row.done_at = State.CANCELLED, timezone.now()
        row.cancel = True
        row.save(update_fields=["state", "cancel", "done_at"])
    return row


def claim(worker: str) -> Job | None:
    """The next job for a worker: one that waits, or one whose worker fell silent. After three tries it has failed.

    It is looked for before it is locked: asking for nothing holds up nobody who writes.
    """
    now = timezone.now()
    dead = Q(state=State.RUNNING, heard_at__lt=now - SILENT)
    open_ones = Job.objects.filter(Q(state=State.WAITING) | dead)
    if not open_ones.exists():
        return None
    with transaction.atomic():
        for job in open_ones.select_for_update(skip_locked=True).order_by("made_at")[:20]:
            if job.tries >= MOST_TRIES or job.cancel:
                job.state = State.CANCELLED if job.cancel else State.FAILED
                job.told, job.done_at = "" if job.cancel else "it ended the worker three times", now
                job.save()
                continue
            job.state, job.worker, job.heard_at, job.progress = State.RUNNING, worker, now, 0.0
            job.tries += 1
            job.save()
            return job
    return None


def sign_of_life(job: Job, part: float | None = None) -> None:
    """Tell that a job goes on, and how far it is; raises `Cancelled` where it is not wanted or another has it."""
    more = {} if part is None else {"progress": part}
    mine = Job.objects.filter(pk=job.pk, worker=job.worker, tries=job.tries, state=State.RUNNING)
    if not mine.filter(cancel=False).update(heard_at=timezone.now(), **more):
        raise Cancelled


def end(job: Job, state: str, result: Any = None, told: str = "") -> bool:
    """Write how a job ended; false where another worker has it by now."""
    now = timezone.now()
    mine = Job.objects.filter(pk=job.pk, worker=job.worker, tries=job.tries, state=State.RUNNING)
    done = {"state": state, "result": canonical(result) if result is not None else "", "told": told}
    return bool(
        mine.update(**done, done_at=now, heard_at=now, progress=1.0 if state == State.DONE else job.progress)
    )


def actor_behind(job: Job) -> Actor:
    """For whom a job works: whoever put it in."""
    user: User | None = job.user
    return Actor(user, "job")


def inputs_of(job: Job) -> dict[str, Any]:
    """What a job was given."""
    return json.loads(job.inputs)
