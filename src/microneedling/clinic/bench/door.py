"""The way to a page of the bench: open where it is served by itself; in the clinic for who may take data out.

The bench holds no records, so it asks for no more than the right to take an anonymous table for research: what the
group of researchers has, and owner and practitioner too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from ...errors import InputError, MicroneedlingError, Refused

PERMISSION = "clinic_records.export_anonymous"
WRONG = 422
View = Callable[..., HttpResponse]


def bench(*methods: str) -> Callable[[View], View]:
    """A page of the bench, which answers these methods."""

    def dress(view: View) -> View:
        if settings.BENCH_ALONE:
            return _open(view, methods)
        from ..pages.asked import asked

        @wraps(view)
        def answer(request: HttpRequest, actor: Any, **named: Any) -> HttpResponse:
            actor.need(PERMISSION)
            return view(request, **named)

        return asked(*methods)(answer)

    return dress


def _open(view: View, methods: tuple[str, ...]) -> View:
    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
            return HttpResponseNotAllowed(methods)
        return view(request, **named)

    return answer


def may_ask(request: HttpRequest) -> str:
    """Whose request to the API it is, "" where nobody signs in; raises `NotAllowed` for who may not use the bench."""
    if settings.BENCH_ALONE:
        return ""
    from ..records.services.act import actor_of

    actor = actor_of(request.user, "api")
    actor.need(PERMISSION)
    return actor.name


def whose(request: HttpRequest) -> str:
    """A word for whoever asks on a page, so that each sees their own jobs; "" where nobody signs in."""
    return "" if settings.BENCH_ALONE else f"user:{request.user.pk}"


def shown(request: HttpRequest, name: str, *, status: int = 200, **what: Any) -> HttpResponse:
    """A page of the bench, or the part of one that a form asked for, from its template."""
    return render(
        request, f"bench/{name}.html", {"clinic": settings.CLINIC_NAME, "here": name, **what}, status=status
    )


def part_asked(request: HttpRequest) -> bool:
    """Whether a form of an open page asks for its answer alone."""
    return "HX-Request" in request.headers


def told(error: MicroneedlingError) -> dict[str, Any]:
    """What the templates tell of an error: every mistake with its place, or the reasons of a refusal."""
    if isinstance(error, InputError):
        return {"source": error.source, "mistakes": error.mistakes}
    if isinstance(error, Refused):
        return {"refused": error.what, "reasons": error.reasons, "final": not error.how}
    return {"said": str(error)}
