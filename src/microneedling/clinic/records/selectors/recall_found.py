"""What is recalled: the lots and devices of a number, those whose number was once that one, and near spellings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from ..models import Device, Former, Lot
from ..names import fold
from ..spellings import near


@dataclass(frozen=True)
class Named:
    """A lot or device: what it is, its number, and whether that number was another once."""

    kind: str  # lot | device
    id: UUID
    name: str
    number: str
    formerly: str = ""

    @property
    def words(self) -> str:
        """As people say it."""
        once = f" (on record as {self.formerly} before)" if self.formerly else ""
        return f"{self.name}, {'lot' if self.kind == 'lot' else 'serial number'} {self.number}{once}"


def named(text: str) -> tuple[list[Named], list[Named]]:
    """Lots and devices that a number, a UDI or an id names, as it is or as it was on record; and near spellings."""
    wanted = text.strip()
    exact = [*_lots(wanted), *_devices(wanted)]
    there = {item.id for item in exact}
    formerly = [item for item in _formerly(fold(wanted)) if item.id not in there]
    there |= {item.id for item in formerly}
    spelt = {wanted, *(item.number for item in exact), *(item.formerly for item in formerly)}
    others = [item for item in _near(spelt) if item.id not in there]
    return exact + formerly, others


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _lots(text: str) -> list[Named]:
    asked = Q(folded=fold(text)) | Q(udi=text, udi__gt="")
    asked |= Q(pk=_id_of(text)) if _id_of(text) else Q()
    rows = Lot.objects.filter(asked) if fold(text) else Lot.objects.none()
    return [_lot(row) for row in rows.select_related("product").order_by("entered_at")]


def _lot(row: Lot, formerly: str = "") -> Named:
    return Named("lot", row.pk, row.product.name, row.number, formerly)


def _devices(text: str) -> list[Named]:
    key, wanted = _id_of(text), fold(text)
    rows = Device.objects.order_by("entered_at")
    return [
        Named("device", row.pk, row.name, row.serial)
        for row in rows
        if row.pk == key or (wanted and wanted in (fold(row.serial), fold(row.udi)))
    ]


def _formerly(folded: str) -> list[Named]:
    """Lots whose number was this one before it was put right."""
    found = {}
    for former in Former.objects.filter(
        kind="lot", body__contains=f'"folded":{json.dumps(folded, ensure_ascii=False)}'
    ):
        row = Lot.objects.select_related("product").get(pk=former.record)
        if row.folded != folded:
            found[row.pk] = _lot(row, json.loads(former.body)["number"])
    return list(found.values())


def _near(spelt: set[str]) -> list[Named]:
    lots = Lot.objects.values_list("pk", "product__name", "number").order_by("number")
    devices = Device.objects.exclude(serial="").values_list("pk", "name", "serial").order_by("serial")
    return [
        Named(kind, pk, name, number)
        for kind, rows in (("lot", lots), ("device", devices))
        for pk, name, number in rows
        if any(near(text, number) for text in spelt)
    ]
