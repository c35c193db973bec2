"""A number of a group of people or sessions as people write it: one number, mean and spread, or only a range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import Field, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from .plain import number
from .written import Number, Written, plain

SDS_IN_A_RANGE = 4  # a range is read as the middle 95 % of a normal


class Distribution(Written):
    """A number, or how it is spread: `{ mean, sd, low, high }`, or only its range `{ low, high }`."""

    mean: Number | None = None
    """mean"""
    sd: Number | None = Field(default=None, ge=0)
    """standard deviation"""
    low: Number | None = None
    """lowest"""
    high: Number | None = None
    """highest"""

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, value: Any) -> Any:
        value = plain(value)
        if isinstance(value, Mapping):
            return _with_sd(value)
        if isinstance(value, Distribution):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return {"mean": value}
        raise PydanticCustomError("mistake", "a number, or a table { mean, sd, low, high } or { low, high }")

    @model_validator(mode="after")
    def _agrees(self) -> Distribution:
        mean, low, high = self.mean, self.low, self.high
        if mean is None and (low is None or high is None):
            raise PydanticCustomError("mistake", "a mean, or both low and high")
        if self.sd is None and (low is None) != (high is None):
            raise PydanticCustomError("mistake", "both low and high, or an sd")
        if low is not None and high is not None and low > high:
            raise PydanticCustomError("mistake", "low below high")
        if mean is not None and ((low is not None and mean < low) or (high is not None and mean > high)):
            raise PydanticCustomError("mistake", "a mean between low and high")
        return self

    @model_serializer(mode="wrap")
    def _as_written(self, inner: Any) -> Any:
        """One number is written as a number."""
        return self.mean if self.exact and self.sd is None else inner(self)

    @property
    def exact(self) -> bool:
        """Whether it is one number without any spread."""
        return self.mean is not None and not self.sd and self.low is None and self.high is None

    @property
    def middle(self) -> float:
        """The mean, or the middle of the range."""
        if self.mean is not None:
            return self.mean
        return (cast(float, self.low) + cast(float, self.high)) / 2

    @property
    def spread(self) -> float:
        """The standard deviation: as given, else a quarter of the range, else 0."""
        if self.sd is not None:
            return self.sd
        return 0.0 if self.low is None or self.high is None else (self.high - self.low) / SDS_IN_A_RANGE


def _with_sd(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A mean with its range, as reports give it, spreads by a quarter of the range."""
    mean, low, high = (number(given.get(key)) for key in ("mean", "low", "high"))
    if mean is None or low is None or high is None or given.get("sd") is not None or low > high:
        return given
    return {**given, "sd": (high - low) / SDS_IN_A_RANGE}
