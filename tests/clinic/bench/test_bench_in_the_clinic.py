"""The bench in the clinic: for who may take data out, without one query of a record."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpers.clinic.pages import browser_of
from helpers.clinic.people import actor
from helpers.shell import PLAIN, ROOT

pytestmark = pytest.mark.django_db
PAGES = (
    "/bench/",
    *(f"/bench/{name}/" for name in ("course", "dose", "delivery", "evidence", "study", "trial")),
)
PAGES += ("/bench/validation/", "/bench/jobs/", "/bench/evidence/injury.dimple_um/")
MINE = ("clinic_records", "clinic_audit", "clinic_work")
SIGN_OF_LIFE = 'UPDATE "django_session"'  # written once in a while, on whichever page


@pytest.mark.parametrize("group", ["researcher", "practitioner", "owner"])
def test_who_may_take_data_out_may_use_it(group):
    browser = browser_of(actor(group))
    assert browser.get("/bench/").status_code == 200
    assert 'href="/bench/"' in browser.get("/bench/").content.decode()


@pytest.mark.parametrize("group", ["assistant", "reader"])
def test_others_may_not(group):
    browser = browser_of(actor(group))
    assert {browser.get(path).status_code for path in PAGES} == {403}
    assert browser.get("/api/v1/bench/dose").status_code == 403


def test_nobody_signed_in_is_led_to_the_door(client):
    assert client.get("/bench/course/").headers["Location"].startswith("/sign-in/")
    assert client.get("/api/v1/bench/dose").status_code == 401


def queries(browser, path: str) -> list[str]:
    """What a page asks the database, marks of transactions aside."""
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return [item["sql"] for item in seen.captured_queries if "SAVEPOINT" not in item["sql"]]


def test_no_page_of_it_asks_for_a_record():
    browser = browser_of(actor("researcher"))
    browser.get("/bench/")
    for path in PAGES:
        asked, again = ([sql for sql in queries(browser, path) if SIGN_OF_LIFE not in sql] for _ in range(2))
        assert len(asked) == len(again) <= 6
        assert [sql for sql in asked if any(name in sql.split("WHERE")[0] for name in MINE)] == []


def test_the_api_of_the_clinic_answers_a_file():
    browser = browser_of(actor("researcher"))
    text = PLAIN.read_bytes()
    said = browser.post("/api/v1/bench/simulate?draws=8", text, content_type="application/octet-stream")
    assert said.status_code == 200
    assert said.json()["manifest"]["draws"] == 8


def test_jobs_are_their_own_askers_alone():
    mine, other = browser_of(actor("researcher")), browser_of(actor("owner"))
    text = (ROOT / "examples" / "studies" / "redness_days.toml").read_bytes()
    said = mine.post("/api/v1/bench/jobs?of=predict&amount=20", text, content_type="application/octet-stream")
    assert said.status_code == 202
    assert [item["id"] for item in mine.get("/api/v1/bench/jobs").json()["jobs"]] == [said.json()["id"]]
    assert other.get("/api/v1/bench/jobs").json()["jobs"] == []
    place = f"/bench/jobs/{said.json()['id']}/cancel/"
    assert other.post(place).status_code == 404
    assert mine.post(place).status_code == 303
