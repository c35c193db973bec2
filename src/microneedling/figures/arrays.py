"""People in rows of ten, one figure each: parts of a hundred or of a thousand that sum, always in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from .people import MARGIN, STEP_X, STEP_Y, person_at
from .svg import picture, pixel, tag

TEN = 10
DOT, BLOCKS = 6.6, 5  # a thousand are dots: blocks of ten by twenty side by side
COLOURS = {"yes": "person-yes", "loss": "person-loss", "no": "person-no"}


@dataclass(frozen=True)
class Part:
    """A part of the people: its share, what it is in words, and whether it is the one counted, a loss, or the rest."""

    share: float
    words: str
    kind: str


def counts_of(shares: Sequence[float], total: int) -> list[int]:
    """Whole people of each share, which sum to `total`: by largest remainder, ties to the earlier.

    Raises ValueError where shares are below nothing or do not sum to one.
    """
    if any(share < -1e-9 for share in shares) or abs(sum(shares) - 1) > 1e-6:
        raise ValueError("shares must not be below nothing and must sum to one")
    exact = [max(share, 0.0) * total for share in shares]
    counts = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda k: (-round(exact[k] - counts[k], 9), k))
    for k in order[: total - sum(counts)]:
        counts[k] += 1
    return counts


def people_array(name: str, title: str, parts: Sequence[Part], total: int = 100) -> Markup:
    """The parts as figures, the one counted first; a hundred people or a thousand dots."""
    counts = counts_of([part.share for part in parts], total)
    place, drawn = 0, []
    for part, count in zip(parts, counts, strict=True):
        figure = _person if total == 100 else _dot
        path = "".join(figure(k) for k in range(place, place + count))
        if count:
            drawn.append(tag("path", d=path, class_=COLOURS[part.kind]))
        place += count
    told = "; ".join(f"{count} of {total}: {part.words}" for part, count in zip(parts, counts, strict=True))
    if total == 100:
        return picture(TEN * STEP_X, STEP_Y * total / TEN, name, title, told, *drawn)
    rows = total / TEN / BLOCKS
    return picture(BLOCKS * (TEN + 1) * DOT, rows * DOT, name, title, told, *drawn)


def _person(place: int) -> str:
    return person_at(STEP_X * (place % TEN) + STEP_X / 2, STEP_Y * (place // TEN) + MARGIN)


def _dot(place: int) -> str:
    """Path data of one of a thousand: rows of ten, in blocks side by side."""
    block, inside = divmod(place, 200)
    x = (block * (TEN + 1) + inside % TEN) * DOT + DOT / 2
    y = inside // TEN * DOT + DOT / 2
    return f"M{pixel(x - 2.4)} {pixel(y)}a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0 -4.8 0Z"
