"""The forecast of a course that runs: what was said, read and is said now, why, and who on the day's page is off it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpers.clinic.followed import followed_client, keep, learnt
from helpers.clinic.pages import browser_of
from helpers.clinic.people import a_client, a_running_plan, actor
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.models import TrackedForecast
from microneedling.clinic.records.selectors.following import off_forecast
from microneedling.clinic.records.services import assessments
from microneedling.clinic.work.models import Job

pytestmark = pytest.mark.django_db


def text_of(said) -> str:
    return re.sub(r"\s+", " ", said.content.decode())


def test_the_page_says_what_was_said_what_was_read_and_why(owner):
    client, plan = followed_client(owner)
    said = text_of(browser_of(owner).get(f"/clients/{client.pk}/forecast/"))
    for words in (
        "said-band",
        "now-band",
        "slower than said",
        "Slower than said: the reading of",
        "lies beyond the worse end of what was said",
        "and session 2 came 12 days late",
        "Smallest detectable change",
        "1.1 points",
        '<th scope="row">Go on</th><td data-label="Best in">50 %</td>',
        "No design left keeps the limits and the safety screen.",
        "It rests on 300 effective of 400 people",
    ):
        assert words in said, words
    assert "More is on record" not in said
    assert "style=" not in said
    looks = Entry.objects.filter(action="forecast.read", client=str(client.pk))
    assert looks.filter(subject=f"plan:{plan.pk}").count() == 1


def test_the_chart_has_a_twin_in_numbers(owner):
    client, _plan = followed_client(owner)
    said = text_of(browser_of(owner).get(f"/clients/{client.pk}/forecast/"))
    twin = said[said.index("The same in words and numbers") :]
    weeks = re.findall(r'<th scope="row">(\d+) <span', twin)
    assert weeks == ["0", "4", "8", "12", "16", "20", "21", "24"]
    judged = twin[twin.index('<th scope="row">21') :]
    assert "to be judged" in judged[:200]
    assert "−0.5 (−0.75 … −0.1)" in judged[:400]
    assert "−0.1 (−0.25 … +0.1)" in judged[:400]


def test_what_it_does_not_know_yet_is_learnt_on_asking(owner):
    client, plan = followed_client(owner)
    Job.objects.all().delete()
    page, browser = f"/clients/{client.pk}/forecast/", browser_of(owner)
    reading = {"client": client.pk, "zone": "cheek", "scale": "lemperle", "value": "2"}
    assessments.add_measurement(actor=owner, rated_by="a colleague", **reading)
    said = text_of(browser.get(page))
    assert "It waits for its turn." in said  # put in with the reading itself
    Job.objects.update(state="failed", told="the model said no")
    said = text_of(browser.get(page))
    assert "Learning from it failed: the model said no" in said
    assert browser.post(f"/plans/{plan.pk}/learn/").status_code == 303
    assert Job.objects.filter(kind="track", state="waiting").count() == 1
    assert browser_of(actor("reader")).post(f"/plans/{plan.pk}/learn/").status_code == 403
    keep(owner, plan, learnt("on track"))
    assert "More is on record" not in text_of(browser.get(page))


def test_without_a_forecast_the_page_says_what_to_do(owner):
    client, browser = a_client(owner), browser_of(owner)
    page = f"/clients/{client.pk}/forecast/"
    assert "There is no plan yet" in text_of(browser.get(page))
    plan = a_running_plan(owner, client)
    said = text_of(browser.get(page))
    assert "was never forecast" in said
    assert f"/versions/{plan.current.pk}/sheet/" in said


def test_the_day_lists_who_is_off_their_forecast(owner):
    slow, _ = followed_client(owner, learnt("slower"), family_name="Slow")
    worse, _ = followed_client(owner, learnt("not to be told yet", worse=True), family_name="Worse")
    right, _ = followed_client(owner, learnt("on track"), family_name="Right")
    found = off_forecast(actor=owner)
    assert [item.id for item in found] == [worse.pk, slow.pk]
    said = text_of(browser_of(owner).get("/"))
    part = said[said.index("Off their forecast") :]
    assert f"/clients/{worse.pk}/forecast/" in part
    assert f"/clients/{right.pk}/forecast/" not in part
    with CaptureQueriesContext(connection) as queries:
        off_forecast(actor=owner)
    assert not [one for one in queries if '"answer"' in one["sql"] and "IN (" in one["sql"]]  # held by now
    assert TrackedForecast.objects.count() == 3


def test_the_page_asks_no_more_the_more_there_is(owner):
    client, plan = followed_client(owner)
    page, browser = f"/clients/{client.pk}/forecast/", browser_of(owner)

    def asked() -> int:
        browser.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        return len(queries)

    few = asked()
    for value in ("2", "1"):
        reading = {"client": client.pk, "zone": "cheek", "scale": "lemperle", "value": value}
        assessments.add_measurement(actor=owner, rated_by=f"colleague {value}", **reading)
    keep(owner, plan, learnt(points=3))
    followed_client(owner)
    assert asked() == few
    assert few <= 35, few
