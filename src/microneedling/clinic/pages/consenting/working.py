"""A page that waits for a job: how far it is, asked for while one waits; the page is loaded again at its end."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from ...records.services.act import Actor
from ...work.listing import one_job
from ...work.models import Job
from ..asked import asked, see, shown

GOING = (Job.State.WAITING, Job.State.RUNNING)


@asked("GET")
def working(request: HttpRequest, actor: Actor, job: UUID) -> HttpResponse:
    """How far a job is; `back` is the page that waits for it."""
    actor.need("clinic_work.view_job")
    row, back = one_job(job), request.GET.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, None):
        back = "/"
    return shown(request, "parts/working", job=row, back=back) if row.state in GOING else see(request, back)
