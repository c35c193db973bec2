"""The way into the API: it is put together when it is first asked, so that the first page need not wait for it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RoutePattern
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
@login_not_required
def enter(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Answer a request to the API, which itself refuses who is not signed in, and forms of other sites."""
    try:
        found = ways().resolve(rest)
    except Resolver404:  # no such way, or an id in the address that is none
        return JsonResponse({"detail": "no such way, or no such record"}, status=404)
    return found.func(request, *found.args, **found.kwargs)


@cache
def ways() -> URLResolver:
    """All paths of the API, below `/api/v1/`."""
    from .app import api

    patterns: Any = api.urls[0]
    return URLResolver(RoutePattern(""), patterns)


def warm_up() -> None:
    """Put the API together; done beside the first page."""
    ways()
