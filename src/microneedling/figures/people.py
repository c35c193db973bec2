"""A hundred people as small figures: how many would notice a change, how many may or may not."""

from __future__ import annotations

from markupsafe import Markup

from .svg import picture, pixel, tag

# Of the drawing: five rows of twenty, sized for a telephone.
COUNT, ROW, STEP_X, STEP_Y, MARGIN = 100, 20, 17.0, 25.0, 2.0


def hundred_figures(name: str, title: str, low: float, high: float) -> Markup:
    """One figure a person: up to `low` (share) in full colour, from there to `high` half, the rest outlined."""
    sure, may = round(COUNT * low), round(COUNT * high)
    groups = (("person-yes", 0, sure), ("person-may", sure, may), ("person-no", may, COUNT))
    parts = [
        tag("path", d="".join(_figure(place) for place in range(start, end)), class_=class_)
        for class_, start, end in groups
        if end > start
    ]
    told = f"{sure} of 100 would, {may - sure} may or may not, {COUNT - may} would not."
    height = STEP_Y * COUNT / ROW
    return picture(ROW * STEP_X, height, name, title, told, *parts)


def _figure(place: int) -> str:
    return person_at(STEP_X * (place % ROW) + STEP_X / 2, STEP_Y * (place // ROW) + MARGIN)


def person_at(x: float, y: float) -> str:
    """Path data of one person around `x`, from `y` down: a round head over rounded shoulders."""
    head = f"M{pixel(x - 3.3)} {pixel(y + 3.3)}a3.3 3.3 0 1 0 6.6 0a3.3 3.3 0 1 0 -6.6 0Z"
    body = f"M{pixel(x - 5.5)} {pixel(y + 19)}v-5.5a5.5 5.5 0 0 1 11 0v5.5Z"
    return head + body
