"""The API of the bench served by itself, under the same address as in the clinic."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from ... import __version__
from ..api.telling import tell_errors
from .api import router

api = NinjaAPI(
    title="microneedling bench",
    version="1",
    description=f"Every question to the model, microneedling {__version__}. For the machine it runs on.",
    docs_url=None,  # the page of ninja loads scripts from elsewhere
    openapi_url=None,
    urls_namespace="bench-api",
)
api.add_router("/bench", router, tags=["bench"])
tell_errors(api)


@api.get("/openapi.json", include_in_schema=False)
def shape(request: HttpRequest) -> HttpResponse:
    """The shape of the API, OpenAPI 3.1."""
    said = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    return HttpResponse(json.dumps(said), content_type="application/json")
