"""Parts of an open session put right: a zone's settings, a use of a lot that did not happen."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....errors import InputError
from ...records.models import LotUse
from ...records.selectors.banner import whose
from ...records.selectors.treating import session_log
from ...records.selectors.writing import record_now
from ...records.services import sessions as services
from ...records.services import uses
from ...records.services.act import Actor, one
from ..asked import WRONG, asked, done, of_one_record, shown
from ..forms import Clinical, text
from ..language.numbers import spelt
from .session_forms import ZoneForm, numbers

NUMBERS = ("passes", "density_per_cm2", "area_cm2")


class ZoneAgain(ZoneForm):
    """The settings of a zone on record; which zone it is cannot change."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    names = (("depth_mm", "depth"),)

    def __init__(self, *given: object, **more: object):
        super().__init__(*given, **more)
        del self.fields["zone"], self.fields["over_label_reason"]


@asked("GET", "POST")
def zone(request: HttpRequest, actor: Actor, zone: UUID) -> HttpResponse:
    """The settings of a zone of an open session, changed."""
    actor.need("clinic_records.change_sessionzone")
    row = record_now(actor=actor, kind="sessionzone", record=zone)
    session = session_log(actor=actor, session=row.session_id)
    _client, about = whose(actor=actor, client=session.client_id)
    values = {"depth": row.depth_mm, **{name: getattr(row, name) for name in NUMBERS}}
    kept = {name: "" if value is None else spelt(value) for name, value in values.items()}
    kept |= {"end_point": row.end_point, "reaction": row.reaction, "version": row.version}
    draft = f"zone {row.pk}"
    form = (
        ZoneAgain(request.POST) if request.method == "POST" else ZoneAgain.begun(actor, draft, about.id, kept)
    )
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        try:
            changes = {**numbers(found, *NUMBERS), "depth_mm": numbers(found, "depth")["depth"]}
            changes |= {name: found[name] for name in ("end_point", "reaction")}
            put = {"zone": row.pk, "version": found["version"], "changes": changes}
            of_one_record(actor, lambda by: services.change_zone(actor=by, **put))
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:session", args=(session.pk,)) + "#zones"
            return done(request, actor, where, _("The zone was put right."), form=draft, client=about.id)
    what = {"form": form, "whose": about, "zone": row, "session": session, "draft": draft}
    return shown(request, "session_zone", status=WRONG if form.is_bound else 200, **what)


class NotUsed(Clinical):
    """Why a use of a lot did not happen."""

    reason = text(gettext_lazy("Why it did not happen"), most=300)
    names = (("use", "reason"),)


@asked("GET", "POST")
def void_use(request: HttpRequest, actor: Actor, use: UUID) -> HttpResponse:
    """A use of a lot that did not happen: what it took comes back into stock."""
    actor.need("clinic_records.add_stockmove")
    row = one(LotUse, use)
    session = session_log(actor=actor, session=row.session_id)  # type: ignore[attr-defined]
    _client, about = whose(actor=actor, client=session.client_id)
    form = NotUsed(request.POST) if request.method == "POST" else NotUsed()
    if form.is_bound and form.is_valid():
        try:
            uses.void_use(actor=actor, use=row.pk, reason=form.cleaned_data["reason"])
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:session", args=(session.pk,)) + "#lots"
            return done(request, actor, where, _("The use was taken back; it stays on record."))
    what = {"form": form, "whose": about, "use": row, "session": session}
    return shown(request, "session_use", status=WRONG if form.is_bound else 200, **what)
