"""Scores taken on a page: for every concern its scales, each grade with its words; kept all or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ...errors import InputError
from ..records.services.act import Actor
from ..records.services.assessments import add_measurement
from .asked import KEY, part, together
from .grades import ScaleInWords, scale_in_words, scales_of
from .mistakes import in_words

BLINDED = {"yes", "no", "unknown"}


@dataclass
class Question:
    """One concern to be scored: what was chosen, typed and found wrong."""

    indication: Any
    scales: list[ScaleInWords]
    scale: ScaleInWords
    chosen: str = ""
    error: str = ""
    earlier: list[Any] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"score-{self.indication.pk}"

    @property
    def scale_field(self) -> str:
        """The name of the field of its scale."""
        return f"scale-{self.indication.pk}"


def questions(indications: list[Any], typed: Mapping[str, Any], used: Mapping[Any, str]) -> list[Question]:
    """A question for each concern that goes on: on the scale typed, else used before, else usual."""
    found = []
    for row in indications:
        names = scales_of(row.concern)
        scales = [scale for name in names if (scale := scale_in_words(name)) is not None]
        if not scales:
            continue
        wanted = typed.get(f"scale-{row.pk}") or used.get(row.pk) or scales[0].name
        scale = next((item for item in scales if item.name == wanted), scales[0])
        item = Question(row, scales, scale)
        item.chosen = str(typed.get(item.name, "") or "")
        found.append(item)
    return found


def wrong_scores(asked: list[Question]) -> list[tuple[str, str, str]]:
    """What is wrong with the scores, as `Clinical.elsewhere` takes it."""
    return [
        (
            f"{item.name}_error",
            f"{_(item.indication.concern)}, {_(item.indication.zone)}".capitalize(),
            item.error,
        )
        for item in asked
        if item.error
    ]


def keep_scores(actor: Actor, asked: list[Question], *, baseline: bool, blinded: str = "unknown") -> int:
    """Keep what was scored, all or none; returns how many. Raises `InputError`, the mistakes beside their questions."""
    answered = [item for item in asked if item.chosen.strip()]
    blinded = blinded if blinded in BLINDED else "unknown"

    def write() -> None:
        wrong: list[InputError] = []
        for item in answered:
            try:
                add_measurement(
                    actor=part(actor, item.name),
                    client=item.indication.client_id,
                    zone=item.indication.zone,
                    value=item.chosen,
                    scale=item.scale.name,
                    indication=item.indication.pk,
                    baseline=baseline,
                    blinded=blinded,
                )
            except InputError as error:
                item.error = " ".join(in_words(one) for one in error.mistakes if one.path != KEY)
                wrong.append(error)
        if wrong:
            raise InputError("scores", [mistake for error in wrong for mistake in error.mistakes])

    together(actor, write)
    return len(answered)
