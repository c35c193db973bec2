"""Problems for the sampler whose posterior is known, or known well enough by other means."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from microneedling.streams import generator


@dataclass
class Linear:
    """F = A z_f; study s reads output s with its own offset: y_s ~ N(F_s + tau b_s, sigma^2). Exactly Gaussian."""

    forward_count: int
    studies: int
    sigma: float = 0.5
    tau: float = 0.7
    seed: int = 3
    runs: int = field(default=0, init=False)

    def __post_init__(self):
        random = generator(self.seed, "linear")
        d = self.forward_count + self.studies
        self.dimension = d
        self.forward_dims = np.arange(self.forward_count)
        self.cheap_dims = np.arange(self.forward_count, d)
        self.study_of_dim = np.concatenate([np.full(self.forward_count, -1), np.arange(self.studies)])
        self.matrix = random.standard_normal((self.studies, self.forward_count))
        self.matrix *= 2.0 / np.sqrt(self.forward_count)
        truth = random.standard_normal(d)
        noise = self.sigma * random.standard_normal(self.studies)
        self.data = self.design @ truth + noise

    @property
    def design(self) -> np.ndarray:
        return np.concatenate([self.matrix, self.tau * np.eye(self.studies)], axis=1)

    def forward(self, z):
        self.runs += len(z)
        # row by row the same whatever the batch: a matrix product may sum in another order
        return np.stack([(z[:, self.forward_dims] * row).sum(axis=1) for row in self.matrix], axis=1)

    def loglik(self, z, forward):
        miss = self.data - forward - self.tau * z[:, self.cheap_dims]
        return -0.5 * (miss / self.sigma) ** 2 - np.log(self.sigma) - 0.5 * np.log(2 * np.pi)

    def exact(self, weight=None):
        """Mean, covariance and log evidence under study weights."""
        weight = np.ones(self.studies) if weight is None else weight
        design, data = self.design[weight > 0], self.data[weight > 0]
        cov = np.linalg.inv(np.eye(self.dimension) + design.T @ design / self.sigma**2)
        mean = cov @ design.T @ data / self.sigma**2
        marginal = design @ design.T + self.sigma**2 * np.eye(len(data))
        evidence = -0.5 * (
            data @ np.linalg.solve(marginal, data) + np.linalg.slogdet(2 * np.pi * marginal)[1]
        )
        return mean, cov, evidence


@dataclass
class Bent:
    """F two curved readings of the first two of d coordinates: a banana, the rest uninformed."""

    dimension: int = 20
    bend: float = 1.0
    sigma: float = 0.2

    def __post_init__(self):
        self.forward_dims = np.arange(self.dimension)
        self.cheap_dims = np.empty(0, dtype=int)

    def forward(self, z):
        return np.stack([z[:, 1] + self.bend * (z[:, 0] ** 2 - 1.0)], axis=1)

    def loglik(self, z, forward):
        return -0.5 * ((forward - 0.3) / self.sigma) ** 2


@dataclass
class TwoHills:
    """A likelihood of two hills along the first coordinate, of masses set by `log_ratio`."""

    dimension: int = 20
    apart: float = 1.5
    sigma: float = 0.25
    log_ratio: float = 0.7

    def __post_init__(self):
        self.forward_dims = np.arange(self.dimension)
        self.cheap_dims = np.empty(0, dtype=int)

    def forward(self, z):
        return z[:, :1].copy()

    def loglik(self, z, forward):
        left = self.log_ratio - 0.5 * ((forward + self.apart) / self.sigma) ** 2
        return np.logaddexp(left, -0.5 * ((forward - self.apart) / self.sigma) ** 2)

    @property
    def left_share(self) -> float:
        return float(1.0 / (1.0 + np.exp(-self.log_ratio)))

    @property
    def evidence(self) -> float:
        """Log of prior times likelihood integrated: each hill is a normal density read at its place."""
        spread = np.sqrt(1.0 + self.sigma**2)
        hill = np.log(self.sigma / spread) - 0.5 * (self.apart / spread) ** 2
        return float(hill + np.logaddexp(self.log_ratio, 0.0))


@dataclass
class Truncated:
    """A flat likelihood where the first coordinate lies below `edge`; beyond it the forward run fails."""

    edge: float
    dimension: int = 4

    def __post_init__(self):
        self.forward_dims = np.arange(self.dimension - 1)
        self.cheap_dims = np.array([self.dimension - 1])

    def forward(self, z):
        return np.where(z[:, :1] < self.edge, z[:, :1], np.nan)

    def loglik(self, z, forward):
        return np.zeros((len(z), 1))
