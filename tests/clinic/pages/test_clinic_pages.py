"""What a browser gets: sign-in, second step, lock, the day; headers on every answer; nothing of a person in the log."""

from __future__ import annotations

import logging
import re
import time
from datetime import date
from datetime import time as clock

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.test import Client as Browser
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from helpers.clinic.people import a_client, a_lot, a_session, actor
from microneedling.clinic.access.middleware import SEEN
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.plain_log import Plain
from microneedling.clinic.records.services import bookings

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def page(owner):
    browser = Browser()
    browser.force_login(owner.user, backend=BACKEND)
    return browser


def sign_in(browser: Browser, name: str, password: str = PASSWORD, **more):
    return browser.post("/sign-in/", {"username": name, "password": password, **more})


def test_signing_in_and_out_is_noted(owner):
    browser = Browser()
    assert browser.get("/").headers["Location"] == "/sign-in/?next=%2F"
    assert sign_in(browser, owner.user.username).headers["Location"] == "/"
    assert browser.get("/").status_code == 200
    assert browser.get("/sign-out/").status_code == 405  # only ever by a form
    assert browser.post("/sign-out/").status_code == 302
    assert browser.get("/").status_code == 302
    assert list(Entry.objects.values_list("action", flat=True)) == [
        "user.sign-in",
        "day.read",
        "user.sign-out",
    ]


def test_a_session_gets_a_new_name_when_somebody_signs_in(owner):
    browser = Browser()
    browser.get("/sign-in/")
    before = browser.session.session_key
    sign_in(browser, owner.user.username)
    assert browser.session.session_key != before


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(owner, wanted):
    assert sign_in(Browser(), owner.user.username, next=wanted).headers["Location"] == "/"


def test_wrong_passwords_lock_and_say_nothing(owner):
    browser = Browser()
    said = sign_in(browser, owner.user.username, "wrong")
    assert said.status_code == 422
    for _ in range(3):
        sign_in(browser, owner.user.username, "wrong")
    assert sign_in(browser, owner.user.username, "wrong").status_code == 429
    assert sign_in(browser, owner.user.username).status_code == 429
    assert Entry.objects.filter(action="user.sign-in-failed").count() >= 4
    from axes.utils import reset

    reset(username=owner.user.username)
    assert sign_in(browser, owner.user.username).status_code == 302


def test_an_unknown_name_looks_like_a_wrong_password(owner):
    known, unknown = (sign_in(Browser(), name, "wrong").content for name in (owner.user.username, "nobody"))
    strip = lambda page: page.split(b"<h1>")[1].split(b'name="csrf')[0]  # noqa: E731
    assert strip(known) == strip(unknown)


def test_idle_for_too_long_is_out_and_polling_does_not_help(page):
    def age(seconds: float) -> None:
        session = page.session
        session[SEEN] = time.time() - seconds
        session.save()

    page.get("/")
    limit = settings.IDLE_MINUTES * 60
    age(limit - 60)
    page.get("/", headers={"X-Clinic-Poll": "1"})
    assert time.time() - page.session[SEEN] > limit - 70  # not renewed
    page.get("/")
    assert time.time() - page.session[SEEN] < 10
    age(limit + 1)
    assert page.get("/").status_code == 302
    assert page.get("/").headers["Location"].startswith("/sign-in/")


def test_a_new_password_ends_other_sessions(owner):
    browser = Browser()
    sign_in(browser, owner.user.username)
    assert browser.get("/").status_code == 200
    owner.user.set_password("another horse battery")
    owner.user.save()
    assert browser.get("/").status_code == 302


def test_a_day_is_enough(page):
    page.get("/")
    session = page.session
    session["signed_in_at"] = time.time() - settings.SIGNED_IN_HOURS * 3600 - 1
    session.save()
    assert page.get("/").status_code == 302


def test_a_fragment_of_who_was_signed_out_leads_to_the_sign_in(db):
    said = Browser().get("/", headers={"HX-Request": "true"})
    assert (said.status_code, said.headers["HX-Redirect"]) == (204, "/sign-in/?next=%2F")


def test_a_second_step_stands_before_everything(owner):
    browser = Browser()
    sign_in(browser, owner.user.username)
    assert browser.get("/second-step/set-up/").status_code == 200
    device = TOTPDevice.objects.get(user=owner.user)
    assert not device.confirmed
    code = f"{TOTP(device.bin_key).token():06}"
    assert browser.post("/second-step/set-up/", {"token": "000000"}).status_code == 422
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert browser.post("/second-step/set-up/", {"token": code}).status_code == 302
    other = Browser()
    sign_in(other, owner.user.username)
    assert other.get("/").headers["Location"] == "/second-step/"
    assert other.get("/api/v1/lots").status_code == 401
    assert other.get("/admin/").headers["Location"] == "/second-step/"
    assert other.post("/second-step/", {"token": code}).status_code == 422  # a code counts once
    TOTPDevice.objects.update(throttling_failure_count=0, last_t=-1)
    assert other.post("/second-step/", {"token": f"{TOTP(device.bin_key).token():06}"}).status_code == 302
    assert other.get("/").status_code == 200


def test_headers_of_every_answer(page, db):
    for browser, path in ((page, "/"), (Browser(), "/sign-in/"), (page, "/nowhere/"), (page, "/api/v1/lots")):
        said = browser.get(path)
        policy = said.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert said.headers["X-Frame-Options"] == "DENY"
        assert said.headers["X-Content-Type-Options"] == "nosniff"
        assert said.headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in said.headers["Cache-Control"]


def test_cookies_are_for_us_alone(owner):
    browser = Browser()
    sign_in(browser, owner.user.username)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert settings.SESSION_COOKIE_NAME.startswith("__Host-")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_another_host_is_refused(page):
    assert page.get("/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_the_check_for_deployment_finds_nothing_but_what_loopback_explains(db):
    found = {item.id for item in run_checks(include_deployment_checks=True)}
    assert found <= {"security.W004", "security.W008", "clinic.E002"}
    assert set(settings.SILENCED_SYSTEM_CHECKS) == {"security.W004", "security.W008"}


def test_passwords_are_hashed_with_argon2():
    from microneedling.clinic import settings as shipped

    assert shipped.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"} in (
        shipped.AUTH_PASSWORD_VALIDATORS
    )


def test_the_day_shows_who_comes_by_the_clock_on_the_wall(owner, page):
    client = a_client(owner, given_name="<script>", family_name="alert(1)")
    bookings.book(
        actor=owner,
        client=client.pk,
        purpose="session 1",
        on_day=date(2027, 7, 1),
        at_time=clock(9, 30),
        minutes=60,
    )
    a_session(owner, client)
    a_lot(owner, days=5)
    text = page.get("/?day=2027-07-01").content.decode()
    assert "09:30" in text
    assert "&lt;script&gt; alert(1)" in text
    assert "<script>" not in text
    assert "Sessions not signed" in text
    heads = re.findall(r'<th scope="col">(.*?)</th>', text)
    told = re.findall(
        r'data-label="(.*?)"', text
    )  # on a telephone each row is a block, every cell with its head
    assert told == [head for head in heads if head != "Client"]
    assert "Nobody is booked" in page.get("/?day=2027-07-02").content.decode()
    assert page.get("/?day=nonsense").status_code == 200


def test_a_researcher_sees_no_names(owner):
    client = a_client(owner, family_name="Hidden")
    bookings.book(
        actor=owner, client=client.pk, purpose="x", on_day=date(2027, 7, 1), at_time=clock(9), minutes=60
    )
    browser = Browser()
    browser.force_login(actor("researcher").user, backend=BACKEND)
    assert b"Hidden" not in browser.get("/?day=2027-07-01").content
    assert browser.get("/admin/").status_code == 302


def test_the_admin_shows_and_changes_nothing(owner):
    owner.user.is_staff = True
    owner.user.save()
    browser = Browser()
    browser.force_login(owner.user, backend=BACKEND)
    client = a_client(owner)
    base = "/admin/clinic_records/client/"
    assert browser.get(base).status_code == 200
    assert browser.get(f"{base}{client.pk}/change/").status_code == 200
    assert Entry.objects.filter(action="client.read", client=str(client.pk)).count() == 1
    assert browser.post(f"{base}{client.pk}/change/", {"sex": "male"}).status_code == 403
    assert browser.get(f"{base}add/").status_code in (302, 404)
    assert browser.get(f"{base}{client.pk}/delete/").status_code in (302, 404)
    names = browser.get("/admin/clinic_records/identity/").content.decode()
    assert '<bdi dir="auto">Ada</bdi>' in names
    users = browser.get(f"/admin/auth/user/{owner.user.pk}/change/")
    assert users.status_code == 200
    assert b"md5$" not in users.content
    assert browser.get("/admin/clinic_records/draft/").status_code == 404
    assert browser.post("/admin/auth/user/add/", {"username": "x"}).status_code in (302, 403, 404)


def test_the_log_holds_no_personal_data():
    def told(**more) -> str:
        record = logging.LogRecord("django.request", 30, "x.py", 1, "Not Found: %s", ("/c/?name=Ada",), None)
        record.__dict__.update(more)
        assert Plain().filter(record)
        return record.getMessage()

    assert told() == "Not Found: /c/"
    assert told(status_code=404) == "404  no such page"
    try:
        raise ValueError("Ada Example, born 1980")
    except ValueError as error:
        said = told(exc_info=(type(error), error, error.__traceback__))
    assert said.startswith("ValueError in ")
    assert "Ada" not in said


def test_pages_for_what_goes_wrong(page):
    assert b"No such page" in page.get("/nowhere/").content
    strict = Browser(enforce_csrf_checks=True)
    assert strict.post("/sign-in/", {"username": "x", "password": "y"}).status_code == 403
    assert Browser().get("/alive/").content == b"alive"
