"""Devices: what the clinic works with, by serial number; and which are used no longer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...records.selectors.office import stock as shelf
from ...records.services import stock as services
from ...records.services.act import Actor
from ...records.services.bookings import drop_draft
from ...records.services.conflict import Conflict
from ..asked import WRONG, asked, done, of_version, version_of
from .lot_forms import NewDevice
from .typed import office, tried

DRAFT = "device-new"
KINDS = (("pen", gettext_lazy("pen")), ("roller", gettext_lazy("roller")), ("stamp", gettext_lazy("stamp")))


@asked("GET", "POST")
def devices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All devices, and a form for a new one."""
    form = NewDevice(request.POST) if request.method == "POST" else NewDevice.begun(actor, DRAFT)
    form.fields["kind"].choices = [("", "–"), *KINDS]  # type: ignore[attr-defined]
    if form.is_bound and tried(form, lambda: services.add_device(actor=actor, **form.cleaned_data)):
        where = reverse("clinic:office-devices")
        return done(request, actor, where, _("The device is on record."), form=DRAFT)
    what = {"rows": shelf.devices(actor=actor), "form": form, "draft": DRAFT}
    return office(request, "devices", status=WRONG if form.is_bound else 200, **what)


@asked("POST")
def retire(request: HttpRequest, actor: Actor, device: UUID) -> HttpResponse:
    """A device that is used no longer, from today on; its sessions keep it."""
    where, version = reverse("clinic:office-devices"), version_of(request)
    today = timezone.localdate()
    by = of_version(actor, "retire", device, version, today)
    try:
        services.retire_device(actor=by, device=device, version=version, retired_on=today)
    except Conflict as found:
        drop_draft(actor=actor, form=f"conflict {found.kind} {found.record}")
        return done(request, actor, where, _("Somebody changed this device meanwhile: look again."))
    return done(request, actor, where, _("It is offered for no new session."))
