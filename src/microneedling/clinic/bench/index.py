"""The first page of the bench: what can be asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ... import MODEL_NUMBER, __version__
from .door import bench, shown


@bench("GET")
def index(request: HttpRequest) -> HttpResponse:
    """All pages with what each is for."""
    return shown(request, "index", version=__version__, model_number=MODEL_NUMBER)
