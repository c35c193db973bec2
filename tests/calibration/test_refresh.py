"""The last moves: groups quiet first, the prior kept, the likelihood obeyed."""

from __future__ import annotations

import numpy as np

from microneedling.calibration.smc import refresh as module
from microneedling.calibration.smc.refresh import JOINT, groups, refresh
from microneedling.calibration.smc.state import Particles


class Two:
    """Unknown 0 is measured at 1 with error 0.1, the others are not felt at all."""

    forward_names = tuple(f"n{k}" for k in range(6))

    def forward(self, z):
        return z[:, :1]

    def loglik(self, z, forward):
        return -0.5 * ((forward - 1.0) / 0.1) ** 2


def collapsed(count: int = 600) -> Particles:
    random = np.random.default_rng(2)
    z = 0.3 * random.standard_normal((count, 6))
    z[:, 0] = 1 + 0.1 * random.standard_normal(count)
    posed = Two()
    seen = posed.forward(z)
    return Particles(z, seen, posed.loglik(z, seen))


def test_groups_grow_in_influence_and_none_moves_the_reports_more_than_one_step_may():
    influence = np.array([5.0, 0.1, 0.2, 0.3, 1.0, 2.0])
    made = groups(influence)
    assert sorted(np.concatenate([members for members, _ in made]).tolist()) == list(range(6))
    assert made[0][0].tolist()[:3] == [1, 2, 3]
    for members, step in made:
        assert step * np.sqrt((influence[members] ** 2).sum()) <= JOINT + 1e-9


def test_quiet_unknowns_get_their_prior_back_and_measured_ones_stay(monkeypatch):
    monkeypatch.setattr(module, "report_influence", lambda posed, z: np.array([10.0, 0, 0, 0, 0, 0]))
    heard = []
    made, runs = refresh(Two(), collapsed(), 1, 0, lambda *told: heard.append(told))
    np.testing.assert_allclose(made.z[:, 1:].std(axis=0), 1.0, atol=0.08)
    assert abs(made.z[:, 0].mean() - 1) < 0.02
    assert 0.08 < made.z[:, 0].std() < 0.12
    assert heard[0][3] == 1.0  # nothing felt: always accepted
    assert heard[1][3] < 1.0
    assert runs == 2 * 6 + 2 * 600
    np.testing.assert_allclose(made.loglik, Two().loglik(made.z, made.forward))
