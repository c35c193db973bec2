"""The API put together: who may ask, and how errors are told."""

from __future__ import annotations

import json
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import django_auth

from ... import __version__
from ..bench.api import router as bench
from ..records.services.act import NotAllowed, NotFound
from ..records.services.conflict import Conflict
from ..store import in_words
from . import reads
from .drafts import router as drafts
from .jobs import router as jobs
from .measured import router as measured
from .photographs import router as photographs
from .refusals import with_refusals
from .rights import router as rights
from .tables import router as tables
from .telling import tell_errors, told
from .writes import router as writes

api = NinjaAPI(
    title="microneedling clinic",
    version="1",
    description=f"The records of a clinic, microneedling {__version__}. For the machine it runs on.",
    docs_url=None,  # the page of ninja loads scripts from elsewhere
    openapi_url=None,
    auth=django_auth,
    urls_namespace="clinic-api",
)
api.add_router("", writes(), tags=["write"])
api.add_router("", reads.router, tags=["read"])
api.add_router("", drafts, tags=["draft"])
api.add_router("", jobs, tags=["job"])
api.add_router("", photographs, tags=["photograph"])
api.add_router("", measured, tags=["photograph"])
api.add_router("", tables, tags=["exchange"])
api.add_router("", rights, tags=["right"])
api.add_router("/bench", bench, tags=["bench"])
tell_errors(api)


@api.get("/openapi.json", include_in_schema=False)
def shape(request: HttpRequest) -> HttpResponse:
    """The shape of the API, OpenAPI 3.1."""
    return HttpResponse(json.dumps(openapi()), content_type="application/json")


def openapi() -> dict[str, Any]:
    """The same as a dictionary, with the refusals that every way may answer with."""
    return with_refusals(dict(api.get_openapi_schema(path_prefix="/api/v1/")))


@api.exception_handler(Conflict)
def conflicting(request: HttpRequest, error: Conflict) -> HttpResponse:
    """Both versions, and what they began with."""
    return told(
        409, detail=str(error), record=error.record, mine=error.mine, theirs=error.theirs, base=error.base
    )


@api.exception_handler(NotAllowed)
def forbidden(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    """Which permission it needs."""
    return told(403, detail=str(error))


@api.exception_handler(NotFound)
def absent(request: HttpRequest, error: NotFound) -> HttpResponse:
    """No such record."""
    return told(404, detail=str(error))


@api.exception_handler(DatabaseError)
def unwritten(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    """The disc is full, read-only or broken: nothing was written."""
    return told(503, detail=in_words(error))
