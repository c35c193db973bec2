"""The bench over the API: a file in the body, the number of draws in the address, the command's JSON as the answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from ...cli.arguments import number_or_text
from ...errors import InputError, Mistake
from .door import may_ask
from .dose import course_of, fields, measured, over_depth
from .fields import Field, filled
from .questions import DELIVER, PREDICT, SIMULATE, TRIAL, Question, as_text

router = Router()
FILE = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class Draws(Schema):
    """From how many draws and which seed; what is no number is told with all other mistakes."""

    draws: str = ""
    seed: str = "1"


class ToSimulate(Draws):
    """Also which days to report, as `30,90`, and whether a stop of the safety screen is overridden."""

    days: str = ""
    despite_stop: bool = False


class ToTry(Schema):
    """With how many people in each arm, from which seed, and whether a stop is overridden."""

    people: str = ""
    seed: str = "1"
    despite_stop: bool = False


def _answer(request: HttpRequest, question: Question, amount: str, seed: str, **more: Any) -> HttpResponse:
    """The answer to the file in the body, as the command prints it."""
    may_ask(request)
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError as error:
        found = f"a byte that is no UTF-8, at {error.start}"
        raise InputError(question.file, [Mistake("file", found, "text in UTF-8")]) from None
    wanted = number_or_text(amount) if amount else question.few
    answer = as_text(question.ask(text, wanted, number_or_text(seed), **more).to_json())
    return HttpResponse(answer, content_type="application/json")


def _days(text: str) -> tuple[float, ...] | None:
    parts = [part for part in text.replace(" ", ",").split(",") if part]
    try:
        return tuple(sorted({float(part) for part in parts})) or None
    except ValueError:
        mistake = Mistake("days", f'"{text[:40]}"', "days such as 30,90,180")
        raise InputError("simulate", [mistake]) from None


@router.post("/simulate", response=dict[str, Any], openapi_extra=FILE)
def simulate(request: HttpRequest, asked: Query[ToSimulate]) -> Any:
    """The forecast of a course file."""
    more = {"despite_stop": asked.despite_stop, "days": _days(asked.days)}
    return _answer(request, SIMULATE, asked.draws, asked.seed, **more)


@router.post("/deliver", response=dict[str, Any], openapi_extra=FILE)
def deliver(request: HttpRequest, asked: Query[Draws]) -> Any:
    """How much of a product of a deliver file gets where."""
    return _answer(request, DELIVER, asked.draws, asked.seed)


@router.post("/predict", response=dict[str, Any], openapi_extra=FILE)
def predict(request: HttpRequest, asked: Query[Draws]) -> Any:
    """What the study of a study file would report."""
    return _answer(request, PREDICT, asked.draws, asked.seed)


@router.post("/trial", response=dict[str, Any], openapi_extra=FILE)
def trial(request: HttpRequest, asked: Query[ToTry]) -> Any:
    """What a trial of a trial file would show, and its size."""
    return _answer(request, TRIAL, asked.people, asked.seed, despite_stop=asked.despite_stop)


@router.get("/dose", response=dict[str, Any])
def dose(request: HttpRequest) -> Any:
    """The dose explorer: its fields in the address; the file they stand for, and each row with its interval."""
    may_ask(request)
    from ...course.writing import course_text
    from .dose import days_of

    given = _fields(request)
    course = course_of(given)
    text, days = course_text(course), days_of(course)
    rows = measured(SIMULATE.ask(text, SIMULATE.few, days=days))
    return {"file": text, "command": SIMULATE.line(SIMULATE.few, days=days), "rows": rows}


@router.get("/dose/depths", response=dict[str, Any])
def depths(request: HttpRequest) -> Any:
    """The same dose at other depths: each row as points over the set depth, and why there is none at some."""
    may_ask(request)
    points, left_out = over_depth(_fields(request))
    rows = {
        name: [
            {"depth_mm": item.at, "low80": item.low, "median": item.middle, "high80": item.high}
            for item in found
        ]
        for name, found in points.items()
    }
    return {"rows": rows, "left_out": left_out}


def _fields(request: HttpRequest) -> dict[str, Field]:
    known = [item.name for item in fields()]
    if unknown := [name for name in request.GET if name not in known]:
        raise InputError("dose", [Mistake(name, "an unknown field", ", ".join(known)) for name in unknown])
    return filled(fields(), request.GET)
