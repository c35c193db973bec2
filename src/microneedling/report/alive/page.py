"""The skin alive as a page of its own: one course, or two side by side on the same days.

`write_alive(results, path)` writes it in one step or not at all. The page asks nothing from the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import InputError, Mistake
from ...files import check_target, write_whole
from ...phrases import overridden_words
from ..course import done, skin
from ..pages import rendered
from .parts import SHEET, alive_view, running

if TYPE_CHECKING:
    from ...course.forecast import Forecast

MOST = 2


def write_alive(results: Sequence[Forecast], path: Path | str, force: bool = False) -> Path:
    """Write the page to `path`; refuses an existing file unless `force`. The file is whole or not there."""
    target = check_target(path, force, "page")
    return write_whole(target, render_alive(results), force)


def render_alive(results: Sequence[Forecast]) -> str:
    """The page as text; the same results give the same bytes. Refuses none, more than two, and several zones."""
    refuse(results)
    views = [alive_view(result) for result in results]
    stills = [
        {
            "title": result.course.title,
            "overridden": overridden_words(result.overridden),
            "person": done.person_words(result.course),
            "course": done.course_words(result.course),
            "slices": skin.slice_views(result, skin.skin_depths(result), prefix=f"course-{order}-"),
        }
        for order, result in enumerate(results)
    ]
    title = " beside ".join(view.title for view in views)
    return rendered("alive.html.j2", SHEET, title=title, courses=views, stills=stills, **running())


def refuse(results: Sequence[Forecast]) -> None:
    """Raise `InputError` with every reason why these forecasts have no page."""
    mistakes = []
    if not 1 <= len(results) <= MOST:
        mistakes.append(Mistake("courses", str(len(results)), "one, or two to be seen side by side"))
    mistakes += [
        Mistake(
            f"courses[{order}]",
            f"{len(result.zones)} zones",
            "a course of one zone",
            "Take one zone: its own file, or a member of `by_zone`.",
        )
        for order, result in enumerate(results)
        if result.zones
    ]
    if mistakes:
        raise InputError("alive", mistakes)
