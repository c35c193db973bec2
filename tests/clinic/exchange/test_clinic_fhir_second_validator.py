"""A second validator of FHIR, which lives in an environment of its own: `make fhir` builds it and names its Python."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
from typing import Any

import pytest

from helpers.clinic.told_in_fhir import told_in_fhir
from microneedling.clinic.exchange.fhir.bundle import as_bytes, bundle_of

pytestmark = [pytest.mark.slow, pytest.mark.sqlite, pytest.mark.fhircheck, pytest.mark.django_db]
NAMED = "MICRONEEDLING_FHIRCHECK"
CODE = """
import json, sys
from pyfhircheck import Validator
found = Validator().validate_resource(json.load(open(sys.argv[1], encoding="utf-8")))
print(json.dumps([[item.severity.value, item.code, item.path, item.message] for item in found.issues]))
"""
# What it says of bundles that are right, since it has no packages of definitions: each of these is an element or a code
# of R4 (hl7.org/fhir/R4: MedicationAdministration, Patient, QuestionnaireResponse, observation-status).
NOT_KNOWN_TO_IT = {
    ("element.unknown", "MedicationAdministration.dosage.text"),
    ("element.unknown", "Patient.communication[].language"),
    ("element.unknown", "QuestionnaireResponse.item[].text"),
    ("terminology.required", "Observation.status"),
}
STATUS = re.compile(r"Code '(?:entered-in-error|corrected)' is not in required ValueSet")


def said(tmp_path, bundle: dict[str, Any]) -> set[tuple[str, str]]:
    """The errors it names: code, and path without numbers."""
    python = os.environ.get(NAMED, "")
    assert python, f"{NAMED} names no Python: make fhir"
    file = tmp_path / "bundle.json"
    file.write_bytes(as_bytes(bundle))
    done = subprocess.run(
        [python, "-c", CODE, str(file)], capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    issues = json.loads(done.stdout)
    for _severity, code, path, message in issues:
        if (code, path) == ("terminology.required", "Observation.status"):
            assert STATUS.match(message), message
    return {
        (code, re.sub(r"\[\d+\]", "[]", path or "")) for level, code, path, _ in issues if level == "error"
    }


def spoilt(bundle: dict[str, Any], kind: str, name: str, value: Any) -> dict[str, Any]:
    """The same with one field of the first resource of a kind changed, or without it."""
    found = copy.deepcopy(bundle)
    item = next(row["resource"] for row in found["entry"] if row["resource"]["resourceType"] == kind)
    if value is None:
        item.pop(name)
    else:
        item[name] = value
    return found


def test_a_second_validator_finds_nothing_but_what_it_does_not_know(owner, tmp_path):
    client = told_in_fhir(owner)
    bundle = bundle_of(actor=owner, client=client.pk, pictures=True)
    assert said(tmp_path, bundle) == NOT_KNOWN_TO_IT
    for kind, name, value in (
        ("Procedure", "status", "done"),
        ("CarePlan", "intent", None),
        ("Patient", "favourite", "blue"),
        ("AdverseEvent", "actuality", None),
    ):
        assert said(tmp_path, spoilt(bundle, kind, name, value)) > NOT_KNOWN_TO_IT, (kind, name)
