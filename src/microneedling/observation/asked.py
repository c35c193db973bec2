"""Which forecasts answer which concern of a course, and which one of them carries it.

What carries a concern is the score or reading of the very thing that troubles the person, on the scale that the
course names, else the usual one; never a second way of saying the same, such as the improvement in percent beside a
grade. Whatever shows one outcome of a concern shows this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..skin.concern import Concern
    from .forecast import OutcomeForecast

# A concern of the course file -> names of the outcomes that answer it, the chief one first (scars by their type too).
ANSWERS = {
    "fine lines": ("fine_lines",),
    "texture": ("texture", "roughness"),
    "tone": ("tone_evenness",),
    "pores": ("pore_size",),
    "atrophic acne scar": ("acne_scar",),
    "dryness": ("hydration", "tewl"),
    "laxity": ("firmness", "elasticity"),
}


def answers_to(kind: str) -> tuple[str, ...]:
    """Names of the outcomes that answer a concern of this kind, the chief one first."""
    return ANSWERS.get(kind, (kind.replace(" ", "_"),))


def outcome_name(concern: Concern) -> str:
    """Name of the outcome that carries a concern."""
    chief = answers_to(concern.kind)[0]
    return f"{chief}_{concern.scar_type}" if concern.scar_type else chief


def carrier(concern: Concern, outcomes: Sequence[OutcomeForecast]) -> OutcomeForecast:
    """The outcome that carries a concern, on the concern's own scale where it is forecast on that."""
    name = outcome_name(concern)
    named = [item for item in outcomes if item.name == name]
    return next((item for item in named if item.scale == concern.scale), named[0])


def asked_for(concerns: Iterable[Concern], outcomes: Sequence[OutcomeForecast]) -> list[OutcomeForecast]:
    """The outcomes that answer the concerns, concern by concern, each once, what carries each first."""
    found: dict[int, OutcomeForecast] = {}
    for concern in concerns:
        chief = outcome_name(concern)
        names = (chief, f"{chief}_improvement", *answers_to(concern.kind)[1:])
        mine = [item for name in names for item in outcomes if item.name == name]
        first = [carrier(concern, outcomes)] if any(item.name == chief for item in mine) else []
        found |= {id(item): item for item in (*first, *mine)}
    return list(found.values())
