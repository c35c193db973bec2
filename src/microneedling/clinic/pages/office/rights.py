"""What a client may ask for, on one page: what is kept, put right, left at rest, handed out, erased."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...records.called import table_in_words
from ...records.models import Restriction
from ...records.selectors.banner import whose
from ...records.selectors.history import changes_of
from ...records.services.act import Actor
from ...records.services.erasing import erase_client, outlook
from ...records.services.restricting import lift_restriction, restrict_client
from ..asked import WRONG, asked, done, shown
from ..forms import Clinical, choice, text
from .typed import tried

RECORDS = "clinic_records."
NEEDED = ("add_restriction", "export_person", "add_erasure")
GROUNDS = [item for item in Restriction.Ground.choices if item[0] != Restriction.Ground.ERASED]
CHANGES = 100  # shown at once; what is handed out holds all


class Rest(Clinical):
    """Why the records are to rest."""

    ground = choice(gettext_lazy("Why"), GROUNDS, radio=True)
    reason = text(gettext_lazy("In words"), most=300)

    def clean(self) -> dict[str, Any]:
        """One of the grounds."""
        found = super().clean() or self.cleaned_data
        if not found.get("ground"):
            self.add_error("ground", _("Say why."))
        return found


class Lift(Clinical):
    """Why they are used again."""

    reason = text(
        gettext_lazy("Why they are used again"),
        gettext_lazy("Tell the client before: the law asks for it."),
        most=300,
    )


class Erase(Clinical):
    """That it is meant: the client's own number."""

    typed = text(gettext_lazy("Type the number of the client"), short=True, inputmode="numeric")

    def __init__(self, *given: Any, number: int = 0, **more: Any):
        super().__init__(*given, **more)
        self.number = number

    def clean(self) -> dict[str, Any]:
        """The right one."""
        found = super().clean() or self.cleaned_data
        if str(found.get("typed", "")).strip() != str(self.number):
            self.add_error(
                "typed", _("Type the number %(n)s: nothing brings back what is erased.") % {"n": self.number}
            )
        return found


@asked("GET", "POST")
def rights(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """All of it; sent, one of it is done."""
    if not any(actor.may(RECORDS + name) for name in NEEDED):
        actor.need(RECORDS + NEEDED[0])
    row, about = whose(actor=actor, client=client)
    act, here = request.POST.get("act", ""), reverse("clinic:rights", args=(row.pk,))
    rest = Rest(request.POST) if act == "rest" else Rest()
    lift = Lift(request.POST) if act == "lift" else Lift()
    erase = Erase(request.POST, number=row.number) if act == "erase" else Erase(number=row.number)
    if act == "rest" and tried(
        rest, lambda: restrict_client(actor=actor, client=row.pk, **rest.cleaned_data)
    ):
        return done(request, actor, here, _("The records rest from now on."))
    if act == "lift" and tried(lift, lambda: _lifted(actor, request.POST.get("restriction", ""), lift)):
        return done(request, actor, here, _("The restriction was lifted."))
    if (
        act == "erase"
        and (made := tried(erase, lambda: erase_client(actor=actor, client=row.pk))) is not None
    ):
        if made.stage == made.Stage.WHOLE:
            return done(
                request,
                actor,
                reverse("clinic:clients"),
                _("All of it was erased. Older backups hold it still."),
            )
        return done(
            request, actor, here, _("What nothing obliges to keep was erased. Older backups hold it still.")
        )
    goes = outlook(actor=actor, client=row.pk) if actor.may("clinic_records.add_erasure") else None
    what: dict[str, Any] = {
        "rest": rest,
        "lift": lift,
        "erase": erase,
        "outlook": _tables(goes),
        "goes": goes,
    }
    what["changes"] = (
        changes_of(actor=actor, client=row.pk)[::-1][:CHANGES] if _may_see_changes(actor) else None
    )
    return shown(request, "office/rights", whose=about, status=WRONG if act else 200, **what)


def _may_see_changes(actor: Actor) -> bool:
    return all(actor.may(RECORDS + name) for name in ("view_former", "view_identity", "view_note"))


def _lifted(actor: Actor, restriction: str, form: Lift) -> Restriction:
    reason = form.cleaned_data["reason"]
    return lift_restriction(actor=actor, restriction=restriction, reason=reason)  # type: ignore[arg-type]


def _tables(found: Any) -> dict[str, Any] | None:
    """What goes and what stays, table by table."""
    if found is None:
        return None
    goes = [(table_in_words(name), n) for name, n in sorted(found.goes.items())]
    stays = [(table_in_words(name), n, _(why)) for name, (n, why) in sorted(found.stays.items())]
    return {"goes": goes, "stays": stays}
