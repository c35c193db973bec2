"""The card: its page, where it is found in a photograph, what of light and camera it takes away."""

from __future__ import annotations

import xml.etree.ElementTree as xml

import numpy as np
import pytest

from microneedling.imaging import card
from microneedling.imaging.card_page import card_svg
from microneedling.imaging.encoding import decoded, lab
from microneedling.imaging.light import light_of
from microneedling.imaging.pose import view_of
from microneedling.imaging.rendered.scene import PER_MM
from microneedling.imaging.squares import Found, find_squares

SVG = "{http://www.w3.org/2000/svg}"


def green(picture: np.ndarray) -> np.ndarray:
    return decoded(picture[..., 1] / 255).astype(np.float32)


def test_the_page_shows_every_square_and_patch_in_millimetres():
    page = xml.fromstring(card_svg())
    boxes = page.findall(f".//{SVG}rect")
    assert page.get("width") == "210mm"
    fills = [box.get("fill") for box in boxes]
    assert fills.count("#000000") == len(card.squares())
    assert {"#{:02x}{:02x}{:02x}".format(*patch.srgb) for patch in card.patches()} <= set(fills)
    assert "50 mm" in "".join(page.itertext())


def test_nothing_on_the_card_lies_on_anything_else():
    low, high = card.WINDOW_MM
    taken = np.zeros((560, 560), int)
    boxes = [(p.x_mm, p.y_mm, card.PATCH_MM) for p in card.patches()]
    boxes += [(x, y, card.SQUARE_MM) for x, y in card.squares()]
    boxes += [(low - card.RING_MM[1], low - card.RING_MM[1], high - low + 2 * card.RING_MM[1])]
    for x, y, side in boxes:
        taken[round(10 * y) : round(10 * (y + side)), round(10 * x) : round(10 * (x + side))] += 1
    assert taken.max() == 1


def found_in(picture: np.ndarray) -> Found:
    """The card of a photograph that shows it whole."""
    found = find_squares(green(picture))
    assert isinstance(found, Found)
    return found


def test_codes_cannot_be_taken_for_each_other_however_turned():
    grids = [np.array(list(code)).reshape(3, 3) for code in card.CODES]
    seen = {np.rot90(grid, turn).tobytes() for grid in grids for turn in range(4)}
    assert len(seen) == 4 * len(card.CODES)


def test_the_card_is_found_as_the_camera_was_held(usual):
    before = usual[0]
    view = view_of(found_in(before.picture))
    assert view.tilt_deg == pytest.approx(before.pose.tilt_deg, abs=1.0)
    assert view.pixels_per_mm == pytest.approx(PER_MM * before.pose.scale, rel=0.02)
    assert view.error_mm < 0.03


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_however_the_picture_lies_the_first_corner_of_the_card_is_the_first(usual, turn):
    picture = usual[0].picture
    upright, turned = (found_in(one) for one in (picture, np.rot90(picture, turn)))
    last = picture.shape[0] - 1
    back = turned.corners
    for _ in range(turn):
        back = np.column_stack([last - back[:, 1], back[:, 0]])
    assert back == pytest.approx(upright.corners, abs=0.2)


def test_exposure_and_white_are_taken_away(usual):
    """A darker, bluer photograph of the same card tells nearly the same skin."""
    picture = usual[0].picture
    other = np.round(255 * np.clip((picture / 255) * [0.86, 0.92, 0.97], 0, 1)).astype(np.uint8)
    at = np.linspace(20, 36, 40)
    places = np.meshgrid(at, at)
    seen = []
    for one in (picture, other):
        view = view_of(found_in(one))
        linear = decoded(one / 255)
        seen.append(light_of(one / np.float32(255), view).reflectance(view.sampled(linear, *places), *places))
    apart = np.linalg.norm(lab(np.median(seen[0], axis=(0, 1))) - lab(np.median(seen[1], axis=(0, 1))))
    assert apart < 1.0
    raw = lab(decoded(np.median(picture, axis=(0, 1)) / 255)) - lab(
        decoded(np.median(other, axis=(0, 1)) / 255)
    )
    assert np.linalg.norm(raw) > 4


def test_a_hidden_square_is_told(usual):
    picture = usual[0].picture.copy()
    count = picture.shape[0]
    picture[: count // 4, : count // 4] = 128
    assert find_squares(green(picture)) == 3
