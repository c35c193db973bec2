"""How each published arm was studied: design, chance, sham, blinding, who rated, who paid; only what its rows tell.

`designs.csv` beside the observation tables has a line for every arm of `arms.toml`. Each word rests on a quotation
of a row; what no row tells is `not told`, never filled in from memory. Loads without the array library.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from ..evidence import datasets

FILE = datasets.FOLDER / "designs.csv"
NOT_TOLD = "not told"
Kind = Literal["single arm", "parallel", "split", "arms or sides", "not told"]
Told = Literal["yes", "no", "not told"]
Blinding = Literal["blinded", "open", "not told"]
KINDS: tuple[Kind, ...] = get_args(Kind)
BLINDINGS: tuple[Blinding, ...] = get_args(Blinding)
COMPARATIVE = ("parallel", "split", "arms or sides")


@dataclass(frozen=True)
class Design:
    """The design of one arm.

    `kind`: one arm before and after; arms in people of their own; sides or sites of the same people; or a comparison of
    which the rows do not say whether arms or sides. `sham` marks the untreated side itself. `rated_by` are the rows'
    own words. `told` are the quotations, (row, words).
    """

    arm: str
    kind: Kind
    randomised: Told
    sham: bool
    blinded: Blinding
    rated_by: str
    sponsor: str
    told: tuple[tuple[str, str], ...]

    @property
    def comparative(self) -> bool | None:
        """Whether the arm was read beside another one; None where no row tells."""
        return None if self.kind == NOT_TOLD else self.kind in COMPARATIVE

    def words(self) -> str:
        """What the rows tell, in a few words: `split, randomised, blinded, the sham side`."""
        told = {"randomised": self.randomised == "yes", self.blinded: self.blinded != NOT_TOLD}
        known = [self.kind, *(word for word, true in told.items() if true)]
        return ", ".join([*known, "the sham side"] if self.sham else known)


@cache
def designs() -> dict[str, Design]:
    """Arm -> its design, in the order of `arms.toml`."""
    with FILE.open(newline="", encoding="utf-8") as file:
        lines = tuple(csv.DictReader(file))
    return {line["arm"]: _design(line) for line in lines}


def _design(line: dict[str, str]) -> Design:
    quoted = (item.partition(": ") for item in line["told"].split(" | ") if item)
    return Design(
        arm=line["arm"],
        kind=cast("Kind", line["design"]),
        randomised=cast("Told", line["randomised"]),
        sham=line["sham"] == "yes",
        blinded=cast("Blinding", line["blinded"]),
        rated_by=line["rated_by"],
        sponsor=line["sponsor"],
        told=tuple((row, words) for row, _, words in quoted),
    )
