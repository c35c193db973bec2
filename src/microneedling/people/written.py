"""Who is in a group, as people write it: the words that study files and trial files share, and a trial's own.

Loads without the array library. What a file leaves out is taken from the registry (`parameters/population.toml`).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator, model_validator

from ..evidence.practice import numbers_of, value_of
from ..inputs.distribution import Distribution
from ..inputs.phototypes import PHOTOTYPES, Phototypes
from ..inputs.written import Share, Text, Written, mistaken
from ..skin.person import OLDEST_YEAR
from ..skin.sites import WrittenSite

Correlation = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=-1, lt=1)]
GROUP = "population"


def usual_phototypes() -> dict[str, float]:
    """Shares of the phototypes in a group whose report gives none."""
    shares = {name: numbers_of(GROUP).get(f"phototype_share.{name}") for name in PHOTOTYPES}
    return {name: float(entry.value) for name, entry in shares.items() if entry and entry.value}


class WrittenPeople(Written):
    """Who is in a group."""

    site: WrittenSite
    """where on the body"""
    age_year: Distribution
    """age in years"""
    phototypes: Phototypes
    """Fitzpatrick phototypes with their shares"""
    female_share: Share = value_of(GROUP, "female_share")
    """share of women, 0 to 1"""
    smoker_share: Share = value_of(GROUP, "smoker_share")
    """share of smokers, 0 to 1"""
    photoageing: Distribution | None = None
    """sun damage, 0 none to 1 severe; from age when left out"""


class Correlations(Written):
    """How age, sun damage and severity go together in the people, as correlations of their normal scores."""

    age_photoageing: Correlation = 0.0
    """age with sun damage, beyond what the usual sun damage of an age already says"""
    age_severity: Correlation = 0.0
    """age with severity at the start"""
    photoageing_severity: Correlation = 0.0
    """sun damage with severity at the start"""

    @model_validator(mode="after")
    def _possible(self) -> Correlations:
        a, b, c = self.age_photoageing, self.age_severity, self.photoageing_severity
        if 1 + 2 * a * b * c - a * a - b * b - c * c <= 0:
            raise mistaken("three correlations that can hold at once (a positive definite matrix)")
        return self


class TrialPeople(WrittenPeople):
    """Who takes part."""

    correlation: Correlations = Correlations()
    """how age, sun damage and severity go together"""
    table: Text | None = None
    """a clinic's own anonymised table (CSV beside the trial file) that people are sampled from"""
    rows: tuple[dict[str, str], ...] = ()
    """the rows of that table, once read; leave out"""

    @field_validator("age_year")
    @classmethod
    def _an_age(cls, value: Distribution) -> Distribution:
        given = (value.middle, value.low, value.high)
        if not all(age is None or 0 <= age <= OLDEST_YEAR for age in given):
            raise mistaken(f"ages from 0 to {OLDEST_YEAR} years")
        return value
