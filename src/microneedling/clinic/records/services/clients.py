"""Clients written: who they are, what to beware of, who is not who."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from ..models import Alert, Client, Different, Identity, Precision
from ..names import digits, fold
from ..words import PHOTOTYPES
from .act import Actor, one, service
from .rows import added, all_checked, changed, refused

NAMES = ("given_name", "family_name", "known_as")


@service("clinic_records.add_client")
def add_client(
    *,
    actor: Actor,
    given_name: str = "",
    family_name: str = "",
    known_as: str = "",
    born_on: date | None = None,
    born_precision: str = "",
    sex: str = "unknown",
    phototype: str = "",
    telephone: str = "",
    email: str = "",
    address: str = "",
    language: str = "",
    emergency_contact: str = "",
    own_words: str = "",
    old_number: str = "",
    despite_likeness: str = "",
) -> Client:
    """A new client with their identity, under the next number; names stay as typed.

    That somebody of like name is on record never stops it; `despite_likeness` keeps why it was done all the same.
    """
    given = {name: value for name, value in locals().items() if name != "actor"}
    client, identity = client_and_identity(**given)
    client.number = (Client.objects.aggregate(most=Max("number"))["most"] or 0) + 1
    added(client, actor, "client.add", client, despite_likeness=bool(despite_likeness))
    identity.client = client
    added(identity, actor, "identity.add", client)
    return client


def client_and_identity(
    *, sex: str = "unknown", phototype: str = "", own_words: str = "", **who: Any
) -> tuple[Client, Identity]:
    """A client and their identity, checked and not yet written; `who` are fields of the identity.

    Raises `InputError` with all mistakes of both.
    """
    identity = Identity(**who)
    if not who.get("born_precision"):
        identity.born_precision = Precision.DAY if identity.born_on else Precision.UNKNOWN
    _check_identity(identity)
    _check_phototype(phototype)
    client = Client(number=1, sex=sex, phototype=phototype, own_words=own_words)
    all_checked(client, identity, without=("number", "client"), alone=True)
    identity.client = client
    return client, identity


def _check_identity(identity: Identity) -> None:
    typed = [getattr(identity, name) for name in NAMES]
    if not any(name.strip() for name in typed):
        raise refused("client", ("family_name", "no name at all", "a given name, a family name or both"))
    if identity.born_on is not None and identity.born_on > date.today():
        raise refused("client", ("born_on", "a day to come", "a day in the past"))
    if (identity.born_on is None) != (identity.born_precision == Precision.UNKNOWN):
        allowed = "a date with day, month or year as its precision; or no date, and unknown"
        raise refused("client", ("born_precision", "a precision that does not fit the date", allowed))
    identity.folded = fold(" ".join(typed))[:400]
    identity.dialled = digits(identity.telephone)


def _check_phototype(phototype: str) -> None:
    if phototype not in ("", *PHOTOTYPES):
        raise refused("client", ("phototype", f'"{phototype[:20]}"', " | ".join(PHOTOTYPES)))


@service("clinic_records.change_client")
def change_client(*, actor: Actor, client: UUID, version: int, changes: dict[str, Any]) -> Client:
    """Change what is known of a client apart from their identity; raises `Conflict` on an old version."""
    _only(changes, ("sex", "phototype", "photoageing", "smoker", "own_words"))
    _check_phototype(changes.get("phototype", ""))
    return changed(Client, client, version, changes, actor, "client.change")


@service("clinic_records.change_identity")
def change_identity(*, actor: Actor, client: UUID, version: int, changes: dict[str, Any]) -> Identity:
    """Change who a client is; names stay as typed and are folded anew; raises `Conflict` on an old version."""
    personal = ("telephone", "email", "address", "language", "emergency_contact", "old_number")
    _only(changes, (*NAMES, "born_on", "born_precision", *personal))
    identity = one(Client, client, lock=True).identity
    checked_together = (*NAMES, "born_on", "born_precision", "telephone")
    wanted = {**{name: getattr(identity, name) for name in checked_together}, **changes}
    wanted["born_on"] = _as_date(wanted["born_on"])
    whole = Identity(**{name: wanted[name] for name in checked_together})
    _check_identity(whole)
    if "born_on" in changes:
        changes = {**changes, "born_on": whole.born_on}
    changes = {**changes, "folded": whole.folded, "dialled": whole.dialled}
    return changed(Identity, identity.pk, version, changes, actor, "identity.change")


def _as_date(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise refused("client", ("born_on", "what was typed", "a date such as 1987-03-29")) from None


def _only(changes: dict[str, Any], allowed: tuple[str, ...]) -> None:
    if unknown := [name for name in changes if name not in allowed]:
        raise refused("client", *((name, "no such field", " | ".join(allowed)) for name in unknown))


@service("clinic_records.add_alert")
def add_alert(
    *,
    actor: Actor,
    client: UUID,
    kind: str,
    text: str = "",
    none_known: bool = False,
    since: date | None = None,
) -> Alert:
    """An allergy, condition or medicine; or, said as such, that none is known."""
    whose = one(Client, client)
    row = Alert(client=whose, kind=kind, text=text, none_known=none_known, since=since)
    return added(row, actor, "alert.add", whose)


@service("clinic_records.change_alert")
def end_alert(*, actor: Actor, alert: UUID, version: int, ended_on: date) -> Alert:
    """An alert that holds no longer; it stays on record."""
    return changed(Alert, alert, version, {"ended_on": ended_on}, actor, "alert.end")


@service("clinic_records.add_different")
def mark_different(*, actor: Actor, client: UUID, other: UUID, reason: str) -> Different:
    """Two clients of like name who are known to be two people; raises `InputError` for one and the same."""
    if client == other:
        raise refused("clients", ("other", "the same client", "another client"))
    first, second = sorted((one(Client, client), one(Client, other)), key=lambda row: row.number)
    return added(Different(one=first, other=second, reason=reason), actor, "client.different", first)
