"""Plans in the clinic: wishes to a search, plans side by side, one whole, moved by hand, offered, accepted."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpers.clinic.pages import browser_of
from helpers.clinic.people import actor, consented
from helpers.clinic.planned import done_now, screened, to_plan_for, wishes
from microneedling.clinic.pages.planning import plans as pages
from microneedling.clinic.pages.planning.told import could_be, people, total_for
from microneedling.clinic.records.models import Forecast, Plan, PlanVersion
from microneedling.clinic.records.services.forecasts import forecast_holds
from microneedling.clinic.work import kinds, planning
from microneedling.clinic.work.models import Job
from microneedling.clinic.work.queue import inputs_of, put_in

pytestmark = pytest.mark.django_db
FEW = {"depth": 0.5, "interval": 56, "visits_most": 2, "price_session": 100, "currency": "EUR"}
_kept: dict[str, dict] = {}


@pytest.fixture
def few_draws(monkeypatch):
    """Searches in few draws; the same search of another test is taken from it, for it would be the same."""
    monkeypatch.setattr(pages, "DRAWS", 8)

    def once(inputs, step, actor):
        key = json.dumps({name: inputs[name] for name in ("course", "goals", "draws")}, sort_keys=True)
        if key not in _kept:
            _kept[key] = planning.search(inputs, step, actor)
        return _kept[key]

    monkeypatch.setitem(kinds.KINDS, "plan", once)


@pytest.fixture
def found(practitioner, few_draws):
    """A search that found plans: browser, client, job."""
    client, concern = to_plan_for(practitioner)
    browser = browser_of(practitioner)
    screened(browser, client)
    said = browser.post(f"/clients/{client.pk}/plan/", wishes(concern, **FEW))
    assert said.status_code == 303, re.findall(r'class="error"[^>]*>(.*?)<', said.content.decode())
    job = done_now()
    assert job.state == Job.State.DONE, job.told
    return browser, client, job


def plan_of(job: Job, name: str = "balanced") -> dict:
    """A plan that was found, by its name."""
    return next(item for item in json.loads(job.result)["plans"] if name in item["names"])


def test_nothing_is_planned_before_a_screening_nor_against_a_stop(practitioner):
    client, concern = to_plan_for(practitioner)
    browser, path = browser_of(practitioner), f"/clients/{client.pk}/plan/"
    assert "Nobody has screened this client yet." in browser.get(path).content.decode()
    assert browser.post(path, wishes(concern)).status_code == 422
    screened(browser, client, present="pregnancy")
    page = browser.get(path).content.decode()
    assert "The screening says stop: no plan is made." in page
    assert browser.post(path, wishes(concern)).status_code == 422
    assert not Job.objects.filter(kind="plan").exists()


def test_the_screening_narrows_the_plan_and_says_how(practitioner):
    client, concern = to_plan_for(practitioner)
    browser, path = browser_of(practitioner), f"/clients/{client.pk}/plan/"
    today = timezone.localdate()
    there = ["history of hyperpigmentation", "anaesthetic allergy", "recent peel"]
    screened(browser, client, present=there, **{"on-recent-peel": today.isoformat()})
    page = browser.get(path).content.decode()
    assert "The densest passes are left out" in page
    assert "No numbing cream" in page
    said = browser.post(path, wishes(concern, cream="EMLA"))
    assert said.status_code == 422
    assert "The screening says: not before" in said.content.decode()
    later = today + timedelta(days=30)
    assert browser.post(path, wishes(concern, cream="EMLA", start=later)).status_code == 303
    asked = inputs_of(Job.objects.get(kind="plan"))
    assert sorted(asked["course"]["person"]["conditions"]) == sorted(there)
    assert "clinic" not in asked["goals"]  # no cream
    assert [item["rule"] for item in asked["goals"]["override"]] == ["H07"]
    assert asked["goals"]["start_date"] == later.isoformat()


def test_mistakes_are_all_told_each_beside_its_field(practitioner):
    client, concern = to_plan_for(practitioner)
    browser = browser_of(practitioner)
    screened(browser, client)
    sent = wishes(concern, visits_most="two", interval="2,5", event_name="wedding", cost=500)
    page = browser.post(f"/clients/{client.pk}/plan/", sent).content.decode()
    for words in (
        "This is no number",
        "Give a whole number",
        "give both, or neither",
        "A limit on cost needs the price of a session",
    ):
        assert words in page
    sent = wishes(concern, visits_least=9, pain=12)
    page = browser.post(f"/clients/{client.pk}/plan/", sent).content.decode()
    for name in ("visits_least", "pain"):
        (field,) = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
        assert 'aria-invalid="true"' in field
    assert 'value="12"' in page  # what was typed stays


def test_mistakes_of_every_kind_are_told_in_one_answer(practitioner):
    client, concern = to_plan_for(practitioner)
    browser, path = browser_of(practitioner), f"/clients/{client.pk}/plan/"
    today = timezone.localdate()
    screened(browser, client, present=["recent peel"], **{"on-recent-peel": today.isoformat()})
    soon = today.isoformat()
    wrong = {
        "start": soon,  # before the day that the screening allows
        "visits_most": "two",  # no number
        "interval": "2,5",  # no whole number
        "event_name": "wedding",  # without its day
        "sun_from": "2027-03-09",
        "sun_to": "2027-03-01",  # over before it began: the planner's to find
        "pain": 12,  # outside its scale: the planner's
        "cost": 500,  # without a price
        "give_marks": -1,  # the planner's
        "cream": "butter",  # not on the list
        "seen_by": "soon",  # no day
        "currency": "more than twelve signs",
    }
    said = browser.post(path, wishes(concern, **wrong))
    assert said.status_code == 422
    page = said.content.decode()
    told = page[page.index('<div class="message error"') :]
    told = told[: told.index("</div>")]
    places = {"event_name": "event_on", "cost": "price_session", "sun_from": ""}
    for name in wrong:
        if place := places.get(name, name):
            assert f'href="#id_{place}"' in told, (name, told)
    assert not Job.objects.filter(kind="plan").exists()
    right = {
        "start": (today + timedelta(days=60)).isoformat(),
        "visits_most": 1,
        "interval": 56,
        "depth": 0.5,
    }
    assert browser.post(path, wishes(concern, **right)).status_code == 303


def test_a_search_goes_on_as_a_job_is_looked_after_and_cancelled(practitioner, few_draws):
    client, concern = to_plan_for(practitioner)
    browser = browser_of(practitioner)
    screened(browser, client)
    where = browser.post(f"/clients/{client.pk}/plan/", wishes(concern, **FEW)).headers["Location"]
    again = browser.post(f"/clients/{client.pk}/plan/", wishes(concern, **FEW)).headers["Location"]
    assert where == again  # a second click is the same search
    assert "Cancel the search" in browser.get(where).content.decode()
    assert "It waits for its turn." in browser.get(f"{where}progress/").content.decode()
    assert browser.post(f"{where}cancel/").status_code == 303
    assert browser.get(f"{where}progress/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == where
    assert "This search was cancelled." in browser.get(where).content.decode()
    assert browser.post(f"/clients/{client.pk}/plan/", wishes(concern, **FEW)).headers["Location"] != where


def test_plans_stand_side_by_side_with_the_same_numbers_everywhere(found):
    browser, _client, job = found
    page = browser.get(f"/searches/{job.pk}/").content.decode()
    told = json.loads(job.result)
    assert 2 <= len(told["plans"]) <= 7
    total = total_for(told["plans"])
    for item in told["plans"]:
        assert page.count(people(item["objectives"]["benefit"]["mean"], total)) >= 2  # card and table
        assert f"/searches/{job.pk}/{item['id']}/" in page
    best = plan_of(job)
    assert could_be(best["objectives"]["benefit"], total) in page
    assert "No treatment" in page
    assert "200 EUR" in page or "100 EUR" in page
    assert "Why this plan" in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', page, re.S)
    assert {row.count("<td>") for row in rows} == {len(told["plans"])}


def test_the_form_remembers_what_was_asked_last(found):
    browser, client, job = found
    page = browser.get(f"/clients/{client.pk}/plan/").content.decode()
    for name, value in FEW.items():
        assert re.search(rf'name="{name}"[^>]*value="{value}"|value="{value}"[^>]*name="{name}"', page), name
    assert f"/searches/{job.pk}/" in page


def test_one_plan_opens_whole_and_is_offered_with_the_forecast_that_was_shown(found, practitioner):
    browser, client, job = found
    best = plan_of(job)
    path = f"/searches/{job.pk}/{best['id']}/"
    page = browser.get(path).content.decode()
    for words in ("Calendar", "earliest day to judge the result", "Limits", "kept", "Why this plan"):
        assert words in page
    sent = {"key": "o", "name": "Scars, gently"}
    where = browser.post(path, sent).headers["Location"]
    assert browser.post(path, sent).headers["Location"] == where  # a second click
    plan = Plan.objects.get()
    assert (plan.state, plan.name) == ("offered", "Scars, gently")
    version = PlanVersion.objects.get()
    assert version.made == "planner"
    assert json.loads(version.course) == best["course"]
    assert json.loads(version.limits)["limits"]["interval"] == {"at_least_day": 56}
    assert "limits" not in json.loads(version.goals)
    kept = Forecast.objects.get()
    assert version.forecast == kept
    assert forecast_holds(kept)
    assert json.loads(kept.quantiles) == best["answer"]
    shown = browser.get(where).content.decode()
    assert "consent to this very version" in shown
    assert "The client accepts" not in shown
    assert browser.post(where, {"key": "x", "state": "accepted"}).status_code == 422
    consented(practitioner, client, "treatment", plan_version=version.pk)
    assert "The client accepts" in browser.get(where).content.decode()
    for state, follows in (("accepted", "Begin the course"), ("running", "Begin a session")):
        assert browser.post(where, {"key": f"k{state}", "state": state}).status_code == 303
        assert follows in browser.get(where).content.decode()
    listed = browser.get(f"/clients/{client.pk}/").content.decode()
    assert f"/plans/{plan.pk}/" in listed


def test_another_choice_is_a_new_version_and_the_old_one_stays(found):
    browser, _client, job = found
    ids = [item["id"] for item in json.loads(job.result)["plans"] if item["course"].get("session")]
    browser.post(f"/searches/{job.pk}/{ids[0]}/", {"key": "a", "name": "First"})
    plan = Plan.objects.get()
    browser.post(f"/searches/{job.pk}/{ids[-1]}/", {"key": "b", "instead": str(plan.pk)})
    plan.refresh_from_db()
    assert plan.state == "offered"
    assert list(plan.versions.order_by("number").values_list("number", flat=True)) == [1, 2]
    page = browser.get(f"/plans/{plan.pk}/").content.decode()
    assert page.count("former") == 1
    stop = browser.post(f"/plans/{plan.pk}/", {"key": "c", "state": "stopped", "reason": ""})
    assert "Say why" in stop.content.decode()
    browser.post(f"/plans/{plan.pk}/", {"key": "d", "state": "stopped", "reason": "Moved away."})
    assert "Moved away." in browser.get(f"/plans/{plan.pk}/").content.decode()


def test_a_session_moved_is_seen_at_once_and_kept_as_a_plan_of_its_own(found):
    browser, _client, job = found
    two = next(
        item for item in json.loads(job.result)["plans"] if len(item["course"].get("session", ())) == 2
    )
    path = f"/searches/{job.pk}/{two['id']}/"
    assert 'name="day-1"' in browser.get(path).content.decode()
    still = browser.post(f"{path}look/", {}).content.decode()
    assert "As it stands." in still
    look = browser.post(f"{path}look/", {"day-1": "30", "depth-1-0": "0,25"}).content.decode()
    assert "Grey: the plan as it was." in look
    assert "said-band" in look
    assert "Not kept: interval at least 56 d" in look
    assert "A look with 8 draws" not in look  # sixteen at most, of the plan's own
    wrong = browser.post(f"{path}look/", {"day-1": "soon", "depth-0-0": "9"}).content.decode()
    assert "This cannot be looked at" in wrong
    stop = browser.post(f"{path}look/", {"day-1": "1"}).content.decode()
    assert "I04" in stop or "I01" in stop
    before = job.result
    where = browser.post(f"{path}keep/", {"day-1": "30", "depth-1-0": "0.25"}).headers["Location"]
    made = done_now()
    assert made.state == Job.State.DONE, made.told
    job.refresh_from_db()
    assert job.result == before
    opened = browser.get(where).headers["Location"]
    page = browser.get(opened).content.decode()
    assert "Moved by hand" in page
    assert "not kept" in page
    kept = json.loads(made.result)["plan"]
    assert [item["day"] for item in kept["course"]["session"]] == [0, 30]
    assert kept["course"]["session"][1]["depth_mm"] == 0.25
    assert browser.post(opened, {"key": "m", "name": "By hand"}).status_code == 303
    assert json.loads(PlanVersion.objects.get().course) == kept["course"]


@pytest.mark.slow
def test_t4_three_sessions_four_weeks_apart_before_an_event_in_forty_days(practitioner, few_draws):
    """Case T4 of what users of planners asked for: named limits, the nearest plan, what each way out buys."""
    client, concern = to_plan_for(practitioner)
    browser = browser_of(practitioner)
    screened(browser, client)
    event = timezone.localdate() + timedelta(days=40)
    sent = wishes(concern, visits_least=3, interval=28, downtime=3, depth=0.75)
    sent |= {"event_name": "wedding", "event_on": event.isoformat(), "event_clear": "3"}
    where = browser.post(f"/clients/{client.pk}/plan/", sent).headers["Location"]
    job = done_now()
    assert job.state == Job.State.DONE, job.told
    told = json.loads(job.result)
    binding = {item["name"]: item for item in told["infeasible"]["binding"]}
    assert binding["interval"]["alone"] < 28
    assert binding["visits"]["alone"] == 2
    assert binding["over before wedding, last visit on day"]["asked"] == 37
    assert binding["over before wedding, last visit on day"]["alone"] == 56
    assert told["infeasible"]["nearest"]["design"].startswith("2 sessions, 28 days apart")
    ways = {item["name"]: item for item in told["bought"]}
    assert set(ways) == {"visits", "interval", "wedding"}
    assert ways["visits"]["design"].startswith("2 sessions")
    assert ways["wedding"]["design"].startswith("3 sessions, 28 days apart")
    assert (
        56 + 3 < ways["wedding"]["to"] < 56 + 3 + 7
    )  # the last visit, the clear days, and until nothing shows
    assert all(0 < item["objectives"]["benefit"]["mean"] < 1 for item in told["bought"])
    page = browser.get(where).content.decode()
    for words in (
        "No plan with sessions keeps every limit",
        "interval: asked at least 28 d; it alone would have to go down to",
        "What giving way on one of them alone buys",
        "Visits: 2 instead of 3",
        "The nearest plan misses the limits by least",
        "Nearest to the limits",
    ):
        assert words in page
    assert "Not kept: visits at least 3" in re.sub(r"\s+", " ", page)


def test_who_may_not_plan_sees_no_plans_and_other_jobs_are_none(found, owner):
    browser, client, job = found
    assistant = browser_of(actor("assistant"))
    assert assistant.get(f"/clients/{client.pk}/plan/").status_code == 403
    assert assistant.get(f"/searches/{job.pk}/").status_code == 403
    other = put_in(actor=owner, kind="track", inputs={"plan_version": "x"}, client=client.pk)
    assert browser.get(f"/searches/{other.pk}/").status_code == 404
    assert browser.get(f"/searches/{job.pk}/plan-none/").status_code == 404


def test_pages_ask_the_database_no_more_with_more_on_record(found):
    browser, client, job = found
    best = plan_of(job)
    pages_of = (f"/clients/{client.pk}/plan/", f"/searches/{job.pk}/", f"/searches/{job.pk}/{best['id']}/")

    def counts() -> list[int]:
        found = []
        for path in pages_of:
            browser.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(path).status_code == 200
            found.append(len(seen))
        return found

    first = counts()
    for number in range(3):
        browser.post(f"/searches/{job.pk}/{best['id']}/", {"key": f"n{number}", "name": f"Plan {number}"})
    assert counts() == first
    plan = Plan.objects.first()
    assert plan is not None

    def of_plan() -> int:
        browser.get(f"/plans/{plan.pk}/")
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(f"/plans/{plan.pk}/").status_code == 200
        return len(seen)

    before = of_plan()
    browser.post(f"/searches/{job.pk}/{best['id']}/", {"key": "v", "instead": str(plan.pk)})
    assert of_plan() == before


def test_a_session_of_the_plan_begins_with_its_settings(found, practitioner):
    browser, client, job = found
    best = plan_of(job)
    browser.post(f"/searches/{job.pk}/{best['id']}/", {"key": "a", "name": "Scars"})
    version = PlanVersion.objects.get()
    consented(practitioner, client, "treatment", plan_version=version.pk)
    for state in ("accepted", "running"):
        browser.post(f"/plans/{version.plan_id}/", {"key": state, "state": state})  # type: ignore[attr-defined]
    where = browser.post(
        f"/clients/{client.pk}/sessions/new/", {"key": "s", "plan": str(version.pk)}
    ).headers["Location"]
    page = browser.get(where).content.decode()
    assert "As the plan says for this visit" in page
    depth = f"{best['course']['session'][0]['depth_mm']:g}"
    assert re.search(rf'name="depth"[^>]*value="{depth}"|value="{depth}"[^>]*name="depth"', page)


def test_ages_of_dates_hold(practitioner):
    client, concern = to_plan_for(practitioner, born_on=date(2012, 1, 1))
    browser = browser_of(practitioner)
    said = browser.post(f"/clients/{client.pk}/screening/", {"key": "k", "asked-skin": "1"})
    assert said.status_code == 303
    assert "The screening says stop" in browser.get(f"/clients/{client.pk}/plan/").content.decode()
    assert concern.zone == "cheek"
