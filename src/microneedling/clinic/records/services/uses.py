"""What a session used up: lots, not past their day unless with a reason, a cartridge on one client only."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from ..models import Lot, LotUse, Session, StockMove
from ..words import zone_of
from .act import Actor, one, service
from .rows import added, refused
from .stock import in_stock, returned, taken


@service("clinic_records.add_lotuse")
def use_lot(
    *,
    actor: Actor,
    session: UUID,
    lot: UUID,
    quantity: Decimal = Decimal(1),
    zone: str = "",
    expired_reason: str = "",
) -> LotUse:
    """Take from a lot for a session. An expired lot needs permission and a reason; one on hold cannot be used.

    What is of single use goes by whole pieces, each for one session: a piece in use already is named for another zone
    of the same session with quantity 0, and can never be for another. Raises `InputError` with all that speaks against
    it: expiry, hold, more than there is, a piece used before.
    """
    of = one(Session, session, lock=True)
    if of.signed_at is not None or hasattr(of, "voided"):
        raise refused("lot", ("session", "one that is closed", "an open one"))
    taken_from = one(Lot, lot, lock=True)
    row = LotUse(session=of, lot=taken_from, quantity=quantity, expired_reason=expired_reason)
    row.zone = zone_of(zone) if zone else ""
    _check(row, actor)
    added(row, actor, "lot.use", of.client, expired=bool(expired_reason))
    taken(row, actor)
    return row


def _check(row: LotUse, actor: Actor) -> None:
    lot, mistakes = row.lot, []
    if lot.hold_reason:
        mistakes.append(("lot", "one on hold", "another lot"))
    if lot.product.single_use:
        mistakes += _single_use(row)
    elif row.quantity <= 0:
        mistakes.append(("quantity", str(row.quantity), "more than nothing"))
    if row.quantity > (left := in_stock(lot)):
        mistakes.append(("quantity", str(row.quantity), f"at most {left}, which is left of this lot"))
    day = row.session.happened_at.date()
    if (last := last_day(lot)) is not None and last < day:
        if row.expired_reason.strip():
            actor.need("clinic_records.use_expired_lot")
        else:
            allowed = f"a lot that is good on {day}, or a reason in expired_reason"
            mistakes.append(("lot", f"one that expired on {last}", allowed))
    if mistakes:
        raise refused("lot", *mistakes)


def _single_use(row: LotUse) -> list[tuple[str, str, str]]:
    if row.quantity < 0 or row.quantity != int(row.quantity):
        return [("quantity", str(row.quantity), "whole pieces, for it is of single use")]
    if row.quantity == 0 and not uses_that_count(row.session, row.lot).filter(quantity__gt=0).exists():
        allowed = "a new piece, 1 or more: single use is one session of one client; 0 goes on with a piece of this one"
        return [("quantity", "0, and no piece of this lot is in use in this session", allowed)]
    return []


def uses_that_count(session: Session, lot: Lot) -> QuerySet[LotUse]:
    """The uses of a lot in a session that were not voided."""
    returned = StockMove.objects.filter(kind=StockMove.Kind.RETURNED, use__isnull=False)
    return session.uses.filter(lot=lot).exclude(pk__in=returned.values("use"))


def last_day(lot: Lot) -> date | None:
    """The last day on which a lot may be used: where only the month is printed, that month's last."""
    day = lot.expires_on
    if day is None or lot.expires_precision != "month":
        return day
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


@service("clinic_records.add_stockmove")
def void_use(*, actor: Actor, use: UUID, reason: str) -> StockMove:
    """A use that did not happen: what it took comes back; the use stays on record with the reason."""
    of = one(LotUse, use)
    if not reason.strip():
        raise refused("lot", ("reason", "nothing", "why it did not happen"))
    if of.moves.filter(kind=StockMove.Kind.RETURNED).exists():
        raise refused("lot", ("use", "one that was voided", "one that counts"))
    others = uses_that_count(of.session, of.lot).exclude(pk=of.pk)
    if others.filter(quantity=0).exists() and not others.filter(quantity__gt=0).exists():
        raise refused(
            "lot", ("use", "a piece that another zone of this session goes on with", "that one first")
        )
    return returned(of, actor, reason)
