"""Simulation-based calibration on a reduced problem: the truth ranks anywhere among the draws, equally often."""

import numpy as np
import pytest

from microneedling.calibration.checks import simulation_based_calibration
from microneedling.calibration.problem import Calibration
from microneedling.calibration.reduced import Reduced
from microneedling.evidence.registry import priors
from microneedling.studies.published import likelihood_readings

STUDIES = ("sharma", "rana2017", "alam2014", "ablon2018")
KEPT, PARTICLES, ROUNDS = 4, 100, 20


@pytest.fixture(scope="module")
def reduced() -> Reduced:
    rows = [row for row in likelihood_readings() if row.study in STUDIES and row.kind == "value"]
    return Reduced(Calibration(rows, priors()), KEPT)


def watched(reduced: Reduced) -> list[int]:
    """Numbers that the studies say something about, and the four strongest of the healing model."""
    names = [
        "scales.sensitivity.acne_scar",
        "study_effect.rater_study_log_sd",
        "study:sharma",
        "drift:alam2014",
    ]
    return [*range(KEPT), *(reduced.names.index(name) for name in names)]


@pytest.mark.slow
def test_the_truth_ranks_anywhere_among_the_draws(reduced):
    places = watched(reduced)
    found = simulation_based_calibration(
        prior=lambda random: random.standard_normal(len(reduced.names)),
        simulate=reduced.simulate,
        fit=lambda reports, seed: reduced.fit(reports, seed, PARTICLES),
        rounds=ROUNDS,
        seed=1,
    )
    p = found.chi_square_p[places]
    assert np.all(p > 0.001 / len(places)), dict(zip([reduced.names[k] for k in places], p, strict=True))


@pytest.mark.slow
def test_reports_of_a_better_scar_raise_the_sensitivity(reduced):
    """The fit can learn: twice the published gains move the sensitivity up, half of them down."""
    published = np.array([slot.row.observed for slot in reduced.full.slots], float)
    place = reduced.names.index("scales.sensitivity.acne_scar")
    low, high = (reduced.fit(share * published, 3, 200)[:, place].mean() for share in (0.3, 1.5))
    assert high - low > 0.5
