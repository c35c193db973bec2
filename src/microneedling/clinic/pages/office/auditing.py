"""The audit: who did what, who looked; whether the chain holds; the log of one client."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....errors import InputError, Mistake
from ...audit.triggers import missing
from ...audit.verify import Verdict, verify
from ...records.selectors.banner import whose
from ...records.selectors.office.entries import Asked, entries, last_of, names_of_users
from ...records.selectors.office.subjects import About, who_in_words
from ...records.selectors.reading import looked, need
from ...records.selectors.trail import trail_of
from ...records.services.act import Actor
from ..asked import WRONG, asked, shown
from ..forms import Clinical, text
from .typed import office, tried

KINDS = (
    ("", gettext_lazy("everything")),
    ("user.", gettext_lazy("signing in, users")),
    ("refused", gettext_lazy("what was refused")),
    ("client.", gettext_lazy("clients")),
    ("session.", gettext_lazy("sessions")),
    ("photograph.", gettext_lazy("photographs")),
    ("export.", gettext_lazy("exports")),
    ("import.", gettext_lazy("imports")),
    ("stock.", gettext_lazy("stock")),
    ("backup.", gettext_lazy("backups")),
)
# Kind of record -> the page that shows one, and who may see it.
PAGES = {
    "session": ("clinic:session", "clinic_records.view_session"),
    "note": ("clinic:note", "clinic_records.view_note"),
    "plan": ("clinic:plan-on-record", "clinic_records.view_plan"),
    "photograph": ("clinic:photograph", "clinic_records.view_photograph"),
    "consentoffer": ("clinic:consent-offer", "clinic_records.view_consent"),
    "client": ("clinic:client", "clinic_records.view_client"),
    "lot": ("clinic:office-lot", "clinic_records.view_lot"),
    "user": ("clinic:office-user", "auth.view_user"),
}
PLACES = {
    "device": ("clinic:office-devices", "clinic_records.view_device"),
    "consenttext": ("clinic:consent-texts", "clinic_records.view_consent"),
    "importrun": ("clinic:office-imports", "clinic_records.add_client"),
    "backup": ("clinic:office-backup", "clinic_audit.view_entry"),
    "settings": ("clinic:office-settings", "auth.view_user"),
}
SHOWN = 500  # entries of one client's log shown at once; the export of the person holds all


class Noted(Clinical):
    """An entry that was noted elsewhere, on a backup or on paper; may be left out."""

    number = text(gettext_lazy("Number noted elsewhere"), short=True, inputmode="numeric")
    digest = text(gettext_lazy("Its digest"), gettext_lazy("As a backup told it. Both may be left out."))


def _expected(form: Noted) -> tuple[int, str] | None:
    number, digest = (form.cleaned_data[name].strip() for name in ("number", "digest"))
    if not number and not digest:
        return None
    if not number.isdigit() or len(digest) != 64:
        raise InputError(
            "audit", [Mistake("digest", "not both", "the number and the 64 signs of its digest")]
        )
    return int(number), digest


@asked("GET", "POST")
def audit(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A leaf of the audit; sent, the whole chain is walked and what was found is told and noted."""
    need(actor, "clinic_audit.view_entry")
    form, verdict = Noted(request.POST) if request.method == "POST" else Noted(), None
    if form.is_bound:
        verdict = tried(form, lambda: _walked(actor, form))
    get = request.GET.get
    before = get("before", "")
    until = get("until", "")
    try:
        last = date.fromisoformat(until) if until else None
    except ValueError:
        last = None
    what = Asked(get("who", "")[:40], get("action", "")[:40], last, int(before) if before.isdigit() else 0)
    found = entries(actor=actor, asked=what)
    for row in found["rows"]:
        row["where"] = _opened(actor, row["about"])
    checked = last_of("audit.verify")
    more = {"kinds": KINDS, "what": what, "form": form, "verdict": verdict, "checked": checked}
    return office(request, "audit", status=WRONG if form.errors else 200, **found, **more)


def _opened(actor: Actor, about: About) -> str:
    """Where what an entry is about can be looked at; nothing where it cannot, by this reader or by anybody."""
    page, right = PAGES.get(about.kind) or PLACES.get(about.kind) or ("", "")
    if not page or about.erased or not actor.may(right):
        return ""
    if about.kind in PLACES:
        return reverse(page)
    try:
        return reverse(page, args=(about.key,)) if about.key else ""
    except NoReverseMatch:  # a table that was looked at as a whole
        return ""


def _walked(actor: Actor, form: Noted) -> dict[str, Any]:
    found: Verdict = verify(_expected(form))
    faults = [
        *found.faults,
        *(_("trigger %(name)s: missing or changed") % {"name": name} for name in missing()),
    ]
    looked(actor, "audit.verify", entries=found.entries, faults=len(faults))
    return {"entries": found.entries, "digest": found.last_digest, "faults": faults}


@asked("GET")
def of_client(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """Who looked at and wrote one client's records, newest first."""
    need(actor, "clinic_audit.view_entry")
    row, about = whose(actor=actor, client=client, noted=False)
    names = names_of_users()
    found = trail_of(actor=actor, client=row.pk)[::-1]
    rows = [{**item, "who": who_in_words(item["who"], names)} for item in found[:SHOWN]]
    people = sorted({who_in_words(item["who"], names) for item in found})
    what = {
        "rows": rows,
        "count": len(found),
        "people": people,
        "back": reverse("clinic:rights", args=(row.pk,)),
    }
    return shown(request, "office/client_log", whose=about, **what)
