"""Small words and shapes for templates."""

from __future__ import annotations

import re
from typing import Any

from django.template import Library
from django.urls import reverse
from django.utils.translation import gettext

from ...records.called import act_in_words, purpose_in_words
from ..language.numbers import spelt

register = Library()
IN_DOCUMENTS = re.compile(r"[:,;]? *\(?docs/[^\s;)]+\)?")
SHOWN_SIGNS, SHOWN_LINES = 320, 6  # of a text in a list; the rest is folded
LEAST_FOLDED = 80  # signs: fewer are no reason to fold


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


@register.filter
def act(action: str) -> str:
    """An act of the audit in words."""
    return act_in_words(action)


@register.filter
def purpose(booked: str) -> str:
    """What a booking is for in the language at hand."""
    return purpose_in_words(booked)


@register.filter
def answer(given: str) -> str:
    """An answer of a screening in the language at hand: yes, no, not asked; a day behind it stays as it was written."""
    first, comma, rest = given.partition(", ")
    return f"{gettext(first)}{comma}{rest}" if first in ("yes", "no", "not asked") else given


@register.filter
def question(asked: str) -> str:
    """A question of a screening with the group it is of, in the language at hand; another as it was put."""
    return ": ".join(gettext(part) if part else "" for part in asked.split(": "))


@register.filter
def cited(source: str) -> str:
    """A source without the place where the simulator's documents tell of it: a clinic has no use for that."""
    return IN_DOCUMENTS.sub("", source)


@register.filter
def parted(words: Any) -> tuple[str, str]:
    """A text as a list shows it: how it begins, and what is folded behind "more"; nothing where it is short.

    It is parted between two words where there are any, after so many signs or lines.

    >>> parted("Calm."), [len(part) for part in parted("word " * 100)]
    (('Calm.', ''), [319, 179])
    """
    text = str(words or "").strip()
    lines = text.splitlines(keepends=True)
    most = min(SHOWN_SIGNS, len("".join(lines[:SHOWN_LINES])))
    if len(text) - most < LEAST_FOLDED and len(lines) <= SHOWN_LINES + 1:
        return text, ""
    begin = text[:most]
    if not text[most].isspace() and (gap := max(begin.rfind(" "), begin.rfind("\n"))) > most // 2:
        begin = begin[:gap]
    return begin.rstrip(), text[len(begin) :].strip()


@register.filter
def percent(part: Any) -> int:
    """A part of one in whole hundredths."""
    return round(100 * float(part or 0))


@register.filter
def wrong(form: Any) -> list[dict[str, str]]:
    """What is wrong with a form, field by field as they stand on the page, each with the id to go to.

    A form may name what is no field of its own in `elsewhere` (questions, scores): target, label, error.
    """
    told = [
        {"target": target, "label": label, "error": error}
        for target, label, error in getattr(form, "elsewhere", ())
    ]
    for field in form:
        for error in field.errors:
            label = field.field.label  # a field without one is known by what is said of it
            told.append({"target": _target(form, field), "label": str(label or ""), "error": str(error)})
    return told


def _target(form: Any, field: Any) -> str:
    """The id of a field; of the error beside it where the page draws the field in its own way; none of a hidden."""
    if field.name in getattr(form, "by_page", ()):
        return f"{field.auto_id}_error"
    if field.is_hidden:
        return ""
    return f"{field.auto_id}_0" if field.widget_type == "radioselect" else field.id_for_label or field.auto_id


@register.simple_tag(takes_context=True)
def here(context: Any, name: str, *args: Any) -> str:
    """`page` where the page shown is the one of that name, else nothing: for `aria-current`."""
    request = context.get("request")
    return "page" if request is not None and request.path == reverse(f"clinic:{name}", args=args) else "false"
