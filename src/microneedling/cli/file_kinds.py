"""Which command reads a file, told where a file of another kind was given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InputError, Mistake
from ..inputs.text import read_text, tables_of

# Kind -> keys that only its files have, the command that reads it.
KINDS: dict[str, tuple[frozenset[str], str]] = {
    "trial": (frozenset({"arm", "design"}), "microneedling trial FILE"),
    "study": (frozenset({"reading", "population"}), "microneedling predict FILE"),
    "delivery": (frozenset({"product", "active"}), "microneedling deliver FILE"),
    "result": (frozenset({"manifest"}), "microneedling cite FILE"),
    "course": (frozenset({"concern", "session"}), "microneedling check FILE, microneedling simulate FILE"),
}


def told_by_kind(error: InputError, path: str, wanted: str) -> InputError:
    """The error itself or, where the file is of another kind than `wanted`, one that names the command for it."""
    try:
        raw = tables_of(read_text(path, "a file"), path, "a file")
    except InputError:
        return error
    kind = kind_of(raw)
    if kind in ("", wanted):
        return error
    hint = f"This is a {kind} file: {KINDS[kind][1].replace('FILE', path)}"
    return InputError(error.source, [Mistake("file", f"a {kind} file", f"a {wanted} file", hint)])


def kind_of(raw: Mapping[str, Any]) -> str:
    """The kind whose keys a file has; none where it could be any."""
    return next((kind for kind, (keys, _) in KINDS.items() if keys & raw.keys()), "")
