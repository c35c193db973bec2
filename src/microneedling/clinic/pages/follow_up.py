"""Follow-up: scores with the earlier ones out of sight, and a note; what comes next is said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...errors import InputError
from ..records.selectors.banner import whose
from ..records.selectors.consulting import consulting
from ..records.services import events
from ..records.services.act import Actor
from .asked import KEY, WRONG, asked, done, part, shown, together
from .forms import Clinical, choice, text
from .scoring import keep_scores, questions, wrong_scores

DRAFT = "follow-up"


class FollowUp(Clinical):
    """What goes with the scores."""

    blinded = choice(
        gettext_lazy("Did whoever scored know the earlier scores, or which visit this is?"),
        [("no", gettext_lazy("yes, they knew")), ("yes", gettext_lazy("no, they scored blind"))],
        radio=True,
    )
    text = text(gettext_lazy("What was said or seen"), rows=4)

    def clean(self) -> dict[str, Any]:
        """Whether it was blind is asked, never guessed."""
        found = super().clean() or self.cleaned_data
        if not found.get("blinded"):
            self.add_error(
                "blinded",
                _("Say whether the scoring was blind: a forecast learns less from one that was not."),
            )
        return found


@asked("GET", "POST")
def follow_up(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """Scores of today; all that was typed is kept, or none."""
    actor.need("clinic_records.add_measurement")
    row, about = whose(actor=actor, client=client)
    found = consulting(actor=actor, client=row)
    if request.method == "GET":
        form = FollowUp.begun(actor, DRAFT, row.pk)
        scores = questions(found["indications"], form.initial, found["used"])
        return shown(request, "follow_up", whose=about, form=form, scores=scores, draft=DRAFT)
    form, scores = FollowUp(request.POST), questions(found["indications"], request.POST, found["used"])
    if form.is_valid():
        told = form.cleaned_data["text"].strip()
        if not told and not any(item.chosen.strip() for item in scores):
            form.add_error(None, _("Nothing was scored and nothing written yet."))
        else:

            def write() -> None:
                keep_scores(actor, scores, baseline=False, blinded=form.cleaned_data["blinded"])
                if told:
                    events.add_note(actor=part(actor, "note"), client=row.pk, kind="follow-up", text=told)

            try:
                together(actor, write)
            except InputError as error:
                form.elsewhere = wrong_scores(scores)
                if not form.elsewhere or any(item.path == KEY for item in error.mistakes):
                    form.mistaken(error)
            else:
                where = reverse("clinic:client", args=(row.pk,))
                return done(request, actor, where, _("The follow-up was kept."), form=DRAFT, client=row.pk)
    return shown(request, "follow_up", whose=about, form=form, scores=scores, draft=DRAFT, status=WRONG)
