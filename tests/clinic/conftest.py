"""Django set up for the tests of the clinic: on SQLite in memory, or on the PostgreSQL server that is named.

`MICRONEEDLING_TEST_DATABASE` names one; `make postgres` starts it. The environment is left as it was, so that
processes which other tests start know nothing of it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from microneedling.clinic.home import DATABASE, PLACE

HERE = Path(__file__).parent
ADDRESS = os.environ.get("MICRONEEDLING_TEST_DATABASE", "")
_HOME = tempfile.TemporaryDirectory(prefix="clinic-tests-")


def _set_up() -> None:
    import django
    from django.conf import settings

    if settings.configured:
        return
    before = dict(os.environ)
    os.environ.update(
        {"DJANGO_SETTINGS_MODULE": "helpers.clinic.settings", PLACE: _HOME.name, DATABASE: ADDRESS}
    )
    try:
        django.setup()
    finally:
        os.environ.clear()
        os.environ.update(before)


_set_up()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that needs the other database than the one at hand is not among those to run."""
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    other = "sqlite" if ADDRESS else "postgres"
    items[:] = [item for item in items if item not in ours or item.get_closest_marker(other) is None]


@pytest.fixture
def owner(db):
    """The owner of the clinic."""
    from helpers.clinic.people import actor

    return actor("owner")


@pytest.fixture
def practitioner(db):
    """A practitioner."""
    from helpers.clinic.people import actor

    return actor("practitioner")


@pytest.fixture
def server(transactional_db):
    """A database that commits; afterwards it is emptied, for which the triggers step aside."""
    from microneedling.clinic.audit.triggers import remove

    yield
    remove()


@pytest.fixture
def empty_database():
    """The address of a new database on the PostgreSQL server at hand; dropped afterwards."""
    import uuid

    import psycopg

    name = f"clinic_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(ADDRESS, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield f"{ADDRESS.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(ADDRESS, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
