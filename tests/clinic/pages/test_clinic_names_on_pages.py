"""A name that runs from right to left is isolated on every page that shows it, and scrambles nothing beside it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from helpers.clinic.people import a_lot, a_session, actor
from microneedling.clinic.records.names import isolated
from microneedling.clinic.records.services import bookings, clients, sessions, uses

pytestmark = pytest.mark.django_db
NAME = "محمد"
# Where a browser isolates by itself, or a sign does: bdi, values of fields, what stands between FSI and PDI.
SAFE = re.compile(
    r"<bdi\b[^>]*>.*?</bdi>|<textarea\b.*?</textarea>|<input\b[^>]*>|\u2068[^\u2069]*\u2069|<!--.*?-->", re.S
)


def pages_of(session) -> list[str]:
    """The addresses of all pages that need nothing, a client, a session or a lot."""
    use = session.uses.first()
    assert use is not None
    found = set()
    for name in {key for key in _names() if isinstance(key, str)}:
        for given in ((), (session.client.pk,), (session.pk,), (use.lot.pk,), (timezone.localdate(),)):
            try:
                found.add(reverse(f"clinic:{name}", args=given))
            except NoReverseMatch:
                continue
    return sorted(found)


def _names():
    resolver = get_resolver()
    return resolver.namespace_dict["clinic"][1].reverse_dict.keys()


@pytest.mark.slow
def test_a_name_from_right_to_left_is_isolated_wherever_it_is_shown(owner):
    owner = actor("owner")
    session = a_session(owner)
    client = session.client
    clients.change_identity(
        actor=owner, client=client.pk, version=1, changes={"given_name": NAME, "family_name": f"{NAME} (x)"}
    )
    sessions.log_zone(actor=owner, session=session.pk, zone="cheek", depth="1")
    uses.use_lot(actor=owner, session=session.pk, lot=a_lot(owner).pk)
    bookings.book(
        actor=owner,
        client=client.pk,
        purpose="next",
        on_day=timezone.localdate(),
        at_time=timezone.now().time(),
        minutes=30,
        time_zone="UTC",
    )
    bookings.book(
        actor=owner,
        client=client.pk,
        purpose="next",
        on_day=timezone.localdate() + timedelta(days=1),
        at_time=timezone.now().time(),
        minutes=30,
        time_zone="UTC",
    )
    browser = Browser(raise_request_exception=False)
    browser.force_login(owner.user, backend="django.contrib.auth.backends.ModelBackend")
    shown, bare = [], {}
    for page in pages_of(session):
        said = browser.get(page)
        if said.status_code != 200 or "html" not in said.headers.get("Content-Type", ""):
            continue
        text = said.content.decode()
        if NAME in text:
            shown.append(page)
        rest = SAFE.sub("", text)
        if NAME in rest:
            at = rest.index(NAME)
            bare[page] = rest[max(0, at - 60) : at + 30]
    assert len(shown) > 3
    assert bare == {}


def test_names_in_plain_text_are_isolated_and_left_open_nothing():
    assert isolated("José O’Brien") == "José O’Brien"
    assert isolated(f"{NAME} x") == f"\u2068{NAME} x\u2069"
    assert isolated("כהן\u202e") == "\u2068כהן\u2069"
