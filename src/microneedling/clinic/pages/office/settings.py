"""Settings of the clinic that may be changed in the browser; they count from the next start on."""

from __future__ import annotations

from typing import Any

from django.conf import settings as in_force
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....errors import CannotWrite, InputError
from ...audit.record import record
from ...home import KEYS, change_settings
from ...records.selectors.reading import need
from ...records.services.act import Actor
from ..asked import WRONG, asked, done
from ..forms import Clinical, choice, text
from ..forms import number as figure
from .typed import office

MAY = "auth.change_user"  # whoever decides who may do what
NAMES = (
    "name",
    "contact",
    "time_zone",
    "language",
    "idle_minutes",
    "signed_in_hours",
    "consent_wait_days",
    "draft_days",
    "retention_years",
    "backup_days",
    "backups_kept",
)
# What opens the clinic to others or names another store is set on the machine alone.
ON_THE_MACHINE = tuple(name for name in KEYS if name not in NAMES)

FIXED = {
    "secure_cookies": gettext_lazy("Browsers keep the sign-in for encrypted connections alone"),
    "hosts": gettext_lazy("Names by which other machines reach it"),
    "tls_proxy": gettext_lazy("A server that encrypts stands in front of it"),
}


def _told(value: Any) -> str:
    """A setting as people say it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) or _("none: this machine alone")


class Settings(Clinical):
    """What a clinic sets for itself."""

    name = text(
        gettext_lazy("Name of the clinic"),
        gettext_lazy("At the top of pages, on sheets and letters."),
        most=120,
    )
    contact = text(
        gettext_lazy("Address and telephone"),
        gettext_lazy("On letters to clients, line by line as it stands here."),
        rows=4,
        most=400,
    )
    time_zone = text(
        gettext_lazy("Time zone"), gettext_lazy("The clock on the wall, such as Europe/London."), most=60
    )
    language = choice(
        gettext_lazy("Language of pages"),
        [("", gettext_lazy("the one that each browser asks for")), ("en", "English"), ("de", "Deutsch")],
    )
    idle_minutes = figure(gettext_lazy("Minutes of nothing before a page is locked"))
    signed_in_hours = figure(gettext_lazy("Hours after which everybody signs in anew"))
    consent_wait_days = figure(
        gettext_lazy("Days between the offer of a treatment and consent"),
        gettext_lazy("Earlier needs a reason."),
    )
    draft_days = figure(gettext_lazy("Days for which a draft is kept"))
    retention_years = figure(
        gettext_lazy("Years for which the record of care is kept after an erasure"),
        gettext_lazy(
            "The 8 that it is unless said are advice to clinics and no law that we read: ask a lawyer."
        ),
    )
    backup_days = figure(
        gettext_lazy("Days after which a backup makes itself"),
        gettext_lazy("0: never. It needs the key, and a clinic that is running."),
    )
    backups_kept = figure(
        gettext_lazy("Backups that made themselves, kept at once"),
        gettext_lazy("The oldest go. Those made by hand stay."),
    )

    def values(self) -> dict[str, Any]:
        """As the file takes them; a figure that is none stays as typed, to be refused with all others."""
        found = {name: "\n".join(str(self.cleaned_data[name]).strip().splitlines()) for name in NAMES}
        return {
            name: int(word) if KEYS[name][0] is int and word.isascii() and word.isdigit() else word
            for name, word in found.items()
        }

    def mistaken(self, error: InputError) -> None:
        """What is no figure is told so in plain words; all else as everywhere."""
        others = []
        for item in error.mistakes:
            kind = KEYS[item.path][0] if item.path in KEYS else str
            if kind is int and not isinstance(self.values()[item.path], int):
                self.add_error(item.path, _("Give a whole number."))
            else:
                others.append(item)
        super().mistaken(InputError(error.source, others))


@asked("GET", "POST")
def settings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is set; sent, what is to be set from the next start on."""
    need(actor, MAY)
    home, said = in_force.HOME, in_force.HOME.settings()
    form = (
        Settings(request.POST) if request.method == "POST" else Settings(initial={n: said[n] for n in NAMES})
    )
    if form.is_bound and form.is_valid():
        try:
            different = change_settings(home, form.values())
            if different:
                with transaction.atomic():
                    record(
                        actor.name,
                        "settings.change",
                        "settings",
                        detail={"where": actor.where, "keys": different},
                    )
        except InputError as error:
            form.mistaken(error)
        except CannotWrite as error:
            form.add_error(None, str(error))
        else:
            return done(
                request,
                actor,
                reverse("clinic:office-settings"),
                _("Kept. It counts once the clinic is started again."),
            )
    waits = [form.fields[name].label for name in NAMES if said[name] != in_force.SAID[name]]
    fixed = [(FIXED.get(name, name), _told(said[name])) for name in ON_THE_MACHINE if name != "database"]
    what = {"form": form, "waits": waits, "fixed": fixed, "file": home.path / "clinic.toml"}
    return office(request, "settings", status=WRONG if form.errors else 200, **what)
