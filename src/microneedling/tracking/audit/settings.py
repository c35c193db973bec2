"""The audit's own numbers, read from the registry (group `audit`)."""

from __future__ import annotations

from ...evidence.practice import value_of

GROUP = "audit"


def setting(name: str) -> float:
    """One number of the audit by its name in the group; raises `KeyError` where there is none.

    >>> setting("false_alarm_share")
    0.05
    """
    return value_of(GROUP, name)
