"""The law from a gain in the tissue to a rater's score. It stands here and nowhere else, in numbers and as text.

With gain x, movable share m, strength k (a family's sensitivity times what raters and people multiply it by), drift d
(what falls by itself, or what unblinded raters credit) and severity s0 (0 best, 1 worst end of the scale)

    u = sign(x) m (1 - exp(-k |x|))            share of the way to the best end, to the worst end when negative
    v = 1 - (1 - u)(1 - d)                     with drift
    s = s0 (1 - v)            for v >= 0       better: diminishing, never past the best end
    s = s0 - (1 - s0) v       for v < 0        worse: the same towards the worst end

Forecasts have no effects and no drift, and say of how many such people the gain is large enough; reports of studies
and virtual trials have both. No mapping of this file has been measured: k and m are priors, wide because similar
courses in different studies differ more than doses do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from ..outcomes.reading import per_draw

if TYPE_CHECKING:
    from ..evidence.registry import Values

MOST_GAIN = 50.0  # a loss without limit has long reached the end of the scale; keeps the exponent finite


def sensitivity_key(family: str) -> str:
    """Registry key of the strength k of a family of scores."""
    return f"scales.sensitivity.{family}"


def movable_key(family: str) -> str:
    """Registry key of the movable share m of a family of scores."""
    return f"scales.movable_share.{family}"


def share_of_the_way(gain: np.ndarray, movable: np.ndarray, *strengths: np.ndarray) -> np.ndarray:
    """Share u (-1..1) of the way to the best end; the factors of k are multiplied in the order given."""
    size = np.minimum(np.abs(gain), MOST_GAIN)
    for strength in strengths:
        size = size * strength
    return np.sign(gain) * movable * -np.expm1(-size)


def share_text(gain: str, movable: str, strength: str) -> str:
    """The same as a formula of + - * /, exp and abs.

    Readers of models need not know sign, minimum and expm1: max(x, 0) is written as (x + |x|)/2, and the bound
    `MOST_GAIN`, which no gain comes near, is left out.
    """
    better, worse = f"({gain} + abs({gain}))/2", f"(abs({gain}) - {gain})/2"
    return f"{movable}*(exp(-{strength}*{worse}) - exp(-{strength}*{better}))"


def forecast_share(gain: np.ndarray, family: str, values: Values) -> np.ndarray:
    """Share u (draw, day) without anybody's effects, as forecasts take it; gain (draw, day)."""
    strength, movable = per_draw(values[sensitivity_key(family)]), per_draw(values[movable_key(family)])
    return share_of_the_way(gain, movable, strength)


def forecast_noticed(
    share: np.ndarray, needed: np.ndarray, family: str, person_sd: np.ndarray, values: Values
) -> np.ndarray:
    """Chance (draw, day) that one of such people comes at least the share `needed` (draw,) of the way.

        P = Phi(ln(a / a*) / sd),   a = -ln(1 - u / m),   a* = -ln(1 - u* / m)

    People differ in strength by exp(sd e), e ~ N(0, 1); `share` u is that of the middle one. 0 without a gain, and
    where u* lies beyond the movable share m.
    """
    movable = per_draw(values[movable_key(family)])
    reached, wanted = share / movable, per_draw(needed) / movable
    possible = (reached > 0) & (wanted < 1)
    reached = np.where(possible, np.minimum(reached, 1 - 1e-12), 0.5)
    wanted = np.where(possible, np.maximum(wanted, 1e-12), 0.5)
    ahead = np.log(np.log1p(-reached) / np.log1p(-wanted)) / per_draw(person_sd)
    return np.where(possible, ndtr(ahead), 0.0)


def with_drift(share: np.ndarray, drift: np.ndarray) -> np.ndarray:
    """Share v of the way when a share `drift` of what is left falls by itself, or is credited by who knows."""
    return 1 - (1 - share) * (1 - drift)


def drift_text(share: str, drift: str) -> str:
    """The same as a formula."""
    return f"1 - (1 - {share})*(1 - {drift})"


def severity_after(start: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Severity after a share of the way is gone from the severity `start`, both 0-1."""
    return np.where(share >= 0, start * (1 - share), start - (1 - start) * share)


def severity_change_text(start: float, mean: str, size: str) -> str:
    """Mean change of severity over people, as a formula of the mean share and the mean of its absolute value.

    Severity falls by start v where v > 0 and rises by (1 - start) |v| where v < 0.
    """
    text = f"(-{start!r}*({mean}) + {1 - 2 * start!r}*({size} - ({mean}))/2)"
    return text.replace("--", "")
