"""Two photographs measured by the instrument: asked for, waited for, told with its errors, entered into the record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....errors import InputError
from ....extras import needs_extra
from ...records.models import Client, Photograph
from ...records.selectors.banner import whose
from ...records.selectors.consents import valid_consent
from ...records.selectors.photographs import read_from_photographs, sets_of
from ...records.services.act import Actor, NotFound
from ...work.listing import one_job
from ...work.measuring import (
    ENTERS,
    EXTRA,
    KIND,
    SEES,
    enter_measured,
    found_in,
    in_order,
    lacking,
    measured_job,
    want_measured,
)
from ...work.models import Job
from ..asked import asked, said_once, see, shown
from ..consenting.working import GOING
from ..mistakes import in_words
from .photo_words import PHOTOGRAPHS, label_of, line_of, no_finer_than, unit_of


def measured(actor: Actor, client: Client, pair: tuple[Any, Any] | None, read: list[Any]) -> dict[str, Any]:
    """What the pair's page says of the instrument; `read` are the readings from photographs that are on record."""
    may = actor.may(SEES) and actor.may(ENTERS)
    if pair is None or not may:
        return {}
    first, second = sorted(pair, key=in_order)
    told: dict[str, Any] = {"first": first, "second": second, "client": client}
    if (first.zone, first.view) != (second.zone, second.view):
        return {**told, "apart": True}
    job = measured_job(first, second)
    told |= {"job": job, "going": job is not None and job.state in GOING}
    told["consent"] = valid_consent(client, "photography") is not None
    told["lacking"] = needs_extra(EXTRA).partition(": ")[2] if lacking() else ""  # the command
    if job is not None and job.state == Job.State.DONE:
        told |= _found(found_in(job), first, second, read)
    told["ready"] = told["consent"] and not told["lacking"] and client.state == Client.State.ACTIVE
    return told


def _in_its_words(refusal: dict[str, str]) -> str:
    """A refusal as the instrument says it, in English: what was found, what is allowed, what to do."""
    return f"{refusal['found']}; allowed: {refusal['allowed']}. {refusal['do']}"


def _found(found: dict[str, Any], first: Photograph, second: Photograph, read: list[Any]) -> dict[str, Any]:
    """What was measured or refused, and what of it is on record."""
    told: dict[str, Any] = {"done": True}
    told["refused"] = [
        {"of": str(PHOTOGRAPHS.get(item["of"], item["of"])), "words": _in_its_words(item)}
        for item in found.get("refused", ())
    ]
    told["lines"] = [line_of(index) for index in found.get("indices", ())]
    told["left_out"] = [
        {"of": label_of(item["index"]), "words": _in_its_words(item)}
        for item in found.get("not_measured", ())
    ]
    told["laid"] = found.get("laid", "")
    shots = (first, second)
    known = {(row.photograph, row.instrument): row for row in read if row.rated_by == KIND and row.instrument}
    rows = [
        (shots[reading["place"]], reading, known.get((shots[reading["place"]].pk, reading["scale"])))
        for reading in found.get("readings", ())
    ]
    told["learns"] = [
        {
            "label": label_of(reading["scale"]),
            "unit": unit_of(reading["unit"]),
            "at": shot.happened_at,
            "value": no_finer_than(reading["value"] if row is None else row.value, reading["error"]),
            "error": no_finer_than(reading["error"], reading["error"]),
            "entered": row is not None,
        }
        for shot, reading, row in rows
    ]
    told["to_enter"] = any(row is None for _shot, _reading, row in rows)
    told["entered"] = any(row is not None for _shot, _reading, row in rows)
    return told


@asked("GET")
def part(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """The part of the page that tells of the instrument, asked for again while a pair is measured."""
    actor.need(SEES)
    row, about = whose(actor=actor, client=client, noted=False)
    pair = _pair(actor, row, request.GET.get("first", ""), request.GET.get("second", ""))
    told = measured(actor, row, pair, read_from_photographs(actor=actor, client=row))
    return shown(request, "looking_back/measured", whose=about, measured=told)


@asked("POST")
def measure(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """Have the pair measured."""
    row, _about = whose(actor=actor, client=client)
    first, second = _pair(actor, row, request.POST.get("first", ""), request.POST.get("second", ""))
    try:
        want_measured(actor=actor, first=first.pk, second=second.pk)
    except InputError as error:
        messages.error(request, " ".join(in_words(item) for item in error.mistakes))
    return see(request, _back(row, first, second))


@asked("POST")
def enter(request: HttpRequest, actor: Actor, client: UUID, job: UUID) -> HttpResponse:
    """Put on record what a forecast can learn from."""
    row, _about = whose(actor=actor, client=client)
    asked_for = one_job(job)
    if asked_for.client_id != row.pk:  # type: ignore[attr-defined]
        raise NotFound("no such job")
    first, second = _pair(actor, row, request.POST.get("first", ""), request.POST.get("second", ""))
    try:
        new = enter_measured(actor=actor, job=job)
    except InputError as error:
        messages.error(request, " ".join(in_words(item) for item in error.mistakes))
    else:
        count = len(new)
        words = ngettext("%(n)d reading is on record.", "%(n)d readings are on record.", count) % {"n": count}
        said_once(request, words if count else _("All of it was on record already."))
    return see(request, _back(row, first, second))


def _pair(actor: Actor, client: Client, first: str, second: str) -> tuple[Any, Any]:
    """Two photographs of the client that are shown, the older first; raises `NotFound`."""
    known = {str(shot.pk): shot for one in sets_of(actor=actor, client=client) for shot in one.shots}
    if first not in known or second not in known or first == second:
        raise NotFound("no such photographs")
    one, other = sorted((known[first], known[second]), key=in_order)
    return one, other


def _back(client: Client, first: Photograph, second: Photograph) -> str:
    page = reverse("clinic:compare", args=(client.pk,))
    return f"{page}?first={first.pk}&second={second.pk}#measured"
