"""The day: who comes, what is not signed, what runs out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ..records.names import age_on
from ..records.selectors.clients import shown_name
from ..records.selectors.days import day_list
from ..records.services.act import Actor, actor_of


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The list of a day, today's unless `day` names another."""
    now = timezone.localdate()
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = now
    actor = actor_of(request.user, "page")
    shown: dict[str, Any] = {"clinic": settings.CLINIC_NAME, "day": day, "today": now}
    shown |= {"before": day - timedelta(days=1), "after": day + timedelta(days=1)}
    if actor.may("clinic_records.view_appointment"):
        found = day_list(actor=actor, day=day)
        shown |= {
            "booked": [{"row": row, **_who(actor, row.client, day)} for row in found["booked"]],
            "unsigned": [{"row": row, **_who(actor, row.client, day)} for row in found["unsigned"]],
            "lots": found["lots"],
        }
    return render(request, "clinic/day.html", shown)


def _who(actor: Actor, client: Any, day: date) -> dict[str, Any]:
    identity = getattr(client, "identity", None) if actor.may("clinic_records.view_identity") else None
    if identity is None:
        return {"name": f"client {client.number}", "age": ""}
    return {"name": shown_name(identity), "age": age_on(identity.born_on, identity.born_precision, day)}


@login_not_required
@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """Whether the server answers; says nothing else."""
    return HttpResponse("alive", content_type="text/plain")
