"""The screening that stands of a client, and what it says of a course."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from ..models import Client, Screening
from ..names import age_on
from ..screened import CONDITION_OF, SILENT, YES, Person
from ..services.act import Actor
from .reading import need
from .withheld import as_allowed


@dataclass(frozen=True)
class Standing:
    """The newest screening of a client, with what it knows in the words of course files."""

    row: Any
    answers: list[Any] = field(default_factory=list)
    conditions: tuple[str, ...] = ()  # those that hold, as course files call them
    whole: bool = False  # whether every condition that the rules know was asked after

    @property
    def said(self) -> list[Any]:
        """The answers that speak against a treatment or for care with it."""
        return [item for item in self.answers if item.reason]

    @property
    def unasked(self) -> list[Any]:
        """The questions that were not put."""
        return [item for item in self.answers if item.answer == SILENT]

    @property
    def before(self) -> dict[str, str]:
        """Condition -> its answer."""
        return {CONDITION_OF[item.rule]: item.answer for item in self.answers if item.rule in CONDITION_OF}

    @property
    def bars(self) -> bool:
        """Whether no course may be planned: a stop that nobody set aside."""
        return self.row.outcome == Screening.Outcome.STOP and not self.row.override_reason

    def earliest(self, today: date) -> date:
        """The first day on which a course may begin."""
        return max(self.row.not_before or today, today)


def standing(*, actor: Actor, client: Client) -> Standing | None:
    """The newest screening of a client, None where nobody screened; its reader is noted by the page."""
    need(actor, "clinic_records.view_screening")
    rows = Screening.objects.filter(client=client).annotate(
        signer=F("signed_by__username"), by=F("entered_by__username")
    )
    row = rows.prefetch_related("answers", "addenda").order_by("-happened_at", "-entered_at").first()
    if row is None:
        return None
    (row,) = as_allowed(actor, [row])
    held = sorted(row.answers.all(), key=lambda item: item.entered_at)
    known = {item.rule: item for item in held if item.rule in CONDITION_OF}
    # a yes without a reason is over by now: a peel of long ago
    there = tuple(
        CONDITION_OF[rule] for rule, item in known.items() if item.answer.startswith(YES) and item.reason
    )
    whole = set(known) == set(CONDITION_OF) and all(item.answer != SILENT for item in known.values())
    return Standing(row, held, there, whole)


def person_of(client: Client, today: date | None = None) -> Person:
    """What the rules ask for of a client, as far as it is on record."""
    identity = getattr(client, "identity", None)
    age = None
    if identity is not None and identity.born_on is not None:
        told = str(age_on(identity.born_on, identity.born_precision, today or timezone.localdate()))
        digits = "".join(sign for sign in told if sign.isdigit())
        age = int(digits) if digits else None
    return Person(age, client.sex, client.phototype)
