"""The words of the consents, by version, each with its digest: what was signed never changes under a client."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ....errors import InputError
from ...records.models import ConsentKind
from ...records.selectors.consenting import numbered_texts
from ...records.services.act import Actor
from ...records.services.consents import add_consent_text
from ..asked import WRONG, asked, done, shown
from .consent_forms import WordsForm

DRAFT = "consent-text"


@asked("GET", "POST")
def texts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All texts, the newest versions first; new ones are added and none is changed."""
    actor.need("clinic_records.view_consenttext")
    form = None
    if actor.may("clinic_records.add_consenttext"):
        form = WordsForm(request.POST) if request.method == "POST" else WordsForm.begun(actor, DRAFT)
    elif request.method == "POST":
        actor.need("clinic_records.add_consenttext")
    if form is not None and form.is_bound and form.is_valid():
        try:
            add_consent_text(actor=actor, **form.cleaned_data)
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:consent-texts")
            return done(request, actor, where, _("The words are on record."), form=DRAFT)
    rows = numbered_texts()[::-1]
    kinds = [(kind.label, [row for row in rows if row.kind == kind]) for kind in ConsentKind]
    status = WRONG if form is not None and form.is_bound else 200
    return shown(request, "consenting/texts", form=form, kinds=kinds, draft=DRAFT, status=status)
