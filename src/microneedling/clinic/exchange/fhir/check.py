"""What FHIR's own schema does not tell: codes, references, zones of times, percent, units; for bundles of ours.

Public validators without Java let pass a status that is no code, a probability of 130, a reference to nothing. A bundle
goes out only if all of this holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .terms import CODES, UCUM, UNITS

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
PARTIAL = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
FULL_URL = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NEEDED = {
    "Procedure": ("status", "subject"),
    "Observation": ("status", "code"),
    "DeviceUseStatement": ("status", "subject", "device"),
    "Media": ("status", "content"),
    "DocumentReference": ("status", "content"),
    "Consent": ("status", "scope", "category", "policyRule"),
    "CarePlan": ("status", "intent", "subject"),
    "Goal": ("lifecycleStatus", "description", "subject"),
    "RiskAssessment": ("status", "subject"),
    "AdverseEvent": ("actuality", "subject"),
    "QuestionnaireResponse": ("status",),
    "Provenance": ("target", "recorded", "agent"),
    "Condition": ("subject", "clinicalStatus"),
    "AllergyIntolerance": ("patient",),
    "MedicationStatement": ("status", "medicationCodeableConcept", "subject"),
    "MedicationAdministration": ("status", "medicationCodeableConcept", "subject", "effectiveDateTime"),
    "List": ("status", "mode"),
}
WITH_TIME = ("timestamp", "recorded", "date", "authored", "issued")


def faults(bundle: dict[str, Any]) -> list[str]:
    """What is wrong with a bundle, each with its place; nothing for a bundle that may go out."""
    entries = bundle.get("entry", [])
    urls = [entry.get("fullUrl", "") for entry in entries]
    found = [f"entry {place}: fullUrl {url}" for place, url in enumerate(urls) if not FULL_URL.fullmatch(url)]
    found += [f"fullUrl twice: {url}" for url in sorted({url for url in urls if urls.count(url) > 1})]
    for entry in entries:
        item = entry["resource"]
        where = f"{item.get('resourceType')} {item.get('id')}"
        if entry.get("fullUrl") != f"urn:uuid:{item.get('id')}":
            found.append(f"{where}: another id than its fullUrl")
        found += [
            f"{where}: {told}" for told in (*_needed(item), *_codes(item), *_values(item, "", set(urls)))
        ]
    return found


def _needed(item: dict[str, Any]) -> Iterator[str]:
    for name in NEEDED.get(item["resourceType"], ()):
        if name not in item:
            yield f"no {name}"


def _codes(item: dict[str, Any]) -> Iterator[str]:
    for name, allowed in CODES.get(item["resourceType"], {}).items():
        if name in item and item[name] not in allowed:
            yield f"{name} {item[name]!r}"
    for guess in item.get("prediction", []):
        if not 0 <= guess.get("probabilityDecimal", 0) <= 100:
            yield "a probability beyond 100 percent"
    if "abatementDateTime" in item and "active" in str(item.get("clinicalStatus")):
        yield "active, and abated"


def _values(value: Any, path: str, urls: set[str]) -> Iterator[str]:
    if value is None or value == "" or value == [] or value == {}:
        yield f"{path}: nothing"
    elif isinstance(value, dict):
        if "reference" in value and value["reference"] not in urls:
            yield f"{path}: refers to nothing here"
        if value.get("system") == UCUM and value.get("code") not in UNITS.values():
            yield f"{path}: the unit {value.get('code')!r}"
        if "value" in value and "system" not in value and "unit" in value and "code" in value:
            yield f"{path}: a code without its system"
        for name, item in value.items():
            yield from _values(item, f"{path}.{name}".lstrip("."), urls)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _values(item, f"{path}[{place}]", urls)
    elif isinstance(value, str):
        yield from _time(value, path)


def _time(value: str, path: str) -> Iterator[str]:
    name = path.rsplit(".", 1)[-1]
    if name.endswith("DateTime") or name in (*WITH_TIME, "creation", "start", "end", "dateTime"):
        if not (INSTANT.fullmatch(value) or PARTIAL.fullmatch(value)):
            yield f"{path}: {value!r}, which is no time with a zone"
    elif name == "birthDate" and not PARTIAL.fullmatch(value):
        yield f"{path}: no date"
