"""The bench over the API: a file in the body, the number of draws in the address, the command's JSON as the answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status

from ...cli.arguments import number_or_text
from ...errors import InputError, Mistake
from ...evidence.told import told as told_of
from ...validation.validate import validate
from .door import may_ask
from .dose import course_of, fields, measured, over_depth
from .fields import Field, filled
from .numbers import found, moves
from .questions import DELIVER, PREDICT, QUESTIONS, RANK, SIMULATE, TRIAL, Question, as_text
from .running import ANSWER, JOBS, Job

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
    text = _text(request, question.file)
    wanted = number_or_text(amount) if amount else question.amounts(text)[0]
    answer = as_text(question.ask(text, wanted, number_or_text(seed), **more).to_json())
    return HttpResponse(answer, content_type="application/json")


def _text(request: HttpRequest, source: str) -> str:
    try:
        return request.body.decode("utf-8")
    except UnicodeDecodeError as error:
        found = f"a byte that is no UTF-8, at {error.start}"
        raise InputError(source, [Mistake("file", found, "text in UTF-8")]) from None


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


@router.get("/evidence", response=dict[str, Any])
def evidence(request: HttpRequest, q: str = "", group: str = "", grade: str = "") -> Any:
    """The numbers of a group and a grade in whose words a text occurs; all of them where nothing is asked."""
    may_ask(request)
    return {"numbers": [told_of(item["entry"].key).to_json() for item in found(q, group, grade)]}


@router.post("/evidence", response=dict[str, Any], openapi_extra=FILE)
def ranked(request: HttpRequest, asked: Query[Draws]) -> Any:
    """Which numbers make the spread of the forecast of a course file."""
    return _answer(request, RANK, asked.draws, asked.seed)


@router.get("/evidence/{key}", response=dict[str, Any])
def number(request: HttpRequest, key: str, course: str = "") -> Any:
    """One number with all that is known of it; with the name of an example course also what it moves there."""
    may_ask(request)
    moved = {"moves": moves(key, course).to_json()} if course else {}
    answer = told_of(key).to_json() | moved
    return HttpResponse(as_text(answer), content_type="application/json")


@router.get("/validation", response=dict[str, Any])
def validated(request: HttpRequest) -> Any:
    """How the model stood up to what was published, as shipped."""
    may_ask(request)
    return HttpResponse(as_text(validate().to_json()), content_type="application/json")


@router.get("/validation/{study}", response=dict[str, Any])
def validated_study(request: HttpRequest, study: str) -> Any:
    """The readings of one published study beside the predictions that had not seen it, as shipped."""
    may_ask(request)
    readings = [item.to_json() for item in validate().readings if item.study == study]
    if not readings:
        raise InputError("validation", [Mistake("study", f'"{study[:60]}"', "a study of the validation")])
    return {"studies": readings}


@router.get("/jobs", response=dict[str, Any])
def jobs(request: HttpRequest) -> Any:
    """All jobs of whoever asks, the newest first."""
    return {"jobs": [item.to_json() for item in JOBS.of_owner(may_ask(request))]}


@router.post("/jobs", response={202: dict[str, Any]}, openapi_extra=FILE)
def put_in(request: HttpRequest, of: str = "", amount: str = "", despite_stop: bool = False) -> Any:
    """Have the command `of` run on the file in the body, with so many draws (people); the answer is asked for later."""
    owner, text = may_ask(request), _text(request, "jobs")
    known = QUESTIONS.get(of)
    usual = known.amounts(text)[1] if known else 0
    job = JOBS.put_in(of, text, number_or_text(amount) if amount else usual, owner, despite_stop)
    return Status(202, job.to_json())


@router.get("/jobs/{job}/answer", response=dict[str, Any])
def answer(request: HttpRequest, job: str) -> Any:
    """What a job found, as its command printed it."""
    path = _job(request, job).found(ANSWER)
    if path is None:
        raise InputError("jobs", [Mistake("job", "no answer", "a job that is done")])
    return HttpResponse(path.read_bytes(), content_type="application/json")


@router.get("/jobs/{job}", response=dict[str, Any])
def look(request: HttpRequest, job: str) -> Any:
    """How a job stands."""
    return _job(request, job).to_json()


@router.post("/jobs/{job}/cancel", response=dict[str, Any])
def stop(request: HttpRequest, job: str) -> Any:
    """End a job."""
    one = _job(request, job)
    JOBS.cancel(one)
    return one.to_json()


def _job(request: HttpRequest, identity: str) -> Job:
    job = JOBS.one(identity, may_ask(request))
    if job is None:
        raise InputError("jobs", [Mistake("job", f'"{identity[:40]}"', "the id of one of your jobs")])
    return job
