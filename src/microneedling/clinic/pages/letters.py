"""Letters of a recall: one for each client whom it came to, on a page of its own, to be printed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access.languages import language_of
from ..records.models import Client, Identity
from ..records.selectors.reading import looked, need
from ..records.selectors.recall import Recall, Touched, recall
from ..records.services.act import Actor, actor_of


@dataclass(frozen=True)
class Letter:
    """One letter: to whom, what was used on which day and zone, and in which language it speaks."""

    client: UUID
    number: int
    name: str
    born_on: Any
    address: tuple[str, ...]
    uses: tuple[Touched, ...]
    language: str


class Unsent(NamedTuple):
    """Whom no letter reaches by post: the number, the name where there is one still, and why."""

    number: int
    name: str
    why: str


def letters(*, actor: Actor, found: Recall) -> tuple[list[Letter], list[Unsent]]:
    """A letter to each client whom it came to; and whom none reaches by post, with the reason.

    Each letter made is noted with its client, who may ask for what their records were used.
    """
    need(actor, "clinic_records.view_identity")
    theirs: dict[UUID, list[Touched]] = defaultdict(list)
    for use in found.uses:
        if use.counts:
            theirs[use.client].append(use)
    who = {row.client_id: row for row in Identity.objects.filter(client__in=list(theirs))}
    made, without = list[Letter](), list[Unsent]()
    for client, uses in theirs.items():
        identity = who.get(client)
        if identity is None or uses[0].state == Client.State.ERASED:
            why = _("the records were erased: nobody can tell who it was")
            without.append(Unsent(uses[0].number, "", why))
            continue
        address = tuple(line for line in identity.address.splitlines() if line.strip())
        if not address:
            why = _("no address on record: the letter is printed, to be handed over")
            without.append(Unsent(uses[0].number, uses[0].name, why))
        name, born = uses[0].name, identity.born_on if identity.born_precision == "day" else None
        made.append(Letter(client, uses[0].number, name, born, address, tuple(uses), language_of(identity)))
        looked(actor, "recall.letter", identity, client)
    return sorted(made, key=lambda item: item.number), sorted(without)


def letters_file(*, actor: Actor, found: Recall, why: str, please: str) -> tuple[str, int, list[Unsent]]:
    """All letters as one page that opens and prints without the clinic; how many; and whom none can be written to."""
    made, without = letters(actor=actor, found=found)
    style = (
        files("microneedling.clinic.pages").joinpath("static/clinic/letters.css").read_text(encoding="utf-8")
    )
    shown = _shown(found, made, without, why, please)
    return loader.render_to_string("clinic/letters_file.html", {**shown, "style": style}), len(made), without


def _shown(found: Recall, made: list[Letter], without: list[Unsent], why: str, please: str) -> dict[str, Any]:
    return {
        "clinic": settings.CLINIC_NAME,
        "contact": contact(),
        "found": found,
        "letters": made,
        "without": without,
        "why": _sentence(why),
        "please": _sentence(please),
        "today": timezone.localdate(),
    }


def contact() -> list[str]:
    """Address and telephone of the clinic as `clinic.toml` gives them, line by line; empty where it gives none."""
    return [line.strip() for line in settings.SAID["contact"].splitlines() if line.strip()]


def _sentence(text: str) -> str:
    bare = text.strip()
    return bare if not bare or bare[-1] in ".!?" else f"{bare}."


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, item: UUID) -> HttpResponse:
    """What a lot or device touched, with a form for the letters; the letters themselves once it is sent."""
    actor = actor_of(request.user, "page")
    found = recall(actor=actor, text=str(item))
    if request.method == "POST":
        made, without = letters(actor=actor, found=found)
        why, please = request.POST.get("why", ""), request.POST.get("please", "")
        return render(request, "clinic/letters.html", _shown(found, made, without, why, please))
    what = {"clinic": settings.CLINIC_NAME, "contact": contact(), "found": found}
    return render(request, "clinic/recall.html", what)
