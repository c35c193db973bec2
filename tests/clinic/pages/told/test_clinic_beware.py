"""The banner says what signed screenings found: with its day and where it was said, as it was answered last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpers.clinic.pages import browser_of
from helpers.clinic.people import a_client, actor
from microneedling.clinic.records.beware import ALLERGIES, SHOWN
from microneedling.clinic.records.conditions import GROUPS
from microneedling.clinic.records.screened import RULE_OF
from microneedling.clinic.records.selectors.banner import Whose, whose
from microneedling.clinic.records.services import assessments, clients

pytestmark = pytest.mark.django_db
NONE: dict[str, str] = dict.fromkeys(ALLERGIES, "no")


def screened(by, client, answers: dict[str, str], days_ago: int = 0, sign: bool = True):
    """A screening in which some conditions were answered."""
    assessments.add_screening(
        actor=by,
        client=client.pk,
        outcome="caution",
        reason="Invented.",
        answers=[
            {"question": name, "answer": answer, "rule": RULE_OF[name]} for name, answer in answers.items()
        ],
        happened_at=timezone.now() - timedelta(days=days_ago),
        sign=sign,
    )


def head(by, client) -> Whose:
    """What stands at the head of a client's pages."""
    return whose(actor=by, client=client.pk)[1]


def words(by, client) -> list[str]:
    """The alerts of screenings, in words."""
    return [item.words for item in head(by, client).screened]


def test_what_lasts_is_shown_and_what_is_of_a_day_or_place_is_not():
    lasting = [name for group in ("health", "medicines", "allergies") for name in GROUPS[group][1]]
    assert sorted(SHOWN) == sorted(lasting)
    assert sorted(ALLERGIES) == sorted(GROUPS["allergies"][1])


def test_the_page_says_what_the_screening_found_and_when(practitioner):
    client = a_client(practitioner, phototype="II")
    browser = browser_of(practitioner)
    asked = {f"asked-{key}": "1" for key in GROUPS}
    sent = {"present": ["anaesthetic allergy", "anticoagulants", "tattoo in field"], **asked}
    assert browser.post(f"/clients/{client.pk}/screening/", {"key": "a", **sent}).status_code == 303
    page = browser.get(f"/clients/{client.pk}/").content.decode()
    banner = page[page.index('<ul class="alerts"') :]
    banner = banner[: banner.index("</ul>")]
    day = timezone.localdate()
    for text in ("allergy: numbing creams or injections", "blood thinners"):
        assert f"{text} <small>screening of {day.day} {day:%B %Y}</small>" in banner
    assert banner.count("screening of") == 2  # the tattoo is of the place that is treated
    assert "not asked yet" not in banner


def test_a_newer_answer_replaces_an_older_one_and_silence_replaces_none(practitioner):
    client = a_client(practitioner)
    screened(
        practitioner,
        client,
        {"pregnancy": "yes", "anticoagulants": "yes", "keloid tendency": "no"},
        days_ago=90,
    )
    assert words(practitioner, client) == ["pregnant", "blood thinners"]
    screened(
        practitioner,
        client,
        {"pregnancy": "no", "anticoagulants": "not asked", "keloid tendency": "yes"},
        days_ago=2,
    )
    assert words(practitioner, client) == ["blood thinners", "tendency to keloids"]
    thinners, keloids = head(practitioner, client).screened
    today = timezone.localdate()
    assert (thinners.tone, keloids.tone) == ("care", "stop")  # as grave as the rules of the screen say
    assert (thinners.on, keloids.on) == (today - timedelta(days=90), today - timedelta(days=2))
    screened(
        practitioner, client, {"anticoagulants": "no", "pregnancy": "yes"}, days_ago=200
    )  # entered late, and older
    assert words(practitioner, client) == ["blood thinners", "tendency to keloids"]


def test_a_screening_that_nobody_signed_says_nothing_yet(practitioner):
    client = a_client(practitioner)
    screened(practitioner, client, {"diabetes": "yes", "metal allergy": "no"}, sign=False)
    found = head(practitioner, client)
    assert (found.screened, found.unasked) == ([], ["allergy"])


def test_no_allergy_is_known_once_each_kind_was_asked_after(practitioner):
    client = a_client(practitioner)
    assert head(practitioner, client).unasked == ["allergy"]
    screened(
        practitioner,
        client,
        {"metal allergy": "no", "anaesthetic allergy": "no", "topical allergy": "not asked"},
        days_ago=30,
    )
    found = head(practitioner, client)
    assert (found.screened, found.unasked, found.partly) == ([], [], ["allergy"])
    screened(practitioner, client, {"topical allergy": "no"})
    found = head(practitioner, client)
    assert [(item.words, item.tone) for item in found.screened] == [("no allergy known", "well")]
    assert found.screened[0].on == timezone.localdate() - timedelta(
        days=30
    )  # no younger than its oldest part
    assert (found.unasked, found.partly) == ([], [])


def test_an_allergy_by_name_outweighs_none_known_wherever_each_was_said(practitioner):
    client = a_client(practitioner)
    screened(practitioner, client, {**NONE, "metal allergy": "yes"})
    clients.add_alert(actor=practitioner, client=client.pk, kind="allergy", none_known=True)
    found = head(practitioner, client)
    assert found.alerts == []
    assert words(practitioner, client) == ["allergy: nickel or stainless steel"]
    named = clients.add_alert(actor=practitioner, client=client.pk, kind="allergy", text="latex: wheals")
    screened(practitioner, client, NONE)
    found = head(practitioner, client)
    assert [alert.text for alert in found.alerts] == ["latex: wheals"]
    assert found.screened == []
    clients.end_alert(actor=practitioner, alert=named.pk, version=1, ended_on=timezone.localdate())
    assert [alert.none_known for alert in head(practitioner, client).alerts] == [True]


def test_who_sees_figures_alone_and_who_reads_see_it_too(practitioner):
    client = a_client(practitioner)
    screened(practitioner, client, {"pregnancy": "yes"})
    for group in ("assistant", "reader", "researcher"):
        assert words(actor(group), client) == ["pregnant"]


def test_many_screenings_ask_the_database_no_more(practitioner):
    client = a_client(practitioner)
    counts = []
    for more in (1, 5):
        for _each in range(more):
            screened(practitioner, client, {**NONE, "diabetes": "yes"})
        with CaptureQueriesContext(connection) as seen:
            head(practitioner, client)
        counts.append(len(seen))
    assert counts[0] == counts[1]
