"""One invented client with all that a course brings, from the screening to scores read blind; and one who got worse."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from ..skin.concern import USUAL_SCALE
from .demo_pictures import patch
from .records.conditions import GROUPS
from .records.models import Client
from .records.screened import NO, RULE_OF, YES, Judged, judged, reasons
from .records.selectors.screening import person_of
from .records.services import assessments, events, photographs
from .records.services.act import Actor

SESSIONS_AGO = (150, 122, 94)  # days: four weeks apart, the last long enough ago to be judged
BASELINE_AGO, JUDGED_AGO = 154, 3
PRESENT = ("topical allergy", "herpes history")


def screen_in_full(
    actor: Actor, client: Client, present: Iterable[str] = PRESENT, days_ago: int = 165
) -> None:
    """A signed screening in which every question was put, judged as the page judges it."""
    there = dict.fromkeys(present)
    found = judged(person_of(client), there, (), timezone.localdate())
    assessments.add_screening(
        actor=actor,
        client=client.pk,
        outcome=found.outcome,
        reason=reasons(found),
        answers=list(_answers(there, found)),
        happened_at=timezone.now() - timedelta(days=days_ago),
    )


def _answers(there: dict[str, Any], found: Judged) -> Iterable[dict[str, str]]:
    said = {item.condition: item for item in found.said}
    for words, held in GROUPS.values():
        for condition, told in held.items():
            row = {"question": f"{words}: {told}", "answer": YES if condition in there else NO}
            row["rule"] = RULE_OF[condition]
            if (why := said.get(condition)) is not None:
                row |= {"reason": why.reason, "source": why.source[:200]}
            yield row


def photograph(
    actor: Actor, client: Client, number: int, zone: str, days_ago: int, depth: float, **more: Any
) -> Any:
    """A drawn picture of the zone, as it looked so many days ago."""
    return photographs.add_photograph(
        actor=actor,
        client=client.pk,
        zone=zone,
        view="front",
        light="from the side",
        happened_at=timezone.now() - timedelta(days=days_ago),
        **patch(number, client.phototype, depth),
        **more,
    )


def score_blind(actor: Actor, client: Client, indication: Any, first: Any, last: Any) -> None:
    """The first photograph and the last, scored without their days; the rater did not know which was which."""
    for shot, value in ((first, "3"), (last, "2")):
        assessments.add_measurement(
            actor=actor,
            client=client.pk,
            zone=indication.zone,
            value=value,
            scale=USUAL_SCALE[indication.concern],
            indication=indication.pk,
            blinded="yes",
            baseline=shot is first,
            from_photograph=shot.pk,
        )


def get_worse(actor: Actor, client: Client, indication: Any) -> None:
    """Two readings by two people that lie far beyond what was said, and what the client told."""
    for rater, days_ago in (("", 6), ("a colleague", 5)):
        assessments.add_measurement(
            actor=actor,
            client=client.pk,
            zone=indication.zone,
            value="5",
            scale=USUAL_SCALE[indication.concern],
            indication=indication.pk,
            rated_by=rater,
            happened_at=timezone.now() - timedelta(days=days_ago),
        )
    text = "Back from three weeks at the sea, without a hat: the lines look deeper than before. Invented."
    note = events.add_note(actor=actor, client=client.pk, kind="telephone", text=text)
    events.sign_note(actor=actor, note=note.pk, version=note.version)
