"""Two photographs measured over the API, and what was read of them put on record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from ..records.models import Measurement
from ..records.services.act import actor_of
from ..work.measuring import enter_measured, want_measured
from .bodies import schema_of
from .jobs import said

router = Router()


class Pair(Schema):
    """Two photographs of one zone of a client, from one side, with the printed card in both."""

    first: UUID
    second: UUID


class Entered(Schema):
    """The job that measured them."""

    job: UUID


@router.post("/photographs/measure", response={202: dict[str, Any]})
def measure(request: HttpRequest, pair: Pair) -> Any:
    """Have two photographs measured; the same pair is measured once.

    The result of the job holds every index with its change, error and smallest detectable change, or what it was
    refused with. Needs clinic_records.view_photograph and clinic_records.add_measurement, a consent to photographs
    that holds, and the extra `photo`.
    """
    actor = actor_of(request.user, "api")
    return Status(202, said(want_measured(actor=actor, first=pair.first, second=pair.second)))


@router.post("/photographs/measured", response={201: list[schema_of(Measurement)]})
def enter(request: HttpRequest, entered: Entered) -> Any:
    """Put on record what a forecast can learn from a measured pair; what is on record already is not entered again."""
    return Status(201, enter_measured(actor=actor_of(request.user, "api"), job=entered.job))
