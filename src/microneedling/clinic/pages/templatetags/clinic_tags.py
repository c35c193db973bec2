"""Small words and shapes for templates."""

from __future__ import annotations

from typing import Any

from django.template import Library
from django.urls import reverse

register = Library()


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and last word of a name, for the round sign of a client."""
    words = [word for word in name.replace("(", " ").split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.filter
def short(value: Any) -> str:
    """A number without needless zeros."""
    return "" if value is None else f"{float(value):g}"


@register.filter
def item(held: Any, key: Any) -> Any:
    """The entry of a mapping under a key, None where it has none."""
    return held.get(key)


@register.simple_tag(takes_context=True)
def here(context: Any, name: str, *args: Any) -> str:
    """`page` where the page shown is the one of that name, else nothing: for `aria-current`."""
    request = context.get("request")
    return "page" if request is not None and request.path == reverse(f"clinic:{name}", args=args) else "false"
