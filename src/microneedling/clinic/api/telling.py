"""Errors as the API tells them: one shape, whoever serves it. Knows no record."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from ...errors import InputError, MicroneedlingError


def told(status: int, **said: Any) -> HttpResponse:
    """An answer that says what is wrong."""
    return HttpResponse(json.dumps(said), status=status, content_type="application/json")


def wrong(request: HttpRequest, error: InputError) -> HttpResponse:
    """All mistakes of a body at once."""
    mistakes = [
        {"path": item.path, "found": item.found, "allowed": item.allowed, "hint": item.hint}
        for item in error.mistakes
    ]
    return told(422, detail=f"{len(mistakes)} mistakes", mistakes=mistakes)


def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body of another shape; what stood in it is not repeated."""
    mistakes = [
        {
            "path": ".".join(map(str, item["loc"][2:])) or ".".join(map(str, item["loc"][1:])),
            "found": item["type"],
            "allowed": item["msg"],
            "hint": "",
        }
        for item in error.errors
    ]
    return told(422, detail=f"{len(mistakes)} mistakes", mistakes=mistakes)


def refused(request: HttpRequest, error: MicroneedlingError) -> HttpResponse:
    """What the program refuses otherwise."""
    return told(422, detail=str(error))


def tell_errors(api: NinjaAPI) -> None:
    """Have an API tell the errors of what people send in this way."""
    api.add_exception_handler(InputError, wrong)  # type: ignore[arg-type]
    api.add_exception_handler(ValidationError, misshapen)  # type: ignore[arg-type]
    api.add_exception_handler(MicroneedlingError, refused)  # type: ignore[arg-type]
