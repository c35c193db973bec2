"""The screening page: asked, judged by the safety rules with reason and source, kept as answered, signed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpers.clinic.pages import browser_of
from helpers.clinic.people import a_client, actor
from microneedling.clinic.records.conditions import GROUPS
from microneedling.clinic.records.models import Draft, Screening, ScreeningAnswer
from microneedling.clinic.records.screened import RULE_OF, Person, judged
from microneedling.clinic.records.selectors.screening import Standing, standing
from microneedling.course.safety.condition_rules import CONDITION_RULES
from microneedling.skin.conditions import ConditionName

pytestmark = pytest.mark.django_db
ALL = {f"asked-{key}": "1" for key in GROUPS}


@pytest.fixture
def client(practitioner):
    """An invented client of 46, phototype II."""
    return a_client(practitioner, phototype="II", sex="female")


def of(client) -> str:
    """The address of the screening page."""
    return f"/clients/{client.pk}/screening/"


def stands(by, client) -> Standing:
    """The screening that stands."""
    found = standing(actor=by, client=client)
    assert found is not None
    return found


def test_every_condition_is_asked_once_and_every_rule_leads_back_to_one():
    asked = [name for _words, held in GROUPS.values() for name in held]
    assert sorted(asked) == sorted(ConditionName.__args__)
    assert len(set(RULE_OF.values())) == len(RULE_OF) == len(asked)


def test_none_known_differs_from_not_asked(practitioner, client):
    browser = browser_of(practitioner)
    said = browser.post(of(client), {"key": "a"})
    assert said.status_code == 422
    assert "Nothing was asked yet" in said.content.decode()
    assert browser.post(of(client), {"key": "b", "asked-skin": "1"}).status_code == 303
    first = Screening.objects.get()
    assert first.outcome == "caution"  # most was not asked
    assert "Not asked: " in first.reason
    kept = dict(ScreeningAnswer.objects.values_list("rule", "answer"))
    assert kept["S03"] == "no"
    assert kept["S13"] == "not asked"
    assert browser.post(of(client), {"key": "c", **ALL}).status_code == 303
    second = stands(practitioner, client)
    assert second.row.outcome == "clear"
    assert second.whole
    assert second.row.signed_by == practitioner.user
    page = browser.get(of(client)).content.decode()
    assert "Everything else was asked after" in page
    assert f"Signed by {practitioner.user.username}" in page


def test_stop_delay_and_caution_come_with_reason_and_source(practitioner, client):
    browser, today = browser_of(practitioner), timezone.localdate()
    peeled = today - timedelta(days=10)
    sent = {"present": ["pregnancy", "recent peel", "diabetes"], "on-recent-peel": peeled.isoformat(), **ALL}
    live = browser.post(f"{of(client)}judge/", sent).content.decode()
    for words in ("S13 pregnancy", "elective: wait until after", "H07 recent peel", "C03 diabetes"):
        assert words in live
    assert "usually absolute for elective work, second-hand" in live
    assert "docs/" not in live  # where the simulator's documents tell of it is of no use to a clinic
    assert browser.post(of(client), {"key": "a", **sent}).status_code == 303
    row = Screening.objects.get()
    assert row.outcome == "stop"
    assert row.not_before == peeled + timedelta(days=30)
    answer = ScreeningAnswer.objects.get(screening=row, rule="S13")
    assert (answer.answer, answer.reason) == ("yes", "elective: wait until after")
    assert answer.source == CONDITION_RULES["pregnancy"].source[:200]
    assert stands(practitioner, client).bars


def test_a_delay_that_is_over_is_no_delay(practitioner, client):
    browser, today = browser_of(practitioner), timezone.localdate()
    long_ago = today - timedelta(days=40)
    sent = {"key": "a", "present": ["recent peel"], "on-recent-peel": long_ago.isoformat(), **ALL}
    assert browser.post(of(client), sent).status_code == 303
    found = stands(practitioner, client)
    assert found.row.outcome == "clear"
    assert found.conditions == ()
    assert found.before["recent peel"].startswith("yes, ")


def test_where_sources_disagree_both_ends_are_said_and_going_early_needs_a_reason(practitioner, client):
    browser, today = browser_of(practitioner), timezone.localdate()
    sent = {"present": ["recent filler"], "on-recent-filler": today.isoformat(), **ALL}
    early = (today + timedelta(days=60)).isoformat()
    live = browser.post(f"{of(client)}judge/", sent).content.decode()
    assert "by the most careful source" in live
    assert "an answer of a surgeon" in live
    said = browser.post(of(client), {"key": "a", "not_before": early, **sent})
    assert said.status_code == 422
    assert "Say why you go earlier" in said.content.decode()
    sent |= {"not_before": early, "reason": "Hyaluronic acid, four months would be long."}
    assert browser.post(of(client), {"key": "a", **sent}).status_code == 303
    row = Screening.objects.get()
    assert (row.outcome, row.not_before) == ("delay", today + timedelta(days=60))
    assert "four months would be long" in row.reason


def test_a_delay_until_the_skin_is_quiet_asks_for_a_day(practitioner, client):
    browser = browser_of(practitioner)
    said = browser.post(of(client), {"key": "a", "present": ["active acne"], **ALL})
    assert said.status_code == 422
    assert "Say on which day to look again: active inflammatory acne" in said.content.decode()
    assert not Screening.objects.exists()


def test_days_that_are_none_are_told_beside_their_question(practitioner, client):
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent = {"key": "a", "present": ["recent waxing"], "on-recent-waxing": tomorrow.isoformat(), **ALL}
    said = browser_of(practitioner).post(of(client), sent)
    assert said.status_code == 422
    assert "This day is still to come" in said.content.decode()


def test_a_stop_is_set_aside_by_who_may_with_a_reason_and_a_final_one_by_nobody(practitioner, owner, client):
    sent = {"key": "a", "present": ["pregnancy"], "override_reason": "Her doctor agrees.", **ALL}
    assert browser_of(practitioner).post(of(client), sent).status_code == 403
    assert not Screening.objects.exists()
    assert browser_of(owner).post(of(client), sent).status_code == 303
    assert not stands(owner, client).bars
    final = {"key": "b", "present": ["keloid tendency"], "override_reason": "All the same.", **ALL}
    said = browser_of(owner).post(of(client), final)
    assert said.status_code == 422
    assert "A final stop cannot be set aside" in said.content.decode()


def test_what_the_records_do_not_know_is_told_and_age_and_phototype_are_judged():
    today = timezone.localdate()
    child = judged(Person(15, "female", "V"), {}, (), today)
    assert {item.id for item in child.said} == {"A01", "P01"}
    assert child.final
    unknown = judged(Person(None, "unknown", ""), {}, (), today)
    assert unknown.said == ()
    assert (unknown.outcome, unknown.missing) == ("caution", ("age", "phototype"))


def test_a_double_click_screens_once_and_words_are_kept_meanwhile(practitioner, client):
    browser = browser_of(practitioner)
    kept = {"draft": "screening", "client": str(client.pk), "user": str(practitioner.user.pk)}
    kept |= {"present": ["diabetes", "nursing"], "asked-health": "1", "reason": "to ask again"}
    assert browser.post("/drafts/keep/", kept).status_code == 204
    page = browser.get(of(client)).content.decode()
    assert page.count('name="present"') == sum(len(held) for _words, held in GROUPS.values())
    assert 'value="nursing" checked' in page
    assert "to ask again" in page
    for _click in range(2):
        assert browser.post(of(client), {"key": "k", **ALL}).status_code == 303
    assert Screening.objects.count() == 1
    assert not Draft.objects.filter(form="screening").exists()


def test_who_may_not_screen_sees_no_page(client):
    browser = browser_of(actor("assistant"))
    assert browser.get(of(client)).status_code == 403
    assert of(client) not in browser.get(f"/clients/{client.pk}/").content.decode()


def test_the_page_asks_the_database_no_more_with_many_screenings(practitioner, client):
    browser = browser_of(practitioner)
    counts = []
    for number in range(2):
        for more in range(3 * number + 1):
            assert browser.post(of(client), {"key": f"{number}{more}", **ALL}).status_code == 303
        browser.get(of(client))  # says once that it was signed
        with CaptureQueriesContext(
            connection,
        ) as seen:
            browser.get(of(client))
        counts.append(len(seen))
    assert counts[0] == counts[1]
