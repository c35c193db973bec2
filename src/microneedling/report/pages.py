"""A page from its template: one environment for every report, with its style inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"


def rendered(template: str, *more_sheets: str, **content: Any) -> str:
    """The page as text; the same content gives the same bytes. `report.css` is the style, `more_sheets` follow it."""
    from markupsafe import Markup

    sheets = ("report.css", *more_sheets)
    style = Markup("".join((TEMPLATES / name).read_text(encoding="utf-8") for name in sheets))
    return fragment(template, style=style, **content)


def fragment(template: str, **content: Any) -> str:
    """A part of a page as text, without a style of its own."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(**content)
