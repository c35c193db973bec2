"""How a device is used in one session, in numbers: what the mechanics of strokes and punctures take.

A written instrument keeps words, limits and defaults; a `Needling` keeps only what needles do to skin. Its numbers are
scalars, or arrays (draw,) where a report leaves a number open. Two sessions that share one `Needling` share their
punctures. Loads without the array library.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from .instruments import Pen, Roller, Stamp

if TYPE_CHECKING:
    import numpy as np

Numbers: TypeAlias = "float | np.ndarray"
Kind = Literal["pen", "roller", "stamp"]


@dataclass(frozen=True, eq=False)
class Needling:
    """One device as it is used in one session; every number is a scalar or an array (draw,).

    A pen has `frequency_hz` and `tip_width_mm`, a stamp `tip_width_mm`, a roller both `drum_` numbers; what a kind of
    device lacks is NaN. A pen is glided over the skin `passes` times, or stays `seconds_per_cm2` on it. Without
    `glide_speed_mm_per_s`, `tip_radius_um` or `tip_angle_deg` the registry's are taken.
    """

    kind: Kind
    needle_count: Numbers
    needle_diameter_mm: Numbers
    needle_length_mm: Numbers
    depth_mm: Numbers
    """set depth; needles never go further than their length"""
    passes: Numbers
    """passes over the same skin; of no account beside `seconds_per_cm2`"""
    frequency_hz: Numbers = math.nan
    tip_width_mm: Numbers = math.nan
    glide_speed_mm_per_s: Numbers | None = None
    seconds_per_cm2: Numbers | None = None
    """how long a pen works on a square centimetre, s"""
    drum_diameter_mm: Numbers = math.nan
    drum_width_mm: Numbers = math.nan
    tip_radius_um: Numbers | None = None
    tip_angle_deg: Numbers | None = None
    skin_stretched: bool = True
    """whether the other hand stretches the skin, as usual practice has it"""

    @property
    def glide_speed_open(self) -> bool:
        """Whether the strokes hang on a glide speed that nobody gave."""
        return self.kind == "pen" and self.seconds_per_cm2 is None and self.glide_speed_mm_per_s is None

    @classmethod
    def of(
        cls,
        instrument: Pen | Roller | Stamp,
        *,
        depth_mm: float | None = None,
        passes: int = 1,
        glide_speed_mm_per_s: float | None = None,
        seconds_per_cm2: float | None = None,
        skin_stretched: bool = True,
    ) -> Needling:
        """A written instrument used at a set depth; without one the whole needle length is set."""
        return cls(
            kind=instrument.kind,
            needle_count=instrument.needle_count,
            needle_diameter_mm=instrument.needle_diameter_mm,
            needle_length_mm=instrument.needle_length_mm,
            depth_mm=instrument.needle_length_mm if depth_mm is None else depth_mm,
            passes=passes,
            frequency_hz=getattr(instrument, "frequency_hz", math.nan),
            tip_width_mm=getattr(instrument, "tip_width_mm", math.nan),
            glide_speed_mm_per_s=glide_speed_mm_per_s,
            seconds_per_cm2=seconds_per_cm2,
            drum_diameter_mm=getattr(instrument, "drum_diameter_mm", math.nan),
            drum_width_mm=getattr(instrument, "drum_width_mm", math.nan),
            tip_radius_um=instrument.tip_radius_um,
            tip_angle_deg=instrument.tip_angle_deg,
            skin_stretched=skin_stretched,
        )
