"""What every page of the records does alike: who asks, what they may not, what is missing, two who wrote at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse

from ...errors import InputError
from ..records.services.act import Actor, NotAllowed, NotFound, actor_of, note_refusal
from ..records.services.bookings import drop_draft
from ..records.services.conflict import Conflict, keep_conflict
from ..store import in_words
from .errors import told

T = TypeVar("T")
KEY = "key"  # the field of a form under which a second sending of it is known
WRONG = 422


def asked(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page: the view is given the actor; refusals, absences, conflicts and a failing disc are told in pages."""

    def dress(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, **named: Any) -> HttpResponse:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            try:
                return view(request, actor_of(request.user, "page", request.POST.get(KEY, "")[:60]), **named)
            except NotAllowed:
                return told(403, request=request)
            except NotFound:
                return told(404, request=request)
            except Conflict as found:
                return see(request, reverse("clinic:conflict", args=(found.kind, found.record)))
            except DatabaseError as error:
                return told(503, in_words(error), request=request)

        return answer

    return dress


def shown(request: HttpRequest, name: str, *, status: int = 200, **what: Any) -> HttpResponse:
    """A page from its template, with what all pages show."""
    return render(request, f"clinic/{name}.html", {"clinic": settings.CLINIC_NAME, **what}, status=status)


def see(request: HttpRequest, where: str) -> HttpResponse:
    """Go there, whether a page or a part of one was asked for."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    return HttpResponse(status=303, headers={"Location": where})


def done(
    request: HttpRequest, actor: Actor, where: str, words: str, *, form: str = "", client: Any = None
) -> HttpResponse:
    """Say that it is done, throw the draft of its form away, go on."""
    if form:
        drop_draft(actor=actor, form=form, client=client)
    said_once(request, words)
    return see(request, where)


def said_once(request: HttpRequest, words: str) -> None:
    """Say that something is done, once also where a double click sent it twice."""
    waiting = messages.get_messages(request)
    known = {str(item) for item in waiting}
    waiting.used = False  # type: ignore[union-attr, attr-defined]  # looked at, not shown
    if words not in known:
        messages.success(request, words)


def version_of(request: HttpRequest) -> int:
    """The version of a record that a small form was made from; 0, which none has, where it names none."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def new_key() -> str:
    """A key for one form, so that a double click sends it once."""
    return uuid.uuid4().hex


def part(actor: Actor, name: object) -> Actor:
    """The actor for one of several acts of a form: each is known by a key of its own."""
    return replace(actor, key=f"{actor.key}:{name}"[:80]) if actor.key else actor


def of_version(actor: Actor, *about: object) -> Actor:
    """The actor for a small form that names a record, its version and what is done: a second click is known by them."""
    return replace(actor, key=":".join(str(item) for item in about)[:80])


def together(actor: Actor, act: Callable[[], T]) -> T:
    """Several acts as one: all or none. What they leave behind when they fail is written after they were undone."""
    try:
        with transaction.atomic():
            return act()
    except Conflict as found:
        keep_conflict(found, actor.user)
        raise
    except NotAllowed:
        note_refusal(actor, getattr(act, "__name__", "page"))
        raise


def of_one_record(actor: Actor, act: Callable[[Actor], T]) -> T:
    """Acts as one on a record that has versions: words sent under a key that was used are a new sending.

    A draft may bring back the key of what was sent before. No second record can come of it, and who wrote meanwhile is
    found by the version (`Conflict`).
    """
    try:
        return together(actor, lambda: act(actor))
    except InputError as error:
        if [item.path for item in error.mistakes] != [KEY]:
            raise
    anew = replace(actor, key=new_key())
    return together(anew, lambda: act(anew))
