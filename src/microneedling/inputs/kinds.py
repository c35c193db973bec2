"""Files of another kind than the one asked for, recognised by what only they have; said once, for every reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InputError, Mistake

# What a file is, the tables by which it is told from others, and the command that takes it.
KINDS: dict[str, tuple[frozenset[str], str]] = {
    "a course file": (frozenset({"concern", "session", "follow_up"}), "microneedling simulate"),
    "a trial file": (frozenset({"arm", "aim", "endpoint", "design", "people"}), "microneedling trial"),
    "a study file": (frozenset({"population", "reading", "device"}), "microneedling predict"),
    "a deliver file": (frozenset({"active", "product", "needling", "cell"}), "microneedling deliver"),
    "a goals file": (
        frozenset({"wish", "limits", "event", "sun", "clinic", "price", "exchange"}),
        "microneedling plan COURSE.toml --goals",
    ),
    "an answer in JSON": (frozenset({"manifest"}), "microneedling cite"),
}
OUTWEIGHS = (
    3  # tables of another kind, where one of the kind asked for stands beside them: a trial has a concern too
)
PAGE, TABLE = "a page (HTML)", "a table of people (CSV)"


def refuse_other_kind(text: str, raw: Mapping[str, Any] | None, source: str, what: str) -> None:
    """Raise one `InputError` where the text, or its tables once read, are of another kind than `what`; else nothing."""
    other = _of_text(text) if raw is None else _of_tables(raw, what)
    if other is not None:
        kind, use = other
        raise InputError(source, [Mistake("file", kind, what, use.replace("FILE", source))])


def _of_text(text: str) -> tuple[str, str] | None:
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html")):
        return PAGE, "Give the file that the page was made from."
    first = start.split("\n")[0].split("\r")[0]
    if "age_year" in first and "=" not in first and not start.startswith(("{", "[")):
        return TABLE, 'Name it in a trial file: table = "FILE" under [people].'
    return None


def _of_tables(raw: Mapping[str, Any], what: str) -> tuple[str, str] | None:
    """The kind that has most of the tables found, where the kind asked for has none of them or far fewer."""
    found = {kind: len(tables & raw.keys()) for kind, (tables, _) in KINDS.items()}
    kind, own = max(found, key=found.__getitem__), found.get(what, 0)
    if found[kind] <= own or (own and found[kind] < OUTWEIGHS):
        return None
    return kind, f"Use: {KINDS[kind][1]} FILE"
