"""The card as a page to print: SVG in millimetres, a line to check the scale, how to use it. No array library."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from ..files import write_whole
from . import card

PAGE_MM = (210.0, 297.0)
LEFT_MM, TOP_MM = 77.0, 30.0
WORDS = (
    "Print on matt white paper at 100 %, without colour corrections of the printer. The line must be 50 mm long.",
    "Glue onto stiff board, cut along the outer line, cut out the window. Use the same card at every visit.",
    "Lay it flat on the skin where it lay before (mark two corners), turned the same way.",
    "One kind of light, from the same side each time; no flash on shining skin.",
    "Hold the camera square above, the card filling the picture.",
    "Keep it clean, in a drawer: a faded card shifts colours. With a new one, photograph the skin with both once.",
)


def card_svg() -> str:
    """The page as SVG text."""
    width, height = PAGE_MM
    body = "\n".join(_parts())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="sans-serif">\n'
        "<title>Card for photographs of skin</title>\n"
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def write_card(path: str | Path, force: bool = False) -> Path:
    """Write the page to a file, whole or not at all; raises as `write_whole` does."""
    return write_whole(path, card_svg(), force)


def _parts() -> Iterator[str]:
    low, high = card.WINDOW_MM
    yield f'<g transform="translate({LEFT_MM:g} {TOP_MM:g})">'
    yield _square(0, 0, card.SIDE_MM, "none", "#888888")
    for x, y in card.squares():
        yield _square(x, y, card.SQUARE_MM, "#000000")
    side = card.SQUARE_MM / card.MODULES
    steps = "".join(f"M{x:.4g} {y:.4g}h{side:g}v{side:g}h{-side:g}z" for x, y in card.white_modules())
    yield f'<path d="{steps}" fill="#ffffff"/>'  # in one, so that no seam shows between neighbours
    for patch in card.patches():
        yield _square(patch.x_mm, patch.y_mm, card.PATCH_MM, "#{:02x}{:02x}{:02x}".format(*patch.srgb))
    yield _square(low, low, high - low, "none", "#888888")
    yield _text((low + high) / 2, (low + high) / 2, "cut out", 3.2, "middle")
    yield "</g>"
    line = TOP_MM + card.SIDE_MM + 12
    left = (PAGE_MM[0] - card.SCALE_MM) / 2
    right = left + card.SCALE_MM
    path = f"M{left:g} {line - 2:g}v4M{left:g} {line:g}H{right:g}M{right:g} {line - 2:g}v4"
    yield f'<path d="{path}" stroke="#000000" stroke-width="0.2" fill="none"/>'
    yield _text(PAGE_MM[0] / 2, line + 6, f"{card.SCALE_MM:g} mm", 3.6, "middle")
    for k, words in enumerate(WORDS):
        yield _text(18, line + 18 + 7 * k, f"{k + 1}. {words}", 3.1)


def _square(x: float, y: float, side: float, fill: str, stroke: str = "none") -> str:
    edge = f' stroke="{stroke}" stroke-width="0.1"' if stroke != "none" else ""
    return f'<rect x="{x:.4g}" y="{y:.4g}" width="{side:.4g}" height="{side:.4g}" fill="{fill}"{edge}/>'


def _text(x: float, y: float, words: str, size: float, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}">{escape(words)}</text>'
