"""A bundle read back: what the clinic keeps of it, as the very tables that `import` takes, with all their checks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ....errors import InputError, Mistake
from ..cells import csv_bytes, rows_of
from ..tables.exporting import COLUMNS
from .terms import OURS, ZONE

FEMALE_MALE = ("female", "male")


def tables_of(data: bytes, source: str = "the bundle") -> dict[str, bytes]:
    """Kind -> a table of clients, lots, sessions or measurements that a bundle tells of.

    Read: patients, allergies, settings of zones with their sessions, devices that are lots, readings. Everything else
    is left. Raises `InputError` for what is no bundle of R4.
    """
    try:
        bundle = json.loads(data.decode("utf-8-sig"))
        found = [entry["resource"] for entry in bundle["entry"]]
        if bundle["resourceType"] != "Bundle" or not all(isinstance(item, dict) for item in found):
            raise KeyError
    except (ValueError, KeyError, TypeError):
        raise InputError(source, [Mistake("file", "no FHIR bundle", "a Bundle as JSON, R4")]) from None
    there = {item.get("id", ""): item for item in found}
    kinds = {
        "clients": [_client(item, found) for item in found if item.get("resourceType") == "Patient"],
        "lots": [_lot(item, found) for item in found if item.get("lotNumber")],
        "sessions": list(_zones(found, there)),
        "measurements": list(_readings(found, there)),
    }
    return {
        kind: csv_bytes(COLUMNS[kind], rows_of(COLUMNS[kind], rows)) for kind, rows in kinds.items() if rows
    }


def _code(concept: Any, list_: str) -> str:
    """The clinic's own word of a concept, "" where it has none."""
    for coding in (concept or {}).get("coding", []):
        if coding.get("system") == f"{OURS}:{list_}":
            return str(coding.get("code", ""))
    return ""


def _to(reference: Any) -> str:
    return str((reference or {}).get("reference", "")).removeprefix("urn:uuid:")


def _client(item: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, str]:
    names = {name.get("use"): name for name in item.get("name", [])}
    official, usual = names.get("official", {}), names.get("usual", {})
    reach = {way.get("system"): str(way.get("value", "")) for way in item.get("telecom", [])}
    numbers = {number.get("system"): str(number.get("value", "")) for number in item.get("identifier", [])}
    allergies = [
        str((other.get("code") or {}).get("text", ""))
        for other in found
        if other.get("resourceType") == "AllergyIntolerance" and _to(other.get("patient")) == item.get("id")
    ]
    nil = [
        other
        for other in found
        if other.get("resourceType") == "List" and _code(other.get("code"), "alert") == "allergy"
    ]
    gender = item.get("gender", "")
    return {
        "record": str(item.get("id", "")),
        "clinic_number": numbers.get(f"{OURS}:clinic-number", ""),
        "old_number": numbers.get(f"{OURS}:old-number", ""),
        "given_name": " ".join(official.get("given", [])),
        "family_name": str(official.get("family", "")),
        "known_as": str(usual.get("text", "")),
        "born_on": str(item.get("birthDate", "")),
        "sex": gender if gender in FEMALE_MALE else "unknown",
        "telephone": reach.get("phone", ""),
        "email": reach.get("email", ""),
        "address": "\n".join(str(place.get("text", "")) for place in item.get("address", [])),
        "allergies": "; ".join(allergies) if allergies else "none known" if nil else "",
    }


def _lot(item: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, str]:
    """A lot; as much of it as was used, for a bundle tells no stock."""
    used = sum(
        float(str((use.get("note") or [{}])[0].get("text", "0")).split(" ")[0] or 0)
        for use in found
        if use.get("resourceType") == "DeviceUseStatement"
        and use.get("status") == "completed"
        and _to(use.get("device")) == item.get("id")
    )
    return {
        "record": str(item.get("id", "")),
        "product": str((item.get("deviceName") or [{}])[0].get("name", "")),
        "product_kind": _code(item.get("type"), "product") or "other",
        "maker": str(item.get("manufacturer", "")),
        "number": str(item["lotNumber"]),
        "expires_on": str(item.get("expirationDate", "")),
        "quantity": f"{used or 1:g}",
    }


def _when(item: dict[str, Any]) -> dict[str, str]:
    """Day and time on the wall, and the zone whose wall it was, as far as they are said."""
    text = str(item.get("effectiveDateTime", ""))
    more = (item.get("_effectiveDateTime") or {}).get("extension", [])
    zone = [str(one.get("valueCode", "")) for one in more if one.get("url") == ZONE]
    return {"happened_at": text[:10], "at_time": text[11:19], "time_zone": "".join(zone[:1])}


def _zones(found: list[dict[str, Any]], there: dict[str, dict[str, Any]]) -> Iterator[dict[str, str]]:
    for item in found:
        if _code(item.get("code"), "observation") != "settings of a zone":
            continue
        session = there.get(_to((item.get("partOf") or [{}])[0]), {})
        said = {
            _code(part.get("code"), "setting"): part.get("valueQuantity", {})
            for part in item.get("component", [])
        }
        voided = item.get("status") == "entered-in-error"
        yield {
            "record": str(item["id"]),
            "client_record": _to(item.get("subject")),
            **_when(item),
            "zone": _code(item.get("bodySite"), "zone"),
            **{
                name: f"{said[name]['value']:g}"
                for name in ("depth_mm", "passes", "density_per_cm2", "area_cm2")
                if name in said
            },
            "note": "\n".join(str(note.get("text", "")) for note in session.get("note", [])),
            "state": "voided" if voided else "open",
        }


def _readings(found: list[dict[str, Any]], there: dict[str, dict[str, Any]]) -> Iterator[dict[str, str]]:
    for item in found:
        scale, instrument = _code(item.get("code"), "scale"), _code(item.get("code"), "instrument")
        if not (scale or instrument) or item.get("status") == "entered-in-error":
            continue
        value = item.get("valueQuantity", {})
        unit = str(value.get("unit", ""))
        rater = (item.get("performer") or [{}])[0].get("display", "")
        notes = [str(note.get("text", "")) for note in item.get("note", [])]
        between = [
            note.removeprefix("between two steps: ") for note in notes if note.startswith("between two")
        ]
        yield {
            "record": str(item["id"]),
            "client_record": _to(item.get("subject")),
            **_when(item),
            "zone": _code(item.get("bodySite"), "zone"),
            "scale": scale,
            "instrument": instrument,
            "value": repr(float(value.get("value", 0))),
            "unit": "" if unit == "score" else unit,
            "rated_by": str(rater),
            "baseline": "yes" if item.get("interpretation") else "no",
            "between_steps": "".join(between[:1]),
        }
