"""What a client signs with: strokes drawn on the screen, or a typed name; and what they said with it.

One text holds all of it, so that one digest does: JSON with `strokes` (points in thousandths of the field's width),
`typed`, `read` and `asked`. Texts of other origin (an import, an older record) are shown as they are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ...errors import InputError, Mistake
from ..audit.record import canonical

Stroke = tuple[tuple[int, int], ...]
WIDTH, HEIGHT = 1000, 300
MOST_POINTS = 5000  # a long name drawn slowly has a thousand


@dataclass(frozen=True)
class Signature:
    """A signature: drawn, typed or both; `asked` is what was asked and answered before."""

    strokes: tuple[Stroke, ...] = ()
    typed: str = ""
    read: bool = False
    asked: str = ""

    @property
    def text(self) -> str:
        """As it is kept; empty where nothing was drawn or typed."""
        if not self.strokes and not self.typed.strip():
            return ""
        drawn = [[list(point) for point in stroke] for stroke in self.strokes]
        kept = {"strokes": drawn, "typed": self.typed.strip(), "read": self.read, "asked": self.asked}
        return canonical(kept)

    @property
    def paths(self) -> list[str]:
        """SVG path data, one a stroke, in a field of `WIDTH` by `HEIGHT`; a dot is a line to itself."""
        return [
            "M" + "L".join(f"{x} {y}" for x, y in (stroke if len(stroke) > 1 else stroke * 2))
            for stroke in self.strokes
        ]


def strokes_of(text: str) -> tuple[Stroke, ...]:
    """Strokes as the page sends them (JSON); empty for nothing. Raises `InputError` for what are no strokes."""
    if not text.strip():
        return ()
    try:
        found = _strokes(json.loads(text))
    except (ValueError, TypeError):
        allowed = "a drawing of this page: clear the field and draw again, or type the name"
        raise InputError("signature", [Mistake("drawn", "what is no drawing", allowed)]) from None
    if sum(len(stroke) for stroke in found) > MOST_POINTS:
        allowed = f"at most {MOST_POINTS} points: clear the field and draw the name once"
        raise InputError("signature", [Mistake("drawn", "too much drawn", allowed)])
    return found


def _strokes(found: Any) -> tuple[Stroke, ...]:
    strokes = tuple(tuple((int(x), int(y)) for x, y in stroke) for stroke in found if stroke)
    if not all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for stroke in strokes for x, y in stroke):
        raise ValueError
    return strokes


def signature_of(text: str) -> Signature:
    """A signature as it was kept; of other origin as typed.

    >>> signature_of("A. Example").typed
    'A. Example'
    """
    try:
        kept = json.loads(text)
        return Signature(
            _strokes(kept["strokes"]), str(kept["typed"]), bool(kept["read"]), str(kept["asked"])
        )
    except (ValueError, TypeError, KeyError):
        return Signature(typed=text)
