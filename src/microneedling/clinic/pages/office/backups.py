"""Backups: how old the last one is, one made now, one put back as a drill."""

from __future__ import annotations

import json
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...audit.record import record
from ...exchange.backup import new_key as make_key
from ...exchange.drill import Drilled, drill, identity_of
from ...records.selectors.office.entries import last_of
from ...records.selectors.reading import need
from ...records.services.act import Actor
from ...work.daily import last_tried
from ...work.models import Job
from ...work.queue import put_in
from ..asked import WRONG, asked, done, new_key
from ..days import OLD_BACKUP
from ..forms import Clinical, choice
from .jobs import GOING, own_jobs
from .typed import office, tried

SEEN = "clinic_audit.view_entry"  # whoever answers for the clinic
LONG_AGO = timedelta(days=90)  # since the last drill: it is said
SHOWN = 12


class Drill(Clinical):
    """Which backup, and the key that opens it."""

    name = choice(gettext_lazy("Backup"), [])
    identity = forms.FileField(
        label=gettext_lazy("The key"),
        help_text=gettext_lazy("The file that was made with the key. It lies here for these seconds alone."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A key."""
        found = super().clean() or self.cleaned_data
        if not found.get("identity"):
            self.add_error("identity", _("Choose the file with the key."))
        elif found["identity"].size > 10_000:
            self.add_error("identity", _("This is no key: it is too large."))
        elif not identity_of(found["identity"].read()):
            words = _(
                "This is no key. Choose the file clinic.key that was handed over when the key was made."
            )
            self.add_error("identity", words)
        else:
            found["identity"].seek(0)
        return found


def _there() -> list[dict[str, Any]]:
    """The backups in the clinic's folder, newest first."""
    zone = timezone.get_current_timezone()
    return [
        {
            "name": path.name,
            "size": path.stat().st_size,
            "at": datetime.fromtimestamp(path.stat().st_mtime, tz=zone),
        }
        for path in settings.HOME.made_backups()
    ]


@asked("GET", "POST")
def backup(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How things stand; sent, a backup is made, a key, or a drill."""
    need(actor, SEEN)
    act, files = request.POST.get("act", ""), _there()
    if act == "make":
        _make(actor)
        return done(request, actor, reverse("clinic:office-backup"), _("A backup is being made."))
    if act == "key" and not settings.HOME.recipient.exists():
        return _key(actor)
    form = Drill(request.POST, files=request.FILES) if act == "drill" else Drill()
    form.fields["name"].choices = [(item["name"], item["name"]) for item in files]  # type: ignore[attr-defined]
    drilled = tried(form, lambda: _drilled(actor, form)) if act == "drill" else None
    last, own = last_of("backup.drill"), own_jobs(actor, "backup", timedelta(days=1))
    newest, now = files[0]["at"] if files else None, timezone.now()
    by_itself = last_tried(now - OLD_BACKUP)
    what = {
        "files": files[:SHOWN], "newest": newest, "old": newest is None or now - newest > OLD_BACKUP, "form": form,
        "has_key": settings.HOME.recipient.exists(), "drilled": drilled, "last": _told(last),
        "drill_old": last is None or now - last.at > LONG_AGO, "jobs": own, "folder": settings.HOME.backups,
        "on_server": "postgresql" in settings.DATABASES["default"]["ENGINE"],
        "going": next((row for row in own if row.state in GOING), None), "key": new_key(),
        "days": settings.SAID["backup_days"], "kept": settings.SAID["backups_kept"],
        "broken": by_itself if by_itself is not None and by_itself.state == Job.State.FAILED else None,
    }  # fmt: skip
    return office(request, "backup", status=WRONG if form.errors else 200, **what)


def _make(actor: Actor) -> Job:
    at = f"{timezone.localtime():%Y%m%d-%H%M%S}"
    same = Job.objects.filter(user=actor.user, kind="backup", state__in=GOING).first()
    return same or put_in(actor=actor, kind="backup", inputs={"at": at}, needs="clinic_records.export_clinic")


def _key(actor: Actor) -> HttpResponse:
    """The key made and handed over, once: the half that opens backups is not kept on this machine."""
    actor.need("clinic_records.export_clinic")
    with tempfile.TemporaryDirectory(dir=settings.HOME.path, prefix=".key-") as folder:
        identity = Path(folder) / "clinic.key"
        make_key(identity, settings.HOME)
        data = identity.read_bytes()
    with transaction.atomic():
        record(actor.name, "backup.key", "backup", detail={"where": actor.where})
    named = {"Content-Disposition": 'attachment; filename="clinic.key"'}
    return HttpResponse(data, content_type="application/octet-stream", headers=named)


def _drilled(actor: Actor, form: Drill) -> Drilled:
    found = form.cleaned_data
    return drill(actor=actor, home=settings.HOME, name=found["name"], key=found["identity"].read())


def _told(entry: Any) -> dict[str, Any] | None:
    """The last drill: when, and whether it held."""
    if entry is None:
        return None
    return {"at": timezone.localtime(entry.at), "held": json.loads(entry.body)["detail"]["held"]}
