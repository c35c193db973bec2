"""The front of the office: every door with how things stand behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...records.selectors.attention import last_backup
from ...records.selectors.days import expiring
from ...records.services.act import Actor
from ...work.handing_out import EXPORTS
from ..asked import asked
from ..days import OLD_BACKUP
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
    def may(name: str) -> bool:
        return actor.may(name if "." in name else f"clinic_records.{name}")

    if may("view_lot"):
        soon = len(expiring(actor=actor, day=today))
        words = ngettext("%(n)s expires soon or did", "%(n)s expire soon or did", soon) % {"n": soon}
        about = _("What lies on the shelf, what came in, what is held back.")
        state, kind = (words, "care") if soon else (_("none expires soon"), "well")
        yield Door("office-lots", _("Lots"), about, state, kind)
    if may("view_device"):
        yield Door("office-devices", _("Devices"), _("What the clinic works with, by serial number."))
    if may("view_lotuse"):
        yield Door(
            "office-recall", _("Recall"), _("From a lot or device to everybody it came to, with letters.")
        )
    if may("add_client"):
        yield Door(
            "office-imports", _("Import"), _("Tables of clients, lots, sessions and scores: tried first.")
        )
    if any(actor.may(kind.needs) for kind in EXPORTS.values()):
        about = _("Tables, a calendar, reminders, one client, the whole clinic.")
        yield Door("office-exports", _("Export"), about)
    if may("view_identity"):
        yield Door("office-duplicates", _("Duplicates"), _("Clients who may be one person."))
    if may("add_merge"):
        yield Door("office-merge", _("Merge"), _("Two who are one, side by side; and two told apart again."))
    if may("clinic_audit.view_entry"):
        yield _backup()
        yield Door("office-audit", _("Audit"), _("Who did what and who looked; whether the chain holds."))
    if may("auth.view_user"):
        yield Door("office-users", _("Users"), _("Who works here, what they may do, new passwords."))
        yield Door("office-settings", _("Settings"), _("Name, clock, locks, how long things are kept."))


def _backup() -> Door:
    last = last_backup()
    about = _("Made now, and put back as a drill.")
    if last is None:
        return Door("office-backup", _("Backup"), about, _("none yet"), "stop")
    old = timezone.now() - last > OLD_BACKUP
    return Door("office-backup", _("Backup"), about, date_format(last, "j F, H:i"), "care" if old else "well")
