"""What else the client could do: nothing, topical care alone, and what the literature tables say of other treatments.

Doing nothing and care at home are simulated on the same draws. Other treatments are bands from the tables of
observations with their rows and how they were seen; where a table has none, the words are "no data". Nothing is
simulated for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..course.course import Course
from ..course.simulate import simulate
from ..evidence.datasets import Observation, row
from ..evidence.registry import Values
from ..observation.asked import carrier
from ..outcomes.summary import rounded
from .search.space import Design, course_of
from .search.wanted import noticed_of, wanted_in
from .wishes.goals import Goals

NO_DATA = "no data"
OTHERS = (
    "fractional laser",
    "chemical peel",
    "radio-frequency needles",
    "needling with laser or serum",
)
# Concern -> other treatment -> rows of clinical.csv that compare it, or tell its size; none: no data.
ROWS: dict[str, dict[str, tuple[str, ...]]] = {
    "atrophic acne scar": {
        "fractional laser": ("C139", "C121"),
        "chemical peel": ("C085", "C146"),
        "radio-frequency needles": ("C119",),
    },
    "striae alba": {"fractional laser": ("C261", "C262"), "needling with laser or serum": ("C260",)},
    "striae rubra": {"fractional laser": ("C261", "C262"), "needling with laser or serum": ("C260",)},
}


@dataclass(frozen=True)
class Alternative:
    """One other thing to do: what it would bring as far as that is known, and on what that rests."""

    name: str
    simulated: bool
    chance: float | None
    low80: float | None
    high80: float | None
    words: str
    rows: tuple[dict[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The fields as they stand in the JSON answer."""
        return {
            "name": self.name,
            "simulated": self.simulated,
            "chance": self.chance,
            "low80": self.low80,
            "high80": self.high80,
            "words": self.words,
            "rows": list(self.rows),
        }


def care_alone(course: Course, goals: Goals, values: Values, until_day: int) -> Alternative:
    """Sunscreen and a retinoid at home without any session, on the same draws: the file's retinoid, else retinol."""
    bare = course_of(course, goals, Design(0, 0, ()), "Care at home alone", until_day)
    care = bare.aftercare
    used = care.retinoid if care.retinoid != "none" else "retinol"
    care = care.model_copy(update={"sunscreen": True, "retinoid": used})
    made = bare.model_copy(update={"aftercare": care})
    forecast = simulate(made, values.count, values=values, days=(float(until_day),), override_stop=True)
    weights = sum(wish.weight for wish in goals.wishes)
    seen = np.zeros(forecast.values.count)
    for zone, wanted in wanted_in(course, goals).items():
        one = forecast.by_zone.get(zone, forecast)
        for item in wanted:
            outcome = carrier(item.concern, one.outcomes)
            at = int(np.argmin(np.abs(outcome.day - min(item.wish.by_day or until_day, until_day))))
            share = sum(
                1 for held in wanted_in(course, goals).values() for other in held if other.place == item.place
            )
            seen += item.wish.weight / weights * noticed_of(outcome)[:, at] / share
    low, high = np.quantile(seen, (0.1, 0.9))
    words = f"sunscreen every day and {used} at home, no needles: mechanism only"
    chance = float(seen.mean())
    return Alternative(
        "care at home alone",
        True,
        rounded(chance),
        rounded(min(low, chance)),
        rounded(max(high, chance)),
        words,
    )


def literature(goals: Goals) -> tuple[Alternative, ...]:
    """What the tables say of other treatments for what is wished; "no data" where they say nothing."""
    kinds = list(dict.fromkeys(wish.concern for wish in goals.wishes))
    found = []
    for name in OTHERS:
        if name == OTHERS[-1] and not any(kind.startswith("striae") for kind in kinds):
            continue
        keys = [key for kind in kinds for key in ROWS.get(kind, {}).get(name, ())]
        rows = tuple(_told(row(key)) for key in dict.fromkeys(keys))
        told = "; ".join(f"{one['measure']}: {one['said']} ({one['source']})" for one in rows) or NO_DATA
        found.append(Alternative(name, False, None, None, None, told, rows))
    return tuple(found)


def _told(item: Observation) -> dict[str, str]:
    """A row of the table in few words: what was measured, in whom, what was found, how it was seen."""
    change = " ".join(part for part in (item.value_text, item.unit) if part)
    said = "; ".join(part for part in (change, item.spread) if part) or "no size given"
    return {
        "id": item.id,
        "measure": item.quantity,
        "people": item.subject,
        "said": said,
        "source": item.cited,
        "seen": item.seen,
        "bias": item.note,
    }
