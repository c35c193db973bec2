"""Sampling from a clinic's own table: which rows may be taken, and with what weight.

Rows outside the requested limits (age, phototypes) are not taken: acceptance is the share that is. The others get the
weights w that change the table least while their weighted means meet the targets (entropy balancing):

    minimise sum w ln(n w)   subject to   sum w f = target,  sum w = 1,      w ~ exp(b' f)
    f = age, age^2, female, phototypes, smoker (as far as the table has them)
    effective sample size = 1 / sum w^2

Breaks down where the table has hardly any such people: then few rows carry all weight, and an error says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from ..errors import InputError, Mistake
from .cut_normal import CutNormal
from .written import TrialPeople

FEWEST = 5.0  # effective rows under which a sample is a few people over and over
MEETS = 0.01  # largest distance, in standard deviations of the table, of a weighted mean from its target


@dataclass(frozen=True)
class Clinic:
    """Accepted rows as columns, and the cumulative weights by which they are taken."""

    columns: dict[str, np.ndarray]
    cumulative: np.ndarray
    acceptance: float
    effective_size: float

    def picked(self, uniform: np.ndarray) -> np.ndarray:
        """The row that each person takes."""
        place = np.searchsorted(self.cumulative, uniform, side="right")
        return np.minimum(place, len(self.cumulative) - 1)


def clinic_of(people: TrialPeople) -> Clinic:
    """The accepted rows of a clinic's table with their weights; raises `InputError` where they cannot serve."""
    table = _columns(people.rows)
    limits = people.age_year
    low = -np.inf if limits.low is None else limits.low
    high = np.inf if limits.high is None else limits.high
    keep = (table["age_year"] >= low) & (table["age_year"] <= high)
    if "phototype" in table:
        keep &= np.isin(table["phototype"], [name for name, share in people.phototypes.items() if share > 0])
    accepted = {name: column[keep] for name, column in table.items()}
    if keep.sum() < FEWEST:
        raise _refused(f"{int(keep.sum())} rows with such ages and phototypes", people)
    weights = _weights(accepted, people)
    effective = float(1 / np.sum(weights**2))
    if effective < FEWEST:
        raise _refused(f"weights that rest on {effective:.1f} rows", people)
    return Clinic(accepted, np.cumsum(weights), float(keep.mean()), effective)


def _refused(found: str, people: TrialPeople) -> InputError:
    allowed = f"at least {FEWEST:g} rows of people like those asked for"
    hint = "Ask for people nearer to those in the table, or leave the table out."
    return InputError("people.table", [Mistake(str(people.table), found, allowed, hint)])


def _columns(given: tuple[dict[str, str], ...]) -> dict[str, np.ndarray]:
    found: dict[str, np.ndarray] = {}
    for name in given[0]:
        cells = [row[name] for row in given]
        if name in ("age_year", "photoageing", "baseline"):
            found[name] = np.array([float(cell) for cell in cells])
        elif name == "smoker":
            found[name] = np.array([cell == "yes" for cell in cells])
        else:
            found[name] = np.array(cells)
    return found


def _weights(table: dict[str, np.ndarray], people: TrialPeople) -> np.ndarray:
    names, features, targets = _features(table, people)
    sd = features.std(axis=0)
    varies = sd > 0
    for place in np.flatnonzero(~varies):
        if abs(features[0, place] - targets[place]) > MEETS:
            raise _refused(f"people who are all alike in {names[place]}, and others were asked for", people)
    z = (features[:, varies] - targets[varies]) / sd[varies]

    def dual(b: np.ndarray) -> tuple[float, np.ndarray]:
        score = z @ b
        top = score.max()
        e = np.exp(score - top)
        total = e.sum()
        return top + float(np.log(total)), e @ z / total

    with np.errstate(
        all="ignore"
    ):  # where no weights will do, the search runs away; what it met is looked at below
        found = minimize(dual, np.zeros(z.shape[1]), jac=True, method="BFGS")
    score = z @ found.x
    weights = np.exp(score - score.max())
    weights /= weights.sum()
    missed = np.abs(weights @ z)
    if not np.all(missed <= MEETS):
        worst = np.array(names)[varies][np.argmax(np.nan_to_num(missed, nan=np.inf))]
        raise _refused(f"no weights of its rows that meet what was asked for, least of all {worst}", people)
    return weights


def _features(table: dict[str, np.ndarray], people: TrialPeople) -> tuple[list[str], np.ndarray, np.ndarray]:
    """What is balanced by name, (row, feature), and the target means."""
    cut = CutNormal.of(people.age_year).at((np.arange(4000) + 0.5) / 4000)
    centred = table["age_year"] - cut.mean()
    names, columns = ["age_year", "the spread of age_year"], [table["age_year"], centred**2]
    targets = [float(cut.mean()), float(cut.var())]
    if "sex" in table:
        names.append("sex")
        columns.append((table["sex"] == "female").astype(float))
        targets.append(people.female_share)
    if "phototype" in table:
        for name, share in list(people.phototypes.items())[:-1]:
            names.append(f"phototype {name}")
            columns.append((table["phototype"] == name).astype(float))
            targets.append(share)
    if "smoker" in table:
        names.append("smoker")
        columns.append(table["smoker"].astype(float))
        targets.append(people.smoker_share)
    return names, np.stack(columns, axis=1), np.array(targets)
