"""Virtual people from a recipe: age, sex, phototype, sun damage and habits as distributions.

    age        ~ normal(mean, sd) cut at [low, high]
    photoageing as usual at that age (`skin.usual`)                           unless the recipe gives it
    phototype, sex, smoking ~ their shares

Each person has their own row of a named stream, so that person i is the same whoever else is sampled, and arms
of a trial differ by treatment alone. Numbers a recipe leaves open come from the registry (`population.toml`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from ..evidence.registry import Values
from ..skin.people import People
from ..skin.person import OLDEST_YEAR
from ..skin.usual import usual_photoageing
from ..streams import rows
from .cut_normal import CutNormal
from .written import WrittenPeople

WIDTH = 8  # uniform numbers kept for each person
AGE, LIGHT, SEX, TYPE, SMOKE = range(5)


@dataclass(frozen=True)
class Recipe:
    """Who is in a group; shares are normalised. `photoageing` None: as usual at that age."""

    site: str
    age_year: CutNormal
    phototypes: Mapping[str, float]
    female_share: float
    smoker_share: float
    photoageing: CutNormal | None = None
    diabetic: bool = False

    @classmethod
    def of(cls, people: WrittenPeople) -> Recipe:
        """The recipe that a study file or a trial file gives."""
        return cls(
            site=people.site,
            age_year=CutNormal.of(people.age_year),
            phototypes={str(name): share for name, share in people.phototypes.items()},
            female_share=people.female_share,
            smoker_share=people.smoker_share,
            photoageing=None if people.photoageing is None else CutNormal.of(people.photoageing),
        )


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
    middle = people_of_scores(recipe, values, scores)
    commonest = max(recipe.phototypes, key=lambda name: recipe.phototypes[name])
    return People(**{**vars(middle), "phototype": np.full(values.count, commonest)})


def people_of_scores(recipe: Recipe, values: Values, scores: np.ndarray) -> People:
    """The people of these rows of uniform numbers (draw, WIDTH), one a draw of `values`."""
    age = np.clip(recipe.age_year.at(scores[:, AGE]), 0.0, float(OLDEST_YEAR))
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
    return usual_photoageing(age, ndtri(np.clip(share, 1e-9, 1 - 1e-9)), values)
