"""Bookings made and settled."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...errors import InputError
from ..records.selectors.banner import whose
from ..records.selectors.treating import running_plans
from ..records.services import bookings as services
from ..records.services.act import Actor
from .asked import WRONG, asked, done, of_version, shown, version_of
from .forms import Clinical, choice, text

STATES = {
    "arrived": gettext_lazy("Noted: arrived."),
    "done": gettext_lazy("Noted: done."),
    "missed": gettext_lazy("Noted: did not come."),
    "cancelled": gettext_lazy("Noted: cancelled."),
}


CLOCK = re.compile(r"(\d{1,2})\s*[:.h]\s*(\d{2})|(\d{1,2})(\d{2})", re.ASCII)


def clock_of(typed: str) -> time:
    """A time of day as people type it; raises `ValueError` for what is none.

    >>> clock_of("9.30"), clock_of("0930"), clock_of("14:05")
    (datetime.time(9, 30), datetime.time(9, 30), datetime.time(14, 5))
    """
    found = CLOCK.fullmatch(typed.strip().lower())
    hour, minute = (int(found[1] or found[3]), int(found[2] or found[4])) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise ValueError("no time of day")
    return time(hour, minute)


class Booking(Clinical):
    """Day and time by the clock on the wall."""

    purpose = text(gettext_lazy("For"), most=80)
    on_day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput({"type": "date", "class": "short"}, "%Y-%m-%d"),
    )
    at_time = text(gettext_lazy("Time"), gettext_lazy("Such as 9:30, 9.30 or 0930."), short=True)
    minutes = text(gettext_lazy("Minutes"), inputmode="numeric", short=True)
    plan = choice(gettext_lazy("Plan"), [])
    room = text(gettext_lazy("Room"), most=40)
    double_booked_reason = text(
        gettext_lazy("Reason to book twice"),
        gettext_lazy("Only where somebody or a room is booked then already."),
        most=300,
    )
    names = (("practitioner", "double_booked_reason"),)

    def clean(self) -> dict[str, Any]:
        """A day, a time and minutes."""
        found = super().clean() or self.cleaned_data
        if "on_day" in found and not found["on_day"]:
            self.add_error("on_day", _("Choose the day."))
        elif found.get("on_day") and found["on_day"] < timezone.localdate():
            self.add_error("on_day", _("That day is over: choose one from today on."))
        if not found.get("purpose"):
            self.add_error("purpose", _("Say what it is for."))
        try:
            found["at_time"] = clock_of(found.get("at_time", ""))
        except ValueError:
            self.add_error("at_time", _("Type a time such as 9:30, 9.30 or 0930."))
        if not str(found.get("minutes", "")).isdigit():
            self.add_error("minutes", _("Minutes as a number, such as 60."))
        return found


@asked("GET", "POST")
def book(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """A booking for a client."""
    actor.need("clinic_records.add_appointment")
    row, about = whose(actor=actor, client=client)
    plans, draft = running_plans(row.pk), "booking"
    first = {"minutes": "60", "purpose": _("session") if plans else _("consultation")}
    first["plan"] = str(plans[0].pk) if plans else ""
    form = Booking(request.POST) if request.method == "POST" else Booking.begun(actor, draft, row.pk, first)
    form.fields["plan"].choices = [*((str(plan.pk), plan.name) for plan in plans), ("", _("none"))]  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        try:
            booked = services.book(
                actor=actor,
                client=row.pk,
                purpose=found["purpose"],
                on_day=found["on_day"],
                at_time=found["at_time"],
                minutes=int(found["minutes"]),
                plan=UUID(found["plan"]) if found["plan"] else None,
                practitioner=actor.user.pk if actor.user else None,
                room=found["room"],
                double_booked_reason=found["double_booked_reason"],
            )
        except InputError as error:
            form.mistaken(error)
        else:
            words = _("Booked: %(day)s, %(time)s.") % {
                "day": date_format(booked.on_day, "l, j F Y"),
                "time": f"{booked.at_time:%H:%M}",
            }
            return done(
                request, actor, reverse("clinic:client", args=(row.pk,)), words, form=draft, client=row.pk
            )
    what = {"whose": about, "form": form, "draft": draft, "today": timezone.localdate()}
    return shown(request, "booking", status=WRONG if form.is_bound else 200, **what)


@asked("POST")
def settle(request: HttpRequest, actor: Actor, appointment: UUID) -> HttpResponse:
    """What became of a booking: arrived, done, missed, cancelled."""
    state, version = request.POST.get("state", ""), version_of(request)
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, None):
        back = "/"
    if state not in STATES:
        return HttpResponse(status=400)
    by = of_version(actor, "settle", appointment, version, state)
    try:
        services.settle_appointment(actor=by, appointment=appointment, version=version, state=state)
    except InputError:
        return done(request, actor, back, _("This booking has ended already."))
    return done(request, actor, back, str(STATES[state]))


def day_of(typed: str, otherwise: date) -> date:
    """A day from an address, today where it is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return otherwise
