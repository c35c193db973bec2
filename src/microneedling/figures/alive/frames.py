"""The frames of one course: what the engine said on its own output days, in the one course in which every number
has its middle value.

    risen(t) = integral of dt / (2 age)        transits of the living epidermis, `age` the mean age of its cells (d)

Where cells pass at an even pace they stay twice their mean age, so `risen` counts how often the living epidermis was
renewed since the first frame. Days between two frames are drawn on the straight line between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...answers.brief import brief
from .packed import packed
from .quantities import QUANTITIES
from .strikes import Strikes, strikes_of

if TYPE_CHECKING:
    from ...course.around_session import Ends
    from ...course.forecast import Forecast
    from ...skin.tissue import TissueTrajectory

MOST_FRAMES = 600  # of one course: with 24 layers some 200 KB as text
FORMAT = 1


@dataclass(frozen=True, eq=False)
class Frames:
    """One course as it is drawn: `series` by name, (frame,) or (frame, layer), and what they were at `baseline`."""

    __repr__ = brief

    title: str
    person: str
    day: np.ndarray
    series: dict[str, np.ndarray]
    baseline: dict[str, np.ndarray]  # () or (layer,)
    risen: np.ndarray  # transits of the living epidermis since the first frame
    sessions: tuple[Strikes, ...]
    faces_mm: np.ndarray  # of the dermal layers, below the surface, (layer + 1,)
    ends_mm: Ends  # of corneum, epidermis, papillary and reticular dermis

    def to_json(self) -> dict[str, Any]:
        """What a page holds: every series with its unit, its ends and its bytes (`packed`)."""
        units = {item.name: item.unit for item in QUANTITIES}
        return {
            "format": FORMAT,
            "title": self.title,
            "person": self.person,
            "day": [float(f"{day:.6g}") for day in self.day],
            "sessions": [item.to_json() for item in self.sessions],
            "faces_mm": [round(float(face), 5) for face in self.faces_mm],
            "ends_mm": [round(float(end), 5) for end in self.ends_mm],
            "series": {name: packed(value, units[name]) for name, value in self.series.items()},
            "baseline": {
                name: [float(f"{one:.5g}") for one in np.atleast_1d(value)]
                for name, value in self.baseline.items()
            },
            "risen": packed(self.risen, "transits of the living epidermis"),
        }


def frames_of(result: Forecast) -> Frames:
    """The frames of a forecast of one zone; of several, take each of `result.by_zone`."""
    section = result.section
    days = section.day
    keep = kept(days, [float(item.day) for item in result.sessions])
    person = result.course.person
    return Frames(
        title=result.course.title,
        person=f"phototype {person.phototype}, {person.age_year:g} years, {person.site}",
        day=days[keep],
        series={item.name: np.maximum(item.read(section)[0, keep], 0.0) for item in QUANTITIES},
        baseline={item.name: np.asarray(item.read(section.baseline)[0], float) for item in QUANTITIES},
        risen=_risen(section)[keep],
        sessions=tuple(
            strikes_of(item.day, made)
            for item, made in zip(result.sessions, result.section_punctures, strict=True)
            if item.day <= days[-1]
        ),
        faces_mm=_faces_mm(section),
        ends_mm=result.layers_mm,
    )


def kept(days: np.ndarray, session_days: list[float], most: int = MOST_FRAMES) -> np.ndarray:
    """Places of the frames that are kept, (frame,): all of them, or evenly fewer where they are more than `most`.

    First and last stay, and so do the day of every session and the one after it, between which the skin changes.
    """
    at = [int(np.searchsorted(days, day)) for day in session_days if days[0] <= day <= days[-1]]
    must = {0, days.size - 1, *at, *(min(place + 1, days.size - 1) for place in at)}
    others = [place for place in range(days.size) if place not in must]
    room = max(most - len(must), 0)
    if len(others) > room:
        chosen = np.unique(np.linspace(0, len(others) - 1, room).round().astype(int))
        others = [others[place] for place in chosen]
    return np.array(sorted({*must, *others}))


def _faces_mm(section: TissueTrajectory) -> np.ndarray:
    top = section.depth_mm[0] - 0.5 * section.thickness_mm[0]
    return np.append(top, top[-1] + section.thickness_mm[0, -1])


def _risen(section: TissueTrajectory) -> np.ndarray:
    """Transits of the living epidermis since the first day, (day,); see the module's docstring."""
    pace = 1 / (2 * np.maximum(section.turnover.suprabasal_age_day[0], 1.0))
    steps = 0.5 * (pace[1:] + pace[:-1]) * np.diff(section.day)
    return np.concatenate([[0.0], np.cumsum(steps)])
