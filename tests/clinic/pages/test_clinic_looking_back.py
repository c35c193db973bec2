"""Photographs beside each other, and scores read from them without their dates: who knew what is kept."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpers.clinic.full_client import a_picture
from helpers.clinic.pages import browser_of
from helpers.clinic.people import a_client, a_running_plan, actor, consented
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.models import Draft, Measurement
from microneedling.clinic.records.selectors.course_so_far import so_far
from microneedling.clinic.records.services import assessments, photographs, sessions
from microneedling.clinic.records.services.act import Actor
from microneedling.clinic.records.services.bookings import keep_draft
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def text_of(said) -> str:
    return re.sub(r"\s+", " ", said.content.decode())


def taken(by: Actor, client, days: int, zone: str = "cheek", shade: int = 120) -> Any:
    picture = a_picture(shade)
    return photographs.add_photograph(
        actor=by,
        client=client.pk,
        zone=zone,
        view="front",
        upload=picture,
        size=len(picture.getvalue()),
        happened_at=NOW - timedelta(days=days),
    )


def seen_over_time(by: Actor):
    """A client photographed before the first session and twice after it; the concern, and the photographs."""
    client = a_client(by)
    given = consented(by, client)
    assert given.client == client
    concern = assessments.add_indication(actor=by, client=client.pk, concern="fine lines", zone="cheek")
    plan = a_running_plan(by, client)
    first = sessions.open_session(
        actor=by, client=client.pk, plan_version=plan.current.pk, happened_at=NOW - timedelta(days=100)
    )
    sessions.log_zone(actor=by, session=first.pk, zone="cheek", depth="0.5")
    sessions.sign_session(actor=by, session=first.pk, version=first.version)
    shots = [taken(by, client, days, shade=100 + days) for days in (101, 40, 2)]
    return client, concern, plan, shots


def test_the_pair_is_the_first_and_the_last_unless_others_are_asked_for(owner):
    client, _concern, _plan, shots = seen_over_time(owner)
    taken(owner, client, 3, zone="chin")
    page, browser = f"/clients/{client.pk}/photographs/", browser_of(owner)
    said = text_of(browser.get(page))
    shown = re.findall(r'<img src="/photographs/([0-9a-f-]+)/"', said)
    assert shown == [str(shots[0].pk), str(shots[2].pk)]
    assert "style=" not in said
    said = text_of(browser.get(page, {"first": shots[2].pk, "second": shots[1].pk}))
    shown = re.findall(r'<img src="/photographs/([0-9a-f-]+)/"', said)
    assert shown == [str(shots[1].pk), str(shots[2].pk)]  # the older first
    browser.get(f"/photographs/{shots[1].pk}/")
    assert Entry.objects.filter(action="photograph.read", subject=f"photograph:{shots[1].pk}").count() == 1
    photographs.hide_photograph(actor=owner, photograph=shots[2].pk, reason="blurred")
    assert str(shots[2].pk) not in text_of(browser.get(page))
    assert browser_of(actor("researcher")).get(page).status_code == 403


def test_light_is_told_as_light_and_not_as_a_view(owner):
    client, _concern, _plan, _shots = seen_over_time(owner)
    for days in (9, 1):
        picture = a_picture(90 + days)
        about = {
            "zone": "chin",
            "view": "front",
            "light": "from the side",
            "happened_at": NOW - timedelta(days=days),
        }
        photographs.add_photograph(
            actor=owner, client=client.pk, upload=picture, size=len(picture.getvalue()), **about
        )
    shots = photographs.Photograph.objects.filter(zone="chin").order_by("happened_at")
    pair = {"first": shots[0].pk, "second": shots[1].pk}
    page, browser = f"/clients/{client.pk}/photographs/", browser_of(owner)
    said = text_of(browser.get(page, pair))
    assert "Chin, front" in said
    told = re.findall(r"<figcaption>([^<]+)</figcaption>", said)
    assert len(told) == 2
    assert all(words.endswith(", light: from the side") for words in told), told
    browser.post("/language/", {"language": "de"})
    assert ", Licht: von der Seite</figcaption>" in text_of(browser.get(page, pair))


def test_scored_blind_then_told_and_kept(owner):
    client, concern, plan, shots = seen_over_time(owner)
    page, browser = f"/clients/{client.pk}/photographs/blind/{concern.pk}/", browser_of(owner)
    orders = set()
    for _ in range(12):
        Draft.objects.all().delete()
        said = text_of(browser.get(page))
        body = said[said.index("Score two photographs") :]
        for shot in shots:
            assert f"{shot.happened_at:%Y}" not in body
        orders.add(tuple(re.findall(r'name="(?:one|two)" value="([0-9a-f-]+)"', body)))
    pair = {str(shots[0].pk), str(shots[2].pk)}
    assert len(orders) == 2  # either order, by chance
    assert all(set(order) == pair for order in orders)
    assert "/small/" not in said  # nor does the banner show the newest
    one, two = str(shots[2].pk), str(shots[0].pk)
    sent = {"one": one, "two": two, "score_one": "1", "score_two": "3", "known": "no", "key": "k1"}
    for missing in ("score_one", "known"):
        assert browser.post(page, {**sent, missing: ""}).status_code == 422
    assert browser.post(page, {**sent, "score_one": "9"}).status_code == 422
    assert not Measurement.objects.exists()
    said = browser.post(page, sent)
    assert said.status_code == 303
    assert browser.post(page, sent).status_code == 303  # a double click
    early, late = Measurement.objects.order_by("happened_at")
    assert (early.value, early.baseline, early.blinded) == (3, True, "yes")
    assert (late.value, late.baseline, late.blinded) == (1, False, "yes")
    assert early.happened_at == shots[0].happened_at
    assert early.rater == owner.user
    told = text_of(browser.get(said.headers["Location"]))
    assert "A was" in told
    assert "Scores read from photographs" in told
    readings = {row.pk: read for row, read in so_far(plan.current, timezone.localdate()).readings}
    assert readings[early.pk].blinded
    assert readings[late.pk].value == 1
    said = text_of(browser.get(page))  # the next pair
    assert set(re.findall(r'name="(?:one|two)" value="([0-9a-f-]+)"', said)) == {
        str(shots[0].pk),
        str(shots[1].pk),
    }


def test_who_knew_says_so(owner):
    client, concern, _plan, shots = seen_over_time(owner)
    page, browser = f"/clients/{client.pk}/photographs/blind/{concern.pk}/", browser_of(owner)
    sent = {
        "one": str(shots[0].pk),
        "two": str(shots[1].pk),
        "score_one": "3",
        "score_two": "2",
        "known": "yes",
    }
    assert browser.post(page, sent).status_code == 303
    assert set(Measurement.objects.values_list("blinded", flat=True)) == {"no"}
    assert browser_of(actor("reader")).get(page).status_code == 403
    other = a_client(owner)
    assert browser.get(f"/clients/{other.pk}/photographs/blind/{concern.pk}/").status_code == 404
    assert browser.post(page, {**sent, "one": str(concern.pk)}).status_code == 422


def test_a_score_is_read_from_a_photograph_of_its_client_and_place(owner):
    client, _concern, _plan, shots = seen_over_time(owner)
    of = {"actor": owner, "client": client.pk, "scale": "lemperle", "value": "2"}
    other = a_client(owner)
    for wrong in ({"zone": "chin"}, {"zone": "cheek", "client": other.pk}):
        with pytest.raises(InputError):
            assessments.add_measurement(**{**of, **wrong}, from_photograph=shots[0].pk)
    photographs.hide_photograph(actor=owner, photograph=shots[0].pk, reason="blurred")
    with pytest.raises(InputError):
        assessments.add_measurement(**of, zone="cheek", from_photograph=shots[0].pk)
    assert not Measurement.objects.exists()


def test_without_a_pair_the_pages_say_what_is_missing(owner):
    client, browser = a_client(owner), browser_of(owner)
    page = f"/clients/{client.pk}/photographs/"
    assert "There are no photographs yet" in text_of(browser.get(page))
    consented(owner, client)
    taken(owner, client, 3)
    assert "There is one photograph only" in text_of(browser.get(page))
    concern = assessments.add_indication(actor=owner, client=client.pk, concern="fine lines", zone="cheek")
    assert "There is no pair left" in text_of(browser.get(f"{page}blind/{concern.pk}/"))


def test_the_pages_ask_no_more_the_more_there_is(owner):
    client, concern, _plan, _shots = seen_over_time(owner)
    browser = browser_of(owner)
    pages = [f"/clients/{client.pk}/photographs/", f"/clients/{client.pk}/photographs/blind/{concern.pk}/"]

    def asked() -> list[int]:
        found = []
        for page in pages:
            browser.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(page).status_code == 200
            found.append(len(queries))
        return found

    few = asked()
    for days in (30, 20, 10):
        taken(owner, client, days)
    seen_over_time(owner)
    assert asked() == few
    assert max(few) <= 35, few


def pair_offered(said: str) -> list[str]:
    return re.findall(r'name="(?:one|two)" value="([0-9a-f-]+)"', said)


def scores(first, last, one: str = "3", two: str = "2", **more: str) -> dict[str, str]:
    sent = {"one": str(first.pk), "two": str(last.pk), "score_one": one, "score_two": two, "known": "no"}
    return sent | more


def test_a_pair_is_scored_once_by_each_rater_whatever_tab_sends_it(owner):
    client, concern, _plan, shots = seen_over_time(owner)
    page, browser = f"/clients/{client.pk}/photographs/blind/{concern.pk}/", browser_of(owner)
    kept = scores(shots[0], shots[2], key="k1")
    assert browser.post(page, kept).status_code == 303
    stale = [
        scores(shots[0], shots[2], "1", "4", key="k2"),  # the other tab
        scores(shots[2], shots[0], "4", "1", key="k2"),  # which showed them the other way round
        scores(shots[0], shots[2], "1", "4", key="k1"),  # gone back to, and changed
    ]
    for sent in stale:
        said = browser.post(page, sent)
        assert said.status_code == 409
        told = text_of(said)
        assert "You have scored this pair already" in told
        assert re.findall(r": <b>(\d)</b>", told) == ["3", "2"]
    assert browser.post(page, kept).status_code == 303  # a double click finds it done
    assert sorted(Measurement.objects.values_list("value", flat=True)) == [2, 3]
    row = Measurement.objects.get(value=3)
    assessments.correct_measurement(actor=owner, measurement=row.pk, value="4", reason="misread")
    assert (
        browser.post(page, stale[0]).status_code == 409
    )  # put right since: its dates were told all the same
    other = actor("practitioner")
    assert browser_of(other).post(page, scores(shots[0], shots[2], "1", "4", key="k1")).status_code == 303


def test_a_form_belongs_to_its_pair(owner):
    client, concern, _plan, shots = seen_over_time(owner)
    page, browser = f"/clients/{client.pk}/photographs/blind/{concern.pk}/", browser_of(owner)
    said = browser.get(page)
    assert "no-store" in said.headers["Cache-Control"]
    ticks = re.findall(r"<input[^>]*type=\"radio\"[^>]*>", text_of(said))
    assert ticks
    assert [tick for tick in ticks if 'autocomplete="off"' not in tick] == []
    assert browser.post(page, scores(shots[0], shots[2], key="k1")).status_code == 303
    left = scores(shots[0], shots[2], "1", "4", key="k2")  # the stale tab kept its draft after that
    fields = {name: [value] for name, value in left.items()}
    keep_draft(actor=owner, form=f"blind {concern.pk}", client=client.pk, body={"fields": fields})
    said = text_of(browser.get(page))
    assert set(pair_offered(said)) == {str(shots[0].pk), str(shots[1].pk)}
    assert " checked" not in said
    elsewhere = taken(owner, client, 30, zone="chin")
    assert browser.post(page, scores(shots[0], elsewhere, key="k3")).status_code == 422
    assert Measurement.objects.count() == 2


def test_no_picture_comes_again_while_two_new_ones_are_left(owner):
    client, concern, _plan, shots = seen_over_time(owner)
    shots.insert(1, taken(owner, client, 70))
    page, browser = f"/clients/{client.pk}/photographs/blind/{concern.pk}/", browser_of(owner)
    for first, last in ((shots[0], shots[3]), (shots[1], shots[2])):
        assert set(pair_offered(text_of(browser.get(page)))) == {str(first.pk), str(last.pk)}
        assert browser.post(page, scores(first, last)).status_code == 303
    assert "There is no pair left" in text_of(browser.get(page))


def test_the_dated_pair_is_folded_while_it_can_be_scored_blind(owner):
    client, concern, _plan, shots = seen_over_time(owner)
    page, browser = f"/clients/{client.pk}/photographs/", browser_of(owner)
    said = text_of(browser.get(page))
    way, fold, picture = said.index("score blind</a>"), said.index("<details>"), said.index('<img src="/phot')
    assert way < said.index("can no longer score these two blind") < fold < picture < said.index("</details>")
    assert "/small/" not in said[: said.index("<h1")]  # the newest picture of the banner has a day, too
    assert (
        "loading=" in said[picture : said.index(">", picture)]
    )  # not fetched, nor noted as a look, unopened
    assert "can no longer score" not in text_of(browser_of(actor("reader")).get(page))  # who scores nothing
    assert browser.post(f"{page}blind/{concern.pk}/", scores(shots[0], shots[2])).status_code == 303
    said = text_of(browser.get(page))  # another pair is left; this one is told
    assert "score blind</a>" in said
    assert "can no longer score" not in said
    other = text_of(browser.get(page, {"first": shots[0].pk, "second": shots[1].pk}))
    assert "<details open>" in other
    assert browser.post(f"{page}blind/{concern.pk}/", scores(shots[0], shots[1])).status_code == 303
    said = text_of(browser.get(page))
    assert "score blind</a>" not in said
    assert "You have scored every pair" in said


@pytest.mark.parametrize(("two", "is_near"), [("3", True), ("1", False)])
def test_scores_far_apart_are_not_called_one_raters_error(owner, two, is_near):
    client, concern, _plan, shots = seen_over_time(owner)
    page, browser = f"/clients/{client.pk}/photographs/blind/{concern.pk}/", browser_of(owner)
    said = browser.post(page, scores(shots[0], shots[2], "3", two))
    told = text_of(browser.get(said.headers["Location"]))
    assert "A was" in told
    assert ("apart may be one rater" in told) == is_near
