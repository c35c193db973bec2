"""The colour of skin from melanin and blood, and back."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.color import rgb2lab

from microneedling.evidence.practice import value_of
from microneedling.imaging.encoding import decoded, encoded, lab, typology_angle
from microneedling.imaging.optics.skin import colour, reflectance
from microneedling.imaging.optics.spectra import linear_srgb, observer, wavelengths_nm
from microneedling.imaging.optics.unmixing import unmixed

CLASSES = {"I": (55, 90), "II": (41, 55), "III": (28, 41), "IV": (10, 28), "V": (-30, 10), "VI": (-90, -30)}


def skin_of(phototype: str, melanin: float = 1.0, blood: float = 1.0) -> np.ndarray:
    return colour(
        np.array(value_of("imaging", f"melanin_share.{phototype}") * melanin),
        np.array(value_of("imaging", "blood_share") * blood),
    )


def test_a_perfect_white_is_white_and_greys_are_grey():
    assert linear_srgb(np.ones(31)) == pytest.approx([1, 1, 1])
    assert linear_srgb(np.full(31, 0.2)) == pytest.approx([0.2, 0.2, 0.2])


def test_the_observer_sees_green_brightest():
    assert 550 <= wavelengths_nm()[observer()[:, 1].argmax()] <= 560


@pytest.mark.parametrize("phototype", CLASSES)
def test_each_phototype_has_the_typology_angle_of_its_class(phototype):
    low, high = CLASSES[phototype]
    assert low <= typology_angle(lab(skin_of(phototype))) <= high


def test_blood_reddens_and_melanin_darkens():
    calm, red, tanned = (lab(skin_of("II", *factors)) for factors in ((1, 1), (1, 2), (1.5, 1)))
    assert red[1] > calm[1] + 1
    assert tanned[0] < calm[0] - 1
    assert tanned[2] > calm[2]


def test_skin_reflects_more_red_than_blue_and_never_more_than_falls_on_it():
    found = reflectance(np.geomspace(0.005, 0.8, 20)[:, None], np.geomspace(0.001, 0.1, 20)[None, :])
    assert np.all((found > 0) & (found < 1))
    assert np.all(found[..., -1] > found[..., 0])


def test_lab_and_storage_are_those_of_the_standard():
    stored = np.random.default_rng(3).random((50, 3))
    assert encoded(decoded(stored)) == pytest.approx(stored, abs=1e-6)
    assert lab(decoded(stored)) == pytest.approx(rgb2lab(stored), abs=0.05)


@pytest.mark.parametrize("phototype", CLASSES)
def test_what_moved_is_told_though_hue_and_level_are_misjudged(phototype):
    """A lamp and a print that shift hue by several percent, the same before and after."""
    hue = np.array([1.03, 1.0, 0.94])
    found = unmixed(hue * skin_of(phototype), hue * skin_of(phototype, 0.8, 1.5))
    assert found[1, 0] / found[0, 0] == pytest.approx(0.8, rel=0.12)
    assert found[1, 1] / found[0, 1] == pytest.approx(1.5, rel=0.2)


def test_unchanged_skin_is_told_unchanged():
    found = unmixed(skin_of("IV"), skin_of("IV"))
    assert found[0] == pytest.approx(found[1], rel=0.01)
    assert found[0, 0] == pytest.approx(value_of("imaging", "melanin_share.IV"), rel=0.15)
