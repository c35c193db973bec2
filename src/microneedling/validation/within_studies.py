"""Comparisons within a study, each scored against "no difference" and "as such comparisons usually come out".

A comparison is a difference d = x_b - x_a on the axis of its kind (`reference.axes`). Its forecast is draws of d; to
what a study reports belongs its sampling error e. A study finds b more where (d + e)/se > 1.96, a more below -1.96,
else no difference, so that every forecast gives three chances. They are scored by the ranked probability score over
a, none, b:

    RPS = (P_a - o_a)^2 + (P_a + P_none - o_a - o_none)^2        0 best, 2 worst

Where both sides were reported as numbers the CRPS of d + e is given too. Means give each study one vote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from ..evidence.registry import Values
from ..streams import generator
from ..studies.contrasts import Contrast, Found, arm_of, with_number
from ..studies.designs import designs
from ..studies.predict import predict
from ..studies.published import Reported
from .compared import facts
from .comparisons import (
    FORECASTS,
    MODEL,
    NONE,
    OTHERS,
    SIGNIFICANT,
    USUAL,
    JudgedContrast,
    WithinStudies,
    misses_first,
)
from .reading_words import what_and_when
from .reference.axes import PEOPLE_SD, TIME_SD, seen, slope_at
from .reference.hierarchy import Places, left_out
from .scores import crps, mean_over_studies, slope_over_studies

if TYPE_CHECKING:
    from ..studies.study import Reading

SIDES_ALIKE = 0.5  # ASSUMED: correlation of two sides of one person
DRAWS = 2000
FEWEST_PEOPLE = 10
SPREADS = (0.5, 0.3, 0.3)  # half-normal scales between kinds, studies, and within one, of a difference
EITHER_ORDER = ("one product or another", "one cream or another", "roller or pen", "people", "site")
USUAL_V = 0.4  # share of the way at which an error of people is put on the axis where no number says where


@dataclass(frozen=True)
class ScoredContrast:
    """One comparison with what was found, the three chances of each forecast (a, none, b), and their scores.

    `median` is of the difference that each forecast says there is, `quantiles` of what the model says is reported.
    """

    contrast: Contrast
    found: Found
    difference: float | None
    error: float
    median: Mapping[str, float]
    quantiles: Mapping[str, float]
    chances: Mapping[str, tuple[float, float, float]]
    rps: Mapping[str, float]
    crps: Mapping[str, float] | None

    @property
    def likeliest(self) -> Found:
        """What the model holds likeliest."""
        words: tuple[Found, ...] = ("a", "no difference", "b")
        return words[int(np.argmax(self.chances[MODEL]))]


def predicted_differences(
    items: Sequence[Contrast], values: Values, seed: int = 1, people: int = 2
) -> dict[str, np.ndarray]:
    """Contrast -> draws (draw,) of the model's difference: both sides with the same numbers, people and raters."""
    sides = {(side.arm, side.reading): side for item in items for side in (item.a, item.b)}
    places = _on_axis(tuple(sides.values()), values, seed, people)
    return {
        item.id: places[item.b.arm, item.b.reading] - places[item.a.arm, item.a.reading] for item in items
    }


def _on_axis(
    sides: Sequence[Reported], values: Values, seed: int, people: int
) -> dict[tuple[str, Reading], np.ndarray]:
    """Places (draw,) of what the biology alone says of each side; NaN where it could not be computed.

    The sides of one arm are followed together.
    """
    found = {}
    for arm in dict.fromkeys(side.arm for side in sides):
        ours = [side for side in sides if side.arm == arm]
        study = arm_of(ours[0]).model_copy(update={"reading": tuple(side.reading for side in ours)})
        made = predict(study, seed=seed, people=people, values=values).readings
        for side, one in zip(ours, made, strict=True):
            places = [seen(with_number(side, float(value)), one.family) for value in one.biology]
            found[arm, side.reading] = np.array([np.nan if at is None else at.x for at in places])
    return found


def reported_difference(item: Contrast) -> tuple[float | None, float]:
    """What was reported, d (None where only its direction was), and its standard error, both on the axis."""
    a, b = (seen(side, arm_of(side).family(side.reading)) for side in (item.a, item.b))
    together = 0.0 if _of_different_people(item) else SIDES_ALIKE
    if a is None or b is None:
        one, other = _usual_error(item.a), _usual_error(item.b)
    else:
        one, other = a.se, b.se
    error = float(np.sqrt(one**2 + other**2 - 2 * together * one * other))
    return (None if a is None or b is None else b.x - a.x), error


def _usual_error(side: Reported) -> float:
    """Error of the people of a side on its axis, where no number says where it lies."""
    spread = TIME_SD if side.reading.kind.family == "event" else PEOPLE_SD * slope_at(USUAL_V)
    return spread / np.sqrt(side.n or FEWEST_PEOPLE)


def _of_different_people(item: Contrast) -> bool:
    """Whether the sides are people of their own, and not sides, days, parts or sites of the same people."""
    known = [designs()[side.arm] for side in (item.a, item.b) if side.arm in designs()]
    return item.about == "people" or any(design.kind == "parallel" for design in known)


def outcome(item: Contrast) -> Found:
    """What a row says was found, else what the two numbers say."""
    if item.found is not None:
        return item.found
    difference, error = reported_difference(item)
    assert difference is not None
    if abs(difference) <= SIGNIFICANT * error:
        return "no difference"
    return "b" if difference > 0 else "a"


def usual_differences(items: Sequence[Contrast]) -> dict[str, np.ndarray]:
    """Contrast -> draws of how such comparisons came out in other studies, kinds leaning on each other.

    Where neither side is the greater, only the size of others can be told: the draws lie on both sides of 0.
    """
    found = [reported_difference(item) for item in items]
    known = [place for place, (difference, _) in enumerate(found) if difference is not None]
    usual = {}
    for place, item in enumerate(items):
        others = [at for at in known if items[at].study != item.study]
        rows = [*others, place]
        places = Places(
            x=np.array([found[at][0] or 0.0 for at in rows]),
            se=np.array([found[at][1] for at in rows]),
            kind=[items[at].about for at in rows],
            study=[items[at].study for at in rows],
            covariates=np.zeros((len(rows), 0)),
            spreads=SPREADS,
        )
        made = left_out(places)[-1]
        draws = np.zeros(DRAWS) if made is None else made.draws(DRAWS)
        usual[item.id] = np.concatenate([draws, -draws]) if item.about in EITHER_ORDER else draws
    return usual


def scored(items: Sequence[Contrast], differences: Mapping[str, np.ndarray]) -> list[ScoredContrast]:
    """Every comparison scored; `differences` are the model's, of `predicted_differences`."""
    usual = usual_differences(items)
    return [
        _scored(item, {MODEL: differences[item.id], NONE: np.zeros(1), USUAL: usual[item.id]})
        for item in items
    ]


def _scored(item: Contrast, draws: Mapping[str, np.ndarray]) -> ScoredContrast:
    difference, error = reported_difference(item)
    found = outcome(item)
    chances = {name: _chances(each, error) for name, each in draws.items()}
    numbers = None
    if difference is not None:
        numbers = {name: _crps(item, each, difference, error) for name, each in draws.items()}
    return ScoredContrast(
        contrast=item,
        found=found,
        difference=difference,
        error=error,
        median={name: float(np.nanmedian(each)) for name, each in draws.items()},
        quantiles=_quantiles(_as_reported(item, draws[MODEL], error)),
        chances=chances,
        rps={name: ranked(each, found) for name, each in chances.items()},
        crps=numbers,
    )


def _chances(draws: np.ndarray, error: float) -> tuple[float, float, float]:
    """Chances that a study of this error finds a more, no difference, b more."""
    z = draws[np.isfinite(draws)] / error
    more, less = float(ndtr(z - SIGNIFICANT).mean()), float(ndtr(-z - SIGNIFICANT).mean())
    return less, 1.0 - more - less, more


def _crps(item: Contrast, draws: np.ndarray, difference: float, error: float) -> float:
    return float(crps(_as_reported(item, draws, error), difference)[0])


def _as_reported(item: Contrast, draws: np.ndarray, error: float) -> np.ndarray:
    """Draws of a difference with the sampling error of the report."""
    chance = generator(1, "contrast", item.id).standard_normal(DRAWS)
    return np.resize(draws[np.isfinite(draws)], DRAWS) + error * chance


def _quantiles(draws: np.ndarray) -> dict[str, float]:
    return {f"{q:g}": round(float(np.quantile(draws, q)), 4) for q in (0.1, 0.5, 0.9)}


def ranked(chances: tuple[float, float, float], found: Found) -> float:
    """Ranked probability score of three chances."""
    a, none, _ = chances
    below = {"a": (1.0, 1.0), "no difference": (0.0, 1.0), "b": (0.0, 0.0)}[found]
    return (a - below[0]) ** 2 + (a + none - below[1]) ** 2


def one_vote(found: Sequence[ScoredContrast], numbers: bool = False) -> dict[str, float]:
    """Mean score of each forecast, one vote a study: ranked probability score, or the CRPS of those with numbers."""
    means = {}
    for name in FORECASTS:
        by_study: dict[str, list[float]] = {}
        for item in found:
            score = item.rps if not numbers else item.crps
            if score is not None:
                by_study.setdefault(item.contrast.study, []).append(score[name])
        means[name] = float(np.mean([np.mean(each) for each in by_study.values()]))
    return means


def judged(found: Sequence[ScoredContrast], how: Mapping[str, str]) -> WithinStudies:
    """The comparisons without their draws, misses first, and how the forecasts scored; `how` by study."""
    told = [item for item in found if item.difference is not None]
    studies = [item.contrast.study for item in found]
    return WithinStudies(
        contrasts=tuple(misses_first(_judged(item, how[item.contrast.study]) for item in found)),
        rps={name: round(score, 3) for name, score in one_vote(found).items()},
        versus={
            name: mean_over_studies(studies, [item.rps[MODEL] - item.rps[name] for item in found])
            for name in OTHERS
        },
        slope=slope_over_studies(
            [item.contrast.study for item in told],
            [item.median[MODEL] for item in told],
            [item.difference or 0.0 for item in told],
        ),
    )


def _judged(item: ScoredContrast, how: str) -> JudgedContrast:
    contrast = item.contrast
    sides = _side_words(contrast)
    return JudgedContrast(
        id=contrast.id,
        study=contrast.study,
        about=contrast.about,
        reading=what_and_when(facts(contrast.b)),
        a=sides[0],
        b=sides[1],
        rows=contrast.rows,
        note=contrast.note,
        how=how,
        found=item.found,
        difference=None if item.difference is None else round(item.difference, 4),
        quantiles=item.quantiles,
        chances={
            name: (round(a, 4), round(none, 4), round(b, 4)) for name, (a, none, b) in item.chances.items()
        },
        rps={name: round(score, 4) for name, score in item.rps.items()},
        crps=None if item.crps is None else {name: round(score, 4) for name, score in item.crps.items()},
    )


def _side_words(item: Contrast) -> tuple[str, str]:
    """What tells the sides apart: the titles of the arms, or of one arm what was read and when."""
    if item.a.arm != item.b.arm:
        return arm_of(item.a).title, arm_of(item.b).title
    return what_and_when(facts(item.a)), what_and_when(facts(item.b))
