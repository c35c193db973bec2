"""Jobs of the office as pages show them: one's own alone, with how far they are; and the files they left."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ...records.selectors.reading import looked
from ...records.services.act import Actor, NotFound, one
from ...tray import KEPT, Tray
from ...work.handing_out import EXPORTS
from ...work.models import Job
from ...work.queue import cancel, inputs_of
from ..asked import asked, done

GOING = (Job.State.WAITING, Job.State.RUNNING)
TYPES = {"csv": "text/csv", "ics": "text/calendar", "json": "application/fhir+json", "zip": "application/zip"}


def own_job(actor: Actor, job: UUID, *kinds: str) -> Job:
    """A job of who asks, of one of some kinds; raises `NotFound` for anybody else's."""
    row = one(Job, job)
    if row.user != actor.user or row.kind not in kinds:
        raise NotFound("no such job")
    return row


def own_jobs(actor: Actor, kind: str, since: timedelta = KEPT) -> list[Any]:
    """Who asks' own jobs of a kind, newest first, each with what it was given and what came of it."""
    rows = Job.objects.filter(user=actor.user, kind=kind, made_at__gte=timezone.now() - since)
    found = list(rows.select_related("client").order_by("-made_at")[:30])
    for row in found:
        row.asked, row.answer = inputs_of(row), answer_of(row)  # type: ignore[attr-defined]
    return found


def answer_of(job: Job) -> dict[str, Any]:
    """What came of a job, {} for one that has not ended well."""
    return json.loads(job.result) if job.result else {}


@asked("GET")
def standing(request: HttpRequest, actor: Actor, job: UUID) -> HttpResponse:
    """How far a job is, asked again every second; the page is loaded anew once it has ended."""
    row = own_job(actor, job, "import", "export", "backup")
    if row.state not in GOING:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "clinic/office/parts/going.html", {"job": row})


@asked("POST")
def stop(request: HttpRequest, actor: Actor, job: UUID) -> HttpResponse:
    """Ask for a job to end. Only of one's own, so nothing more need be allowed."""
    row = own_job(actor, job, "import", "export", "backup")
    cancel(actor=actor, job=row.pk, needs="")
    where = {
        "import": reverse("clinic:office-import", args=(row.pk,)),
        "export": reverse("clinic:office-exports"),
        "backup": reverse("clinic:office-backup"),
    }
    return done(request, actor, where[row.kind], _("It ends at its next step."))


def sent_file(actor: Actor, job: Job, name: str, action: str, client: UUID | None = None) -> HttpResponse:
    """A file of a tray as a download that nothing keeps; that it was fetched is noted. Raises `NotFound`."""
    path = Tray(inputs_of(job)["tray"]).path / name
    if not path.is_file():
        raise NotFound("this file is not kept any more")
    looked(actor, action, job, client, size=path.stat().st_size)
    kind = TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream")
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kind)  # type: ignore[return-value]


def may_fetch(actor: Actor, what: str) -> None:
    """Raise `NotAllowed` where who made a file may not make one any more."""
    actor.need(EXPORTS[what].needs)
