"""When the safety screen's stops refuse an answer, and which of them an override lets through."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import Refused
from .findings import Finding


def refuse_stops(
    what: str, found: Iterable[tuple[str, Finding]], override_stop: bool, how: str
) -> tuple[Finding, ...]:
    """The stops among `found` that an override lets through; raises `Refused` otherwise, with all reasons at once.

    A final stop is never let through. `found` are findings with the words that tell them, `what` is refused (`no
    forecast`), and `how` says how to have it all the same.
    """
    stopping = [(words, finding) for words, finding in found if finding.level == "stop"]
    final = any(finding.final for _, finding in stopping)
    if stopping and (final or not override_stop):
        raise Refused(what, (words for words, _ in stopping), "" if final else how)
    return tuple(finding for _, finding in stopping)
