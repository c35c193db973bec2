"""Study prediction: a study file and what such a study would report; a published study beside what it did report."""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest, HttpResponse

from ...phrases import number, percent_words, span
from .beside.file_fields import at, in_each
from .door import bench, shown
from .editing import answered, sent_text
from .fields import Field
from .questions import PREDICT
from .starts import chosen

FIELDS = (
    at(Field("n", "People", "", path="population.n"), "population", "n"),
    at(
        Field("needle_length_mm", "Needle length", "", "mm", path="needle_length_mm"),
        "device",
        "needle_length_mm",
    ),
    at(Field("sessions", "Sessions", "", path="course.sessions"), "course", "sessions"),
    at(Field("interval_day", "Days between them", "", path="interval_day"), "course", "interval_day"),
    in_each(Field("day", "Read on day", "", path=".day"), "reading", "day"),
)


@bench("GET", "POST")
def study(request: HttpRequest) -> HttpResponse:
    """The editor of a study file with its prediction of few draws."""
    name, text, known = chosen("study", request.GET.get("start", ""))
    published = sorted({item.study for item in _readings()})
    more = {"starts": known, "chosen": name, "published": published}
    return answered(request, PREDICT, sent_text(request, text), "study", dressed, FIELDS, **more)


def dressed(prediction: Any) -> dict[str, Any]:
    """What the page shows of a prediction, reading by reading."""
    return {
        "card": prediction.card(),
        "rows": [_row(item) for item in prediction.readings],
        "assumed": prediction.assumed,
        "draws": prediction.draws,
    }


def _row(item: Any) -> dict[str, str]:
    from ...studies.prediction_card import reading_name

    said = item.to_json()
    chance = said["probability_of_improvement"]
    held, alone = said["quantiles"], said["without_study_effect"]["quantiles"]
    return {
        "name": reading_name(item.reading),
        "reported": _told(held, ("0.1", "0.9"), item.unit),
        "half": _told(held, ("0.25", "0.75")),
        "biology": _told(alone, ("0.1", "0.9"), item.unit),
        "better": "" if chance is None else percent_words(chance),
        "record": item.record.short(),
    }


def _told(held: dict[str, float], ends: tuple[str, str], unit: str = "") -> str:
    """`27 % (0 to 85)`, or the ends alone without a unit; rounded to a hundredth of the interval."""
    low, high = held[ends[0]], held[ends[1]]
    step = 10.0 ** (math.floor(math.log10(high - low)) - 1) if high > low else 0.0
    low, middle, high = (round(value / step) * step if step else value for value in (low, held["0.5"], high))
    return f"{number(middle, 3)} {unit} ({span(low, high)})" if unit else span(low, high)


def _readings() -> tuple[Any, ...]:
    from ...validation.result import shipped

    found = shipped()
    return () if found is None else found.readings


@bench("GET")
def published(request: HttpRequest) -> HttpResponse:
    """One published study: what it reported beside what was predicted of it without it, as shipped."""
    from ...report.validation import groups

    name = request.GET.get("study", "")
    ours = [item for item in _readings() if item.study == name]
    line = f"microneedling validate --study {name} --json"
    call = request.build_absolute_uri(f"/api/v1/bench/validation/{name}")
    return shown(
        request,
        "parts/published",
        status=200 if ours else 404,
        study=name,
        groups=list(groups(ours)),
        reference=_reference(name),
        elsewhere={"line": line, "call": f'curl "{call}"'},
    )


def _reference(name: str) -> str:
    from ...evidence.references import reference
    from ...evidence.sources import sources

    known = sources()
    return reference(known[name]) if name in known else name
