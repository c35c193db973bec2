"""What a delivery comes to, for the top of its page: how much gets in, how much more than without needles, how soon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..phrases import amount
from ..transport.delivery_summary import interval

if TYPE_CHECKING:
    from ..transport.deliver import Delivery

Card = tuple[str, str, str]  # head, main line, what is to be said with it
AMOUNT = "µg/cm²"


def cards(run: Delivery) -> Iterator[Card]:
    """The few answers that say most, each with its 80 % range."""
    told, hours = run.drawn.summary, run.median.permeation.hours[-1]
    where = "Gets into the receptor" if run.file.mode == "franz" else "Gets past the corneum"
    middle, likely = _split(told.delivered_ug_per_cm2, AMOUNT)
    needled = run.file.instrument is not None
    without = f"; through the same skin, not needled, {_median(told.intact_ug_per_cm2)}" if needled else ""
    yield f"{where} in {hours:g} h", middle, f"{likely}{without}."
    if needled:
        middle, likely = _split(told.enhancement_ratio, "times")
        yield "Against intact skin", f"{middle} as much", f"{likely}."
        yield _window(run)
    if run.file.dose().endless:
        return  # then half of it is only half of the run
    middle, likely = _split(told.half_in_h, "h")
    yield (
        "Half of it is in after",
        middle,
        f"{likely}; nine tenths after {_median(told.most_in_h, 'h')}.",
    )


def _window(run: Delivery) -> Card:
    if run.file.mode == "franz" and not (run.file.cell and run.file.cell.channel_half_life_h):
        return "How long channels let more in", "To the end", "In dead skin they are taken to stay open."
    middle, likely = _split(run.drawn.summary.window_h, "h")
    return "Lets more in for", middle, f"{likely}, at least twice as fast as intact skin."


def rates(run: Delivery, into: str) -> list[tuple[str, str]]:
    """The rates that a laboratory compares, with their 80 % ranges."""
    told = run.drawn.summary
    return [
        (f"Greatest flux into {into}", _median(told.steady_flux_ug_per_cm2_h, f"{AMOUNT}/h")),
        ("Lag before it", _median(told.lag_h, "h")),
    ]


def known_rows(run: Delivery) -> dict[str, Any]:
    """The numbers behind the answer by grade of evidence, as every page shows them."""
    from ..figures.bars import share_bar
    from ..phrases import GRADE_WORDS, percent_words

    counts = {grade: count for grade, count in run.numbers_by_grade.items() if count}
    total = sum(counts.values())
    return {
        "total": total,
        "assumed": percent_words(counts.get("assumed", 0) / max(total, 1)),
        "rows": [
            (grade, GRADE_WORDS[grade], count, percent_words(count / total))
            for grade, count in counts.items()
        ],
        "bar": share_bar("shares", list(counts.items())),
    }


def _range(held: dict[str, float]) -> str:
    low, high = amount(held["low80"]), amount(held["high80"])
    return low if low == high else f"{low} to {high}"


def _median(draws: Any, unit: str = "") -> str:
    """`12 min (8 to 20)`: median and 80 % range as the terminal and the JSON answer take them."""
    held = interval(draws)
    middle = f"{amount(held['median'])} {unit}" if unit else amount(held["median"])
    return f"{middle} ({_range(held)})"


def _split(draws: Any, unit: str) -> tuple[str, str]:
    """The median with its unit, and the 80 % range in words."""
    held = interval(draws)
    return f"{amount(held['median'])} {unit}", f"80 % range {_range(held)}"
