"""One thing that a file leaves out and what is taken instead, or one that it gives and that changes nothing.

Nothing is assumed in silence: whatever reads a file lists these beside its answer. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

# Headings of the two lists, on the terminal and on pages.
ASSUMED = "Assumed, since the file does not say"
WITHOUT_EFFECT = "Given, and changes nothing in the numbers"
HAND_SET = "hand-set"


@dataclass(frozen=True)
class Assumed:
    """What was taken where the file says nothing, or what it says without effect (`acts` False).

    `where` is the place in the file (`person.photoageing`; several, parted by commas, where they belong together),
    `what` the thing in plain words, `value` what was taken, with its unit, `why` the source or "hand-set". `acts`
    tells whether it moves any number of the answer.
    """

    where: str
    what: str
    value: str
    why: str
    acts: bool = True

    def __str__(self) -> str:
        return f"{self.what}: {self.value} ({self.why})" if self.acts else f"{self.what}: {self.why}"

    def to_json(self) -> dict[str, Any]:
        """The fields as they stand in the JSON answer."""
        return asdict(self)


def as_json(items: Iterable[Assumed]) -> list[dict[str, Any]]:
    """A list of them as it stands in the JSON answer."""
    return [item.to_json() for item in items]
