"""What the weights of a tracked course rest on: effective people and draws, and whether they can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..outcomes.summary import rounded

if TYPE_CHECKING:
    from .learning import Learnt


@dataclass(frozen=True)
class Rests:
    """What the weights rest on."""

    effective_people: float
    people: int
    effective_draws: float
    draws: int
    tail_shape: float
    trusted: bool
    draws_added: int = 0

    @classmethod
    def of(cls, learnt: Learnt, added: int = 0) -> Rests:
        """Of what was learnt, with so many draws added because few were left."""
        return cls(
            learnt.effective_people,
            learnt.people,
            learnt.effective_draws,
            learnt.draw_weights.size,
            learnt.tail_shape,
            learnt.trusted,
            added,
        )

    def to_json(self) -> dict[str, Any]:
        """The fields as plain tables; a tail too short or too even to have a shape is null."""
        shape = self.tail_shape if abs(self.tail_shape) < float("inf") else None
        return {
            "effective_people": rounded(self.effective_people),
            "people": self.people,
            "effective_draws": rounded(self.effective_draws),
            "draws": self.draws,
            "tail_shape": shape if shape is None else rounded(shape),
            "trusted": self.trusted,
            "draws_added": self.draws_added,
        }
