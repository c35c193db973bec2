"""Sessions written: opened with consent, logged zone by zone, signed, voided."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from ...audit.record import canonical
from ..models import (
    Appointment,
    Client,
    Device,
    Numbing,
    PlanVersion,
    Session,
    SessionZone,
    VoidedSession,
)
from ..words import number_of, zone_of
from .act import Actor, one, service
from .plans import accepted_version
from .rows import added, changed, happened, refused
from .signing import signed
from .stock import returned

FIELDS = ("note", "reaction", "pain", "aftercare")
ZONE_FIELDS = (
    "depth_mm",
    "density_per_cm2",
    "passes",
    "area_cm2",
    "settings",
    "end_point",
    "reaction",
    "pain",
)
DEEPEST_MM = 5.0  # no needle of any device here is longer


@service("clinic_records.add_session")
def open_session(
    *,
    actor: Actor,
    client: UUID,
    plan_version: UUID | None = None,
    device: UUID | None = None,
    appointment: UUID | None = None,
    note: str = "",
    without_consent_reason: str = "",
    happened_at: datetime | None = None,
    time_zone: str = "",
) -> Session:
    """Begin a session. It rests on consent to the version of the plan; without it only with permission and a reason.

    Raises `InputError` where there is neither, for a retired device, for a plan that does not run, and for a booking
    that has a session: one visit is one session.
    """
    whose = one(Client, client, lock=True)
    row = Session(client=whose, note=note, practitioner=actor.user, **happened(happened_at, time_zone))
    row.device = None if device is None else one(Device, device)
    row.appointment = None if appointment is None else one(Appointment, appointment)
    row.plan_version = None if plan_version is None else one(PlanVersion, plan_version)
    row.without_consent_reason = without_consent_reason
    _check_opening(row, actor)
    if row.plan_version is not None:
        row.plan = row.plan_version.plan
        most = row.plan.sessions.filter(voided__isnull=True).aggregate(most=Max("number"))["most"]
        row.number = (most or 0) + 1
    return added(row, actor, "session.open", whose, without_consent=bool(without_consent_reason))


def _check_opening(row: Session, actor: Actor) -> None:
    mistakes = []
    version = row.plan_version
    if version is not None and version.plan.client_id != row.client_id:
        mistakes.append(("plan_version", "one of another client", "one of this client"))
    elif version is not None and version.plan.state != "running":
        mistakes.append(
            ("plan_version", f"of a plan that is {version.plan.state}", "of a plan that is running")
        )
    if row.appointment is not None and row.appointment.client_id != row.client_id:
        mistakes.append(("appointment", "one of another client", "one of this client"))
    elif row.appointment is not None and (other := _at_booking(row.appointment)) is not None:
        state = "open" if other.signed_at is None else "signed"
        allowed = "go on with that one" if state == "open" else "another booking, or none"
        mistakes.append(("appointment", f"one with a session on record that is {state}", allowed))
    if row.device is not None and row.device.retired_on and row.device.retired_on <= row.happened_at.date():
        mistakes.append(("device", "a retired one", "one in use"))
    if accepted_version(row) is None:
        if not row.without_consent_reason.strip():
            allowed = "consent to this version of the plan, or a reason in without_consent_reason"
            mistakes.append(("consent", "nothing", allowed))
        else:
            actor.need("clinic_records.treat_without_consent")
    if mistakes:
        raise refused("session", *mistakes)


def _at_booking(appointment: Appointment) -> Session | None:
    return Session.objects.filter(appointment=appointment).first()


@service("clinic_records.change_session")
def change_session(*, actor: Actor, session: UUID, version: int, changes: dict[str, Any]) -> Session:
    """Change an open session; raises `Conflict` on an old version, `InputError` for a signed one."""
    if unknown := [name for name in changes if name not in FIELDS]:
        raise refused("session", *((name, "no such field", " | ".join(FIELDS)) for name in unknown))
    _open(session)
    if changes.get("pain") is not None:
        changes = {**changes, "pain": _pain(changes["pain"])}
    return changed(Session, session, version, changes, actor, "session.change")


@service("clinic_records.add_sessionzone")
def log_zone(
    *,
    actor: Actor,
    session: UUID,
    zone: str,
    depth: str,
    density_per_cm2: float | None = None,
    passes: float | None = None,
    area_cm2: float | None = None,
    settings: dict[str, Any] | None = None,
    end_point: str = "",
    reaction: str = "",
    pain: float | None = None,
    over_label_reason: str = "",
) -> SessionZone:
    """What was done to a zone. `depth` is taken as typed, in mm; over the device's label it needs a reason."""
    of = _open(session)
    mm = number_of(depth.lower().removesuffix("mm").strip(), "depth")
    row = SessionZone(session=of, zone=zone_of(zone), depth_mm=mm, typed_depth=depth.strip())
    row.density_per_cm2, row.passes, row.area_cm2 = density_per_cm2, passes, area_cm2
    row.settings = canonical(settings) if settings else ""
    row.end_point, row.reaction, row.over_label_reason = end_point, reaction, over_label_reason
    row.pain = None if pain is None else _pain(pain)
    _check_zone(row, of)
    return added(row, actor, "session.zone", of.client)


@service("clinic_records.change_sessionzone")
def change_zone(*, actor: Actor, zone: UUID, version: int, changes: dict[str, Any]) -> SessionZone:
    """Change a zone of an open session; raises `Conflict` on an old version."""
    if unknown := [name for name in changes if name not in ZONE_FIELDS]:
        raise refused("zone", *((name, "no such field", " | ".join(ZONE_FIELDS)) for name in unknown))
    row = one(SessionZone, zone)
    of = _open(row.session_id)
    for name, value in changes.items():
        setattr(row, name, value)
    _check_zone(row, of)
    return changed(SessionZone, zone, version, changes, actor, "session.zone.change")


def _check_zone(row: SessionZone, of: Session) -> None:
    mistakes = []
    if not 0 < row.depth_mm <= DEEPEST_MM:
        mistakes.append(("depth", f"{row.depth_mm} mm", f"more than 0 and at most {DEEPEST_MM} mm"))
    label = of.device.most_depth_mm if of.device is not None else None
    if label is not None and row.depth_mm > label and not row.over_label_reason.strip():
        allowed = f"at most {label} mm, as the label says, or a reason in over_label_reason"
        mistakes.append(("depth", f"{row.depth_mm} mm", allowed))
    for name in ("density_per_cm2", "passes", "area_cm2"):
        if (value := getattr(row, name)) is not None and value <= 0:
            mistakes.append((name, str(value), "more than 0"))
    if mistakes:
        raise refused("zone", *mistakes)


@service("clinic_records.add_numbing")
def log_numbing(
    *,
    actor: Actor,
    session: UUID,
    product: str,
    strength_percent: float | None = None,
    grams: float | None = None,
    area_cm2: float | None = None,
    minutes: float | None = None,
    under_film: bool | None = None,
    applied_by_client: bool = False,
) -> Numbing:
    """Numbing cream as it was put on; raises `InputError` for amounts that cannot be."""
    of = _open(session)
    row = Numbing(session=of, product=product, under_film=under_film, applied_by_client=applied_by_client)
    row.strength_percent, row.grams, row.area_cm2, row.minutes = strength_percent, grams, area_cm2, minutes
    most = {"strength_percent": 100, "grams": 500, "area_cm2": 20_000, "minutes": 24 * 60}
    wrong = [
        (name, str(value), f"more than 0, at most {most[name]}")
        for name in most
        if (value := getattr(row, name)) is not None and not 0 < value <= most[name]
    ]
    if wrong:
        raise refused("numbing", *wrong)
    return added(row, actor, "session.numbing", of.client)


@service("clinic_records.sign_session")
def sign_session(*, actor: Actor, session: UUID, version: int) -> Session:
    """Sign a session: it and its parts are frozen from now on. Raises `InputError` without a zone."""
    of = _open(session)
    if of.version != version:
        return changed(
            Session, session, version, {"note": of.note}, actor, "session.sign"
        )  # tells the conflict
    if not of.zones.exists():
        raise refused(
            "session", ("zones", "none", "at least one zone; void a session that did not take place")
        )
    return signed(of, actor)


@service("clinic_records.add_voidedsession")
def void_session(*, actor: Actor, session: UUID, reason: str) -> VoidedSession:
    """A session that must not count. It stays on record with the reason; what it took comes back into stock."""
    of = one(Session, session, lock=True)
    if not reason.strip():
        raise refused("session", ("reason", "nothing", "why it must not count"))
    row = added(VoidedSession(session=of, reason=reason), actor, "session.void", of.client)
    for use in of.uses.select_related("lot", "session__client"):
        if not use.moves.filter(kind="returned").exists():
            returned(use, actor, "session voided")
    return row


def _open(session: UUID) -> Session:
    of = one(Session, session, lock=True)
    if of.signed_at is not None:
        raise refused("session", ("session", "a signed one", "an open one; add an addendum to a signed one"))
    if hasattr(of, "voided"):
        raise refused("session", ("session", "a voided one", "one that counts"))
    return of


def _pain(value: Any) -> float:
    found = number_of(value, "pain")
    if not 0 <= found <= 10:
        raise refused("session", ("pain", str(found), "0 to 10"))
    return found
