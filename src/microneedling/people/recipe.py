"""Virtual people from a recipe: age, sex, phototype, sun damage and habits as distributions.

    age        ~ normal(mean, sd) cut at [low, high]
    photoageing = 1 - exp(-rate (age - first age)) exp(spread of people)     unless the recipe gives it
    phototype, sex, smoking ~ their shares

Each person has an own row of a named stream, so that person i is the same whoever is sampled beside them, and arms
of a trial differ by treatment alone. Numbers a recipe leaves open come from the registry (`population.toml`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtr, ndtri

from ..evidence.registry import Values
from ..skin.people import People
from ..streams import rows

WIDTH = 8  # uniform numbers kept for each person
AGE, LIGHT, SEX, TYPE, SMOKE = range(5)
OLDEST_YEAR = 120.0  # a spread without limits reaches beyond any age
UNKNOWN_TYPES = {"III": 0.5, "IV": 0.5}


@dataclass(frozen=True)
class Spread:
    """A number that differs between people: normal, cut at `low` and `high`; sd 0 for one number."""

    mean: float
    sd: float = 0.0
    low: float = -np.inf
    high: float = np.inf

    def at(self, share: np.ndarray) -> np.ndarray:
        """Quantiles of the cut normal distribution."""
        if self.sd <= 0:
            return np.full(np.shape(share), float(np.clip(self.mean, self.low, self.high)))
        below, above = ndtr((self.low - self.mean) / self.sd), ndtr((self.high - self.mean) / self.sd)
        return np.clip(self.mean + self.sd * ndtri(below + share * (above - below)), self.low, self.high)


@dataclass(frozen=True)
class Recipe:
    """Who is in a group; shares are normalised. `photoageing` None: as usual at that age."""

    site: str
    age_year: Spread
    photoageing: Spread | None = None
    female_share: float = 0.8
    phototypes: Mapping[str, float] = field(default_factory=lambda: dict(UNKNOWN_TYPES))
    smoker_share: float = 0.0
    diabetic: bool = False


def virtual_people(
    recipe: Recipe, values: Values, seed: int, stream: str = "people", first: int = 0
) -> People:
    """One person for each draw of `values`: person `first`, `first` + 1, ... of the stream."""
    scores = rows(seed, "population", stream, first=first, count=values.count, width=WIDTH)
    return people_of_scores(recipe, values, scores)


def typical_people(recipe: Recipe, values: Values) -> People:
    """The same middle person for every draw: median age and sun damage, commonest sex and phototype."""
    scores = np.full((values.count, WIDTH), 0.5)
    scores[:, SMOKE] = 1.0 if recipe.smoker_share < 0.5 else 0.0
    made = people_of_scores(recipe, values, scores)
    commonest = max(recipe.phototypes, key=lambda name: recipe.phototypes[name])
    return People(**{**vars(made), "phototype": np.full(values.count, commonest)})


def people_of_scores(recipe: Recipe, values: Values, scores: np.ndarray) -> People:
    """The people of these rows of uniform numbers (draw, WIDTH), one a draw of `values`."""
    age = np.clip(recipe.age_year.at(scores[:, AGE]), 0.0, OLDEST_YEAR)
    names = np.array(list(recipe.phototypes))
    shares = np.cumsum([recipe.phototypes[name] for name in names])
    which = np.searchsorted(shares / shares[-1], scores[:, TYPE], side="right").clip(max=len(names) - 1)
    return People(
        site=recipe.site,
        age_year=age,
        photoageing=photoageing_of(recipe, age, scores[:, LIGHT], values),
        sex=np.where(scores[:, SEX] < recipe.female_share, "female", "male"),
        phototype=names[which],
        smoker=scores[:, SMOKE] < recipe.smoker_share,
        diabetic=np.full(values.count, recipe.diabetic),
    )


def photoageing_of(recipe: Recipe, age: np.ndarray, share: np.ndarray, values: Values) -> np.ndarray:
    """Sun damage (draw,) at these ages, from uniform numbers: as the recipe says, else as usual at that age."""
    if recipe.photoageing is not None:
        return np.clip(recipe.photoageing.at(share), 0.0, 1.0)
    years = np.maximum(age - values["population.first_signs_year"], 0.0)
    usual = values["population.photoageing_per_year"] * years
    own = np.exp(values["population.photoageing_log_sd"] * ndtri(np.clip(share, 1e-9, 1 - 1e-9)))
    return -np.expm1(-usual * own)
