"""Pairs of rendered photographs: what is measured beside what is true, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from helpers.pictures.shots import MOVED, shots
from microneedling import InputError, photo
from microneedling.imaging.index import BY_LIGHT
from microneedling.imaging.photograph import photograph_of
from microneedling.imaging.reading import read
from microneedling.imaging.rendered.pairs import missed_mm, truth_of


@pytest.mark.slow
@pytest.mark.parametrize(
    ("phototype", "lamp"),
    [("I", 0), ("IV", 2), ("VI", 1)],
)
def test_a_change_that_was_put_in_is_found_in_light_and_dark_skin(phototype, lamp):
    before, again, after = shots(phototype, lamp, 60 + lamp)
    moved, still = photo(before.picture, after.picture), photo(before.picture, again.picture)
    assert moved["pore_diameter"].after / moved["pore_diameter"].before == pytest.approx(
        MOVED["pore"], rel=0.06
    )
    assert moved["melanin_index"].after / moved["melanin_index"].before == pytest.approx(
        MOVED["melanin"], rel=0.2
    )
    blood = moved.measured.indices["erythema_index"]
    assert blood[1] > blood[0]
    truth = truth_of(before, after)["typology_angle"]
    assert moved["typology_angle"].change == pytest.approx(truth[1] - truth[0], abs=4)
    assert moved["pore_diameter"].beyond_error
    assert not still["pore_diameter"].beyond_error
    assert abs(np.log(still["melanin_index"].after / still["melanin_index"].before)) < 0.25


def test_the_skin_is_laid_on_itself_to_a_fraction_of_a_pore(usual, changed):
    assert missed_mm(usual[0], usual[2], changed.pair.laid) < 0.06
    assert changed.registration_mm < 0.06


def test_two_indices_are_measurements_with_their_errors(changed):
    rows = changed.measurements()
    assert [(row.day, row.scale) for row in rows] == [
        (day, scale) for scale in ("melanin_index", "pore_diameter") for day in (0, 90)
    ]
    assert all(row.error and row.rater == "photo" and row.zone == "cheek" for row in rows)
    assert replace(changed, days=None).measurements() == ()


def test_every_index_tells_its_repeatability_and_smallest_detectable_change(changed):
    """Repeatability is below the error, which is no less than that of an index that did not change."""
    for one in changed.to_json()["indices"]:
        index = changed[one["name"]]
        assert one["repeatability"] == pytest.approx(index.repeatability, rel=1e-3)
        assert 0 < 2.77 * index.still <= one["smallest_detectable_change"] * 1.001
        assert index.still <= index.error
    assert changed["pore_diameter"].still < changed["pore_diameter"].error
    assert "repeatability" in changed.summary()


def test_the_answer_is_json_a_frame_and_a_card(still):
    answer = still
    told = json.loads(json.dumps(answer.to_json(), allow_nan=False))
    assert {one["name"] for one in told["indices"]} >= {"typology_angle", "pore_count", "crease_length"}
    assert len(told["parts"]) == 10
    assert len(answer.to_frame()) == len(told["indices"])
    assert "NOT A MEDICAL DEVICE" in answer.summary()


def refusal(*pictures: np.ndarray, **more) -> str:
    with pytest.raises(InputError) as caught:
        photo(*pictures, **more)
    return str(caught.value)


def blurred(picture: np.ndarray) -> np.ndarray:
    return np.stack([gaussian_filter(picture[..., k], 3) for k in range(3)], axis=-1)


def lit_from_one_side(picture: np.ndarray) -> np.ndarray:
    return (picture * np.linspace(1, 0.45, picture.shape[1])[None, :, None]).astype(np.uint8)


def tinted(picture: np.ndarray) -> np.ndarray:
    """A filter that moves hues and leaves greys."""
    grey = picture.mean(axis=2, keepdims=True)
    return np.clip(grey + 2.2 * (picture - grey), 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (blurred, "a blurred picture"),
        (lambda picture: picture[::2, ::2], "pixels a mm"),
        (lambda picture: (picture * 0.4).astype(np.uint8), "paper of brightness"),
        (lambda picture: np.clip(picture * 1.6, 0, 255).astype(np.uint8), "paper too bright"),
        (lit_from_one_side, "brighter on one side"),
        (tinted, "colours of the card off"),
        (lambda picture: picture[picture.shape[0] // 3 :], "of the 4 marked squares"),
        (lambda picture: picture[:, ::-1], "of the 4 marked squares"),
        (lambda picture: picture[:, ::2], "aslant"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_the_reason_and_what_to_do(usual, spoil, reason):
    _, wrong = read(photograph_of(spoil(usual[1].picture), "after"))
    assert reason in "; ".join(one.found for one in wrong)
    assert all(one.hint for one in wrong)


def test_what_is_wrong_with_one_photograph_is_told_of_that_one(usual):
    told = refusal(usual[0].picture, blurred(usual[1].picture))
    assert "after: found a blurred picture" in told
    assert "before: found" not in told


def test_both_photographs_are_told_about_at_once(usual):
    told = refusal(blurred(usual[0].picture), np.zeros((300, 300, 3), np.uint8), zone="elbow", days=(90, 0))
    for words in ("before: found a blurred", "after: found 0 of the 4", "zone: found", "days: found"):
        assert words in told


def test_other_skin_is_not_compared(usual):
    assert "cannot be laid on" in refusal(usual[0].picture, shots("VI", 1, 61)[0].picture)


def test_light_that_moved_leaves_out_what_light_makes(usual):
    before, again, _ = usual
    turned = np.linspace(1, 0.8, before.picture.shape[1])[None, :, None]
    answer = photo(before.picture, np.round(again.picture * turned).astype(np.uint8))
    assert {one.path for one in answer.not_measured} == set(BY_LIGHT)
    assert "lamp" in answer.not_measured[0].hint
    assert answer["pore_diameter"].beyond_error is False
    with pytest.raises(KeyError):
        answer["fine_relief"]


@pytest.mark.parametrize("picture", [np.zeros((4, 4)), np.zeros((9, 9, 3)) - 1, "words", 7])
def test_what_is_no_photograph_is_a_mistake(picture, usual):
    with pytest.raises(InputError):
        photo(usual[0].picture, picture)
