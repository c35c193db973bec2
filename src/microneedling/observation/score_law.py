"""The law from a gain in the tissue to a rater's score. It stands here and nowhere else, in numbers and as text.

With gain x, movable share m, strength k (a family's sensitivity times what raters and people multiply it by), drift d
(what falls by itself, or what unblinded raters credit) and severity s0 (0 best, 1 worst end of the scale)

    u = sign(x) m (1 - exp(-k |x|))            share of the way to the best end, to the worst end when negative
    u' = sign(u) [a (1 + a)/(q + a) - a]       of one person, q = (a (1 - |u|)/(|u| + a))^f,  f = exp(sd e),  a = 0.15
    v = 1 - (1 - u')(1 - d)                    with drift
    s = s0 (1 - v)            for v >= 0       better: diminishing, never past the best end
    s = s0 - (1 - s0) v       for v < 0        worse: the same towards the worst end

The law of people is the same in forecasts, reports of studies and virtual trials (docs/decisions/0019): on the axis
x = logit((u + a)/(1 + a)) a person goes f times as far as the middle one, e ~ N(0, 1), whatever is looked at. Nobody
differs without a change, and nobody passes either end. Forecasts have no effects of raters and no drift; reports of
studies and virtual trials have both. No mapping of this file has been measured: k and m are priors, wide because
similar courses in different studies differ more than doses do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from ..outcomes.reading import per_draw

if TYPE_CHECKING:
    from ..evidence.registry import Values

PERSON_SD = "study_effect.person_logit_sd"
AXIS_START = 0.15  # a of the axis on which people differ; studies differ on the same one
MOST_SHARE = 1 - 1e-12  # keeps its logarithm finite
MOST_GAIN = 50.0  # a loss without limit has long reached the end of the scale; keeps the exponent finite


def sensitivity_key(family: str) -> str:
    """Registry key of the strength k of a family of scores."""
    return f"scales.sensitivity.{family}"


def movable_key(family: str) -> str:
    """Registry key of the movable share m of a family of scores."""
    return f"scales.movable_share.{family}"


def share_of_the_way(gain: np.ndarray, movable: np.ndarray, strength: np.ndarray) -> np.ndarray:
    """Share u (-1..1) of the way to the best end, with strength k."""
    size = np.minimum(np.abs(gain), MOST_GAIN) * strength
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


def of_person(share: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """Share of the way (-1..1) of a person who goes `factor` = exp(sd e) as far on the axis as the middle one does.

    0 stays 0, better and worse are alike, and +-1 is never passed; the arrays broadcast.
    """
    size = np.minimum(np.abs(share), MOST_SHARE)
    log_q = factor * (np.log1p(-size) - np.log1p(size / AXIS_START))
    return np.sign(share) * AXIS_START * -np.expm1(log_q) / (np.exp(log_q) + AXIS_START)


def person_factor(values: Values, score: np.ndarray) -> np.ndarray:
    """Factor exp(sd e) of people with the standard-normal `score` e, (draw or person, ...)."""
    sd = values[PERSON_SD]
    return np.exp(sd.reshape(sd.shape + (1,) * (np.ndim(score) - 1)) * score)


def people_who_reach(share: np.ndarray, needed: np.ndarray, person_sd: np.ndarray) -> np.ndarray:
    """Share of people (draw, day) who come at least `needed` (draw,) of the way where the middle one comes `share`.

        P = Phi(ln(l/l*)/sd),   l = ln((u + a)/(a (1 - u)))

    0 without a gain, and where the whole way or more is needed.
    """
    wanted = per_draw(needed)
    possible = (share > 0) & (wanted < 1)
    ahead = distance(np.where(possible, share, 0.5)) / distance(np.where(possible, wanted, 0.5))
    return np.where(possible, ndtr(np.log(ahead) / per_draw(person_sd)), 0.0)


def distance(share: np.ndarray) -> np.ndarray:
    """How far a share above 0 lies from 0 on the axis; next to nothing for a loss."""
    size = np.clip(share, 1e-12, MOST_SHARE)
    return np.log1p(size / AXIS_START) - np.log1p(-size)


def person_share_text(gain: str, movable: str, strength: str, factor: str) -> str:
    """`of_person` of `share_of_the_way` as a formula; a share of 1, which none reaches, would need its limit."""
    a = AXIS_START

    def one_way(size: str) -> str:
        share = f"{movable}*(1 - exp(-{strength}*{size}))"
        return f"{a * (1 + a)!r}/(({a!r}*({1 + a!r}/({share} + {a!r}) - 1))^({factor}) + {a!r})"

    better, worse = f"({gain} + abs({gain}))/2", f"(abs({gain}) - {gain})/2"
    return f"({one_way(better)} - {one_way(worse)})"


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
