"""Invented people photographed before, again unchanged, and after a simulated course: pictures and their truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...evidence.practice import value_of
from ...streams import generator
from .. import card
from ..encoding import lab, typology_angle
from ..optics.skin import GROUP, colour
from ..registration import Laid
from .light import Camera, Lamp
from .relief import Maps, maps
from .scene import PER_MM, Pose, Print, Shine, photographed, window_places
from .skin import Skin

SIDE_MM = 34.0
RIM_MM = 0.9


@dataclass(frozen=True)
class Taken:
    """One photograph (bytes of sRGB), the skin it shows, how its card lay."""

    picture: np.ndarray
    skin: Skin
    relief: Maps
    pose: Pose


def sheet_of(seed: int) -> Print:
    """A person's card: paper and inks a little off, the same card at every visit."""
    stream = generator(seed, "imaging", "card")
    known = np.array([patch.srgb for patch in card.patches()], float)
    off = value_of(GROUP, "print_error") * stream.standard_normal(known.shape)
    grey = np.array([patch.grey for patch in card.patches()])
    off[grey] = off[grey].mean(axis=1, keepdims=True) + 0.3 * off[grey]
    paper = value_of(GROUP, "paper_reflectance") + 0.02 * stream.standard_normal()
    return Print(float(np.clip(paper, 0.75, 0.93)), np.clip(known + off, 0, 255))


def taken(skin: Skin, lamp: Lamp, visit: int, relief: Maps | None = None) -> Taken:
    """One visit's photograph: card laid and camera held anew, the same lamp nearly where it stood.

    `relief` is that of this very skin, where it is at hand.
    """
    stream = generator(skin.seed, "imaging", "visit", lamp.name, visit)
    usual = generator(skin.seed, "imaging", "room", lamp.name)
    azimuth, fall, towards = usual.uniform(0, 360), usual.uniform(0.02, 0.14), usual.uniform(0, 360)
    normal = stream.standard_normal
    shine = Shine(
        azimuth_deg=azimuth + 6 * normal(),
        fall=max(fall + 0.02 * normal(), 0.0),
        fall_towards_deg=towards + 10 * normal(),
        slant=0.03 * normal(),
    )
    pose = Pose(
        shift_mm=(float(np.clip(0.9 * normal(), -2, 2)), float(np.clip(0.9 * normal(), -2, 2))),
        turn_deg=float(np.clip(2 * normal(), -6, 6)),
        tilt_deg=float(abs(4 * normal())),
        tilt_towards_deg=stream.uniform(0, 360),
        roll_deg=2 * normal(),
        scale=stream.uniform(0.86, 0.95),
    )
    camera = Camera(
        exposure=stream.uniform(0.72, 0.9),
        white=(1 + 0.05 * normal(), 1.0, 1 + 0.07 * normal()),
        contrast=float(usual.uniform(0.0, 0.25)),
        blur_px=stream.uniform(0.5, 0.95),
        noise=stream.uniform(0.004, 0.014),
        sharpen=float(usual.uniform(0.1, 0.5)),
        quality=int(stream.integers(86, 96)),
        seed=skin.seed * 10 + visit,
    )
    relief = relief or maps(skin, SIDE_MM, PER_MM)
    return Taken(
        photographed(skin, relief, lamp, shine, pose, sheet_of(skin.seed), camera), skin, relief, pose
    )


def truth_of(before: Taken, after: Taken) -> Mapping[str, tuple[float, float]]:
    """What instruments without error would read of both on what both windows show, by the names of the indices."""
    half = (card.WINDOW_MM[1] - card.WINDOW_MM[0]) / 2 - RIM_MM
    found = [_true(one, before, after, half) for one in (before, after)]
    return {name: (found[0][name], found[1][name]) for name in found[0]}


def _true(one: Taken, before: Taken, after: Taken, half: float) -> dict[str, float]:
    side = one.relief.height_mm.shape[0]
    at = (np.arange(side) + 0.5) / one.relief.per_mm
    x, y = np.meshgrid(at, at)
    both = _within(x, y, before.pose, half) & _within(x, y, after.pose, half)
    area_cm2 = both.sum() / one.relief.per_mm**2 / 100
    skin, relief = one.skin, one.relief
    melanin = skin.melanin_share * skin.melanin * float(np.median(relief.melanin[both]))
    blood = skin.blood_share * skin.blood * float(np.median(relief.blood[both]))
    tint = lab(colour(np.array(melanin), np.array(blood), skin.optics))
    pores = relief.truth.pores
    pores = pores[
        _within(pores[:, 0], pores[:, 1], before.pose, half)
        & _within(pores[:, 0], pores[:, 1], after.pose, half)
    ]
    lines = relief.truth.creases
    seen = _within(lines[:, 0], lines[:, 1], before.pose, half) & _within(
        lines[:, 0], lines[:, 1], after.pose, half
    )
    seen &= lines[:, 3] > value_of(GROUP, "crease_visible_from_um")
    least = 1e3 * value_of(GROUP, "pore_least_mm")
    counted = pores[pores[:, 2] > least]
    height = relief.height_mm - relief.form_mm
    return {
        "typology_angle": float(typology_angle(tint)),
        "melanin_index": 100 * melanin / value_of(GROUP, "melanin_share.III"),
        "erythema_index": 100 * blood / value_of(GROUP, "blood_share"),
        "pore_count": len(counted) / area_cm2,
        "pore_diameter": float(counted[:, 2].mean()) if len(counted) else 0.0,
        "pore_area": float(np.pi / 4 * (counted[:, 2] ** 2).sum() * 1e-6 / area_cm2),
        "crease_length": float(lines[seen, 2].sum()) / area_cm2,
        "fine_relief": 1e3 * float(np.abs(height[both] - height[both].mean()).mean()),
        "scar_shadow": float(skin.scar_um * skin.scar),
    }


def _within(x: np.ndarray, y: np.ndarray, pose: Pose, half: float) -> np.ndarray:
    """Whether places of the skin (mm) lie inside a window."""
    turn = np.radians(pose.turn_deg)
    dx, dy = x - SIDE_MM / 2 - pose.shift_mm[0], y - SIDE_MM / 2 - pose.shift_mm[1]
    u, v = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
    return (np.abs(u) < half) & (np.abs(v) < half)


def missed_mm(before: Taken, after: Taken, laid: Laid) -> float:
    """By how much the second photograph was truly laid beside the first, root mean square over the window, mm."""
    at = np.linspace(-10, 10, 9)
    x, y = np.meshgrid(at, at)
    wanted = window_places(before.pose, SIDE_MM, at)
    x2, y2 = laid.moved(x, y)
    turn = np.radians(after.pose.turn_deg)
    found = (
        SIDE_MM / 2 + after.pose.shift_mm[0] + x2 * np.cos(turn) - y2 * np.sin(turn),
        SIDE_MM / 2 + after.pose.shift_mm[1] + x2 * np.sin(turn) + y2 * np.cos(turn),
    )
    return float(np.sqrt(((found[0] - wanted[0]) ** 2 + (found[1] - wanted[1]) ** 2).mean()))
