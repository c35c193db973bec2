"""Photographs that scikit-image ships: no card is found where there is none, a face has the colour of skin."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from microneedling import InputError, photo
from microneedling.imaging.encoding import decoded, lab, typology_angle
from microneedling.imaging.optics.unmixing import in_usual, unmixed
from microneedling.imaging.squares import find_squares

FOREHEAD = np.s_[95:125, 205:250]  # of the astronaut, evenly lit


def in_colour(picture: np.ndarray) -> np.ndarray:
    return np.stack([picture] * 3, axis=-1) if picture.ndim == 2 else picture[..., :3]


@pytest.mark.parametrize(
    "name", ["astronaut", "coffee", "chelsea", "page", "text", "brick", "gravel", "coins"]
)
def test_no_card_is_seen_where_there_is_none(name):
    picture = in_colour(getattr(data, name)())
    assert find_squares(decoded(picture[..., 1] / 255).astype(np.float32)) == 0
    with pytest.raises(InputError, match="0 of the 4 marked squares"):
        photo(picture, picture)


def test_a_checkerboard_is_no_card():
    picture = np.kron(np.indices((8, 8)).sum(axis=0) % 2, np.ones((80, 80)))
    assert find_squares(picture.astype(np.float32)) == 0


def test_a_photographed_face_has_the_colour_of_skin():
    """Without a card no level can be told; but it must lie among people, and not at an end of the grid."""
    seen = np.median(decoded(data.astronaut()[FOREHEAD] / 255).reshape(-1, 3), axis=0)
    assert -30 < typology_angle(lab(seen)) < 60
    melanin, blood = in_usual(unmixed(seen, seen))[0]
    assert 15 < melanin < 400
    assert 20 < blood < 500
