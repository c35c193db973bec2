"""The trial of the instruments: every invented person photographed before, again unchanged, and twice after.

A row is one index of one pair: what was read and what is true, before and after. Nothing here looks at the truth before
everything is measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from ...errors import Mistake
from ..indices.measure import measured
from ..pair import paired
from ..photograph import photograph_of
from ..reading import Read, read
from .light import LAMPS
from .pairs import Taken, missed_mm, taken, truth_of
from .skin import somebody

BEFORE, AGAIN = "before", "again"  # the same skin, nothing changed
Looked = tuple[Read | None, list[Mistake]]


def rows_of_person(
    seed: int, phototype: str, lamp: int, later: Sequence[tuple[str, dict[str, float]]]
) -> Iterator[dict[str, Any]]:
    """Rows of one person under one lamp (by number): before, again unchanged, and each of `later`, two by two.

    `later` names visits and gives the factors of `Skin` at each.
    """
    skin, light = somebody(seed, phototype), LAMPS[lamp]
    visits = [(BEFORE, skin), (AGAIN, skin), *((name, replace(skin, **moved)) for name, moved in later)]
    shots: list[Taken] = []
    for visit, (_, now) in enumerate(visits):
        shots.append(taken(now, light, visit, shots[0].relief if now is skin and shots else None))
    reads = [read(photograph_of(shot.picture, name)) for shot, (name, _) in zip(shots, visits, strict=True)]
    for one, other in combinations(range(len(visits)), 2):
        about = {
            "person": seed,
            "phototype": phototype,
            "lamp": light.name,
            "first": visits[one][0],
            "second": visits[other][0],
        }
        yield from _rows(about, shots[one], shots[other], reads[one], reads[other])


def _rows(
    about: dict[str, Any], before: Taken, after: Taken, first: Looked, second: Looked
) -> Iterator[dict[str, Any]]:
    wrong = [*first[1], *second[1]]
    pair = None
    if first[0] is not None and second[0] is not None and not wrong:
        pair, wrong = paired(first[0], second[0])
    if pair is None:
        yield about | {"refused": "; ".join(one.found for one in wrong)}
        return
    result, truth = measured(pair, parts=False), truth_of(before, after)
    for index, (start, end) in result.indices.items():
        yield about | {
            "refused": "",
            "index": index,
            "read_first": start,
            "read_second": end,
            "true_first": truth[index][0],
            "true_second": truth[index][1],
            "missed_mm": missed_mm(before, after, pair.laid),
            "told_mm": pair.laid.error_mm,
            "light_moved": pair.light_moved,
        }
