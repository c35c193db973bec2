"""Records going out as tables that the importer reads back: each row with the id by which it is known again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from ....errors import InputError, Mistake
from ...records.models import Client, Identity, Lot, LotUse, Measurement, SessionZone, StockMove
from ...records.selectors.reading import looked, need
from ...records.services.act import Actor
from ..cells import csv_bytes, rows_of
from .dates import told
from .fields import KINDS

WHO = ("client_record", "clinic_number", "old_number", "given_name", "family_name", "born_on")
WHEN = ("happened_at", "at_time", "time_zone")
COLUMNS = {
    "clients": (
        *("record", "clinic_number", "old_number", "given_name", "family_name", "known_as", "born_on", "sex"),
        *("phototype", "telephone", "email", "address", "language", "emergency_contact", "own_words"),
        *("allergies", "conditions", "medicines"),
    ),
    "sessions": (
        *(
            "record",
            *WHO,
            *WHEN,
            "zone",
            "depth_mm",
            "passes",
            "density_per_cm2",
            "area_cm2",
            "device",
            "lot",
        ),
        *("product", "quantity", "expired_reason", "over_label_reason", "without_consent_reason"),
        *("end_point", "reaction", "pain", "note", "aftercare", "state"),
    ),
    "measurements": (
        *(
            "record",
            *WHO,
            *WHEN,
            "zone",
            "scale",
            "instrument",
            "value",
            "unit",
            "error",
            "rated_by",
            "blinded",
        ),
        *("baseline", "between_steps"),
    ),
    "lots": (
        *(
            "record",
            "product",
            "product_kind",
            "maker",
            "unit",
            "number",
            "expires_on",
            "quantity",
            "supplier",
        ),
        *("udi", "left"),
    ),
}
IN_NO_LIST = (Client.State.ERASED, Client.State.RESTRICTED)  # an erasure in part leaves records that rest
NEEDS = {
    "clients": ("export_clinic", "view_client", "view_identity", "view_alert"),
    "sessions": ("export_clinic", "view_session", "view_sessionzone", "view_lotuse", "view_identity"),
    "measurements": ("export_clinic", "view_measurement", "view_identity"),
    "lots": ("export_clinic", "view_lot", "view_stockmove"),
}


def table_of(*, actor: Actor, kind: str, separator: str = ",") -> bytes:
    """All records of a kind as one CSV file; the look is noted with its number of rows. Raises `NotAllowed`.

    Clients whose records rest, and who were erased as far as the law lets them be, are in no list: `resting` counts
    them. The exports of one person and of the whole clinic hold them.
    """
    if kind not in KINDS:
        raise InputError("export", [Mistake("kind", f'"{kind[:20]}"', " | ".join(KINDS))])
    for permission in NEEDS[kind]:
        need(actor, f"clinic_records.{permission}")
    columns = COLUMNS[kind]
    rows = rows_of(columns, list(ROWS[kind]()))
    looked(actor, f"export.{kind}", rows=len(rows))
    return csv_bytes(columns, rows, separator)


def resting(kind: str) -> int:
    """How many clients a table of a kind leaves out because their records rest or were erased in part."""
    whose = {"clients": "pk", "sessions": "sessions", "measurements": "measurements"}
    if kind not in whose:
        return 0
    rows = Client.objects.filter(state=Client.State.RESTRICTED)
    return rows.filter(**{f"{whose[kind]}__isnull": False}).distinct().count()


def _clients() -> Iterator[dict[str, str]]:
    rows = Identity.objects.exclude(client__state__in=(*IN_NO_LIST, Client.State.MERGED)).select_related(
        "client"
    )
    for row in rows.prefetch_related("client__alerts").order_by("client__number"):
        client: Any = row.client
        said = _who(row) | {"record": str(client.pk), "sex": client.sex, "phototype": client.phototype}
        for name in ("known_as", "telephone", "email", "address", "language", "emergency_contact"):
            said[name] = getattr(row, name)
        said["own_words"] = client.own_words
        for column, kind in (
            ("allergies", "allergy"),
            ("conditions", "condition"),
            ("medicines", "medicine"),
        ):
            held = [alert for alert in client.alerts.all() if alert.kind == kind and alert.ended_on is None]
            said[column] = "; ".join("none known" if alert.none_known else alert.text for alert in held)
        yield said


def _who(identity: Identity | None) -> dict[str, str]:
    """How a row names its client."""
    if identity is None:
        return {}
    born = identity.born_on
    return {
        "client_record": str(identity.client.pk),
        "clinic_number": str(identity.client.number),
        "old_number": identity.old_number,
        "given_name": identity.given_name,
        "family_name": identity.family_name,
        "born_on": "" if born is None else told(born, identity.born_precision),
    }


def _when(row: Any) -> dict[str, str]:
    """The time on the wall, and its zone."""
    wall = row.happened_at.astimezone(ZoneInfo(row.time_zone))
    clock = f"{wall:%H:%M:%S}" if wall.second else f"{wall:%H:%M}"
    return {"happened_at": wall.date().isoformat(), "at_time": clock, "time_zone": row.time_zone}


def _identity(client: Client) -> Identity | None:
    return getattr(client, "identity", None)


def _sessions() -> Iterator[dict[str, str]]:
    """A row for each zone, and one more for each further lot that was used there."""
    rows = SessionZone.objects.select_related(
        "session__client__identity", "session__device", "session__voided"
    )
    rows = rows.exclude(session__client__state__in=IN_NO_LIST)
    uses = _uses()
    for row in rows.order_by("session__happened_at", "session", "entered_at"):
        session: Any = row.session
        said = _who(_identity(session.client)) | _when(session) | {"record": str(row.pk), "zone": row.zone}
        said["depth_mm"] = _number(row.depth_mm)
        for name in ("passes", "density_per_cm2", "area_cm2"):
            said[name] = _number(getattr(row, name))
        said |= {"end_point": row.end_point, "over_label_reason": row.over_label_reason}
        for name in ("note", "reaction", "aftercare", "without_consent_reason"):
            said[name] = getattr(session, name)
        said["pain"] = _number(session.pain)
        said["device"] = (session.device.serial or session.device.name) if session.device else ""
        said["state"] = "voided" if hasattr(session, "voided") else "signed" if session.signed_at else "open"
        used = [*uses.pop((session.pk, row.zone), []), *uses.pop((session.pk, ""), [])]
        yield said | (_used(used[0]) if used else {})
        for use in used[1:]:
            yield said | _used(use) | {"record": str(use.pk)}


def _uses() -> dict[tuple[Any, str], list[Any]]:
    """Session and zone -> what was used there and not given back."""
    returned = StockMove.objects.filter(kind=StockMove.Kind.RETURNED, use__isnull=False)
    found: dict[tuple[Any, str], list[Any]] = {}
    kept = LotUse.objects.exclude(pk__in=returned.values("use")).select_related("lot__product")
    for use in kept.order_by("entered_at"):
        found.setdefault((use.session_id, use.zone), []).append(use)  # type: ignore[attr-defined]
    return found


def _used(use: LotUse) -> dict[str, str]:
    said = {"lot": use.lot.number, "product": use.lot.product.name, "quantity": f"{use.quantity:f}"}
    return said | {"expired_reason": use.expired_reason}


def _measurements() -> Iterator[dict[str, str]]:
    rows: QuerySet[Measurement] = Measurement.objects.filter(replaced_by__isnull=True)
    rows = rows.exclude(client__state__in=IN_NO_LIST)
    for row in rows.select_related("client__identity", "rater").order_by("happened_at"):
        said = _who(_identity(row.client)) | _when(row) | {"record": str(row.pk), "value": _number(row.value)}
        for name in ("zone", "scale", "instrument", "unit", "blinded"):
            said[name] = str(getattr(row, name))
        said["rated_by"] = row.rated_by or (row.rater.username if row.rater else "")
        said["error"] = _number(row.error)
        said["baseline"] = "yes" if row.baseline else "no"
        said["between_steps"] = row.reason.removeprefix("between two steps: ")
        yield said


def _lots() -> Iterator[dict[str, str]]:
    received, left = {}, {}
    for lot, kind, quantity in StockMove.objects.values_list("lot", "kind", "quantity"):
        left[lot] = left.get(lot, 0) + quantity
        if kind == StockMove.Kind.RECEIVED:
            received[lot] = received.get(lot, 0) + quantity
    for row in Lot.objects.select_related("product").order_by("product__name", "number"):
        yield {
            "record": str(row.pk),
            "product": row.product.name,
            "product_kind": row.product.kind,
            "maker": row.product.maker,
            "unit": row.product.unit,
            "number": row.number,
            "expires_on": "" if row.expires_on is None else told(row.expires_on, row.expires_precision),
            "quantity": f"{received.get(row.pk, 0):f}",
            "supplier": row.supplier,
            "udi": row.udi,
            "left": f"{left.get(row.pk, 0):f}",
        }


def _number(value: float | None) -> str:
    return "" if value is None else repr(float(value)).removesuffix(".0")


ROWS: dict[str, Callable[[], Iterator[dict[str, str]]]] = {
    "clients": _clients,
    "sessions": _sessions,
    "measurements": _measurements,
    "lots": _lots,
}
