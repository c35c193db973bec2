"""Which forecasts answer which concern of a course."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..skin.concern import Concern
    from .forecast import OutcomeForecast

# A concern of the course file -> names of the outcomes that answer it, the chief one first (acne scars by prefix).
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


def asked_for(concerns: Iterable[Concern], outcomes: Sequence[OutcomeForecast]) -> list[OutcomeForecast]:
    """The outcomes that answer the concerns, concern by concern, each once, the chief one of each first."""
    found: dict[int, OutcomeForecast] = {}
    for concern in concerns:
        for name in answers_to(concern.kind):
            mine = [item for item in outcomes if item.name == name or item.name.startswith(f"{name}_")]
            found |= {id(item): item for item in mine}
    return list(found.values())
