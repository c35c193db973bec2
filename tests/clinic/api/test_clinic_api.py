"""The API: every service, the same rules; errors as words; nothing for who is not signed in."""

from __future__ import annotations

import io
import json
from uuid import uuid4

import pytest
from django.test import Client as Browser
from PIL import Image

from helpers.clinic.people import a_client, a_lot, a_running_plan, a_session, actor, consented
from microneedling.clinic.api.app import openapi
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.models import Client, Draft, Photograph
from microneedling.clinic.records.services import clients
from microneedling.clinic.records.services.act import SERVICES

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
JSON = "application/json"


def browser(by, **options) -> Browser:
    found = Browser(**options)
    found.force_login(by.user, backend=BACKEND)
    return found


def post(by, name: str, body: dict, key: str = "", status: int = 201):
    said = browser(by).post(
        f"/api/v1/{name}", json.dumps(body, default=str), content_type=JSON, headers={"Idempotency-Key": key}
    )
    assert said.status_code == status, said.content
    return said.json()


def get(by, name: str, status: int = 200):
    said = browser(by).get(f"/api/v1/{name}")
    assert said.status_code == status, said.content
    return said.json()


def test_every_service_has_its_way_with_a_shape(owner):
    shape = openapi()
    assert shape["openapi"].startswith("3.1")
    posts = {path.removeprefix("/api/v1/") for path, ways in shape["paths"].items() if "post" in ways}
    by_itself = {"keep_forecast", "keep_tracked", "add_photograph", "hide_photograph"}
    assert len(SERVICES) > 40
    assert {name for name in SERVICES if name not in by_itself} <= posts
    assert get(owner, "openapi.json") == json.loads(json.dumps(shape))
    schema = shape["components"]["schemas"]["LogZone"]
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"session", "zone", "depth"}


def test_nobody_is_answered_unless_signed_in(db):
    for way in ("lots", "openapi.json", f"clients/{uuid4()}", f"photographs/{uuid4()}"):
        assert Browser().get(f"/api/v1/{way}").status_code == 401
    assert Browser().post("/api/v1/add_client", "{}", content_type=JSON).status_code == 401


def test_a_form_of_another_site_is_refused(owner):
    strict = browser(owner, enforce_csrf_checks=True)
    said = strict.post("/api/v1/add_client", json.dumps({"family_name": "X"}), content_type=JSON)
    assert said.status_code == 403
    assert not Client.objects.exists()


def test_a_client_made_found_and_read(owner):
    made = post(owner, "add_client", {"given_name": "Łucja", "family_name": "Próba", "born_on": "1987-03-29"})
    assert made["number"] == 1
    (found,) = post(owner, "search", {"text": "lucja PROBA"}, status=200)
    assert (found["id"], found["name"], found["born_on"]) == (made["id"], "Łucja Próba", "1987-03-29")
    page = get(owner, f"clients/{made['id']}")
    assert page["identity"]["born_on"] == "1987-03-29"
    reads = Entry.objects.filter(client=made["id"], action="client.read")
    assert reads.count() == 1
    trail = get(owner, f"clients/{made['id']}/trail")
    assert [entry["action"] for entry in trail] == ["client.add", "identity.add", "client.read"]


def test_mistakes_come_as_words_and_repeat_nothing_personal(owner):
    said = post(
        owner, "add_client", {"family_name": "Example", "email": "not@an@address", "sex": "f"}, status=422
    )
    assert said["mistakes"][0]["path"] == "sex"
    said = post(owner, "add_client", {"born_on": "29.03.1987", "nickname": "Secret"}, status=422)
    assert {item["path"] for item in said["mistakes"]} == {"born_on", "nickname"}
    assert "Secret" not in json.dumps(said)
    assert "29.03" not in json.dumps(said)


def test_a_conflict_brings_both_texts(owner):
    client = a_client(owner)
    change = {"client": str(client.pk), "version": 1}
    post(owner, "change_client", {**change, "changes": {"own_words": "first"}})
    said = post(owner, "change_client", {**change, "changes": {"own_words": "second"}}, status=409)
    assert (said["mine"]["own_words"], said["theirs"]["own_words"], said["base"]["own_words"]) == (
        "second",
        "first",
        "",
    )
    assert Draft.objects.filter(user=owner.user).count() == 1


def test_a_repeated_key_answers_once(owner):
    body = {"family_name": "Example"}
    assert post(owner, "add_client", body, key="k1") == post(owner, "add_client", body, key="k1")
    assert Client.objects.count() == 1


def test_who_may_not_is_told_so(owner):
    client = a_client(owner)
    said = post(actor("reader"), "add_client", {"family_name": "X"}, status=403)
    assert "add_client" in said["detail"]
    post(actor("researcher"), "search", {"text": "example"}, status=403)
    assert get(actor("researcher"), f"clients/{client.pk}")["identity"] is None
    get(owner, f"clients/{uuid4()}", status=404)


def test_a_refusal_is_noted(owner):
    client, nosy = a_client(owner), actor("researcher")
    post(nosy, "add_client", {"family_name": "X"}, status=403)
    post(nosy, "search", {"text": "example"}, status=403)
    get(nosy, f"clients/{client.pk}/trail", status=403)
    wanted = {"client": client.pk, "outcome": "stop", "reason": "x", "answers": [], "override_reason": "y"}
    post(actor("practitioner"), "add_screening", wanted, status=403)  # refused within the transaction
    refused = Entry.objects.filter(action="refused").order_by("sequence")
    assert [entry.subject.removeprefix("asked:") for entry in refused] == [
        "add_client",
        "clinic_records.view_identity",
        "clinic_audit.view_entry",
        "add_screening",
    ]
    assert refused[0].who == f"user:{nosy.user.pk}"


def test_a_disabled_user_is_out_at_once(owner):
    there = browser(owner)
    assert there.get("/api/v1/lots").status_code == 200
    owner.user.is_active = False
    owner.user.save()
    assert there.get("/api/v1/lots").status_code == 401


def test_the_whole_way_of_a_session(owner):
    session = a_session(owner)
    zone = {"session": session.pk, "zone": "cheek", "depth": "0,5 mm", "passes": 4}
    assert post(owner, "log_zone", zone)["depth_mm"] == 0.5
    lot = a_lot(owner)
    post(owner, "use_lot", {"session": session.pk, "lot": lot.pk, "quantity": "1"})
    signed = post(owner, "sign_session", {"session": session.pk, "version": 1})
    assert signed["signed_at"]
    said = post(owner, "log_zone", {**zone, "zone": "chin"}, status=422)
    assert "addendum" in json.dumps(said)
    (use,) = get(owner, f"lots/{lot.pk}/uses")
    assert (use["session"], use["voided"]) == (str(session.pk), False)
    (page,) = get(owner, f"clients/{session.client_id}")["sessions"]
    assert page["zones"][0]["typed_depth"] == "0,5 mm"
    (left,) = [item["left"] for item in get(owner, "lots") if item["id"] == str(lot.pk)]
    assert float(left) == 9


def picture(kind: str = "PNG") -> io.BytesIO:
    written = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 150, 140)).save(written, kind)
    written.seek(0)
    written.name = "photo." + kind.lower()
    return written


def upload(by, client, status: int = 201, **more):
    said = browser(by).post(
        "/api/v1/photographs", {"client": str(client.pk), "zone": "cheek", "file": picture(), **more}
    )
    assert said.status_code == status, said.content
    return said.json()


def test_a_photograph_needs_consent_and_permission(owner):
    client = a_client(owner)
    assert "consent" in json.dumps(upload(owner, client, status=422))
    consented(owner, client)
    made = upload(owner, client)
    assert (made["width"], made["height"]) == (40, 20)
    shown = browser(owner).get(f"/api/v1/photographs/{made['id']}")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert Entry.objects.filter(action="photograph.read", client=str(client.pk)).count() == 1
    assert browser(actor("researcher")).get(f"/api/v1/photographs/{made['id']}").status_code == 403
    post(owner, f"photographs/{made['id']}/hide", {"reason": "blurred"})
    assert browser(owner).get(f"/api/v1/photographs/{made['id']}").status_code == 404
    assert Photograph.objects.count() == 1


def test_a_job_over_the_api(owner):
    client = a_client(owner)
    plan = a_running_plan(owner, client)
    asked = {"plan_version": plan.current.pk, "draws": 16}
    job = post(owner, "jobs/forecast", asked, status=202)
    assert job["state"] == "waiting"
    assert post(owner, "jobs/forecast", asked, status=202)["id"] == job["id"]
    assert get(owner, f"jobs/{job['id']}")["progress"] == 0
    assert post(owner, f"jobs/{job['id']}/cancel", {}, status=200)["state"] == "cancelled"
    assert post(owner, "jobs/forecast", {**asked, "draws": 1}, status=422)


def test_drafts_over_the_api_are_ones_own(owner):
    body = {"form": "note", "body": {"text": "half a sen"}}
    post(owner, "drafts/keep", body, status=200)
    assert post(owner, "drafts/find", {"form": "note"}, status=200)["body"] == {"text": "half a sen"}
    assert post(actor("owner"), "drafts/find", {"form": "note"}, status=200)["body"] is None
    assert post(owner, "drafts/drop", {"form": "note"}, status=200) == {"dropped": 1}


def test_the_page_of_a_client_asks_the_same_number_of_questions(owner):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from microneedling.clinic.records.selectors.clients import client_page

    counts = []
    for sessions in (1, 4):
        client = a_client(owner)
        for _ in range(sessions):
            session = a_session(owner, client)
            post(owner, "log_zone", {"session": session.pk, "zone": "cheek", "depth": "1"})
            post(owner, "use_lot", {"session": session.pk, "lot": a_lot(owner).pk})
            clients.add_alert(actor=owner, client=client.pk, kind="allergy", text="latex")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client_page(actor=owner, client=client.pk)
            assert [use.lot.product.name for row in page["sessions"] for use in row.uses.all()]
        counts.append(len(asked))
    assert counts[0] == counts[1] < 30


def test_forecasts_are_read_and_wanted_over_the_api(owner):
    plan = a_running_plan(owner, a_client(owner))
    assert get(owner, f"clients/{plan.client_id}/forecasts") == []  # never forecast
    asked = {"plan_version": str(plan.current_id)}
    job = post(owner, "jobs/track", asked, status=202)
    assert post(owner, "jobs/track", asked, status=202)["id"] == job["id"]  # the same knowledge is one job
    assert get(actor("assistant"), f"clients/{plan.client_id}/forecasts") == []
    post(actor("assistant"), "jobs/track", asked, status=403)
    assert Entry.objects.filter(action="forecast.read", client=str(plan.client_id)).count() == 2
