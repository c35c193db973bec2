"""What the fields of a class are for, as said in the text below each: read from its source when a schema is wanted."""

from __future__ import annotations

import ast
import inspect
import textwrap


def field_words(kind: type) -> dict[str, str]:
    """Field -> the text that stands below it, of a class and of those that it builds on."""
    found: dict[str, str] = {}
    fields = getattr(kind, "model_fields", {})
    for base in reversed(kind.__mro__[:-1]):
        if "__annotations__" not in base.__dict__ or not getattr(base, "model_fields", None):
            continue
        (made,) = ast.parse(textwrap.dedent(inspect.getsource(base))).body
        assert isinstance(made, ast.ClassDef)
        for field, below in zip(made.body, made.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and _text(below):
                found[field.target.id] = inspect.cleandoc(_text(below))
    return {name: words for name, words in found.items() if name in fields}


def _text(line: ast.stmt) -> str:
    value = line.value if isinstance(line, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""
