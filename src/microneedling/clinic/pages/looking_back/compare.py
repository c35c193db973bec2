"""Two photographs of one place: beside each other, wiped from one to the other, or one through the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from ...records.selectors.banner import whose
from ...records.selectors.consulting import consulting
from ...records.selectors.photographs import Set, next_pair, own_scores, read_from_photographs, sets_of
from ...records.services.act import Actor
from ..asked import asked, shown
from ..grades import scale_label, scales_of
from .measured import measured
from .photo_words import label_of


@asked("GET")
def compare(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """The pair that is asked for, else the first and the last of the place with most days."""
    actor.need("clinic_records.view_photograph")
    row, about = whose(actor=actor, client=client)
    sets = sets_of(actor=actor, client=row)
    pair = _chosen(sets, request.GET.get("first", ""), request.GET.get("second", ""))
    read = read_from_photographs(actor=actor, client=row)
    for reading in read:
        reading.label = scale_label(reading.scale) if reading.scale else label_of(reading.instrument)
    zones = {one.zone for one in sets if one.days > 1}
    concerns = consulting(actor=actor, client=row)["indications"] if zones else []
    what: dict[str, Any] = {"whose": about, "sets": sets, "pair": pair, "read": read}
    rated = {found.photograph for found in own_scores(actor=actor, client=row)}
    scored = [item for item in concerns if item.zone in zones and scales_of(item.concern)]
    what["to_rate"] = [item for item in scored if next_pair(sets, item.zone, rated) is not None]
    what["all_rated"] = bool(scored) and not what["to_rate"]
    what["asked_for"] = pair is not None and request.GET.get("first", "") in {str(shot.pk) for shot in pair}
    what["gives_away"] = (
        pair is not None
        and actor.may("clinic_records.add_measurement")
        and pair[0].zone in {item.zone for item in what["to_rate"]}
        and not {shot.pk for shot in pair} <= rated  # who scored both was told which is which
    )
    if what["gives_away"]:
        what["whose"] = replace(about, photograph=None)  # the banner shows the newest
    what["unlike"] = pair is not None and (pair[0].view, pair[0].light) != (pair[1].view, pair[1].light)
    what["measured"] = measured(actor, row, pair, read)
    return shown(request, "looking_back/compare", **what)


def _chosen(sets: list[Set], first: str, second: str) -> tuple[Any, Any] | None:
    """The two that were asked for, the older first; else of the set with most days the ends."""
    known = {str(shot.pk): shot for one in sets for shot in one.shots}
    if first in known and second in known and first != second:
        one, other = sorted((known[first], known[second]), key=lambda shot: shot.happened_at)
        return one, other
    if sets and len(sets[0].shots) > 1:
        return sets[0].shots[0], sets[0].shots[-1]
    return None
