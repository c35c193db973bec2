"""The forecast of a course that runs: what was said, read and is said now, why, and who on the day's page is off it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

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
        "lies beyond the worse end of what was said (−0.4 … −0.1)",
        "and session 2 came 12 days late",
        "Smallest detectable change",
        "1.1 points",
        '<th scope="row">Go on as planned</th><td data-label="Best in">50 %</td>',
        "No design left keeps the limits and the safety screen.",
        "So weighed they tell as much as 300 people in 12 draws would",
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


def advised(
    change: float, place: str = "on track", next_day: int = 84, design: dict[str, Any] | None = None
) -> dict:
    """An answer whose sessions are done, with a design that may follow; kept in parts or, as before, in words."""
    answer = learnt(place)
    more = {} if design is None else {"change_design": design}
    held = {"mean": 0.79, "low80": 0.48, "high80": 0.99}
    told = {"go_on": 0.95 - change, "change": change, "stop": 0.05, "sessions_left": 0, "day": 260.0}
    told |= {
        "change_to": f"2 sessions, 28 days apart: pen 0.5 mm, 2 passes, the next on day {next_day}",
        **more,
    }
    answer["advice"] |= told
    answer["advice"]["chance_of_the_wish"]["change"] = held
    answer["advice"]["expected_share_of_the_way"] = {"go on": 0.26, "change": 0.39, "one session more": 0.3}
    return answer


def test_on_track_and_yet_to_be_changed_is_one_story(owner):
    client, _plan = followed_client(owner, advised(0.83))
    said = text_of(browser_of(owner).get(f"/clients/{client.pk}/forecast/"))
    story = said[said.index("The course goes as was said.") :]
    assert story.startswith(
        "The course goes as was said. The sessions of the plan are done; treating further is the best in 83 % of what "
        "is held possible. It is expected to bring the skin 39 % of the way to the best end instead of 26 %, and the "
        "chance that such a person notices by "
    )
    assert (
        "is 79 % instead of 20 %. To be on track is to be as far as was said, not as far as may be." in story
    )
    assert '<th scope="row">Treat further</th><td data-label="Best in">83 %</td>' in said
    assert "pen 0.5 mm, 2 passes, the next on " in story


def test_no_day_is_proposed_that_is_past(owner):
    in_parts = {
        "sessions": 2,
        "interval_day": 28,
        "device": "pen",
        "depth_mm": 0.5,
        "passes": 2,
        "next_day": 78,
    }
    today = timezone.localdate()
    for design in (None, in_parts):
        answer = advised(0.83, next_day=78, design=design)  # the clinic is at day 80
        outcome = answer["outcomes"][0]
        outcome["next_readings"] = [{"day": float(day), "expected_narrowing": 0.3} for day in (79, 180)]
        client, _plan = followed_client(owner, answer)
        said = text_of(browser_of(owner).get(f"/clients/{client.pk}/forecast/"))
        past = [date_format(today + timedelta(days=back), "j F Y") for back in (-2, -1, 100)]
        assert f"the next now (the day worked out, {past[0]}, is past)" in said
        assert f"One more reading would on {past[2]} narrow the band by 30 %." in said
        assert past[1] not in said
        outcome["next_readings"] = outcome["next_readings"][:1]
        client, _plan = followed_client(owner, answer)
        said = text_of(browser_of(owner).get(f"/clients/{client.pk}/forecast/"))
        assert "The days on which one more reading was looked at are past: one may be taken now." in said
    client, _plan = followed_client(owner, advised(0.83, next_day=60))
    said = text_of(browser_of(owner).get(f"/clients/{client.pk}/forecast/"))
    assert "which is long past. Enter what is seen now" in said
    assert "Treat further" not in said


def test_a_forecast_made_after_the_reading_promises_nothing(owner):
    browser = browser_of(owner)
    client, _plan = followed_client(owner, advised(0.83))
    assert "As said: the reading" in text_of(browser.get(f"/clients/{client.pk}/forecast/"))
    late, _plan = followed_client(owner, advised(0.83), said_last=True)
    said = text_of(browser.get(f"/clients/{late.pk}/forecast/"))
    assert "The forecast was made on" in said
    assert "it is no promise that this reading could keep or break." in said
    assert "nothing read since it was said" in said
    for words in ("As said", "The course goes as was said", "On track", ">on track<"):
        assert words not in said, words
    slow, _plan = followed_client(owner, learnt("slower"), said_last=True)
    assert slow.pk not in [item.id for item in off_forecast(actor=owner)]


def test_marks_and_documents_stand_with_who_checks(owner):
    client, plan = followed_client(owner)
    said = text_of(browser_of(owner).get(f"/clients/{client.pk}/forecast/"))
    front, checks = said.split("For who checks this</summary>")
    for words in ("effective", "docs/", "draws", "seed", "<code>"):
        assert words not in front[front.index("<main") :], words
    assert "docs/" not in checks
    assert "effective" not in checks
    mark = TrackedForecast.objects.get(plan_version=plan.current).sha256[:16]
    assert f"<code>{mark}</code>" in checks
    assert "model 5, 16 draws, seed 1" in checks


def test_a_german_reads_it_in_german(owner):
    client, _plan = followed_client(owner, advised(0.83))
    browser = browser_of(owner)
    browser.post("/language/", {"language": "de"})
    said = text_of(browser.get(f"/clients/{client.pk}/forecast/"))
    for words in (
        "Die Behandlung verläuft wie gesagt. Die Sitzungen des Plans sind getan",
        "gesagt war etwa 0,5 Punkte besser (−0,5 Punkte [−0,75 bis −0,1])",
        "2 Sitzungen, im Abstand von 28 Tagen: Pen 0,5 mm, 2 Durchgänge, die nächste am ",
        "Wochen</text>",
        "↓ besser",
        "So gewichtet sagen sie so viel wie 300 Menschen in 12 Ziehungen",
    ):
        assert words in said, words
    assert 'lang="en"' not in said[said.index("<main") : said.index("</main>")]


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
