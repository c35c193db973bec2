"""Validation: how the model stood up to what was published, misses first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ...errors import MicroneedlingError
from ...report.validation import page as report_page
from ...validation.validate import validate
from .door import WRONG, bench, shown, told


@bench("GET")
def validation(request: HttpRequest) -> HttpResponse:
    """The scores as shipped, and every study of a family that is asked for."""
    try:
        found = report_page(validate())
    except MicroneedlingError as error:
        return shown(request, "validation", status=WRONG, wrong=told(error))
    families = {item["key"]: item for item in found["families"]}
    call = request.build_absolute_uri("/api/v1/bench/validation")
    return shown(
        request,
        "validation",
        found=found,
        family=families.get(request.GET.get("family", "")),
        elsewhere={"line": "microneedling validate --json", "call": f'curl "{call}"'},
    )
