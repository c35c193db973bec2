"""Searches of the clinic for tests: a client who may be planned for, the form of wishes, jobs done at once."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from django.utils import timezone

from helpers.clinic.people import a_client
from microneedling.clinic.records.conditions import GROUPS
from microneedling.clinic.records.models import Client
from microneedling.clinic.records.services import assessments
from microneedling.clinic.records.services.act import Actor
from microneedling.clinic.work import worker
from microneedling.clinic.work.models import Job
from microneedling.clinic.work.queue import claim

ALL_ASKED = {f"asked-{key}": "1" for key in GROUPS}


def to_plan_for(by: Actor, concern: str = "atrophic acne scar", **more: Any) -> tuple[Client, Any]:
    """An invented client with a concern on the cheek, nobody has screened yet; the concern comes with them."""
    client = a_client(by, **{"phototype": "III", "sex": "female", **more})
    subtype = "rolling" if "acne" in concern else ""
    return client, assessments.add_indication(
        actor=by, client=client.pk, concern=concern, zone="cheek", subtype=subtype
    )


def screened(browser: Any, client: Client, **more: Any) -> None:
    """Screen a client through the page: everything asked after."""
    said = browser.post(f"/clients/{client.pk}/screening/", {"key": f"s{client.pk}", **ALL_ASKED, **more})
    assert said.status_code == 303, said.content.decode()


def wishes(concern: Any, **more: Any) -> dict[str, str]:
    """The form of wishes as it is sent, small enough to search in seconds."""
    held = {"key": f"w{concern.pk}", f"weight-{concern.pk}": "1", "start": timezone.localdate().isoformat()}
    held |= {"device": "pen, 12 needles", "sun": "some", "retinoid": "none", "sunscreen": "on"}
    return {**held, **{name: str(value) for name, value in more.items()}}


def done_now() -> Job:
    """The next job that waits, done here."""
    job = claim("test")
    assert job is not None
    with patch.object(
        worker, "PULSE_S", 3600
    ):  # its signs of life come from another connection than the test's
        worker.do(job)
    job.refresh_from_db()
    return job
