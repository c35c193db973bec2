"""The concern first: one chance for each, as figures and in words, with what its outcome comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from ...figures.people import hundred_figures

if TYPE_CHECKING:
    from ...course.chances import ConcernChance
    from ...course.forecast import Forecast
    from .outcomes import OutcomeView


@dataclass(frozen=True)
class ConcernView:
    """One concern as the card on top shows it."""

    title: str
    chance: str
    between: str
    figures: Markup
    change: str
    read_on: str
    certainty: str
    monotherapy_data: bool


def people_of_hundred(share: float) -> int:
    """A chance as people of a hundred; never none and never all, since nothing here is certain."""
    return min(max(round(100 * share), 1), 99)


def ends(item: ConcernChance) -> tuple[int, int] | None:
    """The ends of the chance as people of a hundred; None where it has none, or where both are the same."""
    if item.low80 is None or item.high80 is None:
        return None
    low, high = people_of_hundred(item.low80), people_of_hundred(item.high80)
    return (low, high) if low < high else None


def concern_views(result: Forecast, outcomes: list[OutcomeView]) -> list[ConcernView]:
    """A card for each concern, in the order of the course file; alike ones once."""
    views = {}
    for order, item in enumerate(dict.fromkeys(result.chances)):
        outcome = next(one for one in outcomes if one.name == item.of)
        middle, between = people_of_hundred(item.chance), ends(item)
        low, high = between or (middle, middle)
        views[item.concern, item.of] = ConcernView(
            title=outcome.label,
            chance=f"About {middle} of 100 such people would notice an improvement",
            between=f"80 % range: {low} to {high} of 100." if between else "",
            figures=hundred_figures(f"concern-{order}", outcome.label, low / 100, high / 100),
            change=f"{outcome.change} ({outcome.interval})",
            read_on=outcome.scale,
            certainty=outcome.certainty,
            monotherapy_data=outcome.monotherapy_data,
        )
    return list(views.values())
