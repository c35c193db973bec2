"""Words without an end, in every field that takes one: no page moves sideways, on a telephone, at a desk or on paper.

The menu and the tabs take a row each on a telephone, and lead everywhere by finger, by keys and without a script.
"""

from __future__ import annotations

import signal

import pytest

from helpers.browser import Opened
from helpers.clinic.at_work import PASSWORD, filled
from helpers.clinic.inside import inside
from helpers.clinic.keys import tab_to
from helpers.clinic.served import Server, signs_in

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsversammlung"
# Run inside a clinic: a client, a session that is signed and one that is open, a plan, a lot; their addresses.
WRITTEN = """
import json
from datetime import timedelta
from decimal import Decimal
from django.contrib.auth.models import Group, User
from django.utils import timezone
from helpers.clinic.people import COURSE
from microneedling.clinic.records.services import (
    assessments, bookings, clients, consents, events, plans, sessions, signing, stock, uses
)
from microneedling.clinic.records.services.act import Actor
W, whole = {word!r}, {word!r} + " " + "and it was told to her why, " * 40
User.objects.filter(username="demo").update(username=W[:60])
by = Actor(User.objects.get(username=W[:60]), "page")
now, day = timezone.now(), timezone.localdate()
who = dict(given_name=W, family_name=W, known_as=W, address=W, emergency_contact=W, own_words=whole)
client = clients.add_client(actor=by, email="a" * 60 + "@example.org", **who)
clients.add_client(actor=by, **who)
for kind in ("allergy", "condition", "medicine"):
    clients.add_alert(actor=by, client=client.pk, kind=kind, text=W)
clients.change_client(actor=by, client=client.pk, version=1, changes={{"phototype": "II", "own_words": whole + "."}})
concern = assessments.add_indication(actor=by, client=client.pk, concern="fine lines", zone="cheek", own_words=whole)
assessments.add_measurement(actor=by, client=client.pk, zone="cheek", value="2", scale="lemperle",
    indication=concern.pk, rated_by=W[:60])
answers = [{{"question": "Isotretinoin?", "answer": "no"}}]
assessments.add_screening(actor=by, client=client.pk, outcome="caution", answers=answers, reason=W)
text = consents.add_consent_text(actor=by, kind="treatment", title=W, body=W + " " + W)
plan = plans.add_plan(actor=by, client=client.pk, name=W)
version = plans.add_version(actor=by, plan=plan.pk, made="hand", course=COURSE)
plans.move_plan(actor=by, plan=plan.pk, state="offered")
offer = consents.offer_consent(actor=by, client=client.pk, text=text.pk, plan_version=version.pk,
    happened_at=now - timedelta(days=3))
consents.decide_consent(actor=by, offer=offer.pk, decision="given", signature="1 2", signed_as=W,
    happened_at=now - timedelta(days=1))
plans.move_plan(actor=by, plan=plan.pk, state="accepted")
plans.move_plan(actor=by, plan=plan.pk, state="running")
pen = stock.add_device(actor=by, name=W[:80], kind="pen", maker=W[:80], model=W[:80], serial=W[:60],
    most_depth_mm=0.4)
product = stock.add_product(actor=by, name=W[:80], kind="cartridge", maker=W[:80])
lot = stock.receive_lot(actor=by, product=product.pk, number=W[:60], quantity=Decimal(9), supplier=W[:80],
    expires_on=day + timedelta(days=20))
stock.count_lot(actor=by, lot=lot.pk, counted=Decimal(8), reason=W)
for days in (20, 0):
    booked = bookings.book(actor=by, client=client.pk, purpose=W[:80], on_day=day, at_time=now.time(), minutes=30,
        room=W[:40], practitioner=by.user.pk, double_booked_reason=W)
    session = sessions.open_session(actor=by, client=client.pk, plan_version=version.pk, device=pen.pk,
        happened_at=now - timedelta(days=days), note=whole)
    sessions.log_zone(actor=by, session=session.pk, zone="cheek", depth="0.5", passes=4, area_cm2=30,
        density_per_cm2=100, reaction=whole[:290], over_label_reason=W)
    sessions.log_numbing(actor=by, session=session.pk, product=W[:80], grams=5, strength_percent=4)
    uses.use_lot(actor=by, session=session.pk, lot=lot.pk, zone="cheek", quantity=Decimal(1))
    if days:
        session.refresh_from_db()
        sessions.sign_session(actor=by, session=session.pk, version=session.version)
        signing.add_addendum(actor=by, kind="session", record=session.pk, text=whole)
        signed = session
note = events.add_note(actor=by, client=client.pk, kind="telephone", text=whole)
events.report_event(actor=by, client=client.pk, kind="erythema", description=whole[:600], severity="mild", onset_on=day)
print(json.dumps({{"client": f"/clients/{{client.pk}}/", "open": f"/sessions/{{session.pk}}/",
    "signed": f"/sessions/{{signed.pk}}/", "note": f"/notes/{{note.pk}}/", "plan": f"/plans/{{plan.pk}}/",
    "lot": f"/office/lots/{{lot.pk}}/", "recall": f"/recall/{{lot.pk}}/", "offer": f"/consent-offers/{{offer.pk}}/",
    "user": W[:60]}}))
"""

OF_CLIENT = ("", "details/", "consult/", "screening/", "plan/", "consent/", "sessions/new/", "follow-up/")
OF_CLIENT += ("notes/new/", "book/", "rights/", "rights/log/")
PAGES = ("/", "/close/", "/clients/", "/office/lots/", "/office/devices/", "/office/audit/", "/office/users/")
PAGES += ("/office/duplicates/", "/office/merge/", "/consent-texts/", "/office/backup/", "/components/")
# What stands out of the card or the cell that holds it.
OUT = """() => [...document.querySelectorAll('.card, .banner, td, th, .chip, li')]
  .filter(e => e.getClientRects().length && e.scrollWidth > e.clientWidth + 1 && !e.closest('.scroll, .tabs, .unseen')
    && getComputedStyle(e).display !== 'inline')
  .map(e => e.outerHTML.slice(0, 120))"""
# Two parts of a card, one below the other, with less than 7 px between them.
PARTS = "form, table, .plain, .pairs, .empty, .message, details, figure"
TOUCHING = """parts => [...document.querySelectorAll('.card')].flatMap(card => [...card.querySelectorAll(parts)])
  .map(e => [e, e.previousElementSibling])
  .filter(([e, before]) => before && e.getClientRects().length && !e.closest('.long, .acts, td, label')
    && !before.matches('.rows'))  // which keep the space below inside
  .filter(([e, before]) => { const [a, b] = [before, e].map(x => x.getBoundingClientRect());
    return a.height > 4 && b.height > 4 && b.top >= a.bottom - 1 && b.top - a.bottom < 7; })
  .map(([e, before]) => before.outerHTML.slice(0, 70) + ' | ' + e.outerHTML.slice(0, 70))"""
HIGH = "s => document.querySelector(s).getBoundingClientRect().height"


@pytest.fixture(scope="module")
def wordy(tmp_path_factory):
    """A clinic of people who write such words: its server, and the addresses of its pages."""
    home = tmp_path_factory.mktemp("wordy") / "home"
    filled(home, 1, 2)
    found = inside(home, WRITTEN.format(word=WORD))
    server = Server(home)
    yield server, found
    server.end(signal.SIGINT)


def at_home(browser, wordy, width: int, **more):
    """Somebody signed in, at a window so wide."""
    server, found = wordy
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=server.address, **more)
    page = context.new_page()
    page.goto("/")
    signs_in(page, found["user"], PASSWORD)
    return page


@pytest.mark.parametrize("width", [390, 1400])
def test_no_word_stretches_a_page(browser, wordy, width):
    page, found = at_home(browser, wordy, width), wordy[1]
    seen, wrong = Opened(page), {}
    single = [found[name] for name in ("open", "signed", "note", "plan", "lot", "recall", "offer")]
    for path in [*PAGES, *single, *(found["client"] + part for part in OF_CLIENT)]:
        page.goto(path)
        seen.unfold()
        assert path == "/components/" or WORD[:40] in page.content(), path
        for medium in ("screen", "print"):
            page.emulate_media(media=medium)
            page.set_viewport_size(
                {"width": width if medium == "screen" else 680, "height": 900}
            )  # A4 within margins
            if found_here := [*seen.overflow(), *page.evaluate(OUT)]:
                wrong[f"{path} {medium}"] = found_here
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": width, "height": 900})
        if close := page.evaluate(TOUCHING, PARTS):
            wrong[f"{path} touching"] = close
    assert not wrong, "\n".join(f"{place}: {item}" for place, items in wrong.items() for item in items)
    page.context.close()


def test_long_words_of_a_list_are_folded_and_whole_on_paper(browser, wordy):
    page, found = at_home(browser, wordy, 1400), wordy[1]
    page.goto(found["client"])
    rest = page.locator(".timeline .long details").first
    last = rest.locator("bdi")
    assert not last.is_visible()
    assert page.evaluate("() => document.querySelector('.timeline').getBoundingClientRect().height") < 2600
    tab_to(page, ".timeline .long summary")
    page.keyboard.press("Enter")
    assert last.is_visible()
    page.keyboard.press("Enter")
    page.emulate_media(media="print")
    assert last.is_visible()
    assert last.evaluate("e => e.getBoundingClientRect().height") > 20
    page.context.close()


def test_menu_and_tabs_take_a_row_each_on_a_telephone(browser, wordy):
    page, found = at_home(browser, wordy, 390), wordy[1]
    page.goto(f"{found['client']}details/")
    assert page.evaluate(HIGH, "header.top") < 60
    assert page.evaluate(HIGH, ".banner .tabs") < 60
    here = page.locator(".banner .tabs [aria-current=page]")
    box = here.bounding_box()
    assert 0 <= box["x"] <= 390 - box["width"]  # the last of twelve, and in sight
    tab_to(page, ".menu-button")
    page.keyboard.press("Enter")
    assert Opened(page).violations() == []
    assert Opened(page).overflow() == []
    page.keyboard.press("Escape")
    assert not page.locator("nav.places").is_visible()
    assert page.evaluate("document.activeElement.className").split()[-1] == "menu-button"
    page.keyboard.press("Enter")
    tab_to(page, "nav.places a[href='/close/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/close/")
    page.locator(".menu-button").click()
    assert page.locator("nav.places [aria-current=page]").inner_text() == "Close of day"
    page.locator("header.top nav, header.top .menu").get_by_role("button", name="Sign out").first.focus()
    page.keyboard.press("Tab")  # past the last of it: it must not lie over what has the focus now
    assert not page.locator("nav.places").is_visible()
    page.locator(".menu-button").click()
    page.get_by_role("link", name="Clients").click()
    page.wait_for_url("**/clients/")
    page.context.close()


def test_the_menu_opens_without_a_script(browser, wordy):
    page = at_home(browser, wordy, 390, java_script_enabled=False)
    page.locator(".menu-button").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    page.context.close()
