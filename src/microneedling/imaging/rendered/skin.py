"""A patch of skin to be rendered: what a person's skin has for good, and how far a course has moved it.

What is there for good (where pores, creases, scars and dark spots lie) comes from a seed; what a course moves (melanin,
blood, pore diameter, depths) are factors on it, 1 before. `moved` reads these factors from a simulated tissue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...evidence.practice import value_of
from ...streams import generator
from ..optics.skin import GROUP, Optics

if TYPE_CHECKING:
    from ...evidence.registry import Values
    from ...skin.tissue import TissueTrajectory

PHOTOTYPES = ("I", "II", "III", "IV", "V", "VI")


@dataclass(frozen=True)
class Skin:
    """One person's patch. Shares as in `optics.skin`, lengths in um; the last five are factors that a course moves."""

    seed: int
    phototype: str
    melanin_share: float
    blood_share: float
    optics: Optics
    pores_per_cm2: float
    pore_um: float
    creases: int
    crease_um: float
    scars: int
    scar_um: float
    melanin: float = 1.0
    blood: float = 1.0
    pore: float = 1.0
    crease: float = 1.0
    scar: float = 1.0


def somebody(seed: int, phototype: str) -> Skin:
    """An invented person: every number drawn from its range in the registry, on named streams."""
    stream = generator(seed, "imaging", "person")

    def drawn(name: str, spread: float) -> float:
        return float(value_of(GROUP, name) * np.exp(spread * stream.standard_normal()))

    usual = Optics.usual()
    own = replace(
        usual,
        scattering_per_mm=usual.scattering_per_mm * float(np.exp(0.1 * stream.standard_normal())),
        background_per_mm=usual.background_per_mm * float(np.exp(0.2 * stream.standard_normal())),
        saturation=float(np.clip(usual.saturation + 0.06 * stream.standard_normal(), 0.4, 0.95)),
    )
    return Skin(
        seed=seed,
        phototype=phototype,
        melanin_share=drawn(f"melanin_share.{phototype}", 0.15),
        blood_share=drawn("blood_share", 0.25),
        optics=own,
        pores_per_cm2=drawn("rendered_pores_per_cm2", 0.35),
        pore_um=drawn("rendered_pore_um", 0.15),
        creases=int(stream.integers(1, 6)),
        crease_um=drawn("rendered_crease_um", 0.35),
        scars=int(stream.integers(1, 5)),
        scar_um=drawn("rendered_scar_um", 0.35),
    )


def moved(
    skin: Skin,
    tissues: Mapping[str, TissueTrajectory],
    values: Values,
    sessions: Sequence[float],
    place: tuple[int, int],
) -> Skin:
    """The same skin as a draw and a day (`place`, by number) of a simulated course for scars leave it.

    Melanin, pores, creases and scars are the ratios that the model's readings show, blood is blood flow.
    """
    from ...outcomes import colour, lesions, measures

    field = tissues["skin"]
    (scar,) = [one for name, one in tissues.items() if name != "skin"]
    return replace(
        skin,
        melanin=float(colour.melanin_index(field, values).relative[place]),
        blood=float(colour.perfusion(field, values, sessions).relative[place]),
        pore=float(measures.pore_diameter(field, values).relative[place]),
        crease=float(measures.crease_depth(field, values).relative[place]),
        scar=float(lesions.depth(scar, field, values).relative[place]),
    )
