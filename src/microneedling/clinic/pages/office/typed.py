"""What people type into forms of the office, as values; and forms that keep no draft."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ....errors import InputError
from ...records.services.act import Actor
from ...records.services.bookings import drop_draft
from ...records.services.conflict import Conflict
from ..asked import new_key, shown
from ..forms import Clinical, Words

T = TypeVar("T")

ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)
SPOKEN = re.compile(r"(?:(\d{1,2})\s*[./]\s*)?(\d{1,2})\s*[./]\s*(\d{4})", re.ASCII)


def amount_of(typed: str) -> Decimal:
    """An amount as people type it; raises `ValueError` for what is none.

    >>> amount_of(" 2,5 "), amount_of("10")
    (Decimal('2.5'), Decimal('10'))
    """
    try:
        found = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        raise ValueError("no amount") from None
    if not found.is_finite():
        raise ValueError("no amount")
    return found


def expiry_of(typed: str) -> date | None:
    """The last day on which a lot may be used, None where nothing is typed; a month means its last day.

    Raises `ValueError` for what is no date. Labels of medical products print the month alone, and mean its end.

    >>> expiry_of("2027-02"), expiry_of("31.3.2027"), expiry_of("03/2027"), expiry_of("")
    (datetime.date(2027, 2, 28), datetime.date(2027, 3, 31), datetime.date(2027, 3, 31), None)
    """
    text = typed.strip()
    if not text:
        return None
    if (iso := ISO.fullmatch(text)) is not None:
        year, month, day = iso[1], iso[2], iso[3]
    elif (spoken := SPOKEN.fullmatch(text)) is not None:
        day, month, year = spoken[1], spoken[2], spoken[3]
    else:
        raise ValueError("no date")
    if not 1 <= int(month) <= 12:
        raise ValueError("no month")
    return date(int(year), int(month), int(day) if day else calendar.monthrange(int(year), int(month))[1])


def tick(label: Words, help_text: Words = "") -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=label, help_text=help_text, required=False)


def tried(form: Clinical, act: Callable[[], T]) -> T | None:
    """Do what a form asks for, if it may be done; None where not, with the mistakes beside its fields."""
    if not form.is_valid():
        return None
    try:
        return act()
    except InputError as error:
        form.mistaken(error)
        return None


def tried_on_version(actor: Actor, form: Clinical, act: Callable[[], T]) -> T | None:
    """The same of a change to what belongs to no client: who else changed it meanwhile is told in the form.

    The page shows what stands now and what was typed; sending it once more is a decision.
    """
    try:
        return tried(form, act)
    except Conflict as found:
        drop_draft(
            actor=actor, form=f"conflict {found.kind} {found.record}"
        )  # all of it is in the form still
        form.sent = new_key()
        words = _(
            "Somebody else changed this meanwhile: look at what stands now. Sending it again puts yours in."
        )
        form.add_error(None, words)
        return None


def office(request: HttpRequest, name: str, *, status: int = 200, **what: Any) -> HttpResponse:
    """A page of the office."""
    return shown(request, f"office/{name}", status=status, **what)
