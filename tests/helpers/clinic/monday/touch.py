"""A practitioner's Monday by touch: from somebody new to a signed session, somebody overdue, and the close of day."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from helpers.clinic.monday.screen import SEND, AtWork

SEARCHED_MS = 300_000  # on a busy machine; such a search takes ten seconds on an idle one
# As few ways to needle as a search may be told to look at.
FEW = {"depth": "0.5", "interval": "56", "visits_least": "1", "visits_most": "1", "price_session": "100"}
GROUPS = ("skin", "health", "medicines", "allergies", "lately")


def sent(page, form: str, words: str, at: AtWork) -> None:
    """A form sent by its button, and what the next page says of it."""
    page.locator(f"{form} {SEND}").last.tap()
    at.told(words)


def go(page, place: str) -> None:
    """A page of the client, by the links of the banner."""
    page.locator(f".banner nav a[href$='/{place}/']").tap()
    page.wait_for_url(re.compile(f"/{place}/"))


def somebody_new(at: AtWork) -> str:
    """A client put on record and asked after allergies; the address of their page."""
    page = at.page
    page.locator("nav.places a[href='/clients/']").tap()
    at.keep("clients")
    page.locator("a[href='/clients/new/']").first.tap()
    fields = {"given_name": "Mona", "family_name": "Montag", "day": "3", "month": "5", "year": "1984"}
    for name, words in fields.items():
        page.fill(f"#id_{name}", words)
    at.keep("new-client")
    sent(page, "main form", "The client is on record.", at)
    of = urlsplit(page.url).path
    assert "born 3 May 1984" in page.locator(".banner .facts").inner_text()
    at.keep("overview-empty")
    go(page, "details")
    page.select_option("#alerts select", "allergy")
    page.locator("#alerts form button.second").last.tap()  # asked, and none known
    at.told("no allergy known")
    at.keep("details")
    return of


def consulted(at: AtWork) -> None:
    """What is to become better, touched on the map; the phototype; a score to start from."""
    page = at.page
    go(page, "consult")
    page.select_option("#concerns #id_concern", label="fine lines")
    face = page.locator("[data-zone-map]")
    box = face.bounding_box()
    lips, cheek = (120, 210), (75, 185)  # on the drawn line of the lips, too
    for (x, y), on in ((lips, ["perioral"]), (lips, []), (cheek, ["cheek"])):
        face.tap(position={"x": box["width"] * x / 240, "y": box["height"] * y / 330})
        assert [each.get_attribute("data-zone") for each in page.locator("[data-zone].on").all()] == on
    assert page.locator("input[name=zone][value=cheek]").is_checked()
    sent(page, "#concerns form.clinical", "The concern is on record.", at)
    page.locator("#skin label.choice:has([name=burns])").nth(1).tap()
    page.locator("#skin label.choice:has([name=tans])").nth(1).tap()
    at.told("The answers point to type II.")
    page.select_option("#skin #id_decided", "II")
    sent(page, "#skin", "The phototype is on record.", at)
    page.locator("#scores label.choice", has_text="a moderately deep line").tap()
    at.keep("consult")
    sent(page, "#scores", "The scores to start from were kept.", at)


def screened(at: AtWork) -> None:
    """Every question asked; what speaks against it is told while one asks."""
    page = at.page
    go(page, "screening")
    page.locator("label.choice:has(input[value=pregnancy])").tap()
    at.told("S13 pregnancy")
    at.keep("screening-stop")
    page.locator("label.choice:has(input[value=pregnancy])").tap()
    for name in GROUPS:
        page.locator(f"label.choice:has([name=asked-{name}])").tap()
    at.told("Nothing speaks against it.")
    at.keep("screening")
    page.get_by_role("button", name="Sign the screening").tap()
    page.wait_for_url("**/plan/")


def planned(at: AtWork) -> None:
    """Wishes and limits, a search by the clinic's worker, one plan opened, moved and offered."""
    page = at.page
    for name, value in FEW.items():
        page.fill(f"[name={name}]", value)
    at.keep("wishes")
    page.get_by_role("button", name="Look for plans").tap()
    page.wait_for_url("**/searches/**")
    at.keep("searching")
    page.locator(".offers").wait_for(timeout=SEARCHED_MS)  # the page goes on by itself
    at.keep("plans")
    page.get_by_role("link", name=re.compile("Open .*ost for what it asks")).tap()
    at.told("As it stands. Move something and see.")
    depth = page.locator("#depth-0-0")
    before = float(depth.input_value())
    page.get_by_role("button", name="less: Depth of visit 1").tap()
    at.told("Grey: the plan as it was.")
    assert float(depth.input_value()) == pytest.approx(before - 0.05)
    at.keep("one-plan")
    page.get_by_role("button", name="Put on record and offer").tap()
    at.told("The plan is offered.")
    at.keep("offered")


def agreed(at: AtWork) -> None:
    """The words with the sheet laid before the client, signed by finger before the time to think is over."""
    page = at.page
    go(page, "consent")
    at.keep("consents")
    page.get_by_role("button", name=re.compile("Lay before the client.*treatment", re.S)).first.tap()
    page.wait_for_url("**/consent-offers/**")
    page.locator("label.choice:has(#id_read)").tap()
    page.fill("#id_asked", "How long it stays red: two days.")
    page.get_by_label("Yes, I agree").check()
    drawn(page)
    at.keep("consent")
    page.get_by_role("button", name="Keep the decision").tap()
    at.told("Say why, or wait until the time to think is over.")
    assert page.locator(".pad g path").count() == 2  # what was drawn is still there
    page.fill("#id_early_reason", "She read everything in her first consultation, three weeks ago.")
    page.get_by_role("button", name="Keep the decision").tap()
    at.told("Signed and kept.")
    page.get_by_role("button", name="Begin the course").tap()
    at.told("The plan runs: sessions may begin.")
    at.keep("agreed")


def drawn(page) -> None:
    """Two strokes in the field to sign in."""
    pad = page.locator(".pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    for line in (0, 60):
        page.mouse.move(box["x"] + 60, box["y"] + 60 + line)
        page.mouse.down()
        for step in range(1, 9):
            page.mouse.move(box["x"] + 60 + 30 * step, box["y"] + 60 + line + 25 * (step % 2))
        page.mouse.up()


def treated(at: AtWork) -> str:
    """A session begun, logged with its warnings, and signed; its address."""
    page = at.page
    go(page, "sessions/new")
    at.keep("begin")
    page.get_by_role("button", name="Begin", exact=True).tap()
    at.told("The session is open.")
    session = urlsplit(page.url).path
    page.select_option("#zones #id_zone", "cheek")
    page.fill("#zones #id_depth", "2,5")
    at.told("2.5 mm is over the 2 mm of the device's label")
    page.fill("#zones #id_depth", "0,45")
    page.get_by_text("2.5 mm is over").wait_for(state="detached")
    page.fill("#zones #id_passes", "4")
    page.select_option("#zones #id_end_point", "even redness")
    at.keep("session")
    sent(page, "#zones", "The zone was kept.", at)
    page.select_option("#lots #id_lot", index=1)
    page.fill("#lots #id_quantity", "1")
    sent(page, "#lots", "The lot was kept.", at)
    page.fill("#story #id_note", "Calm throughout.")
    page.fill("#story #id_pain", "3")
    at.keep("before-signing")
    page.locator("#story button[name=sign]").tap()
    at.told("Signed. The session is closed.")
    at.keep("overview")
    page.goto(session)
    at.keep("signed")
    return session


def seen_again(at: AtWork) -> None:
    """Somebody who is overdue: their plan forecast, scored blind, and what the forecast learnt from it."""
    page = at.page
    page.locator("nav.places a[href='/']").tap()
    at.keep("day-later")
    page.locator("section:has(h2:text-is('Scores due')) li a").first.tap()
    at.keep("overdue")
    go(page, "forecast")
    at.keep("never-forecast")
    page.get_by_role("link", name="Work it out on the client's sheet").tap()
    at.keep("sheet-asked")
    page.get_by_role("button", name="Work out the forecast").tap()
    page.get_by_text("Your needling plan").wait_for(timeout=SEARCHED_MS)  # the page goes on by itself
    at.keep("sheet")
    go(page, "follow-up")
    at.keep("follow-up")
    page.locator("main .choices label.choice").nth(2).tap()
    page.locator("label.choice:has([name=blinded][value=yes])").tap()
    page.fill("#id_text", "Pleased so far.")
    sent(page, "main form", "The follow-up was kept.", at)
    at.keep("scored")
    go(page, "forecast")
    at.keep("forecast-behind")
    page.locator(".fan svg").first.wait_for(timeout=SEARCHED_MS)  # the worker learns beside this
    page.get_by_text("The page goes on by itself.").wait_for(state="detached", timeout=SEARCHED_MS)
    assert page.locator("td[data-label=Rated]", has_text="blind").count() >= 1
    at.keep("forecast")


def closed(at: AtWork) -> None:
    """What is open is closed: notes signed, the booking of who stayed away settled."""
    page = at.page
    page.locator("nav.places a[href='/close/']").tap()
    at.keep("close")
    open_before = int(page.locator("section:has(h2:text-is('Notes not signed')) .chip").inner_text())
    page.locator("section:has(h2:text-is('Notes not signed')) li", has_text="Montag").get_by_role(
        "link"
    ).first.tap()
    at.keep("note")
    page.locator("button[name=sign]").tap()
    page.locator("nav.places a[href='/close/']").tap()
    assert (
        int(page.locator("section:has(h2:text-is('Notes not signed')) .chip").inner_text()) == open_before - 1
    )
    page.get_by_role("button", name=re.compile("Did not come")).first.tap()
    at.told("Noted: ")
    at.keep("closed")
