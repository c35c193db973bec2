"""Cases T2 and T5 that others tripped over, walked in Chromium: two who write at once, and a lock in mid-sentence."""

from __future__ import annotations

import re
import signal

import pytest

from helpers.clinic.inside import inside
from helpers.clinic.served import Server, signs_in
from helpers.clinic.small import PASSWORD, a_small_clinic, idle_for_too_long

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
WORDS = " ".join(f"word{number}" for number in range(300))
SAID = """
import json
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.models import Alert, Identity, Draft
row = Identity.objects.get()
alerts = list(Alert.objects.values_list("text", flat=True))
acts = Entry.objects.filter(action__in=("identity.change", "alert.add")).order_by("sequence")
by = [(entry.who, entry.action) for entry in acts]
found = {"telephone": row.telephone, "email": row.email, "alerts": alerts, "by": by}
print(json.dumps({**found, "drafts": Draft.objects.count()}))
"""


class Clinic:
    """A small clinic, served."""

    def __init__(self, home):
        self.home, made = home, a_small_clinic(home)
        self.server = Server(home)
        self.address, self.users = self.server.address, made["users"]
        self.of = f"{self.address}/clients/{made['client']}/"


@pytest.fixture
def clinic(tmp_path):
    place = Clinic(tmp_path / "home")
    yield place
    place.server.end(signal.SIGINT)


def at_desk(browser, clinic, name: str, path: str = ""):
    """Somebody in a browser of their own, on a page of the client."""
    page = browser.new_context().new_page()
    page.goto(clinic.of + path)
    signs_in(page, name, PASSWORD)
    return page


def kept(page) -> None:
    page.get_by_text("Kept as a draft.").first.wait_for()


def keep(page) -> None:
    page.locator("form.clinical").first.get_by_role("button", name="Keep").click()


def test_t2_two_who_save_stale_pages_lose_nothing_also_with_an_expired_session(browser, clinic):
    anna, bert = at_desk(browser, clinic, "anna", "details/"), at_desk(browser, clinic, "bert", "details/")
    with anna.expect_navigation():
        anna.fill("#alerts #id_text", "lidocaine: rash")
        anna.locator("#alerts").get_by_role("button", name="Add").click()
    with bert.expect_navigation():  # his page does not know of the allergy
        bert.fill("#id_telephone", "0151 22")
        keep(bert)
    assert "lidocaine: rash" in bert.content()
    said = inside(clinic.home, SAID)
    assert (said["telephone"], said["alerts"]) == ("0151 22", ["lidocaine: rash"])

    bert.goto(f"{clinic.of}details/")
    with anna.expect_navigation():
        anna.goto(f"{clinic.of}details/")
    with anna.expect_navigation():
        anna.fill("#id_telephone", "0151 333")
        keep(anna)
    bert.fill("#id_telephone", "0151 4444")
    kept(bert)
    idle_for_too_long(clinic.home)
    bert.fill("#id_email", "ada@example.org")
    keep(bert)
    bert.get_by_text("Not kept: the clinic does not answer, or you were signed out.").first.wait_for()
    assert bert.input_value("#id_telephone") == "0151 4444"
    again = bert.context.new_page()
    again.goto(clinic.of)
    signs_in(again, "bert", PASSWORD)
    bert.locator(".state:not(.lost)").get_by_text("Kept as a draft.").first.wait_for(
        timeout=20_000
    )  # it goes on by itself
    with bert.expect_navigation():
        keep(bert)
    assert "/conflicts/identity/" in bert.url
    both = bert.content()
    assert "0151 333" in both
    assert "0151 4444" in both
    with bert.expect_navigation():
        for choice in bert.locator("input[value=mine]").all():
            choice.check()
        bert.get_by_role("button", name="Settle it").click()
    said = inside(clinic.home, SAID)
    assert (said["telephone"], said["email"], said["drafts"]) == ("0151 4444", "ada@example.org", 0)
    names = {f"user:{key}": name for name, key in clinic.users.items()}
    assert [(names[who], act) for who, act in said["by"]] == [
        ("anna", "alert.add"), ("bert", "identity.change"), ("anna", "identity.change"), ("bert", "identity.change"),
    ]  # fmt: skip


def test_t5_a_lock_in_mid_note_keeps_words_and_points_for_their_writer_alone(browser, clinic):
    anna = at_desk(browser, clinic, "anna", "consult/")
    for zone in ("forehead", "chin"):
        anna.locator(f"[data-zone-map] [data-zone={zone}]").first.click()
    anna.locator("form:has([data-zone-map]) textarea").first.fill(WORDS)
    kept(anna)
    note = anna.context.new_page()
    note.goto(f"{clinic.of}notes/new/")
    note.fill("#id_text", WORDS)
    kept(note)
    note.close()
    idle_for_too_long(clinic.home)
    anna.reload()
    assert "/sign-in/" in anna.url

    signs_in(anna, "bert", PASSWORD)  # at the same machine, in the same browser
    assert anna.url == f"{clinic.of}consult/"
    for path in (f"{clinic.of}consult/", f"{clinic.of}notes/new/", f"{clinic.address}/"):
        anna.goto(path)
        assert "word299" not in anna.content(), path
        assert "You were writing" not in anna.content(), path
    anna.goto(f"{clinic.of}consult/")
    assert anna.locator("input[name=zone]:checked").count() == 0
    anna.get_by_role("button", name="Sign out").click()

    anna.goto(f"{clinic.of}consult/")
    signs_in(anna, "anna", PASSWORD)
    assert anna.locator("form:has([data-zone-map]) textarea").first.input_value() == WORDS
    ticked = anna.locator("input[name=zone]:checked").evaluate_all("items => items.map(item => item.value)")
    assert sorted(ticked) == ["chin", "forehead"]
    shapes = anna.locator("[data-zone-map] .zone.on").evaluate_all(
        "items => items.map(item => item.dataset.zone)"
    )
    assert sorted(set(shapes)) == ["chin", "forehead"]
    anna.goto(f"{clinic.of}notes/new/")
    assert anna.input_value("#id_text") == WORDS
    anna.goto(clinic.address)
    assert len(re.findall("notes/new|consult", anna.locator("main").inner_html())) == 2


def test_a_table_is_brought_in_by_keyboard_and_goes_on_by_itself(browser, clinic, tmp_path):
    table = tmp_path / "clients.csv"
    table.write_text(
        "first name;last name;born\nBo;Other;03.04.1980\nCy;Third;05.06.1990\n", encoding="utf-8"
    )
    page = at_desk(browser, clinic, "anna")
    told = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(f"{clinic.address}/office/imports/")
    page.check("input[value=clients]")
    page.set_input_files("input[type=file]", table)
    page.get_by_role("button", name="Try it").press("Enter")
    page.get_by_text("Something has to be said first").wait_for(
        timeout=60_000
    )  # asked every second, then loaded anew
    page.check("input[value=dmy]")
    page.get_by_role("button", name="Try it").press("Enter")
    page.get_by_role("button", name="Bring 2 rows in").wait_for(timeout=60_000)
    page.get_by_role("button", name="Bring 2 rows in").press("Enter")
    page.get_by_text("Done.").wait_for(timeout=60_000)
    page.goto(f"{clinic.address}/office/exports/")
    page.check("input[value=clients]")
    page.locator("button[value=table]").press("Enter")
    with page.expect_download(timeout=60_000) as fetched:
        page.get_by_role("link", name=re.compile("Fetch")).click(timeout=60_000)
    text = fetched.value.path().read_text(encoding="utf-8-sig")
    assert [name in text for name in ("Example", "Other", "Third")] == [True] * 3
    assert told == []
