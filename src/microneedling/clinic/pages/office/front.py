"""The front of the office: every door with how things stand behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...records.selectors.days import expiring
from ...records.services.act import Actor
from ..asked import asked
from .typed import office


@dataclass(frozen=True)
class Door:
    """One page of the office: what it is called, what is done there, how things stand (`kind` colours that)."""

    page: str
    name: str
    about: str
    state: str = ""
    kind: str = ""

    @property
    def where(self) -> str:
        """Its address."""
        return reverse(f"clinic:{self.page}")


@asked("GET")
def front(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every door that is open to who asks."""
    return office(request, "front", doors=list(_doors(actor, timezone.localdate())))


def _doors(actor: Actor, today: date) -> Iterator[Door]:
    if actor.may("clinic_records.view_lot"):
        soon = len(expiring(actor=actor, day=today))
        words = ngettext("%(n)s expires soon or did", "%(n)s expire soon or did", soon) % {"n": soon}
        about = _("What lies on the shelf, what came in, what is held back.")
        yield Door(
            "office-lots",
            _("Lots"),
            about,
            words if soon else _("none expires soon"),
            "care" if soon else "well",
        )
    if actor.may("clinic_records.view_device"):
        yield Door("office-devices", _("Devices"), _("What the clinic works with, by serial number."))
    if actor.may("auth.view_user"):
        yield Door("office-users", _("Users"), _("Who works here, what they may do, new passwords."))
