"""What is kept of a client who wants to be erased: how long, and why. Counted from the last day of care.

How long is the clinic's own setting (`retention_years`): the 8 years that it is unless said were seen in advice to
clinics and are no law that we read (docs/practice.md). A lawyer must say what holds where the clinic is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q
from django.utils.translation import gettext_noop as _

from .models import AdverseEvent, Measurement, Note, Photograph, Screening, Session

CARE = _("part of the record of care, which is kept for complaints, claims and recalls")
# Table -> why its rows stay while the record of care is kept; those that are not named stay as part of it.
WHY = {
    "clinic_records.Client": _(
        "the number by which the record is found, sex and skin type as they were treated"
    ),
    "clinic_records.Identity": _(
        "name and date of birth alone: so that a claim or a recall finds the record"
    ),
    "clinic_records.Consent": _("shows that treatment was agreed to"),
    "clinic_records.ConsentOffer": _("shows what was agreed to"),
    "clinic_records.ConsentWithdrawal": _("shows what was agreed to no longer"),
    "clinic_records.LotUse": _("a recall of the lot must find whom it came to"),
    "clinic_records.StockMove": _("the stock of a lot is the sum of its moves"),
    "clinic_records.AdverseEvent": _("reports on devices must be answered for"),
    "clinic_records.EventReport": _("reports on devices must be answered for"),
    "clinic_records.EventLot": _("reports on devices must be answered for"),
    "clinic_records.Forecast": _("what the client was told when they agreed"),
    "clinic_records.Photograph": _("clinical photographs are part of the record of care"),
    "clinic_records.Merge": _("says whose record it was; the reason is erased with the last stage"),
    "clinic_records.MergeUndone": _("says whose record it was"),
    "clinic_records.Moved": _("says whose record it was"),
    "clinic_records.Erasure": _("says what was erased and what was not"),
    "clinic_records.ErasedFiles": _("says what was erased and what was not"),
    "clinic_records.Restriction": _("says that the record rests"),
}
# What nothing obliges to keep -> which of its rows, none for all.
GOES_AT_ONCE: dict[str, Q] = {
    "clinic_records.Draft": Q(),
    "clinic_work.Job": Q(),
    "clinic_records.Different": Q(),
    "clinic_records.Appointment": Q(session__isnull=True),
    "clinic_records.Former": Q(kind__in=("identity", "appointment")),
    "clinic_records.HiddenPhotograph": Q(),
    "clinic_records.Photograph": Q(hidden__isnull=False),
}
BLANKED_AT_ONCE = (
    *("known_as", "telephone", "email", "address", "language", "emergency_contact", "despite_likeness"),
    *("old_number", "dialled"),
)
# What is left once everything is erased: that a lot was used on a day, on nobody who can be told. Columns that stay.
LEFT = {
    "clinic_records.Session": (
        *("id", "entered_at", "entered_by", "version", "client", "happened_at", "time_zone", "number"),
        *("practitioner", "device", "signed_at", "signed_by", "signed_digest"),
    ),
    "clinic_records.LotUse": ("id", "entered_at", "entered_by", "session", "zone", "lot", "quantity"),
    "clinic_records.StockMove": (
        *("id", "entered_at", "entered_by", "lot", "kind", "quantity", "use", "client"),
    ),
    "clinic_records.VoidedSession": ("id", "entered_at", "entered_by", "session"),
}
# What tells of merges and erasures themselves stays too, its reasons blanked.
TELLS = ("Merge", "Moved", "MergeUndone", "Erasure", "ErasedFiles")


def why(label: str) -> str:
    """Why rows of a table stay."""
    return WHY.get(label, CARE)


def last_care(clients: Iterable[UUID]) -> date | None:
    """The last day on which something was done, seen or said that a record of care is kept for; None for none."""
    wanted = list(clients)
    asked: list[Any] = [
        Session.objects.filter(voided__isnull=True),
        AdverseEvent.objects.all(),
        Screening.objects.all(),
        Note.objects.filter(signed_at__isnull=False),
        Measurement.objects.all(),
        Photograph.objects.filter(hidden__isnull=True),
    ]
    days = [rows.filter(client__in=wanted).aggregate(last=Max("happened_at"))["last"] for rows in asked]
    found = [at.date() for at in days if at is not None]
    return max(found, default=None)


def kept_until(clients: Iterable[UUID]) -> date | None:
    """The last day of the record of care; None where there is none to keep."""
    last = last_care(clients)
    if last is None:
        return None
    year = last.year + settings.RETENTION_YEARS
    return last.replace(year=year, day=28) if (last.month, last.day) == (2, 29) else last.replace(year=year)
