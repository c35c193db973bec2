"""What is different where the bench is served by itself."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase


def alone(request: HttpRequest) -> dict[str, bool]:
    """For templates: nobody is signed in here, and all pages are open."""
    return {"alone": True}


class OwnPages:
    """Refuses what pages of other sites ask a browser to send: nobody signs in here, so that no session would."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" and request.headers.get("Sec-Fetch-Site", "none") not in (
            "none",
            "same-origin",
        ):
            return HttpResponse("sent by a page of elsewhere", status=403, content_type="text/plain")
        return self.get_response(request)
