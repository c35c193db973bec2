"""The API asked whatever its own description allows, and what it does not: it answers as it says, and never breaks."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from django.conf import settings as clinic
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.middleware.csrf import _get_new_csrf_string  # pyright: ignore[reportPrivateUsage]
from django.test import Client as Browser
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from helpers.clinic.full_client import a_full_client
from helpers.clinic.pages import BACKEND
from microneedling.clinic.api.app import openapi

EXAMPLES = 5
# A body of the right shape may still break a rule that no shape says (a day to come, an old lot): 422, in words.
RULES = {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", 403, 404, 409, 422]}}}
SLOW = [
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
    HealthCheck.function_scoped_fixture,
]
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def asking(owner) -> dict[str, dict[str, str]]:
    """The heads and cookies of what a signed-in browser sends."""
    browser, form = Browser(), _get_new_csrf_string()
    browser.force_login(owner.user, backend=BACKEND)
    session = browser.cookies[clinic.SESSION_COOKIE_NAME].value
    cookies = {clinic.SESSION_COOKIE_NAME: session, clinic.CSRF_COOKIE_NAME: form}
    return {"headers": {"X-CSRFToken": form, "Host": "localhost"}, "cookies": cookies}


@pytest.fixture
def one_connection():
    """The connection stays open between requests, as it holds the transaction of the test (like Django's browser)."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def described() -> dict[str, Any]:
    """The description without who signs in: the cookies are those of a browser, not of a generator."""
    shape = openapi()
    shape["components"].pop("securitySchemes")
    for ways in shape["paths"].values():
        for way in ways.values():
            way.pop("security", None)
    return shape


def test_an_address_of_nonsense_is_answered_as_json(owner):
    browser = Browser()
    browser.force_login(owner.user, backend=BACKEND)
    for path in ("clients/none/", "clients/%F2%0A/trail", "no-such-way"):
        said = browser.get(f"/api/v1/{path}")
        assert (said.status_code, said.headers["Content-Type"]) == (404, "application/json"), path


def test_no_way_answers_who_is_not_signed_in(db):
    browser = Browser()
    for path, ways in openapi()["paths"].items():
        for method in ways:
            where = re.sub(r"\{\w+\}", "00000000-0000-4000-8000-000000000000", path)
            where = where.replace("/days/00000000-0000-4000-8000-000000000000", "/days/2027-01-01")
            said = browser.generic(method.upper(), where, b"{}", content_type="application/json")
            assert said.status_code in (401, 404, 422), path
            assert said.status_code == 401 or "detail" in said.json(), path


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_way_answers_as_it_says(owner, asking, mode):
    """All checks of Schemathesis on every way, with bodies that fit the description and with such that do not."""
    a_full_client(owner)
    shape = schemathesis.openapi.from_dict(described(), config=schemathesis.Config.from_dict(RULES))
    shape.app = WSGIHandler()
    wrong: dict[str, str] = {}
    for found in shape.get_all_operations():
        way = found.ok()  # pyright: ignore[reportAttributeAccessIssue]

        @given(case=way.as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            suppress_health_check=SLOW,
            derandomize=True,
            database=None,
        )
        def ask(case):
            case.call_and_validate(**asking)

        try:
            ask()
        except Unsatisfiable:  # where any text will do and no body is sent there is no wrong way of asking
            sent = openapi()["paths"][way.path][way.method.lower()].get("requestBody")
            if mode is not GenerationMode.NEGATIVE or sent is not None:
                wrong[way.label] = "it could not be asked"
        except (Exception, BaseExceptionGroup) as error:
            wrong[way.label] = str(error)
    assert wrong == {}, "\n\n".join(f"{label}: {words}" for label, words in wrong.items())
