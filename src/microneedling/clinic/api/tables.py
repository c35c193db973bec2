"""Tables over the API: tried, brought in with the trial's token, taken out as CSV."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema, UploadedFile

from ...errors import InputError, Mistake
from ..exchange.calendar import calendar_of
from ..exchange.fhir.bundle import as_bytes, bundle_of
from ..exchange.reminders import reminders_of
from ..exchange.tables.exporting import table_of
from ..exchange.tables.importing import bring_in
from ..exchange.tables.reading import Reading
from ..exchange.tables.telling import as_json
from ..records.services.act import actor_of
from .refusals import file_of

router = Router()
MOST_BYTES = 50_000_000
CSV = "text/csv; charset=utf-8"


class Said(Schema):
    """What is said of a table; fields and words as pairs `NAME=WORD`, one a line, for a form holds no more."""

    confirm: str = ""
    encoding: str = ""
    columns: str = ""
    date_orders: str = ""
    decimals: str = ""


class Wanted(Schema):
    """Reminders of which days, in whose words."""

    first: date
    last: date
    booked: str = ""
    due: str = ""


@router.post("/import/{kind}", response=dict[str, Any])
def bring(request: HttpRequest, kind: str, said: Form[Said], file: File[UploadedFile]) -> Any:
    """Try a table of clients, lots, sessions or measurements; with `confirm`, the token of a trial, do it.

    `rejects` of the answer is the file of rejected rows, to be put right and given again.
    """
    reading = Reading(
        said.encoding, *(_pairs(text) for text in (said.columns, said.date_orders, said.decimals))
    )
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        found, allowed = f"more than {MOST_BYTES // 1_000_000} MB", "a smaller table, or the command line"
        raise InputError("import", [Mistake("file", found, allowed)])
    done = bring_in(
        actor=actor_of(request.user, "api"),
        kind=kind,
        data=data,
        source=file.name or "the table",
        said=reading,
        token=said.confirm,
    )
    rejects = done.reject_file().decode("utf-8-sig") if done.rejected else ""
    return {**as_json(done), "rejects": rejects}


@router.get("/export/{kind}.csv", response={200: bytes}, openapi_extra=file_of("text/csv"))
def take(request: HttpRequest, kind: str) -> Any:
    """All records of a kind as CSV that no spreadsheet takes for formulas; the look is noted."""
    return sent_as(table_of(actor=actor_of(request.user, "api"), kind=kind), CSV, f"{kind}.csv")


@router.get("/appointments.ics", response={200: bytes}, openapi_extra=file_of("text/calendar"))
def calendar(request: HttpRequest, first: date, last: date, names: bool = False) -> Any:
    """Bookings of some days as iCalendar, with the clients' numbers or, if asked for, names; the look is noted."""
    data = calendar_of(actor=actor_of(request.user, "api"), first=first, last=last, names=names)
    return sent_as(data, "text/calendar; charset=utf-8", "appointments.ics")


@router.post("/reminders.csv", response={200: bytes}, openapi_extra=file_of("text/csv"))
def reminders(request: HttpRequest, asked: Wanted) -> Any:
    """Reminders of bookings and of sessions that are due, a text a row; nothing is sent. The look is noted."""
    data = reminders_of(actor=actor_of(request.user, "api"), **asked.dict())
    return sent_as(data, CSV, "reminders.csv")


@router.get(
    "/clients/{uuid:client}/fhir", response={200: bytes}, openapi_extra=file_of("application/fhir+json")
)
def fhir(request: HttpRequest, client: UUID, pictures: bool = False) -> Any:
    """All of a client as a FHIR R4 bundle; the look is noted."""
    bundle = bundle_of(actor=actor_of(request.user, "api"), client=client, pictures=pictures)
    return sent_as(as_bytes(bundle), "application/fhir+json; fhirVersion=4.0", "bundle.json")


def sent_as(data: bytes, content: str, name: str) -> HttpResponse:
    """An answer that a browser keeps as a file and no cache keeps at all."""
    answer = HttpResponse(data, content_type=content)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _pairs(text: str) -> dict[str, str]:
    found = {}
    for line in filter(str.strip, text.splitlines()):
        name, sign, word = line.rpartition("=")
        if not sign:
            name, word = "", line
        found[name.strip()] = word.strip()
    return found
