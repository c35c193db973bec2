"""The reference and the emulator that steer the moves, each against its own closed form."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.calibration.smc.emulator import fit
from microneedling.calibration.smc.reference import Moments, Reference, learn, learn_particles
from microneedling.calibration.smc.target import Problem
from microneedling.streams import generator


def some_reference(dimension: int = 7, directions: int = 3) -> Reference:
    random = generator(1, "reference")
    vectors = np.linalg.qr(random.standard_normal((dimension, directions)))[0]
    spread = np.array([0.05, 0.4, 3.0])[:directions]
    return Reference(random.standard_normal(dimension), random.uniform(0.2, 2.0, dimension), vectors, spread)


@pytest.mark.parametrize("block", [[0, 3, 4], [6], [0, 1, 2, 3, 4, 5, 6]])
def test_the_conditional_reference_is_that_of_a_gaussian(block):
    reference, index = some_reference(), np.array(block)
    rest = np.setdiff1d(np.arange(7), index)
    cov = reference.covariance
    gain = cov[np.ix_(index, rest)] @ np.linalg.inv(cov[np.ix_(rest, rest)])
    z = generator(2, "z").standard_normal((5, 7))
    centre = reference.mean[index] + (z[:, rest] - reference.mean[rest]) @ gain.T
    within = cov[np.ix_(index, index)] - gain @ cov[np.ix_(rest, index)]
    found = reference.given(index)
    assert np.broadcast_to(found.centre(z), centre.shape) == pytest.approx(centre)
    root = found.root.colour(np.eye(len(index))).T
    assert root @ root.T == pytest.approx(within)
    assert found.root.whiten(found.root.colour(z[:, index])) == pytest.approx(z[:, index])
    alone = reference.given(index, one_by_one=True)
    assert alone.root.colour(np.ones((1, len(index))))[0] ** 2 == pytest.approx(np.diag(within))


def test_noise_is_taken_for_the_prior():
    z = generator(3, "noise").standard_normal((600, 200))
    found = learn_particles(z, np.full(600, 1 / 600))
    assert np.mean(found.mean == 0.0) > 0.9
    assert np.mean(found.variance == 1.0) > 0.9
    assert found.spread.size <= 2


def test_narrow_and_wide_directions_are_found_with_their_spread():
    random = generator(4, "spikes")
    vectors = np.linalg.qr(random.standard_normal((100, 3)))[0]
    truth = Reference(np.zeros(100), np.ones(100), vectors, np.array([0.02, 0.1, 4.0]))
    z = 0.5 + truth.joint().root.colour(random.standard_normal((1000, 100)))
    points = Moments()
    points.add(z[:400])
    points.add(z[400:])
    found = learn(points, 1000.0)
    assert found.spread.size == 3
    assert found.mean == pytest.approx(np.full(100, 0.5), abs=0.15)
    along = [vectors[:, k] @ found.covariance @ vectors[:, k] for k in range(3)]
    assert along[0] < 0.06  # a sample cannot show the direction more sharply than chance tilts it
    assert along[1] == pytest.approx(0.1, abs=0.05)
    assert along[2] == pytest.approx(4.0, rel=0.25)


def test_the_emulator_is_exact_for_few_bent_coordinates_and_for_many_straight_ones():
    random = generator(5, "emulator")
    z = random.standard_normal((900, 60))
    dense = random.standard_normal(50) / 7.0
    truth = np.stack(
        [
            1.0 + 2.0 * z[:, 3] - z[:, 4] ** 2 * 0.5 + z[:, 3] * z[:, 4] + 0.8 * z[:, 4],
            z[:, :50] @ dense,
            np.full(900, 2.5),
        ],
        axis=1,
    )
    dims = np.arange(50)
    made = fit(z[:600][:, dims], truth[:600], dims)(z[600:])
    left = ((made - truth[600:]) ** 2).mean(axis=0)
    assert left[:2] / truth[600:, :2].var(axis=0) == pytest.approx([0.0, 0.0], abs=0.02)
    assert left[2] == pytest.approx(0.0, abs=1e-20)


def test_the_emulator_stays_near_the_runs_it_has_seen():
    z = generator(6, "range").standard_normal((300, 5))
    made = fit(z, z[:, :1] ** 2, np.arange(5))
    far = made(np.full((1, 5), 30.0))
    assert far[0, 0] <= 1.15 * (z[:, 0] ** 2).max()


class Wrong:
    """A target whose indices are not told right."""

    forward_dims, cheap_dims = np.array([0, 1]), np.array([1, 2])


def test_a_target_must_name_every_index_once():
    with pytest.raises(ValueError, match="every index"):
        Problem(Wrong())  # type: ignore[arg-type]
