"""The page of the audit says whom and what an entry is about, to whom may know it; the audit itself holds ids alone."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission, User

from helpers.clinic.full_client import a_full_client
from helpers.clinic.pages import browser_of, treated
from helpers.clinic.people import a_client, a_lot, actor
from helpers.clinic.sent import page_of, questions
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.audit.record import record
from microneedling.clinic.audit.verify import verify
from microneedling.clinic.records.called import KINDS, SUBJECTS
from microneedling.clinic.records.services.erasing import erase_client

pytestmark = pytest.mark.django_db


def lines(page: str) -> list[str]:
    """The column "On" of the table, as it is read."""
    cells = re.findall(r'<td data-label="On">(.*?)</td>', page, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def test_who_and_what_stand_in_words_with_links(owner):
    client, session = treated(owner, given_name="Vera", family_name="Example")
    lot = a_lot(owner)
    said = f"client {client.number}, Vera Example"
    page = page_of(browser_of(owner), "/office/audit/")
    shown = lines(page)
    assert f"session {said}" in shown
    assert f"treated zone {said}" in shown
    assert f"lot {lot.product.name}, {lot.number}" in shown
    assert f'<a href="/sessions/{session.pk}/">session</a>' in page
    assert f'<a href="/clients/{client.pk}/rights/log/">' in page
    assert '<span class="unit of">' in page
    assert not re.search(
        r'\S<span class="unit of">', page
    )  # a space, where a telephone shows both in one line
    assert not re.search(r"[a-z]:[0-9a-f]{1,36}\b", " ".join(shown))  # no user:1, no session:4f0c...
    page_of(browser_of(owner), "/office/audit/")
    rows = Entry.objects.all()
    assert not any("Vera" in row.body or "Example" in row.body for row in rows)  # ids alone are kept
    assert not verify().faults


def test_users_are_told_by_name_and_those_gone_by_number(owner):
    other = actor("practitioner")
    a_client(other)
    number, name = other.user.pk, other.user.get_username()
    browser = browser_of(owner)
    page = page_of(browser, f"/office/audit/?who=user:{number}")
    assert f"<bdi>{name}</bdi>" in page
    record("user:987654", "user.sign-out", "user:987654")
    assert "user 987654, no longer here" in page_of(browser, "/office/audit/")
    User.objects.filter(pk=number).update(username="Anna K")
    assert "<bdi>Anna K</bdi>" in page_of(browser, f"/office/audit/?who=user:{number}")


def test_whoever_may_not_see_names_reads_numbers(owner):
    client, _session = treated(owner, given_name="Vera", family_name="Example")
    keeper = actor("researcher")
    keeper.user.user_permissions.add(Permission.objects.get(codename="view_entry"))
    page = page_of(browser_of(keeper), "/office/audit/")
    assert f"client {client.number}" in page
    assert "Vera" not in page


def test_the_erased_stay_erased(owner):
    client = a_client(owner, given_name="Vera", family_name="Example")
    erase_client(actor=owner, client=client.pk, whole=True)
    page = page_of(browser_of(owner), "/office/audit/")
    assert f"client {client.number}, erased" in page
    assert "Vera" not in page
    assert f'href="/clients/{client.pk}/"' not in page


def test_a_leaf_asks_the_database_no_more_with_more_clients(owner):
    browser, path = browser_of(owner), "/office/audit/"
    for _ in range(3):
        a_client(owner)
    questions(browser, path)  # the first asks what is remembered afterwards
    few = questions(browser, path)
    for _ in range(20):
        a_client(owner)
    assert questions(browser, path) <= few


def test_every_kind_of_thing_that_is_noted_has_a_name(owner):
    a_full_client(owner)
    kinds = {subject.partition(":")[0] for subject in Entry.objects.values_list("subject", flat=True)}
    assert len(kinds) > 20
    assert kinds - {*SUBJECTS, *KINDS} == set()
