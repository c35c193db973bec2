"""`microneedling evidence show|check`: the numbers of the model, their grades and sources."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter

from ...errors import InputError
from ...evidence.registry import GRADES, registry


def run(options: Namespace) -> int:
    return _check() if options.evidence == "check" else _show(options.name)


def _check() -> int:
    from ...evidence.check import check_registry

    problems = check_registry()
    if problems:
        raise InputError("registry", problems)
    print(f"{len(registry())} numbers, no problem found")
    return 0


def _show(name: str | None) -> int:
    from ...evidence.report import show

    print(show(name) if name else _groups())
    return 0


def _groups() -> str:
    """Every group with the number of its entries by grade."""
    groups: dict[str, Counter] = {}
    for entry in registry().values():
        groups.setdefault(entry.group, Counter())[entry.grade] += 1
    width = max(map(len, groups))
    head = f"{'group':<{width}}  {'all':>5}" + "".join(f"  {grade:>10}" for grade in GRADES)
    rows = [
        f"{group:<{width}}  {counts.total():>5}" + "".join(f"  {counts[grade]:>10}" for grade in GRADES)
        for group, counts in sorted(groups.items())
    ]
    return "\n".join([head, *rows])
