"""Can the draws be trusted: do seeds agree, is the fitter calibrated, does the model reproduce its data.

Rank-normalised split R-hat (Vehtari, Gelman, Simpson, Carpenter, Buerkner 2021): draws x (chain, draw) are replaced by
z = Phi^-1((rank - 3/8) / (S + 1/4)), each chain is split in two, and with B between and W within the halves of length N

    R = sqrt(((N - 1) / N W + B / N) / W),        ESS = M N / tau,   tau = -1 + 2 sum_t P_t

(P_t: Geyer's sums of neighbouring autocorrelations, made positive and falling). The R-hat given is the larger of that
of the ranks and that of the folded ranks |x - median|. Here a *chain* is all that the many short chains of one seed
drew, one after the other: what is compared are seeds, and halves of a seed's chains; draws of one short chain lie side
by side, so that what they share lowers the ESS.
R-hat and ESS are those of ArviZ (extra `calibrate`), which only a calibration needs.
Simulation-based calibration (Talts et al. 2018) draws theta from the prior, data from theta, fits, and ranks theta
among its draws: `uniformity` asks whether the ranks are even, as they are if the fitter is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import chi2, kstest

from ..extras import needed

FEWEST_DRAWS = 4  # of a seed: two halves of two


def rank_rhat(draws: np.ndarray) -> np.ndarray:
    """Rank-normalised split R-hat (d,) of draws (seed, draw, d), as ArviZ has it: the larger of bulk and folded."""
    return _by_arviz("rhat", draws, "rank")


def bulk_ess(draws: np.ndarray) -> np.ndarray:
    """Effective number of draws (d,) for the middle of the distribution, draws (seed, draw, d), as ArviZ has it."""
    return _by_arviz("ess", draws, "bulk")


def tail_ess(draws: np.ndarray) -> np.ndarray:
    """Effective number of draws (d,) for the tails: the smaller of those of the 5 and 95 % quantiles, by ArviZ."""
    return _by_arviz("ess", draws, "tail")


def arviz() -> Any:
    """The library that R-hat and ESS come from; `InputError` with what installs it where it is missing.

    Asked for before a long calculation begins, since they are reckoned at its end.
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # it tells of its own next version on every import
        return needed("R-hat and ESS", "calibrate", "arviz")


def _by_arviz(figure: str, draws: np.ndarray, method: str) -> np.ndarray:
    library, draws = arviz(), np.asarray(draws, float)
    if draws.ndim == 2:
        draws = draws[:, :, None]
    if draws.shape[1] < FEWEST_DRAWS:
        raise ValueError(f"at least {FEWEST_DRAWS} draws a seed are needed")
    found = getattr(library, figure)(library.convert_to_dataset({"unknown": draws}), method=method)
    return np.asarray(found["unknown"].values, float)


@dataclass(frozen=True)
class Learned:
    """Per unknown (d,): `contraction` = 1 - variance / prior variance, `shift` = mean in prior standard deviations."""

    contraction: np.ndarray
    shift: np.ndarray


def learned(z: np.ndarray) -> Learned:
    """What the data said about each whitened unknown, from posterior draws z (n, d) under a N(0, 1) prior."""
    return Learned(1.0 - z.var(axis=0, ddof=1), z.mean(axis=0))


def predictive_p(observed: np.ndarray, replicated: np.ndarray) -> np.ndarray:
    """Posterior predictive p (k,): share of replicated values (n, k) above the observed (k,), ties half.

    Near 0 or 1 the model cannot have produced the observation; NaN replicates are left out.
    """
    above = np.where(np.isnan(replicated), np.nan, (replicated > observed) + 0.5 * (replicated == observed))
    return np.nanmean(above, axis=0)


@dataclass(frozen=True)
class Ranked:
    """`ranks` (rounds, d) of truths among `draws`, and p-values (d,) of their being uniform."""

    ranks: np.ndarray
    draws: int
    chi_square_p: np.ndarray
    ecdf_p: np.ndarray

    def passes(self, level: float = 0.01) -> bool:
        """True when no unknown is rejected at `level` after Bonferroni over unknowns and both tests."""
        least = min(float(self.chi_square_p.min()), float(self.ecdf_p.min()))
        return least * 2 * len(self.ecdf_p) >= level


def uniformity(ranks: np.ndarray, draws: int, bins: int | None = None) -> Ranked:
    """Tests of ranks (rounds, d), each 0..`draws`, against uniform: chi-square over bins and the ECDF's distance."""
    rounds = len(ranks)
    bins = bins or max(2, min(20, rounds // 5))
    chi_square, ecdf = [], []
    for column in ranks.T:
        index = np.minimum(column * bins // (draws + 1), bins - 1)
        # ranks a bin can hold, so that bins need not divide the number of ranks
        size = np.bincount(np.arange(draws + 1) * bins // (draws + 1), minlength=bins) / (draws + 1)
        expected = rounds * size
        found = np.bincount(index, minlength=bins)
        chi_square.append(chi2.sf(np.sum((found - expected) ** 2 / expected), bins - 1))
        ecdf.append(kstest((column + 0.5) / (draws + 1), "uniform").pvalue)
    return Ranked(ranks, draws, np.array(chi_square), np.array(ecdf))
