"""Words typed for a session that was signed meanwhile: none is lost, they wait as an addendum of their writer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ...records.models import Lot
from ...records.services.act import Actor, NotFound, one
from ...records.services.bookings import drop_draft, keep_draft
from ..forms import Clinical, draft_of
from .session_forms import AFTERCARE, LotForm, NumbingForm, Shot, Story, ZoneForm

FORMS: dict[str, type[Clinical]] = {"": Story, " zone": ZoneForm, " numbing": NumbingForm, " lot": LotForm}
NOT_WORDS = ("zone", "lot_zone", "shot_zone", "view", "under_film")  # alone they say nothing worth keeping


def addendum_of(session: UUID) -> str:
    """The name of the draft of a session's addendum."""
    return f"addendum session {session}"


def words_of(form: type[Clinical], typed: Mapping[str, Any], session: Any) -> str:
    """What was typed in one form, a line a field, without what the session says already."""
    lines, more = [], False
    for name, field in form.base_fields.items():
        said = str(typed.get(name) or "").strip()
        if not said or field.widget.is_hidden or _said_already(form, name, said, session):
            continue
        more |= name not in NOT_WORDS
        if name == "lot":
            said = _lot_in_words(said)
        lines.append(f"{field.label}: {said}")
    return "\n".join(lines) if more else ""


def _lot_in_words(typed: str) -> str:
    try:
        lot = one(Lot, typed)
    except NotFound:
        return typed
    return f"{lot.product.name}, {lot.number}"


def _said_already(form: type[Clinical], name: str, said: str, session: Any) -> bool:
    if form is Story:
        stands = getattr(session, name, "")
        stands = "" if stands is None else f"{stands:g}" if isinstance(stands, float) else str(stands)
        return said.split() == stands.split() or (name == "aftercare" and said == AFTERCARE)
    return False


def save_words(actor: Actor, session: Any, client: UUID, sent: Clinical | None = None) -> bool:
    """Put what the actor typed for a signed session, sent or left as drafts, into the draft of an addendum.

    Returns whether there was anything. The drafts of the session's own forms are gone afterwards: they can be sent no
    more.
    """
    found: dict[str, str] = {}
    name = f"session {session.pk}"
    for place, form in FORMS.items():
        draft = draft_of(actor, name + place, client)
        if draft is not None:
            found[place] = words_of(form, draft.initial(), session)
            drop_draft(actor=actor, form=name + place, client=client)
    if sent is not None and not isinstance(sent, Shot):
        place = next(place for place, form in FORMS.items() if isinstance(sent, form))
        found[place] = words_of(type(sent), sent.data, session)  # newer than its draft
    words = [text for text in found.values() if text]
    if not words:
        return False
    before = draft_of(actor, addendum_of(session.pk), client)
    kept = str(before.initial().get("text", "")).strip() if before else ""
    words = [text for text in words if text not in kept]
    text = "\n".join([*([kept] if kept else []), *words])
    keep_draft(actor=actor, form=addendum_of(session.pk), body={"fields": {"text": [text]}}, client=client)
    return True


def told(kept: bool, voided: bool) -> str:
    """What the page says of it."""
    what = _("Voided meanwhile") if voided else _("Signed meanwhile")
    if kept:
        return _("%(what)s: the session takes nothing more. Your words are here, as an addendum to add.") % {
            "what": what
        }
    return _("%(what)s: the session takes nothing more, and nothing of this was kept.") % {"what": what}
