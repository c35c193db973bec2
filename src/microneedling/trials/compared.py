"""What a virtual trial found of its arms, and of one arm beside another."""

from __future__ import annotations

from dataclasses import dataclass

from ..answers.brief import brief
from .summary import Described, Shape, rounded


@dataclass(frozen=True)
class Visit:
    """Mean score of those seen on a day; None where nobody was."""

    day: int
    mean: float | None


@dataclass(frozen=True)
class ArmResult:
    """One arm over all its virtual people; the endpoint is in the unit that the trial's endpoint has."""

    __repr__ = brief

    people: int
    failed: int
    seen: int
    endpoint: Described
    visits: tuple[Visit, ...]
    shape: Shape


@dataclass(frozen=True)
class Comparison:
    """First minus second arm; None where no virtual trial could be analysed."""

    difference: float | None
    ci95: tuple[float, float] | None  # in which 95 % of trials of this size report it
    power: float | None  # share of virtual trials that reach their aim

    def rounded(self) -> Comparison:
        """The same with as many digits as a summary of a sample has."""
        low_high = None if self.ci95 is None else (rounded(self.ci95[0]), rounded(self.ci95[1]))
        numbers = (None if value is None else rounded(value) for value in (self.difference, self.power))
        difference, power = numbers
        return Comparison(difference, low_high, power)
