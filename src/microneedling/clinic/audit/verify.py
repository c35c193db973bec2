"""The chain of the audit walked from its first entry: what was changed, left out or put in shows."""

from __future__ import annotations

import json
from dataclasses import dataclass

from .models import Entry
from .record import FIRST, canonical, digest_of

COLUMNS = ("sequence", "who", "action", "subject", "client")


@dataclass(frozen=True)
class Verdict:
    """How far the chain holds: number of entries, the last digest, and the faults found, each in words."""

    entries: int
    last_digest: str
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def verify(expected: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain. `expected` is a number and digest noted earlier (on a backup): it must still be there."""
    number, before, faults, seen = 0, FIRST, [], expected is None or expected[0] == 0
    for entry in Entry.objects.order_by("sequence").iterator(chunk_size=2000):
        number += 1
        faults += _faults(entry, number, before)
        number, before = entry.sequence, entry.digest
        if expected is not None and entry.sequence == expected[0]:
            seen = True
            if entry.digest != expected[1]:
                faults.append(f"entry {number} is not the one noted earlier")
    if not seen and expected is not None:
        faults.append(f"entry {expected[0]}, noted earlier, is missing: the end was cut off")
    return Verdict(number, before, tuple(faults[:100]))


def _faults(entry: Entry, number: int, before: str) -> list[str]:
    told = f"entry {entry.sequence}"
    if digest_of(entry.body) != entry.digest:
        return [f"{told}: its text was changed"]
    try:
        body = json.loads(entry.body)
    except ValueError:
        return [f"{told}: its text is no JSON"]
    found = []
    if canonical(body) != entry.body:
        found.append(f"{told}: its text is not in the one form")
    if entry.sequence != number:
        found.append(f"{told}: stands where {number} is expected")
    if body.get("before") != before:
        found.append(f"{told}: does not follow the entry before it")
    wrong = [name for name in COLUMNS if body.get(name) != getattr(entry, name)]
    if body.get("at") != entry.at.isoformat():
        wrong.append("at")
    if wrong:
        found.append(f"{told}: columns differ from its text: {', '.join(wrong)}")
    return found
