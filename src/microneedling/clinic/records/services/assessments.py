"""Indications, screenings and measurements written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from ....errors import InputError
from ..models import (
    Client,
    HiddenPhotograph,
    Indication,
    Measurement,
    Photograph,
    Screening,
    ScreeningAnswer,
    Session,
)
from ..scales import scale_of, score_mistakes
from ..selectors.consulting import treated_before
from ..selectors.photographs import read_from
from ..words import concern_of, number_of, zone_of
from .act import Actor, one, service
from .rows import added, changed, happened, refused
from .signing import signed


@service("clinic_records.add_indication")
def add_indication(
    *,
    actor: Actor,
    client: UUID,
    concern: str,
    zone: str,
    subtype: str = "",
    own_words: str = "",
    since: date | None = None,
) -> Indication:
    """What is to become better, in which zone; concern and zone in the words of course files."""
    whose = one(Client, client)
    row = Indication(client=whose, concern=concern_of(concern), zone=zone_of(zone), subtype=subtype)
    row.own_words, row.since = own_words, since
    return added(row, actor, "indication.add", whose)


@service("clinic_records.change_indication")
def end_indication(*, actor: Actor, indication: UUID, version: int, ended_on: date) -> Indication:
    """An indication that is treated no longer; its measurements stay."""
    return changed(Indication, indication, version, {"ended_on": ended_on}, actor, "indication.end")


@service("clinic_records.add_screening")
def add_screening(
    *,
    actor: Actor,
    client: UUID,
    outcome: str,
    answers: list[dict[str, str]],
    reason: str = "",
    not_before: date | None = None,
    override_reason: str = "",
    happened_at: datetime | None = None,
    time_zone: str = "",
    sign: bool = True,
) -> Screening:
    """A screening with every answer as it was put and given; signed at once unless told otherwise.

    A delay needs its date, a stop its reason; treating despite a stop needs the permission and a reason.
    """
    whose = one(Client, client)
    if override_reason:
        actor.need("clinic_records.override_screening")
    _check_outcome(outcome, answers, reason, not_before)
    row = Screening(client=whose, outcome=outcome, reason=reason, not_before=not_before)
    row.override_reason = override_reason
    for name, value in happened(happened_at, time_zone).items():
        setattr(row, name, value)
    added(row, actor, "screening.add", whose, outcome=outcome, overridden=bool(override_reason))
    for answer in answers:
        added(ScreeningAnswer(screening=row, **answer), actor, "screening.answer", whose)
    return signed(row, actor) if sign else row


def _check_outcome(outcome: str, answers: list[dict[str, str]], reason: str, not_before: date | None) -> None:
    known, mistakes = ("question", "answer", "rule", "reason", "source"), []
    if not answers:
        mistakes.append(("answers", "none", "every question that was put, with its answer"))
    for number, answer in enumerate(answers, 1):
        mistakes += [
            (f"answers[{number}].{name}", "no such field", " | ".join(known))
            for name in set(answer) - {*known}
        ]
    if outcome == Screening.Outcome.DELAY and not_before is None:
        mistakes.append(("not_before", "nothing", "the day from which treatment is possible"))
    if outcome in (Screening.Outcome.STOP, Screening.Outcome.CAUTION) and not reason.strip():
        mistakes.append(("reason", "nothing", "what speaks against it"))
    if mistakes:
        raise refused("screening", *mistakes)


@service("clinic_records.add_measurement")
def add_measurement(
    *,
    actor: Actor,
    client: UUID,
    zone: str,
    value: str,
    scale: str = "",
    instrument: str = "",
    unit: str = "",
    session: UUID | None = None,
    indication: UUID | None = None,
    rated_by: str = "",
    blinded: str = "unknown",
    baseline: bool = False,
    between_steps: str = "",
    own_scale: bool = False,
    from_photograph: UUID | None = None,
    beside_photograph: UUID | None = None,
    error: float | None = None,
    happened_at: datetime | None = None,
    time_zone: str = "",
) -> Measurement:
    """One reading on a scale or by an instrument, kept as it was typed too; who rated is the user unless named.

    A score must lie on its scale as the model knows it: `between_steps` says why it lies between two (the mean of two
    raters), `own_scale` that the scale is one of the clinic's own. A `baseline` is read before the zone's first
    session: afterwards it would take what the sessions did for the start. What is read `from_photograph` is of the day
    on which that was taken, and names it, and where an instrument laid it on another the one `beside` it. The standard
    `error` is told by the instrument. Raises `InputError` with all that does not fit.
    """
    whose = one(Client, client)
    row = Measurement(client=whose, zone=zone_of(zone), scale=scale, instrument=instrument, unit=unit)
    row.typed, row.value = str(value).strip(), number_of(value, "value")
    if scale:
        row.scale = scale_of(scale, own_scale)
        row.reason = _fits(row, between_steps)
    row.session = _of_client(Session, session, whose)
    row.indication = _of_client(Indication, indication, whose)
    row.rated_by, row.rater = rated_by, None if rated_by else actor.user
    row.blinded, row.baseline = blinded, baseline
    when = happened(happened_at, time_zone)
    if beside_photograph is not None and from_photograph is None:
        raise refused("measurement", ("from_photograph", "nothing", "the photograph that the reading is of"))
    if from_photograph is not None:
        shot = _shot(from_photograph, row)
        when = {"happened_at": shot.happened_at, "time_zone": shot.time_zone}
        row.reason = "; ".join(filter(None, (_read_from(shot, beside_photograph, row), row.reason)))
    row.error = None if error is None else _error(error, row)
    if baseline and treated_before(whose.pk, row.zone, when["happened_at"]):
        allowed = "a reading to start from is taken before the first session; record this one as a follow-up"
        raise refused("measurement", ("baseline", f"the {row.zone} was treated before", allowed))
    return _measured(row, when, actor, "measurement.add")


def _read_from(shot: Photograph, beside: UUID | None, row: Measurement) -> str:
    """The words that name the photographs of a reading."""
    return read_from(shot.pk, None if beside is None else _shot(beside, row, "beside_photograph").pk)


def _error(error: float, row: Measurement) -> float:
    if row.scale:
        raise refused("measurement", ("error", f"{error:g} of a score", "nothing: a scale has its own"))
    if not 0 < error < float("inf"):
        raise refused("measurement", ("error", f"{error:g}", "a number above 0, in the unit of the value"))
    return error


def _shot(key: UUID, row: Measurement, where: str = "from_photograph") -> Photograph:
    """The photograph that a score is read from; raises `InputError` where it is of another client or place."""
    shot: Photograph = _of_client(Photograph, key, row.client)
    if shot.zone != row.zone:
        raise refused("measurement", (where, f"one of the {shot.zone}", f"one of the {row.zone}"))
    if HiddenPhotograph.objects.filter(photograph=shot).exists():
        raise refused("measurement", (where, "one that is hidden", "one that is shown"))
    return shot


def _fits(row: Measurement, between_steps: str) -> str:
    """The reason why a score lies between two steps, kept with it; raises `InputError` where a score does not fit."""
    if wrong := score_mistakes(row.scale, row.value, row.unit, between_steps):
        raise InputError("measurement", wrong)
    return f"between two steps: {between_steps.strip()}" if between_steps.strip() else ""


@service("clinic_records.add_measurement")
def correct_measurement(
    *, actor: Actor, measurement: UUID, value: str, reason: str, between_steps: str = ""
) -> Measurement:
    """A reading put right: a new one that stands for the old, which stays on record with the reason."""
    old = one(Measurement, measurement, lock=True)
    if not reason.strip():
        raise refused("measurement", ("reason", "nothing", "why it is put right"))
    if hasattr(old, "replaced_by"):
        raise refused("measurement", ("measurement", "one that was put right already", "the newest of them"))
    same = {
        field.attname: getattr(old, field.attname)
        for field in old._meta.concrete_fields
        if field.name not in ("id", "entered_at", "entered_by", "replaces", "reason", "typed", "value")
    }
    row = Measurement(**same, replaces=old)
    row.typed, row.value = str(value).strip(), number_of(value, "value")
    between = _fits(row, between_steps) if row.scale else ""
    row.reason = f"{reason}; {between}" if between else reason
    return _measured(row, {}, actor, "measurement.correct")


def _measured(row: Measurement, when: dict[str, Any], actor: Actor, action: str) -> Measurement:
    for name, value in when.items():
        setattr(row, name, value)
    late = row.happened_at.date() < timezone.now().date()
    return added(row, actor, action, row.client, back_dated=late)


def _of_client(model: type[Any], key: UUID | None, client: Client) -> Any:
    """A row that must be the client's own; None for none."""
    if key is None:
        return None
    row = one(model, key)
    if row.client_id != client.pk:
        raise refused("record", (model._meta.model_name, "one of another client", "one of this client"))
    return row
