"""A virtual trial as a person writes it: who takes part, which arms, what is read, what counts as success.

`load_trial(path)` of `reading` reads the file (TOML, or the same object as JSON). Each arm is a course of its
own (`course.Course`) on the people of the trial. Loads without the array library.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from ..course.course import Course
from ..errors import did_you_mean
from ..inputs.distribution import Distribution
from ..inputs.written import Flag, Number, Share, Text, Whole, Written, canonical, mistaken
from ..people.written import TrialPeople
from ..skin.concern import Concern
from .endpoints import ENDPOINTS, allowed_for

FORMAT = 1
MOST_ARMS = 4
MOST_SESSIONS = 61  # of an arm: the first, and sixty that may be missed


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


class Arm(Written):
    """One arm: its course on the trial's people."""

    name: Text
    """a name of its own"""
    sham: Flag = False
    """whether a device without needles is used, so that neither people nor raters know"""
    course: Course
    """what is done"""


class Trial(Written):
    """A whole trial, checked."""

    format: Literal[1] = FORMAT
    """format number of the trial file"""
    title: Text = "A virtual trial of microneedling"
    """a title of your own"""
    people: TrialPeople
    """who takes part"""
    concern: Concern
    """what they are treated for"""
    arms: tuple[Arm, ...] = Field(min_length=2, max_length=MOST_ARMS)
    """what is compared"""
    design: Design
    """how the trial is run"""
    endpoint: Endpoint
    """what decides"""
    aim: Aim
    """what counts as success"""

    @model_validator(mode="after")
    def _parts_agree(self) -> Trial:
        names = [arm.name for arm in self.arms]
        if self.endpoint.scale not in allowed_for(self.concern.kind):
            raise mistaken("an endpoint that fits the concern")
        if len(set(names)) < len(names) or not set(self.aim.compare) <= set(names):
            raise mistaken("arms with names of their own, two of them compared")
        return self

    @property
    def split(self) -> bool:
        """Whether every person has each arm on a side of their own (split face)."""
        return self.design.kind == "split face"

    def place(self, name: str) -> int:
        """Place of an arm in the file."""
        return [arm.name for arm in self.arms].index(name)
