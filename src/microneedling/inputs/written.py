"""The kinds of value that people write: strict numbers, words, tables. Loads without the array library.

A number is a number: `true`, `"3"`, NaN and infinity are refused. Unknown keys are refused everywhere.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from ..answers.card import shortened

LONGEST_REPR = 600

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=1)]
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Text = Annotated[str, Field(strict=True, min_length=1, max_length=200)]


class Written(BaseModel):
    """Base of everything that people write: frozen, checked, no unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        use_attribute_docstrings=True,
    )

    def __repr__(self) -> str:
        given = (name for name in type(self).model_fields if name in self.model_fields_set)
        words = ", ".join(f"{name}={getattr(self, name)!r}" for name in given)
        return shortened(f"{type(self).__name__}({words})", LONGEST_REPR)


def canonical(aliases: dict[str, str]):
    """A pre-check that writes words in lower case with single blanks and replaces known other names."""

    def clean(value: object) -> object:
        if not isinstance(value, str):
            return value
        word = " ".join(value.lower().split())
        return aliases.get(word, word)

    return clean


def mistaken(allowed: str) -> PydanticCustomError:
    """The error of a validator that says in its own words what may stand there."""
    return PydanticCustomError("mistake", "{text}", {"text": allowed})
