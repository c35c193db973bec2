"""Fitzpatrick phototypes as people write them: one word, a list in equal parts, or shares of a group."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from .written import Share, mistaken

Word = Literal["I", "II", "III", "IV", "V", "VI"]
PHOTOTYPES: tuple[str, ...] = get_args(Word)
SLACK = 0.02  # shares of a report are rounded


def _spelt(value: Any) -> Any:
    """Roman capitals; small letters are taken as meant."""
    return value.strip().upper() if isinstance(value, str) else value


def _as_shares(value: Any) -> Any:
    if isinstance(value, str):
        return {_spelt(value): 1.0}
    if isinstance(value, list | tuple) and value and all(isinstance(word, str) for word in value):
        words = [_spelt(word) for word in value]
        return {word: words.count(word) / len(words) for word in words}
    if isinstance(value, dict) and value:
        return {_spelt(word): share for word, share in value.items()}
    raise PydanticCustomError(
        "mistake",
        'a word such as "IV", a list such as ["III", "IV"], or shares such as { III = 0.4, IV = 0.6 }',
    )


def _sum_to_one(value: dict[Word, float]) -> dict[Word, float]:
    total = sum(value.values())
    if not abs(total - 1) <= SLACK:
        raise mistaken(f"shares that sum to 1, not to {total:g}")
    return {word: share / total for word, share in value.items()}


Phototype = Annotated[Word, BeforeValidator(_spelt)]
Phototypes = Annotated[dict[Word, Share], BeforeValidator(_as_shares), AfterValidator(_sum_to_one)]
