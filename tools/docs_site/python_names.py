"""How the page of Python names reads what the code says of itself."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def _short(
    _app: Any, what: str, _name: str, found: Any, _options: Any, *_texts: Any
) -> tuple[str, None] | None:
    """A class that people fill in has its fields below; the same once more as a signature helps nobody."""
    filled_in = what == "class" and isinstance(found, type) and issubclass(found, BaseModel)
    return ("", None) if filled_in else None


def _place(node: Any) -> str:
    """Where a node was written: the nearest of its parents that knows."""
    while node is not None:
        if node.source:
            return node.source
        node = node.parent
    return ""


def _annotation(_app: Any, _env: Any, node: Any, content: Any) -> Any:
    """A type that only stands in an annotation is named, not linked; what a page refers to by hand must exist."""
    ours = node.get("reftype") == "class" and node["reftarget"].startswith("microneedling.")
    return content if ours and "docstring of" in _place(node) else None


def setup(app: Any) -> dict[str, bool]:
    """Sphinx calls this."""
    app.connect("autodoc-process-signature", _short)
    app.connect("missing-reference", _annotation)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
