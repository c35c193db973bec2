"""When pores are closed: one tissue, five instruments that do not agree.

    TEWL       vapour          water loss over baseline falls below a small rise        (a dry plug is enough)
    impedance  ions            the barrier gap falls below a share of its peak      (a plug still conducts)
    dye        solutes         the area of the mouths falls below a share of its first
    OCT        the pore itself the mouths get narrower than the smallest width the instrument shows
    confocal   the pore itself the area falls below a share of that of the needle just drawn out

    mouth(t) = r(t) [1 + (1/w - 1) 2^(-t/t_half)],   w the width after recoil over the needle's

Recoil takes minutes, far less than cells need, so it is laid over the radius r of the tissue in closed form.
Times count from a session to the next; a pore still open then gets the whole time followed: a lower bound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..crossings import last_fall
from ..transport.channels import recoiled
from . import barrier
from .reading import per_draw

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.people import Somebody
    from ..skin.tissue import TissueTrajectory

HOURS = 24.0
_SHORT_DAY = np.geomspace(1, 60, 60) / 1440  # minutes, finer than the days that courses follow


def closure_time_h(
    tissue: TissueTrajectory,
    values: Values,
    person: Somebody,
    *,
    instrument: str,
    session_day: float = 0.0,
    until_day: float = np.inf,
) -> np.ndarray:
    """Hours after a session until an instrument finds its pores closed for good, (draw,); 0 when never open.

    `instrument` is a name of `INSTRUMENTS` (KeyError otherwise); `person` has the site whose water loss is compared.
    Linear between the days of the tissue.
    """
    if np.count_nonzero(tissue.day > session_day) < 2:  # a session at the end: nothing was followed
        return np.zeros(tissue.failed.shape)
    elapsed = _elapsed(tissue, session_day, until_day)
    signal, limit = INSTRUMENTS[instrument](tissue, values, person, session_day, elapsed)
    limit = np.broadcast_to(limit, signal.shape[:1])
    return HOURS * last_fall(elapsed, signal, limit, inside=signal > per_draw(limit), never=0.0)


def closure_times_h(
    tissue: TissueTrajectory,
    values: Values,
    person: Somebody,
    session_day: float = 0.0,
    until_day: float = np.inf,
) -> Mapping[str, np.ndarray]:
    """The same of every instrument, by its name."""
    return {
        name: closure_time_h(
            tissue, values, person, instrument=name, session_day=session_day, until_day=until_day
        )
        for name in INSTRUMENTS
    }


def _elapsed(tissue: TissueTrajectory, session_day: float, until_day: float) -> np.ndarray:
    """Days since the session at which pores are looked at: minutes first, then the days of the tissue."""
    later = tissue.day[(tissue.day > session_day) & (tissue.day <= until_day)] - session_day
    return np.union1d(_SHORT_DAY, later)


def _at(tissue: TissueTrajectory, course: np.ndarray, session_day: float, elapsed: np.ndarray) -> np.ndarray:
    """A course (draw, day) at days since the session; before the first day followed it has not moved yet."""
    after = np.flatnonzero(tissue.day > session_day)
    since = tissue.day[after] - session_day
    place = np.clip(np.searchsorted(since, elapsed), 1, len(since) - 1)
    share = np.clip((elapsed - since[place - 1]) / (since[place] - since[place - 1]), 0.0, 1.0)
    return course[:, after[place - 1]] * (1 - share) + course[:, after[place]] * share


def _vapour(tissue: TissueTrajectory, values: Values, person: Somebody, day: float, elapsed: np.ndarray):
    loss = _at(tissue, barrier.water_loss(tissue, values, person), day, elapsed)
    return loss - 1, values["transport.tewl_still_raised"]


def _ions(tissue: TissueTrajectory, values: Values, _: Somebody, day: float, elapsed: np.ndarray):
    gap = _at(tissue, tissue.hydration.barrier_gap, day, elapsed)
    return gap, values["transport.impedance_blind_share"] * gap[:, 0]


def _solutes(tissue: TissueTrajectory, values: Values, _: Somebody, day: float, elapsed: np.ndarray):
    area = mouth_mm(tissue, values, day, elapsed) ** 2
    kept = _at(tissue, tissue.turnover.opening_radius_mm, day, elapsed[:1])[:, 0] ** 2
    return area, values["transport.dye_blind_share"] * kept


def _width(tissue: TissueTrajectory, values: Values, _: Somebody, day: float, elapsed: np.ndarray):
    return 2 * mouth_mm(tissue, values, day, elapsed), values["transport.oct_smallest_mm"]


def _drawn(tissue: TissueTrajectory, values: Values, _: Somebody, day: float, elapsed: np.ndarray):
    width = _at(tissue, tissue.turnover.opening_radius_mm, day, elapsed[:1])[:, 0]
    needle = width / values["injury.recoil_width"]
    return mouth_mm(tissue, values, day, elapsed) ** 2, values["transport.confocal_blind_share"] * needle**2


def mouth_mm(tissue: TissueTrajectory, values: Values, session_day: float, elapsed: np.ndarray) -> np.ndarray:
    """Radius of the mouths with their recoil, (draw, elapsed), mm; `elapsed` in days since the session."""
    radius = _at(tissue, tissue.turnover.opening_radius_mm, session_day, elapsed)
    return radius * recoiled(1440 * elapsed, values)


Instrument = Callable[
    ["TissueTrajectory", "Values", "Somebody", float, np.ndarray], tuple[np.ndarray, np.ndarray]
]  # signal (draw, elapsed) and the limit below which it sees nothing (draw,)
INSTRUMENTS: dict[str, Instrument] = {
    "tewl": _vapour,
    "impedance": _ions,
    "dye": _solutes,
    "oct": _width,
    "confocal": _drawn,
}
