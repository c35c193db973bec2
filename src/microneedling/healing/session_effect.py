"""What a session does to the tissue: an affine change of every named state, from the punctures by depth.

    drive_l  = v_l^n / (v_l^n + v50^n)                      (v_l wounded volume fraction of layer l)
    gate     = b^m / (b^m + b50^m)                          (b share of bleeding channels)
    debris  += 1 - exp(-c v_l drive_l);   platelet += dose drive_l gate;   tgf += dose drive_l gate
    fibroblasts, collagen, elastic and elastotic *= 1 - loss v_l;   epidermal cells and melanin *= 1 - loss phi
    mouth radius = channel radius;   gaps += (1 - gap)(1 - exp(-k phi));   tether *= 1 - release drive_R

Threshold (docs/model.md#threshold-of-injury): below a wounded fraction and above the capillary loops a session
does little; the platelet signal saturates first, while debris - and with it inflammation and pigment - still grows
with the wound.
A needle pushes aside far more than it removes: `loss` is the share of the wounded volume, or area, that is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..answers.brief import brief
from ..evidence.registry import Values
from ..injury.punctures import Punctures
from ..skin.layers import Geometry

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
    wounded = punctures.wounded_fraction(geometry.parted(PARTS))
    drive = hill(
        wounded,
        values["session_effect.drive_half"][:, None],
        values["session_effect.drive_exponent"][:, None],
    )
    bleeding = punctures.bleeding_fraction
    gate = hill(bleeding, values["session_effect.bleeding_half"], values["session_effect.bleeding_exponent"])[
        :, None
    ]
    phi = punctures.area_fraction

    def averaged(fine: np.ndarray) -> np.ndarray:
        """Mean over the parts of each layer: the drive bends, so it is taken within layers and then averaged."""
        return fine.reshape(len(fine), geometry.count, PARTS).mean(axis=2)

    kept = 1 - values["session_effect.matrix_loss"][:, None] * averaged(wounded)
    opened = 1 - np.exp(-values["hydration.barrier_open_per_area"] * phi)
    reticular_drive = np.einsum("dl,dl->d", geometry.zone_weights()[:, 1], averaged(drive))
    none = np.zeros_like(phi)
    return Change(
        scale={name: kept for name in MATRIX}
        | {name: 1 - values["session_effect.cell_loss"] * phi for name in EPIDERMAL}
        | {
            "opening_radius_mm": none,
            "barrier_gap": 1 - opened,
            "vapour_gap": 1 - opened,
            "tether_mm": 1 - values["surface_topography.tether_release"] * reticular_drive,
        },
        add={
            "debris": averaged(
                -np.expm1(-values["session_effect.debris_per_wound"][:, None] * wounded * drive)
            ),
            "platelet_signal": (
                values["session_effect.platelet_dose"][:, None] * gate + session.platelet_boost[:, None]
            )
            * averaged(drive),
            "tgf": values["session_effect.tgf_dose"][:, None] * gate * averaged(drive),
            "opening_radius_mm": punctures.channel_radius_mm,
            "barrier_gap": opened,
            "vapour_gap": opened,
        },
    )


def hill(x: np.ndarray, half: np.ndarray, exponent: np.ndarray) -> np.ndarray:
    """x^n / (x^n + half^n), for x >= 0."""
    ratio = (np.maximum(x, 0) / half) ** exponent
    return ratio / (1 + ratio)
