"""The client's sheet of a version of a plan: the exact forecast in plain words, as it was kept; or worked out first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ....errors import InputError
from ...records.models import PlanVersion
from ...records.selectors.banner import whose
from ...records.selectors.consenting import one_version, sheet_in, sheet_of
from ...records.services.act import Actor, one
from ...work.listing import sheet_job
from ...work.queue import put_in
from ..asked import asked, new_key, see, shown
from ..mistakes import in_words
from .working import GOING

DRAWS, SEED = 200, 1  # of a sheet whose plan has no forecast yet


@asked("GET")
def sheet(request: HttpRequest, actor: Actor, version: UUID) -> HttpResponse:
    """The sheet of a version, for the screen and for paper."""
    row = one_version(actor=actor, version=version)
    _client, about = whose(actor=actor, client=row.plan.client_id, noted=False)
    found = sheet_of(row)
    what: dict[str, Any] = {"whose": about, "version": row, "forecast": found, "sheet": sheet_in(found)}
    if found is None:
        job = sheet_job(version=row.pk)
        what |= {"job": job, "going": job is not None and job.state in GOING, "key": new_key()}
    return shown(request, "consenting/sheet", **what)


@asked("POST")
def work_out(request: HttpRequest, actor: Actor, version: UUID) -> HttpResponse:
    """Have the forecast of a version made, with its sheet; with the draws and seed of the one it has, if it has one."""
    row = one(PlanVersion, version)
    own = row.forecast
    draws, seed = (own.draws, own.seed) if own is not None else (DRAWS, SEED)
    inputs = {"plan_version": str(row.pk), "draws": draws, "seed": seed, "sheet": True}
    try:
        put_in(actor=actor, kind="forecast", inputs=inputs, client=row.plan.client_id)
    except InputError as error:
        messages.error(request, " ".join(in_words(item) for item in error.mistakes))
    return see(request, reverse("clinic:sheet", args=(row.pk,)))
