"""Anaesthetic cream as a drug on its way to the nerves: concentration at their depth, block, onset, decay.

    E(z, t)  = sum over the cream's drugs of  drive potency u(z, t) / c_half,     u: free concentration of `delivery`
    drive    = min(1, share of lidocaine in the cream / the share from which more drives no more in); a melt: 1
    block    = greatest block * E^h / (1 + E^h)
    onset    = first minute with half of the greatest block; over when it falls below that again

Each drug is carried for itself, uncharged and at saturation where the cream holds more than water can; a weaker
cream of lidocaine drives less of it in, for its oil holds it back. So strength tells while the skin takes up drug, and
no more once the nerves have enough: never less from more. EMLA's droplets are drug alone, a melt. Under the
cream the skin blanches: blood takes `cream_blood_ratio` of what it takes at baseline, and all of it again once the
cream is off. A roller before the cream opens channels; cream never goes on after needling, and this module is no
dose advice. Threshold and blanching were set by hand on EMLA's depth on the thigh. Breaks down for what vehicles
do beyond that (buffers, liposomes, propylene glycol), and for fat, which is not entered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..crossings import first_rise, last_fall
from . import channel_course
from .actives import MG_PER_G, find
from .dose import MIN_PER_H, ML_PER_MM_CM2, UG_PER_MG, UL_PER_ML, Dose
from .permeation import Permeation, permeate

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..injury.punctures import Punctures
    from ..skin.anatomy import Anatomy

# Product -> its drugs, each with the registry's name of its share in the cream.
DRUGS: dict[str, dict[str, str]] = {
    "EMLA": {"lidocaine": "emla_lidocaine", "prilocaine": "emla_prilocaine"},
    "BLT": {"benzocaine": "blt_benzocaine", "lidocaine": "blt_lidocaine", "tetracaine": "blt_tetracaine"},
    "lidocaine 4 %": {"lidocaine": "lidocaine_4"},
    "lidocaine 5 %": {"lidocaine": "lidocaine_5"},
    "lidocaine 10 %": {"lidocaine": "lidocaine_10"},
    "lidocaine 15 %": {"lidocaine": "lidocaine_15"},
    "tetracaine 4 %": {"tetracaine": "tetracaine_4"},
}
MELTS = frozenset({"EMLA"})
AFTER_H = 8.0  # how long the decay is followed
POINTS = 28
LEAST_EFFECT = 1e-300  # keeps its logarithm
FINER = 2  # cells: the front is steep, and nerves feel little of a drug


@dataclass(frozen=True)
class Numbing:
    """Time course of one application; arrays (draw, time), minutes from putting the cream on."""

    minutes: np.ndarray
    wiped_min: float
    drugs: dict[str, Permeation]
    strength: dict[str, np.ndarray]  # potency over half-blocking concentration of each drug, mL/ug, (draw,)
    hill: np.ndarray
    greatest: np.ndarray
    numb_share: np.ndarray

    def effect(self, depth_mm: np.ndarray | float, times: slice = slice(None)) -> np.ndarray:
        """E at a depth below the surface, one or one a draw; of the minutes that `times` picks."""
        parts = [
            self.strength[name][:, None] * run.concentration_at(depth_mm, times)
            for name, run in self.drugs.items()
        ]
        return np.sum(parts, axis=0)

    def block(self, depth_mm: np.ndarray | float, times: slice = slice(None)) -> np.ndarray:
        """Share of the pain removed, (draw, time) in 0..1."""
        raised = np.maximum(self.effect(depth_mm, times), 0.0) ** self.hill[:, None]
        return self.greatest[:, None] * raised / (1 + raised)

    def at_wiping(self, depth_mm: np.ndarray | float) -> np.ndarray:
        """Block at the minute of wiping off, (draw,)."""
        place = int(np.argmin(np.abs(self.minutes - self.wiped_min)))
        return self.block(depth_mm, slice(place, place + 1))[:, 0]

    @property
    def needed(self) -> np.ndarray:
        """Block from which skin counts as numb, (draw,)."""
        return self.numb_share * self.greatest

    def onset_min(self, depth_mm: np.ndarray | float) -> np.ndarray:
        """First minute that counts as numb; nan where it never is."""
        return first_rise(self.minutes, self.block(depth_mm), self.needed)

    def over_min(self, depth_mm: np.ndarray | float) -> np.ndarray:
        """Minute at which it no longer counts as numb; nan where it never was, the last where it still is."""
        return last_fall(self.minutes, self.block(depth_mm), self.needed)

    def numbed_depth_mm(self) -> np.ndarray:
        """Depth down to which living skin is numb when the cream is wiped off, (draw,); 0 where none is."""
        place = int(np.argmin(np.abs(self.minutes - self.wiped_min)))
        mesh = next(iter(self.drugs.values())).cells
        living = ~mesh.of("stratum_corneum")
        cells = mesh.middle_mm[living]
        whole = np.sum(
            [self.strength[name] * run.free_in_cells[place, living] for name, run in self.drugs.items()],
            axis=0,
        )
        needed = (self.numb_share / (1 - self.numb_share)) ** (1 / self.hill)
        # on a straight line of the effect's logarithm
        logs = np.log(np.maximum(whole, LEAST_EFFECT)).T - np.log(needed)[:, None]
        return last_fall(cells.T, logs, np.zeros(len(needed)), never=0.0)


def numb(
    product: str,
    minutes: float,
    skin: Anatomy,
    values: Values,
    occluded: bool = True,
    pre_rolled: Punctures | None = None,
    after_h: float = AFTER_H,
    finer: int = FINER,
) -> Numbing:
    """The time course of a cream that lies on for `minutes`; `pre_rolled`: punctures made right before it.

    It is followed for `after_h` past wiping; `finer` divides the cells.
    """
    if product not in DRUGS:
        raise KeyError(f"no anaesthetic cream {product!r}; there are {', '.join(DRUGS)}")
    minute = np.linspace(0, minutes, POINTS)
    if after_h > 0:
        minute = np.concatenate([minute, minutes + np.geomspace(1, after_h * MIN_PER_H, POINTS)])
    blanching = values["permeation.cream_blood_ratio"]
    channels = channel_course.none(values.count)
    if pre_rolled is not None:
        channels = channel_course.closing(pre_rolled, skin, values, occluded)
    half = values["permeation.block_free_share"] * MG_PER_G * UG_PER_MG  # ug/mL
    runs, strength = {}, {}
    for name, share in DRUGS[product].items():
        dose = _cream(values, share, minutes, occluded)
        runs[name] = permeate(
            dose, find(name), skin, channels, values, minute / MIN_PER_H, finer=finer, blanching=blanching
        )
        strength[name] = (
            _drive(product, name, share, values) * values[f"permeation.block_potency.{name}"] / half
        )
    return Numbing(
        minute,
        minutes,
        runs,
        strength,
        values["permeation.block_hill"],
        values["transport.greatest_relief"],
        values["permeation.block_onset_share"],
    )


def _drive(product: str, drug: str, share: str, values: Values) -> np.ndarray | float:
    """How hard a cream drives its drug in, over a cream full of it, (draw,) in 0..1."""
    if drug != "lidocaine" or product in MELTS:
        return 1.0
    return np.minimum(values[f"permeation.cream_share.{share}"] / values["permeation.cream_full_share"], 1.0)


def _cream(values: Values, share: str, minutes: float, occluded: bool) -> Dose:
    """The cream as a dose; it does not dry within the time it lies on."""
    return Dose(
        values[f"permeation.cream_share.{share}"] * MG_PER_G,
        values["permeation.cream_mm"] * ML_PER_MM_CM2 * UL_PER_ML,
        values["permeation.cream_ph"],
        wiped_off_min=minutes,
        occluded=occluded,
        dries=False,
    )
