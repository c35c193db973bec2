"""Options as arguments of the functions that answer: numbers read, mistakes named by the options that made them."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import Mistake


def number_or_text(text: str) -> int | str:
    """The whole number that an option gives, else its text; the function that answers says what it takes."""
    try:
        return int(text)
    except ValueError:
        return text


def as_options(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Mistakes in arguments, named by the options that gave them: `chunk_size` is `--chunk-size`."""
    return [
        Mistake(f"--{item.path.replace('_', '-')}", item.found, item.allowed, item.hint) for item in mistakes
    ]
