"""A small clinic of its own, served to browsers: two who work there, one client; time made to pass for sessions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers.clinic.inside import inside

PASSWORD = "correct horse battery"
MADE = """
import json
from datetime import date
from microneedling.clinic.access.users import change_user
from microneedling.clinic.records.services.act import Actor
from microneedling.clinic.records.services.clients import add_client
by = Actor()
users = {name: change_user(actor=by, name=name, group=group, password="PASSWORD")[0].pk
         for name, group in (("anna", "owner"), ("bert", "practitioner"))}
who = {"given_name": "Ada", "family_name": "Example", "born_on": date(1980, 2, 29), "telephone": "0151 1"}
print(json.dumps({"client": str(add_client(actor=by, **who).pk), "users": users}))
""".replace("PASSWORD", PASSWORD)
AGED = """
from importlib import import_module
from django.conf import settings
from django.contrib.sessions.models import Session
from microneedling.clinic.access.middleware import SEEN
Store = import_module(settings.SESSION_ENGINE).SessionStore
for row in Session.objects.all():
    store = Store(row.session_key)
    if SEEN in store:
        store[SEEN] -= settings.IDLE_MINUTES * 60 + 1
        store.save()
"""


def a_small_clinic(home: Path) -> dict[str, Any]:
    """Make it: anna is an owner, bert a practitioner, Ada Example a client; their ids."""
    return inside(home, MADE)


def idle_for_too_long(home: Path) -> None:
    """Let so much time pass for everybody who is signed in that the lock falls."""
    inside(home, AGED)
