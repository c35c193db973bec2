"""Drafts of pages: kept while somebody types, shown to nobody else, thrown away by their writer alone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from ...errors import InputError, Mistake
from ..records.services.act import Actor
from ..records.services.bookings import drop_draft, keep_draft
from .asked import asked, done
from .forms import sent_fields


def _named(request: HttpRequest) -> tuple[str, UUID | None]:
    client = request.POST.get("client", "")
    try:
        return request.POST.get("draft", "")[:120], UUID(client) if client else None
    except ValueError:
        raise InputError("draft", [Mistake("client", "what is no id", "the id of a client")]) from None


@asked("POST")
def keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep a form as it stands. A page that another user left open is told so, and keeps nothing under this name."""
    if request.POST.get("user", "") != str(request.user.pk):
        return HttpResponse(status=409)
    try:
        form, client = _named(request)
        fields = sent_fields(request)
        if not form:
            return HttpResponse(status=400)
        keep_draft(actor=actor, form=form, body={"fields": fields}, client=client)
    except InputError:
        return HttpResponse(status=413)
    return HttpResponse(status=204)


@asked("POST")
def drop(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Throw one's own draft away and show the form as it is on record."""
    try:
        form, client = _named(request)
    except InputError:
        return HttpResponse(status=400)
    if request.POST.get("quiet"):  # what was typed was taken back by hand
        drop_draft(actor=actor, form=form, client=client)
        return HttpResponse(status=204)
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, None):
        back = "/"
    return done(request, actor, back, _("The draft was thrown away."), form=form, client=client)


@asked("GET")
def token(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A fresh token for a page that was open while its user signed in anew; for that user alone."""
    return JsonResponse({"token": get_token(request), "user": str(request.user.pk)})
