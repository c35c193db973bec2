"""What a browser shows when something went wrong: words, and a way on; never what was typed."""

from __future__ import annotations

import sys
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext_lazy as _

from ..api.place import API
from ..store import in_words

WORDS = {
    400: (_("That did not come through"), _("The request was not one that this clinic takes.")),
    403: (
        _("Not allowed"),
        _("Your group may not do this; or the page is old: go back, load it again, and send it once more."),
    ),
    404: (_("No such page"), _("It may have been moved, or the address has a mistake.")),
    503: (
        _("Not written"),
        _("The records could not be written just now. What you typed is kept as a draft."),
    ),
    500: (
        _("Something broke"),
        _(
            "Nothing was kept that was not acknowledged. The server's log names the place; "
            "tell whoever looks after it."
        ),
    ),
}


def told(status: int, more: str = "", request: HttpRequest | None = None) -> HttpResponse:
    """A page for a status; with the way round the clinic where the request is at hand."""
    title, words = WORDS[status]
    words = f"{more[:1].upper()}{more[1:]}." if more else words
    text = loader.render_to_string("clinic/error.html", {"title": title, "words": words}, request)
    return HttpResponse(text, status=status)


def bad(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400."""
    return told(400, request=request)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403."""
    return told(403)


def absent(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404; programs are answered in their way."""
    if request.path.startswith(API):
        return JsonResponse({"detail": "not found"}, status=404)
    return told(404, request=request)


def broken(request: HttpRequest) -> HttpResponse:
    """500; where the disc is the reason, its words."""
    error = sys.exc_info()[1]
    return told(500, in_words(error) if isinstance(error, DatabaseError) else "")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours."""
    return told(403)
