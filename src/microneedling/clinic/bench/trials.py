"""The trial designer: a trial file, its difference, its power, and how many people it needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from ...report.trial import page as report_page
from ...trials.known import numbers_used
from .beside.file_fields import at
from .door import bench
from .editing import answered, sent_text
from .fields import Field
from .questions import TRIAL
from .starts import chosen

USUAL = "acne_scars_sham"
FIELDS = (
    at(Field("people_per_arm", "People an arm", "", path="people_per_arm"), "design", "people_per_arm"),
    at(Field("dropout_share", "Share who leave early", "", path="dropout_share"), "design", "dropout_share"),
    at(Field("day", "Judged on day", "", path="endpoint.day"), "endpoint", "day"),
)


@bench("GET", "POST")
def trial(request: HttpRequest) -> HttpResponse:
    """The editor of a trial file with its answer of few virtual trials."""
    name, text, known = chosen("trial", request.GET.get("start", USUAL))
    text = sent_text(request, text)
    return answered(request, TRIAL, text, "trial", dressed, FIELDS, later=True, starts=known, chosen=name)


def dressed(result: Any) -> dict[str, Any]:
    """What the page shows of a trial: as its report does."""
    whole = report_page(result, numbers_used(result.trial))
    names = (
        "title",
        "lead",
        "endpoint",
        "unit",
        "facts",
        "arms",
        "visits",
        "difference",
        "headline",
        "comparison",
    )
    planned = ("needed", "curve", "sizes", "ceiling", "size_error", "failures")
    return {name: whole[name] for name in (*names, *planned)} | {"overridden": whole["overridden"]}
