"""What a report leaves open of its course: device, sessions, interval, people. Averaged over what studies had.

Every draw has its own: the kind of device by the shares of pens and rollers in published arms, sessions and interval
from the registry's typical ones (`parameters/study.toml`), each to the nearest of a few usual ones, so that draws that
share a timetable run together: the work stays that of one run. No session comes after the last day read.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..evidence.registry import Values
from ..streams import generator
from .study import Study, StudyCourse
from .typical import GEOMETRY

SESSIONS, INTERVALS_DAY = (3, 4, 6), (14.0, 28.0, 42.0)
KINDS = ("pen", "roller")


def is_open(study: Study) -> bool:
    """Whether the device or the timetable of a study is left open."""
    return study.device.kind is None or _timetable_open(study)


def _timetable_open(study: Study) -> bool:
    course = study.course
    if study.device.kind == "none" or course.days is not None:
        return False
    return course.sessions is None or (course.sessions > 1 and course.interval_day is None)


def variants(study: Study, values: Values, seed: int, last_day: float) -> Iterator[tuple[Study, np.ndarray]]:
    """Studies with nothing open, and the draws (draw,) to which each belongs; every draw to one of them."""
    if not is_open(study):
        yield study, np.arange(values.count)
        return
    kinds = possible_kinds(study)
    shares = np.cumsum([float(values[f"study.typical_kind_share.{kind}"][0]) for kind in kinds])
    kind = np.searchsorted(shares / shares[-1], generator(seed, "report", "kind").random(values.count))
    sessions = _nearest(values["study.typical_sessions"], SESSIONS)
    interval = _nearest(values["study.typical_interval_day"], INTERVALS_DAY)
    plans = np.stack([kind, sessions, interval], axis=1)
    for plan in np.unique(_only_open(study, plans), axis=0):
        here = (_only_open(study, plans) == plan).all(axis=1)
        filled = _filled(study, kinds[plan[0]], SESSIONS[plan[1]], INTERVALS_DAY[plan[2]], last_day)
        yield filled, np.flatnonzero(here)


def _only_open(study: Study, plans: np.ndarray) -> np.ndarray:
    """The plans with everything that the study says set to the first, so that it parts no draws."""
    course, same = study.course, plans.copy()
    if study.device.kind is not None:
        same[:, 0] = 0
    if not _timetable_open(study) or course.sessions is not None:
        same[:, 1] = 0
    if not _timetable_open(study) or course.interval_day is not None:
        same[:, 2] = 0
    return same


def possible_kinds(study: Study) -> tuple[str, ...]:
    """The kind of device as given, else pen and roller, as far as the numbers given of it fit them."""
    device = study.device
    if device.kind is not None:
        return (device.kind,)
    given = {key for names in GEOMETRY.values() for key in names if getattr(device, key) is not None}
    return tuple(kind for kind in KINDS if given <= set(GEOMETRY[kind])) or KINDS


def _nearest(drawn: np.ndarray, usual: tuple[float, ...]) -> np.ndarray:
    """Place of the nearest usual number, (draw,)."""
    return np.abs(drawn[:, None] - np.asarray(usual)).argmin(axis=1)


def _filled(study: Study, kind: str, sessions: int, interval: float, last_day: float) -> Study:
    device = study.device.model_copy(update={"kind": study.device.kind or kind})
    course: StudyCourse = study.course
    if _timetable_open(study):
        interval = course.interval_day or interval
        most = 1 + int(last_day // interval) if last_day > 0 else sessions
        count = course.sessions if course.sessions is not None else max(1, min(sessions, most))
        course = course.model_copy(update={"sessions": count, "interval_day": interval})
    return study.model_copy(update={"device": device, "course": course})


def people_analysed(study: Study, values: Values) -> int | np.ndarray:
    """People analysed: as given, else each draw its own usual number, (draw,)."""
    given = study.population.n
    return given if given is not None else np.maximum(np.rint(values["study.typical_people"]), 1).astype(int)
