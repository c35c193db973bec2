"""Numbers as the language at hand writes them."""

from __future__ import annotations

from django.utils.formats import get_format


def spelt(value: float) -> str:
    """A number without needless zeros, to six figures, with the decimal sign of the language: 0.5, in German 0,5."""
    return f"{value:g}".replace(".", get_format("DECIMAL_SEPARATOR"))
