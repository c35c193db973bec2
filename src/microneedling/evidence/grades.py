"""Numbers by grade of evidence, as a table and as a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..answers.axes import GRADE_COLOURS, finished
from ..answers.drawings import bars
from ..phrases import GRADE_WORDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEAD = ("grade", "numbers", "share", "which means")


def grade_table(counts: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """A row a grade, the best first."""
    total = sum(counts.values())
    rows = [(name, str(n), f"{n / total:.0%}", GRADE_WORDS[name]) for name, n in counts.items() if n]
    return (HEAD, *rows) if rows else ()


def draw_grades(ax: Axes, counts: Mapping[str, int]) -> None:
    """A bar a grade: how many of the numbers bear it, and what the grade means."""
    total = max(sum(counts.values()), 1)
    bars(
        ax,
        [f"{name}\n{GRADE_WORDS[name]}" for name in counts],
        list(counts.values()),
        [GRADE_COLOURS[name] for name in counts],
        [f"{n} ({n / total:.0%})" for n in counts.values()],
    )
    finished(ax, f"What the answer rests on: {total} numbers by grade of evidence", "numbers", "")
