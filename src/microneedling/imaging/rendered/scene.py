"""A rendered photograph: skin under a card with a window, lit, seen by a camera that is never quite square to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates
from skimage.transform import ProjectiveTransform, warp

from .. import card
from .light import BLOOD_GRID, MELANIN_GRID, Camera, Lamp, patch_light, skin_table
from .relief import Maps
from .skin import Skin

PER_MM = 16.0  # of card and photograph alike
MARGIN_MM = 2.0  # of the table around the card
PLUG_SHARE = 0.38  # of light that the mouth of a pore swallows
SPREAD_MM = (0.34, 0.2, 0.15)  # how far red, green and blue light travel sideways in skin
SPREAD_SHARE = 0.55  # of the light that does


@dataclass(frozen=True)
class Pose:
    """Where the card lies on the skin (mm, degrees) and how the camera sees it (degrees, shares)."""

    shift_mm: tuple[float, float]
    turn_deg: float
    tilt_deg: float
    tilt_towards_deg: float
    roll_deg: float
    scale: float


@dataclass(frozen=True)
class Shine:
    """How the lamp stands: whence (degrees), fall across the card (share), slant of the skin itself (share)."""

    azimuth_deg: float
    fall: float
    fall_towards_deg: float
    slant: float


@dataclass(frozen=True)
class Print:
    """One printed card: reflectance of its paper, and colours that its patches really have, sRGB 0-255, (patch, 3)."""

    paper: float
    patches: np.ndarray


def photographed(
    skin: Skin, relief: Maps, lamp: Lamp, shine: Shine, pose: Pose, sheet: Print, camera: Camera
) -> np.ndarray:
    """The picture, (row, column, 3) bytes of sRGB."""
    plane = _card(sheet, lamp)
    _open_window(plane, _lit_skin(skin, relief, lamp, shine, pose))
    plane *= _fall(plane.shape[0], shine)[..., None]
    return camera.developed(_projected(plane, pose))


def window_places(pose: Pose, side_mm: float, at_mm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where on the skin (x, y mm, each (row, column)) points of the window lie that are `at_mm` from its middle."""
    x, y = np.meshgrid(at_mm, at_mm)
    turn = np.radians(pose.turn_deg)
    dx, dy = pose.shift_mm
    middle = side_mm / 2
    return (
        middle + dx + x * np.cos(turn) - y * np.sin(turn),
        middle + dy + x * np.sin(turn) + y * np.cos(turn),
    )


def _lit_skin(skin: Skin, relief: Maps, lamp: Lamp, shine: Shine, pose: Pose) -> np.ndarray:
    """Linear light of the skin in the window, (row, column, 3)."""
    side = relief.height_mm.shape[0] / relief.per_mm
    low, high = card.WINDOW_MM
    count = round((high - low) * PER_MM)
    at = (np.arange(count) + 0.5) / PER_MM - (high - low) / 2
    x, y = window_places(pose, side, at)
    place = np.stack([y, x]) * relief.per_mm - 0.5

    def seen(whole: np.ndarray) -> np.ndarray:
        return map_coordinates(whole, place, order=1, mode="nearest").astype(np.float32)

    height = seen(relief.height_mm)
    table = skin_table(skin.optics, lamp.spectrum)
    melanin = skin.melanin_share * skin.melanin * seen(relief.melanin)
    blood = skin.blood_share * skin.blood * seen(relief.blood)
    colour = _looked_up(table, melanin, blood) * (1 - PLUG_SHARE * seen(relief.plug))[..., None]
    shading, gloss = _shaded(height, lamp, shine)
    spread = np.empty_like(colour)
    for k, reach in enumerate(SPREAD_MM):
        soft = gaussian_filter(shading * colour[..., k], reach * PER_MM)
        spread[..., k] = (1 - SPREAD_SHARE) * shading * colour[..., k] + SPREAD_SHARE * soft
    across = 1 + shine.slant * (at[None, :] * np.cos(np.radians(shine.azimuth_deg)) + at[:, None] * 0.4) / 13
    return (spread + gloss[..., None]) * across[..., None].astype(np.float32)


def _looked_up(table: np.ndarray, melanin: np.ndarray, blood: np.ndarray) -> np.ndarray:
    def row(values: np.ndarray, grid: np.ndarray) -> np.ndarray:
        return np.log(np.clip(values, grid[0], grid[-1]) / grid[0]) / np.log(grid[1] / grid[0])

    place = np.stack([row(melanin, MELANIN_GRID), row(blood, BLOOD_GRID)])
    found = [map_coordinates(np.log(table[..., k]), place, order=1, mode="nearest") for k in range(3)]
    return np.exp(np.stack(found, axis=-1)).astype(np.float32)


def _shaded(height: np.ndarray, lamp: Lamp, shine: Shine) -> tuple[np.ndarray, np.ndarray]:
    """Light that falls on each point over that on a flat one, and what it mirrors (Blinn), both (row, column)."""
    slope_y, slope_x = np.gradient(height * PER_MM)
    length = np.sqrt(1 + slope_x**2 + slope_y**2)
    up, about = np.radians(lamp.height_deg), np.radians(shine.azimuth_deg)
    lx, ly, lz = np.cos(up) * np.cos(about), np.cos(up) * np.sin(about), np.sin(up)
    direct = np.clip((-slope_x * lx - slope_y * ly + lz) / length, 0, None) / lz
    sky = np.clip(1 + 2.5 * (height - gaussian_filter(height, 0.3 * PER_MM)) / 0.3, 0.45, 1.1)
    hz = np.sqrt((1 + lz) / 2)
    half = (-slope_x * lx - slope_y * ly) / (2 * hz) + hz
    mirrored = np.clip(half / length, 0, 1) ** 30
    gloss = 0.03 * lamp.gloss * (1 - lamp.diffuse) * mirrored
    return (lamp.diffuse * sky + (1 - lamp.diffuse) * direct).astype(np.float32), gloss.astype(np.float32)


def _card(sheet: Print, lamp: Lamp) -> np.ndarray:
    """The whole card with a margin of grey table, linear light where the paper is `sheet.paper`."""
    count = round((card.SIDE_MM + 2 * MARGIN_MM) * PER_MM)
    plane = np.full((count, count, 3), 0.22, np.float32)
    ink = patch_light(np.array([[255] * 3, [25] * 3]), sheet.paper, lamp.spectrum)
    _fill(plane, 0, 0, card.SIDE_MM, ink[0])
    for x, y in card.squares():
        _fill(plane, x, y, card.SQUARE_MM, ink[1])
    for x, y in card.white_modules():
        _fill(plane, x, y, card.SQUARE_MM / card.MODULES, ink[0])
    for patch, colour in zip(
        card.patches(), patch_light(sheet.patches, sheet.paper, lamp.spectrum), strict=True
    ):
        _fill(plane, patch.x_mm, patch.y_mm, card.PATCH_MM, colour)
    return plane


def _fill(plane: np.ndarray, x: float, y: float, side: float, colour: np.ndarray) -> None:
    """A square of one colour whose edges lie between pixels where they must."""
    pixel = np.arange(plane.shape[0])

    def covered(start: float) -> np.ndarray:
        low, high = (start + MARGIN_MM) * PER_MM, (start + side + MARGIN_MM) * PER_MM
        return np.clip(np.minimum(pixel + 1, high) - np.maximum(pixel, low), 0, 1)

    rows, columns = covered(y), covered(x)
    r, c = (slice(np.flatnonzero(one)[0], np.flatnonzero(one)[-1] + 1) for one in (rows, columns))
    share = (rows[r][:, None] * columns[c][None, :])[..., None].astype(np.float32)
    plane[r, c] += share * (colour.astype(np.float32) - plane[r, c])


def _open_window(plane: np.ndarray, skin: np.ndarray) -> None:
    """Put the skin into the window; the paper throws a thin shadow on it."""
    start, count = round((card.WINDOW_MM[0] + MARGIN_MM) * PER_MM), skin.shape[0]
    edge = (np.arange(count) + 0.5) / PER_MM
    near = np.minimum(edge, edge[::-1])
    shade = 1 - 0.35 * np.exp(-(np.minimum(near[:, None], near[None, :]) ** 2) / (2 * 0.18**2))
    plane[start : start + count, start : start + count] = skin * shade[..., None]


def _fall(count: int, shine: Shine) -> np.ndarray:
    """How the light falls across the card: 1 in the middle, more towards the lamp, a little less at the rim."""
    at = np.linspace(-1, 1, count, dtype=np.float32)
    towards = np.radians(shine.fall_towards_deg)
    along = at[None, :] * np.cos(towards) + at[:, None] * np.sin(towards)
    return (1 + shine.fall * along + 0.3 * shine.fall**2 * along**2) * (
        1 - 0.04 * (at[None, :] ** 2 + at[:, None] ** 2)
    )


def _projected(plane: np.ndarray, pose: Pose) -> np.ndarray:
    """The plane as a camera some ten card lengths away sees it, in a frame as large as the plane."""
    count = plane.shape[0]
    tilt, towards, roll = (np.radians(a) for a in (pose.tilt_deg, pose.tilt_towards_deg, pose.roll_deg))
    away = 10.0

    def turned(angle: float) -> np.ndarray:
        c, s = np.cos(angle), np.sin(angle)
        return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])

    lean = turned(towards) @ np.diag([np.cos(tilt), 1, 1]) @ turned(-towards)
    depth = np.sin(tilt) * np.array([np.cos(towards), np.sin(towards)]) / away
    view = turned(roll) @ lean
    view[2, :2] = depth
    view = np.diag([pose.scale, pose.scale, 1]) @ view
    frame = np.array([[count / 2, 0, (count - 1) / 2], [0, count / 2, (count - 1) / 2], [0, 0, 1]])
    back = frame @ np.linalg.inv(view) @ np.linalg.inv(frame)
    layers = [warp(plane[..., k], ProjectiveTransform(back), order=1, mode="edge") for k in range(3)]
    return np.stack(layers, axis=-1).astype(np.float32)
