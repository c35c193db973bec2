"""The people of a trial by number: from its recipe with correlations, or from a clinic's own table.

    z = L u            standard-normal scores of age, sun damage and severity, L L' the given correlations
    x = quantile of the cut normal at Phi(z)                     so that marginals hold whatever the correlations

With a table each person takes a whole row, by weights with which the rows meet the given marginals
(`clinic_table`); the table's own correlations stand, and columns it lacks come from the recipe. Person i has their
own rows of named streams: the same whoever else is sampled, in whichever arm.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri

from ..evidence.registry import Values
from ..inputs.phototypes import PHOTOTYPES
from ..skin.people import People
from ..streams import rows
from .clinic_table import Clinic, clinic_of
from .recipe import AGE, LIGHT, WIDTH, Recipe, people_of_scores, photoageing_of
from .written import TrialPeople

SEVERITY, ROW = 5, 6  # places in a person's row of uniform numbers beside those of `people`
TINY = 1e-12


@dataclass(frozen=True)
class Members:
    """People by number with the score (0-1 share of their distribution) of their severity at the start."""

    people: People
    severity: np.ndarray
    baseline: np.ndarray | None  # the score itself, where the clinic's table gives it


def scores_of(people: TrialPeople, seed: int, first: int, count: int) -> np.ndarray:
    """Uniform numbers (count, WIDTH) of the people `first`, ... with the correlations of the recipe."""
    scores = rows(seed, "population", "people", first=first, count=count, width=WIDTH).copy()
    given = people.correlation
    a, b, c = given.age_photoageing, given.age_severity, given.photoageing_severity
    if a == b == c == 0:
        return scores
    age, light, severe = (
        ndtri(np.clip(scores[:, place].copy(), TINY, 1 - TINY)) for place in (AGE, LIGHT, SEVERITY)
    )
    middle = np.sqrt(1 - a * a)  # the Cholesky factor, written out
    cross = (c - a * b) / middle
    scores[:, LIGHT] = ndtr(a * age + middle * light)
    scores[:, SEVERITY] = ndtr(b * age + cross * light + np.sqrt(1 - b * b - cross * cross) * severe)
    return scores


def members(people: TrialPeople, values: Values, scores: np.ndarray) -> Members:
    """The people of these rows of uniform numbers, one a draw of `values`."""
    sampled = people_of_scores(Recipe.of(people), values, scores)
    clinic = _clinic(people)
    if clinic is None:
        return Members(sampled, scores[:, SEVERITY], None)
    picked = clinic.picked(scores[:, ROW])
    changed = {name: column[picked] for name, column in clinic.columns.items()}
    baseline = changed.pop("baseline", None)
    if "photoageing" not in changed:
        changed["photoageing"] = photoageing_of(
            Recipe.of(people), changed["age_year"], scores[:, LIGHT], values
        )
    return Members(People(**{**vars(sampled), **changed}), scores[:, SEVERITY], baseline)


def _clinic(people: TrialPeople) -> Clinic | None:
    return _clinic_of_text(people.model_dump_json()) if people.rows else None


def check(people: TrialPeople) -> None:
    """Raise `InputError` where a clinic's table cannot give such people: before anything is computed."""
    _clinic(people)


@lru_cache(maxsize=4)
def _clinic_of_text(text: str) -> Clinic:
    return clinic_of(TrialPeople.model_validate_json(text))


def report(people: TrialPeople, got: dict[str, np.ndarray]) -> dict:
    """Acceptance, effective sample size, and the given marginals beside those of the people sampled.

    `got` holds the people's columns. A recipe rejects nobody: its limits cut the distributions themselves.
    """
    clinic = _clinic(people)
    count = len(got["age_year"])
    asked = Recipe.of(people)
    grid = asked.age_year.at((np.arange(2000) + 0.5) / 2000)
    shares = {
        name: {
            "asked": round(share, 4),
            "got": round(float((got["phototype"] == place).mean()), 4),
        }
        for place, (name, share) in enumerate(_all_types(people).items(), 1)
        if share or (got["phototype"] == place).any()
    }
    return {
        "from": "recipe" if clinic is None else "clinic table",
        "people": count,
        "acceptance": 1.0 if clinic is None else round(clinic.acceptance, 4),
        "effective_sample_size": float(count) if clinic is None else round(clinic.effective_size, 1),
        "marginals": {
            "age_year_mean": {"asked": round(float(grid.mean()), 3), "got": _mean(got["age_year"])},
            "age_year_sd": {
                "asked": round(float(grid.std()), 3),
                "got": round(float(got["age_year"].std()), 3),
            },
            "female_share": {"asked": people.female_share, "got": _mean(got["female"], 4)},
            "smoker_share": {"asked": people.smoker_share, "got": _mean(got["smoker"], 4)},
            "phototypes": shares,
        },
        "correlations_got": _correlations(got),
    }


def _all_types(people: TrialPeople) -> dict[str, float]:
    return {**dict.fromkeys(PHOTOTYPES, 0.0), **people.phototypes}


def _mean(column: np.ndarray, digits: int = 3) -> float:
    return round(float(column.mean()), digits)


def _correlations(got: dict[str, np.ndarray]) -> dict[str, float | None]:
    """Correlations of ranks between age, sun damage and the score at the start."""

    def ranked(name: str) -> np.ndarray:
        _, place, count = np.unique(got[name], return_inverse=True, return_counts=True)
        return (np.cumsum(count) - (count - 1) / 2)[place]  # equal ones share a rank

    def of(one: str, other: str) -> float | None:
        if len(got[one]) < 3 or np.ptp(got[one]) == 0 or np.ptp(got[other]) == 0:
            return None
        return round(float(np.corrcoef(ranked(one), ranked(other))[0, 1]), 3)

    return {
        "age_photoageing": of("age_year", "photoageing"),
        "age_severity": of("age_year", "true_baseline"),
        "photoageing_severity": of("photoageing", "true_baseline"),
    }
