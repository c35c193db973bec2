"""The shelf: lots with what is left of each, what wants attention, and one lot with its moves and uses."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max

from ...bar_codes import read
from ...models import Device, Lot, Product, StockMove
from ...names import fold
from ...services.act import Actor, one
from ...spellings import near
from ..days import SOON, lots_in_stock
from ..reading import looked, need


@dataclass(frozen=True)
class OnShelf:
    """A lot as a row of the shelf; `state` is over, soon, held or well, `low` where its product runs short."""

    row: Lot
    left: Decimal
    state: str
    low: bool


def shelf(*, actor: Actor, today: date, used_up: bool = False) -> list[OnShelf]:
    """Lots with something left (`used_up`: all others too), by product and expiry; two questions however many."""
    need(actor, "clinic_records.view_lot")
    rows = list(lots_in_stock(actor=actor).order_by("product__name", F("expires_on").asc(nulls_last=True)))
    left: dict[Any, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.expires_on is None or row.expires_on >= today:
            left[row.product_id] += row.left
    looked(actor, "stock.list", rows=len(rows))
    return [_on_shelf(row, left, today) for row in rows if used_up or row.left > 0]


def _on_shelf(row: Any, left: dict[Any, Decimal], today: date) -> OnShelf:
    last = row.expires_on if row.left > 0 else None
    state = "well"
    if row.hold_reason:
        state = "held"
    elif last is not None and last < today:
        state = "over"
    elif last is not None and last <= today + SOON:
        state = "soon"
    low = row.product.low_at is not None and left[row.product_id] <= row.product.low_at
    return OnShelf(row, row.left, state, low)


def product_of_code(*, actor: Actor, code: str) -> str:
    """The id of the one product of which a lot came in under this number of a bar code; "" for none or several."""
    need(actor, "clinic_records.view_product")
    rows = Lot.objects.filter(udi__contains=code).values_list("product", "udi").distinct()
    found = {product for product, udi in rows if (said := read(udi)) is not None and said.product == code}
    return str(found.pop()) if len(found) == 1 else ""


def products(*, actor: Actor) -> list[Product]:
    """What comes in lots, by name."""
    need(actor, "clinic_records.view_product")
    return list(Product.objects.order_by("name"))


def spelt_like(*, actor: Actor, product: UUID, number: str) -> list[Lot]:
    """Lots of a product whose number may be the one that was typed, though it is spelt otherwise. A hint."""
    need(actor, "clinic_records.view_lot")
    rows = Lot.objects.filter(product=product).exclude(folded=fold(number)).order_by("number")
    return [row for row in rows if near(row.number, number)]


def lot_page(*, actor: Actor, lot: UUID) -> dict[str, Any]:
    """One lot: what is left, its moves from the newest on, and others of its product that are spelt like it."""
    need(actor, "clinic_records.view_lot")
    row = one(Lot, lot)
    moves = []
    if actor.may("clinic_records.view_stockmove"):
        found = StockMove.objects.filter(lot=row).select_related("entered_by", "use__session__client")
        moves = list(found.order_by("-entered_at"))
    others = Lot.objects.filter(product=row.product_id).exclude(pk=row.pk).order_by("number")  # type: ignore[attr-defined]
    looked(actor, "lot.read", row)
    return {
        "lot": row,
        "left": lots_in_stock(actor=actor).get(pk=row.pk).left,
        "moves": moves,
        "near": [other for other in others if near(other.number, row.number)],
    }


def devices(*, actor: Actor) -> list[Device]:
    """Devices in use first, then those that are retired; with how many sessions each has and its last."""
    need(actor, "clinic_records.view_device")
    rows = Device.objects.annotate(count=Count("sessions"), last=Max("sessions__happened_at"))
    looked(actor, "device.list")
    return list(rows.order_by(F("retired_on").asc(nulls_first=True), "name"))
