"""Small words and shapes for templates."""

from __future__ import annotations

from typing import Any

from django.template import Library
from django.urls import reverse
from django.utils.translation import gettext

from ..language.numbers import spelt

register = Library()


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and last word of a name, for the round sign of a client."""
    words = [word for word in name.replace("(", " ").split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.filter
def short(value: Any) -> str:
    """A number without needless zeros."""
    return "" if value is None else spelt(float(value))


@register.filter
def word(value: Any) -> str:
    """A word of the records (a zone, a concern, an end point) in the language at hand, another as it is."""
    return gettext(str(value)) if value else ""


@register.filter
def item(held: Any, key: Any) -> Any:
    """The entry of a mapping under a key, None where it has none."""
    return held.get(key)


@register.filter
def at(held: Any, place: int) -> Any:
    """The entry of a row at a place, counted from nought."""
    return held[place]


@register.simple_tag(takes_context=True)
def here(context: Any, name: str, *args: Any) -> str:
    """`page` where the page shown is the one of that name, else nothing: for `aria-current`."""
    request = context.get("request")
    return "page" if request is not None and request.path == reverse(f"clinic:{name}", args=args) else "false"
