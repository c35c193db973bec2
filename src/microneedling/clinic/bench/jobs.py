"""Jobs as pages: what was asked for in full, how it stands, what it found."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse

from ...errors import InputError
from ...report.alive.parts import policy
from .door import WRONG, bench, shown, told, whose
from .fields import number_or_word
from .running import ANSWER, JOBS, REPORT

TYPES = {ANSWER: "application/json", REPORT: "text/html; charset=utf-8"}
FILE_TYPE = "application/toml; charset=utf-8"
# Of a report that is looked at: what its own page allows, and no more of this site than if it came from elsewhere.
WITHIN = "sandbox allow-scripts"


@bench("GET", "POST")
def jobs(request: HttpRequest) -> HttpResponse:
    """All jobs of whoever asks; what is sent becomes one."""
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        amount, despite_stop = (
            number_or_word(request.POST.get("amount", "")),
            bool(request.POST.get("despite_stop")),
        )
        try:
            JOBS.put_in(request.POST.get("of", ""), text, amount, whose(request), despite_stop)
        except InputError as error:
            return shown(request, "jobs", status=WRONG, wrong=told(error), **_rows(request))
        return HttpResponse(status=303, headers={"Location": reverse("bench:jobs")})
    return shown(request, "jobs", **_rows(request))


@bench("GET")
def listed(request: HttpRequest) -> HttpResponse:
    """The list alone, for a page that asks again while something runs."""
    return shown(request, "parts/jobs_list", **_rows(request))


def _rows(request: HttpRequest) -> dict[str, Any]:
    mine = JOBS.of_owner(whose(request))
    call = request.build_absolute_uri("/api/v1/bench/jobs")
    return {
        "jobs": [
            {
                "job": item,
                "seconds": round(item.seconds, 1),
                "answer": item.found(ANSWER),
                "report": item.found(REPORT),
                "file": item.found(item.file),
            }
            for item in mine
        ],
        "going_on": any(not item.over for item in mine),
        "call": f'curl "{call}"',
    }


@bench("POST")
def cancel(request: HttpRequest, job: str) -> HttpResponse:
    """End a job."""
    found = JOBS.one(job, whose(request))
    if found is None:
        return shown(request, "jobs", status=404, **_rows(request))
    JOBS.cancel(found)
    return HttpResponse(status=303, headers={"Location": reverse("bench:jobs")})


@bench("GET")
def found(request: HttpRequest, job: str, name: str) -> HttpResponse:
    """The file of a job or one that it wrote, for the browser to keep."""
    one = JOBS.one(job, whose(request))
    path = one.found(name) if one is not None else None
    if path is None:
        return shown(request, "jobs", status=404, **_rows(request))
    kept: Any = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=TYPES.get(name, FILE_TYPE)
    )
    return kept


@bench("GET")
def report(request: HttpRequest, job: str) -> HttpResponse:
    """The report of a job to look at: a page by itself, which its policy shuts off from the bench."""
    one = JOBS.one(job, whose(request))
    path = one.found(REPORT) if one is not None else None
    if path is None:
        return shown(request, "jobs", status=404, **_rows(request))
    page = HttpResponse(path.read_bytes(), content_type=TYPES[REPORT])
    page.headers["Content-Security-Policy"] = f"{policy()}; {WITHIN}"
    return page
