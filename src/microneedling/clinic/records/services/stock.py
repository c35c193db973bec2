"""Devices, products, lots and stock written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from ..models import Device, Lot, LotUse, Product, StockMove
from ..names import fold
from .act import Actor, one, service
from .rows import added, changed, refused


@service("clinic_records.add_device")
def add_device(
    *,
    actor: Actor,
    name: str,
    kind: str,
    maker: str = "",
    model: str = "",
    serial: str = "",
    udi: str = "",
    most_depth_mm: float | None = None,
) -> Device:
    """A device; `most_depth_mm` is the most that its label allows."""
    if most_depth_mm is not None and not 0 < most_depth_mm <= 5:
        raise refused("device", ("most_depth_mm", str(most_depth_mm), "more than 0 and at most 5 mm"))
    row = Device(name=name, kind=kind, maker=maker, model=model, serial=serial, udi=udi)
    row.most_depth_mm = most_depth_mm
    return added(row, actor, "device.add")


@service("clinic_records.change_device")
def retire_device(*, actor: Actor, device: UUID, version: int, retired_on: date) -> Device:
    """A device that is used no longer; its sessions keep it."""
    return changed(Device, device, version, {"retired_on": retired_on}, actor, "device.retire")


@service("clinic_records.add_product")
def add_product(
    *,
    actor: Actor,
    name: str,
    kind: str,
    maker: str = "",
    unit: str = "piece",
    low_at: Decimal | None = None,
    single_use: bool | None = None,
) -> Product:
    """A product that comes in lots; one of single use, as cartridges are unless said, is used in one session only."""
    if single_use is None:
        single_use = kind == Product.Kind.CARTRIDGE
    row = Product(name=name, kind=kind, maker=maker, unit=unit, low_at=low_at, single_use=single_use)
    return added(row, actor, "product.add")


@service("clinic_records.add_lot")
def receive_lot(
    *,
    actor: Actor,
    product: UUID,
    number: str,
    quantity: Decimal,
    expires_on: date | None = None,
    udi: str = "",
    supplier: str = "",
) -> Lot:
    """Stock that came in: a new lot or more of a known one; raises `InputError` where its expiry differs."""
    of = one(Product, product)
    if quantity <= 0:
        raise refused("lot", ("quantity", str(quantity), "more than nothing"))
    folded = fold(number)
    if not folded:
        raise refused("lot", ("number", "nothing", "the number printed on the lot"))
    lot = Lot.objects.filter(product=of, folded=folded).first()
    if lot is None:
        lot = Lot(product=of, number=number.strip(), folded=folded, expires_on=expires_on)
        lot.udi, lot.supplier = udi, supplier
        added(lot, actor, "lot.add")
    elif lot.expires_on != expires_on:
        raise refused("lot", ("expires_on", str(expires_on), f"{lot.expires_on}, as this lot has on record"))
    added(StockMove(lot=lot, kind=StockMove.Kind.RECEIVED, quantity=quantity), actor, "stock.receive")
    return lot


@service("clinic_records.change_lot")
def correct_lot(*, actor: Actor, lot: UUID, version: int, changes: dict[str, Any], reason: str) -> Lot:
    """Put right what was read wrongly off a lot, or hold it back (`hold_reason`); the reason is kept."""
    allowed = ("number", "expires_on", "expires_precision", "udi", "supplier", "hold_reason")
    if unknown := [name for name in changes if name not in allowed]:
        raise refused("lot", *((name, "no such field", " | ".join(allowed)) for name in unknown))
    if not reason.strip():
        raise refused("lot", ("reason", "nothing", "why it is changed"))
    if "number" in changes:
        changes = {**changes, "folded": fold(changes["number"])}
    return changed(Lot, lot, version, changes, actor, "lot.correct", reason=reason)


@service("clinic_records.add_stockmove")
def count_lot(*, actor: Actor, lot: UUID, counted: Decimal, reason: str) -> StockMove:
    """Set the stock of a lot to what was counted."""
    of = one(Lot, lot, lock=True)
    difference = counted - in_stock(of)
    move = StockMove(lot=of, kind=StockMove.Kind.COUNTED, quantity=difference, reason=reason)
    return added(move, actor, "stock.count")


@service("clinic_records.add_stockmove")
def discard_lot(*, actor: Actor, lot: UUID, quantity: Decimal, reason: str) -> StockMove:
    """Throw some of a lot away; raises `InputError` for more than there is."""
    of = one(Lot, lot, lock=True)
    if not 0 < quantity <= in_stock(of):
        raise refused("lot", ("quantity", str(quantity), f"more than 0, at most {in_stock(of)}"))
    move = StockMove(lot=of, kind=StockMove.Kind.DISCARDED, quantity=-quantity, reason=reason)
    return added(move, actor, "stock.discard")


def in_stock(lot: Lot) -> Decimal:
    """What is left of a lot: the sum of its moves."""
    return lot.moves.aggregate(all=Sum("quantity"))["all"] or Decimal(0)


def taken(use: LotUse, actor: Actor) -> StockMove:
    """The move of stock that belongs to a use."""
    client = use.session.client
    move = StockMove(lot=use.lot, kind=StockMove.Kind.USED, quantity=-use.quantity, use=use, client=client)
    return added(move, actor, "stock.use", client)


def returned(use: LotUse, actor: Actor, reason: str) -> StockMove:
    """The move that gives back what a voided use took."""
    client = use.session.client
    move = StockMove(lot=use.lot, kind=StockMove.Kind.RETURNED, quantity=use.quantity, use=use, client=client)
    move.reason = reason
    return added(move, actor, "stock.return", client)
