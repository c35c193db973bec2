"""The concern first: one chance for each, as figures and in words, with what its outcome comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from ...course.chances import best_moment
from ...figures.people import hundred_figures
from ..chances import ends, of_hundred, people_of_hundred

if TYPE_CHECKING:
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
    best: str  # when it is best, where a part of the gain is lost again
    read_on: str
    certainty: str
    monotherapy_data: bool


def concern_views(result: Forecast, outcomes: list[OutcomeView]) -> list[ConcernView]:
    """A card for each concern, in the order of the course file; alike ones once."""
    views = {}
    for order, item in enumerate(dict.fromkeys(result.chances)):
        outcome = next(one for one in outcomes if (one.name, one.scale_name) == (item.of, item.scale))
        best = best_moment(item.outcome(result.outcomes), result.course.last_session_day)
        middle, between = people_of_hundred(item.chance), ends(item)
        low, high = between or (middle, middle)
        views[item.concern, item.of, item.scale] = ConcernView(
            title=outcome.label,
            chance=f"About {middle} of 100 such people would notice an improvement",
            between=f"80 % range: {of_hundred(low, high)} of 100." if between else "",
            figures=hundred_figures(f"concern-{order}", outcome.label, low / 100, high / 100),
            change=f"{outcome.change} ({outcome.interval})",
            best=best.words() if best else "",
            read_on=outcome.scale,
            certainty=outcome.certainty,
            monotherapy_data=outcome.monotherapy_data,
        )
    return list(views.values())
