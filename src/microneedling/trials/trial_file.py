"""A virtual trial as a person writes it: who takes part, which arms, what is read, what counts as success.

`load_trial(path)` of `reading` reads the file (TOML, or the same object as JSON). Each arm is a course of its
own (`course.Course`) on the people of the trial. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..course.course import Course
from ..errors import Mistake
from ..inputs.written import Flag, Text, Written, disagreeing
from ..people.written import TrialPeople
from ..skin.concern import Concern
from .agreement import disagreements
from .tables import Aim, Design, Endpoint

FORMAT = 1
MOST_ARMS = 4
MOST_SESSIONS = 61  # of an arm: the first, and sixty that may be missed
LONGEST_NAME = 60
ONE_ZONE = "Write a trial for each zone, or a course with zones for one person (`microneedling simulate`)."


class Arm(Written):
    """One arm: its course on the trial's people."""

    name: Annotated[Text, Field(max_length=LONGEST_NAME)]
    """a name of its own"""
    sham: Flag = False
    """whether a device without needles is used, so that neither people nor raters know"""
    course: Course
    """what is done"""


class TrialFile(Written):
    """A whole trial, checked.

    >>> from microneedling import load_trial
    >>> [arm.name for arm in load_trial("examples/trials/acne_scars_sham.toml").arms]
    ['roller', 'sham']
    """

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
    def _parts_agree(self) -> TrialFile:
        parts = {"people": self.people, "concern": self.concern, "endpoint": self.endpoint, "aim": self.aim}
        mistakes = [*_arms(self.arms), *disagreements(parts, [arm.name for arm in self.arms])]
        if mistakes:
            raise disagreeing(mistakes)
        return self

    @property
    def split(self) -> bool:
        """Whether every person has each arm on a side of their own (split face)."""
        return self.design.kind == "split face"

    def place(self, name: str) -> int:
        """Place of an arm in the file."""
        return [arm.name for arm in self.arms].index(name)


def _arms(arms: tuple[Arm, ...]) -> Iterator[Mistake]:
    """Mistakes of each arm beside the others."""
    names = [arm.name for arm in arms]
    for k, arm in enumerate(arms):
        if arm.name in names[:k]:
            yield Mistake(f"arms[{k}].name", f'"{arm.name}"', "a name that no other arm has")
        if arm.sham and arm.course.sessions:
            yield Mistake(f"arms[{k}].course.session", "sessions", "nothing: a sham has no needles")
        if arm.course.zoned:
            allowed = "a course of one site: all is done and read at that of the people"
            yield Mistake(f"arms[{k}].course", f"zones: {', '.join(arm.course.zones)}", allowed, ONE_ZONE)
        if (count := len(arm.course.sessions)) > MOST_SESSIONS:
            allowed = f"at most {MOST_SESSIONS} in an arm"
            yield Mistake(f"arms[{k}].course.session", f"{count} sessions", allowed)


Trial = TrialFile  # its name inside this folder
