"""What a session does to the tissue: an affine change of every named state, from the punctures by depth.

    s_l      = (c + n_l a)/(1 + n_l a)                       (n_l channels per mm2 that reach layer l)
    debris  += 1 - exp(-d v_l) times s_l                     (v_l wounded volume fraction)
    platelet += dose v_l/v_full s_l b;   tgf likewise        (b share of bleeding channels)
    fibroblasts, collagen, elastic and elastotic *= 1 - loss v_l;   epidermal cells and melanin *= 1 - loss phi
    mouth radius = channel radius;   gaps += u;   wound += u L
    tether *= 1 - release (1 - exp(-v_R/v_full))

What a channel sets free is proportional to what it wounds. A layered column spreads it evenly; around a lone channel it
stays together and saturates, so that it achieves the share c only; s is the way from a lone channel to crowded ones,
in neighbourhoods of area a, as the cell around a channel has it (`unit_cell`, docs/decisions/0016). No threshold, no
power: twice the sparse channels do twice as much. u counts every strike, phi overlaps once; L is the median depth.
A needle pushes aside far more than it removes: `loss` is the share of the wounded volume, or area, that is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..answers.brief import brief
from ..evidence.registry import Values
from ..injury.punctures import Punctures
from ..skin.layers import Geometry
from ..units import MM2_PER_CM2

MATRIX = (
    "fibroblasts",
    "type3",
    "type1_new",
    "type1_mature",
    "type1_fragmented",
    "elastic",
    "elastotic",
)
PARTS = 2  # equal parts of a layer in which its drive is taken
EPIDERMAL = (
    "basal",
    "suprabasal",
    "corneocytes",
    "melanin_epidermis",
    "melanin_corneum",
    "lesional_melanin_epidermis",
    "lesional_melanin_corneum",
)


@dataclass(frozen=True)
class SessionEffect:
    """One session as the tissue feels it: the day, the punctures, platelet factors added from outside (draw,)."""

    __repr__ = brief

    day: float
    punctures: Punctures
    platelet_boost: np.ndarray


@dataclass(frozen=True)
class Change:
    """state <- state * scale + add, by state name; arrays (draw,) or (draw, layer)."""

    __repr__ = brief

    scale: dict[str, np.ndarray]
    add: dict[str, np.ndarray]


def session_effect(session: SessionEffect, geometry: Geometry, values: Values) -> Change:
    """The change that one session makes to a tissue."""
    punctures = session.punctures
    faces = geometry.parted(PARTS)
    wounded = punctures.wounded_fraction(faces)
    middle = 0.5 * (faces[:, 1:] + faces[:, :-1])
    near = crowding(
        punctures.channels_per_cm2[:, None] / MM2_PER_CM2 * punctures.reached_fraction(middle), values
    )
    full = values["session_effect.full_share"][:, None]
    phi = punctures.area_fraction

    def averaged(fine: np.ndarray) -> np.ndarray:
        """Mean over the parts of each layer: wounds bend within a layer, so they are taken there and then averaged."""
        return fine.reshape(len(fine), geometry.count, PARTS).mean(axis=2)

    set_free = averaged(wounded / full * near)
    kept = 1 - values["session_effect.matrix_loss"][:, None] * averaged(wounded)
    reticular = np.einsum("dl,dl->d", geometry.zone_weights()[:, 1], averaged(-np.expm1(-wounded / full)))
    bleeding, none = punctures.bleeding_fraction, np.zeros_like(phi)
    return Change(
        scale={name: kept for name in MATRIX}
        | {name: 1 - values["session_effect.cell_loss"] * phi for name in EPIDERMAL}
        | {
            "opening_radius_mm": none,
            "tether_mm": 1 - values["surface_topography.tether_release"] * reticular,
        },
        add={
            "debris": averaged(
                -np.expm1(-values["session_effect.debris_per_wound"][:, None] * wounded) * near
            ),
            "platelet_signal": (values["session_effect.platelet_dose"] * bleeding + session.platelet_boost)[
                :, None
            ]
            * set_free,
            "tgf": (values["session_effect.tgf_dose"] * bleeding)[:, None] * set_free,
            "wound": punctures.struck_area * punctures.depth_median_mm,
            "opening_radius_mm": punctures.channel_radius_mm,
            "barrier_gap": punctures.struck_area,
            "vapour_gap": punctures.struck_area,
        },
    )


def crowding(per_mm2: np.ndarray, values: Values) -> np.ndarray:
    """What channels achieve of their signals spread evenly, (draw, n): `lone_channel` when sparse, 1 when crowded."""
    shared = per_mm2 * values["session_effect.neighbourhood_mm2"][:, None]
    return (values["session_effect.lone_channel"][:, None] + shared) / (1 + shared)
