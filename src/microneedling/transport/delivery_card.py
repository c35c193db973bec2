"""A delivery in a dozen lines, as rows and as a figure: functions of its parts, shared with terminal and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import MODEL_NUMBER
from ..answers.axes import BLUE, GREEN, ORANGE, PURPLE, finished, legend
from ..answers.drawings import fan
from ..phrases import grade_counts, number
from ..phrases import interval as interval_words
from .delivery_summary import interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .delivery_file import DeliveryFile
    from .delivery_summary import Summary
    from .permeation import Permeation

COMPARTMENTS = ("surface", "stratum_corneum", "epidermis", "dermis", "receptor_or_blood")
INSIDE = dict(zip(COMPARTMENTS[1:], (ORANGE, GREEN, BLUE, PURPLE), strict=True))
UNIT = "ug/cm2"
WRITTEN_UNIT = "µg/cm²"
SMALLEST_DRAWN = 1e-4  # of the greatest amount: the foot of the figure
TOLD_FROM = 0.001  # smaller numbers are told as smaller than this


def layer_names(mode: str) -> dict[str, str]:
    """Compartments in words: a Franz cell has a receptor, a person has blood."""
    last = "receptor" if mode == "franz" else "blood and below"
    return dict(zip(COMPARTMENTS, ("on the skin", "corneum", "epidermis", "dermis", last), strict=True))


def told(numbers: np.ndarray) -> str:
    """Median and 80 % interval of draws (draw,) in words."""
    return interval_words(interval(numbers), write=_amount)


def _amount(value: float) -> str:
    return f"<{TOLD_FROM:g}" if 0 < value < TOLD_FROM else number(value)


def delivered_words(mode: str, summed: Summary, hours: float, needled: bool = True) -> str:
    """How much got in, needled and not."""
    where = "into the receptor" if mode == "franz" else "past the corneum"
    got = f"Delivered {where} in {hours:g} h: {told(summed.delivered_ug_per_cm2)} {WRITTEN_UNIT}"
    if not needled:
        return f"{got}; the skin is not needled."
    return f"{got}; through the same skin not needled {told(summed.intact_ug_per_cm2)} {WRITTEN_UNIT}."


def gain_words(summed: Summary) -> str:
    """How many times as much as through the same skin not needled, and what share of it the channels bring."""
    share = told(100 * summed.channels_share)
    return (
        f"Gain over intact skin: {told(summed.enhancement_ratio)} times. The channels bring {share} % of it; put on 14 "
        "days later, when they are shut, the same product brings only the rest."
    )


def amount_table(file: DeliveryFile, drawn: Permeation) -> tuple[tuple[str, ...], ...]:
    """Where it is at the last hour, over the draws."""
    head = (f"after {drawn.hours[-1]:g} h", f"{WRITTEN_UNIT}, median [80 %]")
    names = layer_names(file.mode)
    return (head, *((names[name], _last(getattr(drawn, name))) for name in COMPARTMENTS))


def _last(amount: np.ndarray) -> str:
    return told(amount[:, -1]) if np.isfinite(amount[:, -1]).any() else "without end"


def known_words(counts: Mapping[str, int], draws: int, seed: int) -> str:
    """Numbers by grade of evidence, draws, and what that does not say."""
    return (
        f"How much of this is known: it rests on {sum(counts.values())} numbers: {grade_counts(counts)}. Ranges: the "
        f"middle 80 % of {draws} draws of them (seed {seed}, model number {MODEL_NUMBER}). More in the "
        "skin is not better in itself."
    )


def warned_words(notes: Sequence[str]) -> str:
    """Each warning by its first clause; the whole of them stands in `notes`."""
    heads = [note.split(":")[0].split(" (")[0].rstrip(".") for note in notes[:-1]]
    heads = [head if k == 0 else head[0].lower() + head[1:] for k, head in enumerate(heads)]
    return f"{'; '.join(heads)} (in full: .notes)." if heads else ""


def amount_rows(file: DeliveryFile, drawn: Permeation) -> list[dict[str, Any]]:
    """One row a layer and hour; layers without an amount (an endless dose on the skin) are left out."""
    names, rows = layer_names(file.mode), []
    for name in COMPARTMENTS:
        amount = getattr(drawn, name)
        if not np.isfinite(amount).all():
            continue
        low, middle, high = np.quantile(amount, (0.1, 0.5, 0.9), axis=0)
        rows += [
            {
                "outcome": name,
                "label": names[name],
                "hour": float(hour),
                "median": float(middle[k]),
                "low80": float(low[k]),
                "high80": float(high[k]),
                "unit": UNIT,
                "active": file.substance().title,
            }
            for k, hour in enumerate(drawn.hours)
        ]
    return rows


def draw_amounts(ax: Axes, file: DeliveryFile, drawn: Permeation) -> None:
    """What is in each layer over time: median and middle 80 % of the draws; what lies on the skin is left out."""
    names = layer_names(file.mode)
    for name, colour in INSIDE.items():
        fan(ax, drawn.hours, getattr(drawn, name), colour, names[name])
    top = max(float(np.quantile(getattr(drawn, name), 0.9, axis=0).max()) for name in INSIDE)
    ax.set_yscale("log")
    ax.set_ylim(SMALLEST_DRAWN * top, 2 * top)
    ax.set_xlim(0, float(drawn.hours[-1]))
    title = f"{file.title}\n{file.substance().title} in each layer, median and middle 80 % of the draws"
    finished(ax, title, "hours after it was put on", f"amount, {WRITTEN_UNIT} (logarithmic)")
    legend(ax)
