"""Words of FHIR R4 that bundles of the clinic are made of: small makers of its data types, systems, code lists, units.

Codes are those of FHIR itself and HL7's own terminology, LOINC (free, with its notice), UCUM, and the clinic's own
words under `urn:microneedling:`. None needs a licence. LOINC is copyright of Regenstrief Institute and its committee.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

OURS = "urn:microneedling"
HL7 = "http://terminology.hl7.org/CodeSystem"
LOINC = "http://loinc.org"
ZONE = "http://hl7.org/fhir/StructureDefinition/tz-code"  # of the clock that hung on the wall
UCUM = "http://unitsofmeasure.org"
SPACE = UUID("5a2d4a4e-6d2c-5d7a-9a53-3d0f0b1c7e11")  # of ids that are made from others
PHOTOGRAPH, CONSENT, NOTE = (
    ("72170-4", "Photographic image"),
    ("59284-0", "Consent Document"),
    ("34109-9", "Note"),
)
# Unit as records have it -> UCUM. Scores have no unit but "one score".
UNITS = {
    "": "{score}",
    "points": "{score}",
    "grade": "{score}",
    "category": "{score}",
    "mm": "mm",
    "um": "um",
    "µm": "um",
    "cm": "cm",
    "cm2": "cm2",
    "/cm2": "/cm2",
    "%": "%",
    "g": "g",
    "min": "min",
    "d": "d",
    "g/m2/h": "g/m2/h",
    "g/(m2 h)": "g/(m2.h)",
    "au": "{arbitrary}",
    "a.u.": "{arbitrary}",
    "passes": "{pass}",
}
# Resource -> path of a code -> the codes that R4 allows there (those that bind as required, and those that we use).
CODES: dict[str, dict[str, tuple[str, ...]]] = {
    "Patient": {"gender": ("male", "female", "other", "unknown")},
    "Procedure": {
        "status": (
            *("preparation", "in-progress", "not-done", "on-hold", "stopped", "completed"),
            *("entered-in-error", "unknown"),
        )
    },
    "Device": {"status": ("active", "inactive", "entered-in-error", "unknown")},
    "DeviceUseStatement": {
        "status": ("active", "completed", "entered-in-error", "intended", "stopped", "on-hold")
    },
    "Observation": {
        "status": (
            *("registered", "preliminary", "final", "amended", "corrected", "cancelled"),
            *("entered-in-error", "unknown"),
        )
    },
    "Media": {
        "status": (
            *("preparation", "in-progress", "not-done", "on-hold", "stopped", "completed"),
            *("entered-in-error", "unknown"),
        )
    },
    "DocumentReference": {"status": ("current", "superseded", "entered-in-error")},
    "Consent": {"status": ("draft", "proposed", "active", "rejected", "inactive", "entered-in-error")},
    "CarePlan": {
        "status": ("draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"),
        "intent": ("proposal", "plan", "order", "option"),
    },
    "Goal": {
        "lifecycleStatus": (
            *("proposed", "planned", "accepted", "active", "on-hold", "completed"),
            *("cancelled", "entered-in-error", "rejected"),
        )
    },
    "RiskAssessment": {
        "status": (
            *("registered", "preliminary", "final", "amended", "corrected", "cancelled"),
            *("entered-in-error", "unknown"),
        )
    },
    "AdverseEvent": {"actuality": ("actual", "potential")},
    "QuestionnaireResponse": {
        "status": ("in-progress", "completed", "amended", "entered-in-error", "stopped")
    },
    "MedicationStatement": {
        "status": (
            *("active", "completed", "entered-in-error", "intended", "stopped", "on-hold"),
            *("unknown", "not-taken"),
        )
    },
    "List": {
        "status": ("current", "retired", "entered-in-error"),
        "mode": ("working", "snapshot", "changes"),
    },
}


def made_id(of: Any, what: str) -> str:
    """The id of a resource that has no record of its own: the same for the same record each time."""
    return str(uuid5(SPACE, f"{what}:{of}"))


def ref(id_: Any) -> dict[str, str]:
    """A reference to another resource of the bundle."""
    return {"reference": f"urn:uuid:{id_}"}


def text(words: str) -> dict[str, str]:
    """A concept in words alone."""
    return {"text": words}


def coded(system: str, code: str, words: str = "") -> dict[str, Any]:
    """A concept with one code."""
    coding = {"system": system, "code": code, **({"display": words} if words else {})}
    return {"coding": [coding], **({"text": words} if words else {})}


def own(list_: str, word: str) -> dict[str, Any]:
    """A concept of the clinic's own words: a zone, a concern, a scale."""
    return {"coding": [{"system": f"{OURS}:{list_}", "code": word}], "text": word}


def quantity(value: float, unit: str) -> dict[str, Any]:
    """A quantity with its unit in UCUM; a unit that UCUM has no word for stays in words, without a code."""
    code = UNITS.get(unit.strip())
    said: dict[str, Any] = {"value": float(value)}
    if code is None:
        return {**said, "unit": unit.strip()}
    return {**said, "unit": unit.strip() or "score", "system": UCUM, "code": code}


def at(row: Any) -> str:
    """When a record happened, with the offset of the zone whose clock hung on the wall."""
    return row.happened_at.astimezone(ZoneInfo(row.time_zone)).isoformat(timespec="seconds")


def zone(row: Any) -> dict[str, Any]:
    """The name of that zone, beside a time: an offset alone does not tell it."""
    return {"extension": [{"url": ZONE, "valueCode": row.time_zone}]}


def utc(instant: datetime) -> str:
    """An instant."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(value: date | None) -> str | None:
    """A day, None for none."""
    return None if value is None else value.isoformat()


def resource(kind: str, id_: Any, **fields: Any) -> dict[str, Any]:
    """A resource without its empty fields, which FHIR forbids."""
    return {"resourceType": kind, "id": str(id_), **_filled(fields)}


def _filled(value: Any) -> Any:
    if isinstance(value, Mapping):
        found = {name: _filled(item) for name, item in value.items()}
        return {name: item for name, item in found.items() if item not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [item for item in map(_filled, value) if item not in (None, "", [], {})]
    return value
