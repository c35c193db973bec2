"""An assistant's Monday by keys alone: desk, room and shelf; what is a practitioner's is not there to be pressed."""

from __future__ import annotations

from urllib.parse import urlsplit

from helpers.clinic.keys import pressed, tab_to, typed
from helpers.clinic.monday.screen import SEND, AtWork


def at_the_desk(at: AtWork) -> str:
    """Somebody who is booked has come; somebody new, like somebody on record, with an allergy and a booking."""
    page = at.page
    pressed(page, "button[name=state][value=arrived]")
    at.told("Noted: arrived.")
    pressed(page, "nav.places a[href='/clients/']")
    typed(page, "#id_text", "smi")
    page.locator("#rows tbody tr", has_text="Tomasz").wait_for(state="detached")
    at.keep("search")
    alike = page.locator("#rows tbody th bdi").first.inner_text()
    pressed(page, "a[href='/clients/new/']")
    given, _, family = alike.rpartition(" ")
    typed(page, "#id_given_name", given)
    typed(page, "#id_family_name", family)
    typed(page, "#id_year", "1990")
    at.told("On record already?")
    at.keep("alike")
    typed(page, "#id_despite_likeness", "a cousin")
    pressed(page, f"main form {SEND}")
    at.told("The client is on record.")
    of = urlsplit(page.url).path
    pressed(page, f".banner nav a[href='{of}details/']")
    typed(page, "#alerts select", "allergy")
    typed(page, "#alerts #id_text", "latex: rash")
    pressed(page, "#alerts form.clinical button.second:not([formaction])")
    at.told("allergy: latex: rash")
    at.keep("alert")
    pressed(page, f".banner nav a[href='{of}book/']")
    tab_to(page, "#id_on_day")
    page.keyboard.type("12022027")  # as the browser asks: month, day, year
    typed(page, "#id_at_time", "10.15")
    pressed(page, f"main form {SEND}")
    at.told("Booked: Thursday, 2 December 2027, 10:15.")
    at.keep("booked")
    return of


def listened(at: AtWork, of: str) -> None:
    """Concern, skin type and score; words laid before the client, whose answer a practitioner takes."""
    page = at.page
    pressed(page, f".banner nav a[href='{of}consult/']")
    typed(page, "#concerns #id_concern", "fine lines")
    tab_to(page, "input[name=zone][value=forehead]")
    page.keyboard.press("Space")
    pressed(page, f"#concerns form.clinical {SEND}")
    at.told("The concern is on record.")
    tab_to(page, "#scores input[type=radio]")
    for _step in range(3):
        page.keyboard.press("ArrowDown")
    at.keep("consult")
    pressed(page, f"#scores {SEND}")
    at.told("The scores to start from were kept.")
    assert [page.locator(f".banner nav a[href='{of}{name}/']").count() for name in ("screening", "plan")] == [
        0,
        0,
    ]
    pressed(page, f".banner nav a[href='{of}consent/']")
    pressed(page, f"form:has([name=kind][value=photography]) {SEND}")
    at.told("A practitioner takes it.")
    at.keep("laid-before")


def in_the_room(at: AtWork) -> str:
    """A session begun and logged; what was seen and the signature are not theirs. Its address."""
    page = at.page
    pressed(page, "nav.places a[href='/']")
    at.keep("day-later")
    pressed(page, "td a[href$='/sessions/new/']")
    at.keep("begin")
    pressed(page, f"main form {SEND}")
    at.told("The session is open.")
    session = urlsplit(page.url).path
    typed(page, "#zones #id_zone", "chin")
    typed(page, "#zones #id_depth", "2,5")
    at.told("2.5 mm is over the 2 mm of the device's label")
    page.keyboard.press("Control+a")
    page.keyboard.type("0,5")
    typed(page, "#zones #id_passes", "4")
    page.get_by_text("2.5 mm is over").wait_for(state="detached")
    pressed(page, f"#zones {SEND}")
    at.told("The zone was kept.")
    tab_to(page, "#lots #id_lot")
    page.keyboard.press("ArrowDown")
    typed(page, "#lots #id_quantity", "1")
    pressed(page, f"#lots {SEND}")
    at.told("The lot was kept.")
    at.told("A practitioner writes what was seen, and signs it.")
    assert page.locator("#story button, #story textarea, a[href^='/zones/']").count() == 0
    at.keep("session")
    return session


def at_the_shelf(at: AtWork) -> None:
    """Something came in."""
    page = at.page
    pressed(page, "nav.places a[href='/office/']")
    at.keep("office")
    pressed(page, "main a[href='/office/lots/']")
    at.keep("lots")
    pressed(page, "a[href='/office/lots/new/']")
    tab_to(page, "#id_product")
    page.keyboard.press("ArrowDown")
    typed(page, "#id_number", "MONDAY-1")
    typed(page, "#id_quantity", "20")
    typed(page, "#id_expires_on", "2028-05-31")
    at.keep("came-in")
    pressed(page, f"main form {SEND}")
    at.told("MONDAY-1")


def looked_back(at: AtWork) -> None:
    """Somebody who comes later is scored blind; half a note outlives its page."""
    page = at.page
    pressed(page, "nav.places a[href='/']")
    pressed(page, "tbody tr:nth-child(3) th a")
    of = urlsplit(page.url).path
    pressed(page, f".banner nav a[href='{of}follow-up/']")
    tab_to(page, "main input[type=radio]")
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    tab_to(page, "input[name=blinded]")
    page.keyboard.press("ArrowDown")
    at.keep("follow-up")
    pressed(page, f"main form {SEND}")
    at.told("The follow-up was kept.")
    pressed(page, f".banner nav a[href='{of}forecast/']")
    at.told("A practitioner can have it worked out.")
    at.keep("forecast")
    pressed(page, f".banner nav a[href='{of}notes/new/']")
    typed(page, "#id_text", "Called: all")
    at.told("Kept as a draft.")
    pressed(page, "nav.places a[href='/close/']")
    at.told("You were writing")
