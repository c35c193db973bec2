"""Devices that lie outside the model for good: radio-frequency needles heat tissue, which nothing here describes."""

from __future__ import annotations

import re
from typing import Any

from ..errors import Mistake
from ..inputs.mistakes import shown

RADIO_FREQUENCY = re.compile(r"\brf\b|radio[\s-]?frequen", re.IGNORECASE)
ALLOWED = "a pen, roller or stamp without radio-frequency"
WHY = "Radio-frequency needling lies outside the model; this is final."


def heats(word: Any) -> bool:
    """Whether a kind or name of a device says that it works with radio-frequency."""
    return isinstance(word, str) and RADIO_FREQUENCY.search(word) is not None


def refused(word: Any, path: str) -> Mistake:
    """The mistake of a device outside the model."""
    return Mistake(path, shown(word), ALLOWED, WHY)
