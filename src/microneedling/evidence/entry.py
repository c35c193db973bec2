"""One number of the registry: its value or formula, unit, range, prior, grade and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

GRADES = ("measured", "derived", "calibrated", "elicited", "assumed")
PRIORS = ("lognormal", "normal", "logit", "uniform", "fixed")
SEEN = ("read", "read2", "memory", "none")


@dataclass(frozen=True)
class Entry:
    """One number. `range` is its 95 % interval; `value` its median; `formula` makes it from other entries."""

    key: str
    unit: str
    grade: str
    about: str
    value: float | None = None
    formula: str | None = None
    range: tuple[float, float] | None = None
    prior: str = "lognormal"
    sources: tuple[str, ...] = ()
    where: str = ""
    seen: str = "none"
    subject: str = ""

    @property
    def group(self) -> str:
        """The parameter file that holds the number: the first part of its key."""
        return self.key.split(".", 1)[0]

    def quantile(self, z: np.ndarray) -> np.ndarray:
        """The prior's value at standard-normal score `z`; halves may differ so that `value` is the median.

        lognormal: value * exp(s z), normal: value + s z, logit: the same on log(p/(1-p)), each with its own
        s below and above the median taken from the 95 % range (|z| = 1.96); uniform: between its ends.
        """
        import numpy as np

        z = np.asarray(z, float)
        if self.prior == "fixed" or self.range is None:
            return np.full(z.shape, float(self.value or 0.0))
        low, high = self.range
        if self.prior == "uniform":
            from scipy.special import ndtr

            return low + (high - low) * ndtr(z)
        to, back = _SCALES[self.prior]
        middle = to(self.value)
        slope = np.where(z < 0, middle - to(low), to(high) - middle) / 1.959963984540054
        return back(middle + slope * z)


def _scales() -> dict[str, tuple[Any, Any]]:
    import math

    def exp(x):
        import numpy as np

        return np.exp(x)

    return {
        "lognormal": (lambda x: math.log(x), exp),
        "normal": (lambda x: float(x), lambda x: x),
        "logit": (lambda x: math.log(x / (1 - x)), lambda x: 1 / (1 + exp(-x))),
    }


_SCALES = _scales()
