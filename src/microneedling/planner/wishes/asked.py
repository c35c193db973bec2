"""What may be asked of the planner. Without the array library."""

from __future__ import annotations

from typing import Any

from ...errors import Mistake
from ...inputs.questions import seed_number, whole_number

DRAWS = 64
FEWEST_DRAWS, MOST_DRAWS = 2, 1000


def to_plan(draws: Any, seed: Any) -> list[Mistake]:
    """Mistakes in the numbers that `plan` takes."""
    return whole_number("draws", draws, FEWEST_DRAWS, MOST_DRAWS) + seed_number(seed)
