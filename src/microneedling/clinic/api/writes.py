"""Every service as `POST /api/v1/NAME`: the same checks, one transaction, the key of a repeated request."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest
from ninja import Header, Router, Status

from ..records.services.act import SERVICES, actor_of
from .bodies import answer_of, body_of

MODULES = (
    "again",
    "assessments",
    "bookings",
    "clients",
    "consents",
    "erasing",
    "events",
    "merging",
    "plans",
    "restricting",
    "sessions",
    "signing",
    "stock",
    "unmerging",
    "uses",
)
KEY = "Idempotency-Key"


def router() -> Router:
    """A router with all services."""
    found = Router()
    here = {import_module(f"microneedling.clinic.records.services.{module}").__name__ for module in MODULES}
    for name, (act, permission) in sorted(SERVICES.items()):
        if act.__module__ not in here:  # uploads have a way of their own; forecasts are made by jobs
            continue
        told = (act.__doc__ or "").strip()
        about = f"{told}\n\nNeeds {permission}."
        options: dict[str, Any] = {"operation_id": name, "summary": told.split("\n")[0], "description": about}
        found.post(f"/{name}", response={201: answer_of(act)}, **options)(_view(act))
    return found


def _view(act: Callable[..., Any]) -> Callable[..., Any]:
    body = body_of(act)

    def answer(request: HttpRequest, given: body, key: str = Header("", alias=KEY)) -> Any:  # type: ignore[valid-type]
        actor = actor_of(request.user, "api", key)
        values = {name: getattr(given, name) for name in given.model_fields_set}  # type: ignore[attr-defined]
        return Status(201, act(actor=actor, **values))

    answer.__annotations__["given"] = body
    return answer
