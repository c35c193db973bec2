"""The only door to matplotlib: new axes, and what all figures share. No setting of the reader's own is changed.

The colours are those of Okabe and Ito, which people with any kind of colour vision tell apart; no figure says
anything by colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..extras import needed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, ORANGE, GREEN, RED, SKY, PURPLE = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7"
GREY = "#767676"  # legible on white and on black
SEVERAL = (BLUE, ORANGE, GREEN, PURPLE, SKY, RED)
GRADE_COLOURS = {
    "measured": GREEN,
    "derived": BLUE,
    "calibrated": PURPLE,
    "elicited": ORANGE,
    "assumed": GREY,
}
NOT_FOR = "Not a medical device"


def new_axes() -> Axes:
    """Axes of a new figure; raises `InputError` where matplotlib is not installed."""
    needed("plot", "research", "matplotlib")
    from matplotlib import pyplot

    return pyplot.subplots(figsize=(8.0, 4.6), layout="constrained")[1]


def finished(ax: Axes, title: str, across: str, up: str) -> None:
    """Title, names of both axes, no frame above and beside, and the small print that belongs to every figure."""
    ax.set_title(title, loc="left", fontsize="medium", wrap=True)
    ax.set_xlabel(across)
    ax.set_ylabel(up)
    ax.spines[["top", "right"]].set_visible(False)
    ax.annotate(
        NOT_FOR,
        (1, 0),
        (6, 0),
        xycoords="axes fraction",
        textcoords="offset points",
        rotation=90,
        va="bottom",
        fontsize="x-small",
        color=GREY,
    )


def legend(ax: Axes) -> None:
    """The legend of a figure, legible where curves run under it."""
    ax.legend(fontsize="small", framealpha=0.85, edgecolor="none")
