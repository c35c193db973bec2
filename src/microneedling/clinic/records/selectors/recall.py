"""A recall: from a lot or a device to every session, zone, photograph and client, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet

from ....errors import InputError, Mistake
from ..models import (
    Addendum,
    AdverseEvent,
    Client,
    Erasure,
    EventLot,
    Identity,
    LotUse,
    Merge,
    Moved,
    Photograph,
    Session,
    SessionZone,
    StockMove,
    VoidedSession,
)
from ..services.act import Actor
from .clients import shown_name
from .reading import looked, need
from .recall_found import Named, named
from .withheld import may_read


@dataclass
class Touched:
    """One use of what is recalled: in which session, on whom, where, and what is to be known about it.

    `counts` is false where it did not happen: the session or the use was voided. `told` explains what became of it.
    """

    item: Named
    session: UUID
    day: date
    zones: tuple[str, ...]
    quantity: Decimal | None
    client: UUID
    number: int
    name: str
    state: str
    counts: bool = True
    photographs: tuple[UUID, ...] = ()
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Recall:
    """All that a lot or device touched; `near` are other numbers that may be meant, none of whose uses are in here."""

    asked: str
    items: tuple[Named, ...]
    near: tuple[Named, ...]
    uses: tuple[Touched, ...]
    events: tuple[dict[str, Any], ...]

    @property
    def clients(self) -> int:
        """How many people it came to."""
        return len({use.client for use in self.uses if use.counts})


def recall(*, actor: Actor, text: str) -> Recall:
    """Everything that a lot or device touched, found by its number, serial number, UDI or id; the look is noted.

    A number that was put right is found by the wrong one too. Raises `InputError` where nothing has that number, with
    those that are spelt like it.
    """
    need(actor, "clinic_records.view_lotuse")
    items, others = named(text)
    if not items:
        hint = f"Spelt like it: {'; '.join(item.words for item in others[:8])}" if others else ""
        allowed = "the number of a lot, or the serial number of a device, that is on record"
        raise InputError("recall", [Mistake("LOT", f'"{text[:60]}"', allowed, hint)])
    lots = [item for item in items if item.kind == "lot"]
    devices = [item for item in items if item.kind == "device"]
    uses = [*_of_lots(lots, actor), *_of_devices(devices)]
    _explain(uses, _Reach([item.id for item in lots], [item.id for item in devices]), actor)
    uses.sort(key=lambda use: (use.day, use.number))
    found = Recall(text.strip(), tuple(items), tuple(others), tuple(uses), tuple(_events(lots, devices)))
    looked(actor, "recall.read", items=[f"{item.kind}:{item.id}" for item in items], uses=len(uses))
    return found


ERASED, WITHHELD = "the reason was erased", "the reason is not for your group"
SESSION = ("happened_at", "time_zone", "client", "client__number", "client__state")


def _why(reason: str, actor: Actor) -> str:
    return (reason if may_read(actor) else WITHHELD) if reason else ERASED


def _of_lots(items: list[Named], actor: Actor) -> list[Touched]:
    by_id = {item.id: item for item in items}
    rows = LotUse.objects.filter(lot__in=by_id).values_list(
        "pk", "lot", "zone", "quantity", "session", *(f"session__{name}" for name in SESSION)
    )
    back = dict(
        StockMove.objects.filter(kind=StockMove.Kind.RETURNED, lot__in=by_id).values_list("use", "reason")
    )
    found = []
    for use, lot, zone, quantity, session, *of in rows:
        row = _touched(by_id[lot], session, (zone,) if zone else (), quantity, *of)
        if use in back:
            row.counts = False
            row.told.append(f"the use was voided, what it took is back in stock: {_why(back[use], actor)}")
        found.append(row)
    return found


def _of_devices(items: list[Named]) -> list[Touched]:
    by_id = {item.id: item for item in items}
    rows = Session.objects.filter(device__in=by_id).values_list("device", "pk", *SESSION)
    return [_touched(by_id[device], session, (), None, *of) for device, session, *of in rows]


def _touched(
    item: Named, session: UUID, zones: tuple[str, ...], quantity: Decimal | None,
    at: datetime, zone: str, client: UUID, number: int, state: str,
) -> Touched:  # fmt: skip
    return Touched(
        item, session, at.astimezone(ZoneInfo(zone)).date(), zones, quantity, client, number, "", state
    )


SHORT = 5_000  # rows


class _Reach:
    """Rows that belong to the sessions of some lots and devices. Of a short table all are taken: that is quicker."""

    def __init__(self, lots: list[UUID], devices: list[UUID]):
        self.lots, self.devices = lots, devices

    def of(self, model: type[Model], to_session: str = "session__") -> list[QuerySet[Any]]:
        """The rows of a table, `to_session` saying in Django's words how it comes to a session."""
        rows = model._default_manager.all()
        if rows.count() <= SHORT:
            return [rows]
        by_lot = rows.filter(**{f"{to_session}uses__lot__in": self.lots}).distinct()
        by_device = rows.filter(**{f"{to_session}device__in": self.devices}).distinct()
        return [*([by_lot] if self.lots else []), *([by_device] if self.devices else [])]

    def pairs(self, model: type[Model], *names: str) -> Iterable[tuple[Any, Any]]:
        """Two columns of such rows; of a session with both lot and device once."""
        return list(dict.fromkeys(pair for rows in self.of(model) for pair in rows.values_list(*names)))


def _explain(uses: list[Touched], reach: _Reach, actor: Actor) -> None:
    """Names, zones, photographs, and what became of sessions and clients; so many questions however many uses."""
    voided = dict(reach.pairs(VoidedSession, "session", "reason"))
    zones = _grouped(reach.pairs(SessionZone, "session", "zone"))
    pictures = _grouped(reach.pairs(Photograph, "session", "pk"))
    added = _grouped(reach.pairs(Addendum, "session", "entered_at"))
    names = _names(reach) if actor.may("clinic_records.view_identity") else {}
    went, gone = _moves(reach), _erased(reach)
    may_see = actor.may("clinic_records.view_photograph")
    for use in uses:
        use.name = names.get(use.client, f"client {use.number}")
        use.zones = use.zones or tuple(sorted(zones.get(use.session, ())))
        use.photographs = tuple(pictures.get(use.session, ())) if may_see else ()
        if use.session in voided:
            use.counts, use.told = False, []  # that its uses are back in stock goes without saying
            use.told.append(f"the session was voided: {_why(voided[use.session], actor)}")
        use.told += went.get(str(use.session), ())
        use.told += gone.get(use.client, ())
        if number := len(added.get(use.session, ())):
            use.told.append(f"{number} {'addendum' if number == 1 else 'addenda'} to the session: read them")
        if use.state == Client.State.RESTRICTED and use.client not in gone:
            use.told.append("these records rest; a recall is for the client's safety")


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _names(reach: _Reach) -> dict[UUID, str]:
    columns = ("client_id", "given_name", "family_name", "known_as")
    people = (row for rows in reach.of(Identity, "client__sessions__") for row in rows.only(*columns))
    return {row.client_id: shown_name(row) or "erased" for row in people}


def _moves(reach: _Reach) -> dict[str, list[str]]:
    """Session -> that it was entered for a client who was joined with another, or that this was undone."""
    sides = [rows for side in ("kept", "gone") for rows in reach.of(Merge, f"{side}__sessions__")]
    merges = {row.pk: row for rows in sides for row in rows.select_related("kept", "gone")}
    found: dict[str, list[str]] = defaultdict(list)
    rows = Moved.objects.filter(merge__in=list(merges), kind="clinic_records.Session").order_by("entered_at")
    for row in rows:
        merge = merges[row.merge_id]  # type: ignore[attr-defined]
        forth = row.after == merge.kept_id
        did = "joined with" if forth else "told apart again from"
        one, other = (merge.gone, merge.kept) if forth else (merge.kept, merge.gone)
        before = "entered for" if forth else "went back from"
        words = f"{before} client {one.number}, {did} client {other.number} on {row.entered_at:%Y-%m-%d}"
        found[row.record].append(words)
    return found


def _erased(reach: _Reach) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = {row.pk: row for some in reach.of(Erasure, "client__sessions__") for row in some}
    for row in sorted(rows.values(), key=lambda row: row.entered_at):
        day = f"{row.entered_at:%Y-%m-%d}"
        if row.stage == Erasure.Stage.WHOLE:
            found[row.client_id] = [
                f"the client's records were erased on {day}: nobody can be told who it was"
            ]
        else:
            until = f"{row.kept_until:%Y-%m-%d}" if row.kept_until else "further notice"
            told = (
                f"erased on {day} but for what is kept until {until}: the name is there, the address is not"
            )
            found[row.client_id] = [told]
    return found


def _events(lots: list[Named], devices: list[Named]) -> list[dict[str, Any]]:
    """Adverse events with one of the lots or devices, signed or not."""
    with_lot = EventLot.objects.filter(lot__in=[item.id for item in lots]).values("event")
    asked = Q(pk__in=with_lot) | Q(device__in=[item.id for item in devices])
    rows = AdverseEvent.objects.filter(asked).order_by("onset_on")
    return list(
        rows.values("id", "client", "client__number", "kind", "severity", "serious", "onset_on", "outcome")
    )
