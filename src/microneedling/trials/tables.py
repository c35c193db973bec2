"""The tables of a trial file about the trial itself: how it is run, what is read, what counts as success."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from ..errors import did_you_mean
from ..inputs.distribution import Distribution
from ..inputs.written import Flag, Number, Share, Text, Whole, Written, canonical, mistaken
from .endpoints import ENDPOINTS


class Design(Written):
    """How the trial is run."""

    kind: Literal["parallel", "split face"] = "parallel"
    """each person in one arm, or every arm on a side of its own of each person"""
    people_per_arm: Whole = Field(ge=2, le=100_000)
    """people enrolled in each arm of one trial (split face: people)"""
    dropout_share: Share = 0.0
    """share of people who leave before the last visit, at any time with equal chance"""
    missed_session_share: Share = 0.0
    """share of sessions after the first that people miss"""
    missing: Literal["left out", "carried forward"] = "left out"
    """what is done with people who were not seen on the day of the endpoint"""
    blinded: Flag = True
    """whether raters do not know what was done"""
    numbers: Literal["drawn", "middle"] = "drawn"
    """each virtual trial with its own draw of the model's numbers, or all with the middle ones"""


class Endpoint(Written):
    """What decides."""

    scale: Annotated[str, BeforeValidator(canonical({})), Field(json_schema_extra={"enum": list(ENDPOINTS)})]
    """a rater's scale of the concern, percent_improvement, or an instrument"""
    day: Whole = Field(ge=1, le=3650)
    """day of the visit that decides, counted from the first session"""
    statistic: Literal["change", "percent change", "responders"] = "change"
    """change in the scale's own unit, in percent of the own baseline, or who got better by more than over_percent"""
    over_percent: Number | None = Field(default=None, ge=0, lt=100, validate_default=True)
    """responders: the improvement, in percent of the own baseline, that must be exceeded"""
    baseline: Distribution | None = None
    """score before the first session; typical of such people when left out"""
    visits_day: tuple[Whole, ...] = Field(default=(), max_length=12)
    """days of other visits"""
    whole_steps: Flag = False
    """whether raters give whole steps of the scale only"""

    @field_validator("scale")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in ENDPOINTS:
            raise mistaken(f"one of {', '.join(ENDPOINTS)}. {did_you_mean(value, ENDPOINTS)}".rstrip(". "))
        return value

    @field_validator("over_percent")
    @classmethod
    def _for_responders(cls, value: float | None, info: ValidationInfo) -> float | None:
        if "statistic" in info.data and (info.data["statistic"] == "responders") != (value is not None):
            raise mistaken('a percentage for "responders", and nothing for others')
        return value

    @field_validator("visits_day")
    @classmethod
    def _in_time(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if any(not 0 < day <= 3650 for day in value):
            raise mistaken("visits on days from 1 to 3650")
        return value

    @property
    def days(self) -> tuple[int, ...]:
        """All visits after the first session, in order; the one that decides among them."""
        return tuple(sorted({self.day, *self.visits_day}))


class Aim(Written):
    """What counts as success, set before."""

    kind: Literal["superiority", "non-inferiority", "equivalence"] = "superiority"
    """the first arm of `compare` is better by more than the margin, not worse by it, or within it either way"""
    margin: Number = Field(default=0.0, ge=0, validate_default=True)
    """margin in the unit of the endpoint"""
    compare: tuple[Text, Text]
    """the two arms compared: the first minus the second"""
    significance: Number = Field(default=0.05, gt=0, lt=0.5)
    """two-sided level of superiority; equivalence uses two one-sided tests at this level"""

    @field_validator("margin")
    @classmethod
    def _needed(cls, value: float, info: ValidationInfo) -> float:
        if info.data.get("kind") in ("non-inferiority", "equivalence") and value <= 0:
            raise mistaken("a margin above 0, set before the trial")
        return value

    @field_validator("compare", mode="before")
    @classmethod
    def _two_names(cls, value: Any) -> Any:
        if isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(n, str) for n in value):
            return value
        raise mistaken('the names of two arms, written ["first", "second"]')
