"""How past predictions of a kind of outcome fared: the record that every forecast carries. Loads without NumPy.

The results of the validation lie beside the posterior. Of an outcome family they say how many numbers of how many
studies were predicted without having been learnt from (each study left out in turn; studies held out apart), how
many lay inside the predicted 50 and 80 % intervals, and how the whole predictions scored (CRPS, one vote a study)
beside the plain mean of the family. This file only counts and words what stands there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ..phrases import family_name, fixed, plural
from .posterior import FOLDER

RESULTS = "validation.json"
REFERENCE = "family_mean"
SAME_SCALE = {
    "r2": ("cutometer_r2", "elasticity"),
    "r7": ("cutometer_r7",),
    "perfusion": ("blood_flow",),
    "alexiades_armenakas": ("alexiades_laxity", "alexiades_texture", "alexiades_overall"),
}
"""Scale of a forecast -> those of published readings of the same thing, where they are called otherwise."""

Verdict = Literal[
    "better", "no more than chance", "worse", "too few studies to tell", "no study to judge it by"
]
BETTER: Verdict = "better"
CHANCE: Verdict = "no more than chance"
WORSE: Verdict = "worse"
TOO_FEW: Verdict = "too few studies to tell"
NO_STUDY: Verdict = "no study to judge it by"
BESIDE: Mapping[Verdict, str] = {
    BETTER: "better than the family's mean by more than chance",
    CHANCE: "the difference from the family's mean is no more than chance",
    WORSE: "worse than the family's mean by more than chance",
    TOO_FEW: "too few studies to tell it from the family's mean",
}
SHORT: Mapping[Verdict, str] = {
    BETTER: "better than the mean",
    CHANCE: "beside the mean no more than chance",
    WORSE: "worse than the mean",
    TOO_FEW: "too few to score",
}


@dataclass(frozen=True)
class Inside:
    """Numbers of studies that a prediction had not learnt from, and how many lay inside its intervals (0..1)."""

    studies: int
    readings: int
    inside_50: float | None
    inside_80: float | None

    @classmethod
    def of(cls, lines: Sequence[Mapping[str, Any]]) -> Inside:
        """Count lines of the results file that are numbers."""
        shares = [sum(bool(line["inside"][level]) for line in lines) for level in ("50", "80")]
        inside = [round(share / len(lines), 3) if lines else None for share in shares]
        return cls(len({line["study"] for line in lines}), len(lines), *inside)

    def to_json(self) -> dict[str, Any]:
        """The counts and shares."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def words(self) -> str:
        """`24 of 25 numbers inside the 80 % interval, 15 inside the 50 %`."""
        in80, in50 = (round((share or 0.0) * self.readings) for share in (self.inside_80, self.inside_50))
        noun = "number" if self.readings == 1 else "numbers"
        return f"{in80} of {self.readings} {noun} inside the 80 % interval, {in50} inside the 50 %"


@dataclass(frozen=True)
class TrackRecord:
    """How past predictions of one outcome family fared.

    `left_out` counts the studies that the model was calibrated on, each predicted from all the others; `held_out` those
    never used. `of_this_scale` counts the numbers of both that were read on the very scale that was asked for. `crps`
    has the mean score of the model and of the family's mean, lower better, in percent of what could be gained, and
    `difference` theirs (mean, low, high of a 95 % interval over studies).
    """

    family: str
    left_out: Inside
    held_out: Inside
    of_this_scale: int
    crps: Mapping[str, float | None]
    difference: Mapping[str, float | None]

    @property
    def verdict(self) -> Verdict:
        """How the model stood beside the mean of the family over the studies left out."""
        if not self.left_out.readings and not self.held_out.readings:
            return NO_STUDY
        low, high = self.difference.get("low"), self.difference.get("high")
        if low is None or high is None:
            return TOO_FEW
        return BETTER if high < 0 else WORSE if low > 0 else CHANCE

    def to_json(self) -> dict[str, Any]:
        """The object under `record` of an outcome or a reading."""
        return {
            "family": self.family,
            **self.left_out.to_json(),
            "held_out": self.held_out.to_json(),
            "of_this_scale": self.of_this_scale,
            "crps": dict(self.crps),
            "difference": dict(self.difference),
            "verdict": self.verdict,
            "words": self.words(),
        }

    def words(self) -> str:
        """The whole record in a sentence or three."""
        known = self.verdict != NO_STUDY and not self.of_this_scale
        return f"{self.of_family()}{' None of them was read on this scale.' if known else ''}"

    def of_family(self) -> str:
        """The record of the family, whatever scale was asked for."""
        if self.verdict == NO_STUDY:
            return f"{family_name(self.family)}: {NO_STUDY}."
        told = [f"{family_name(self.family)}: {'; '.join(self._counted())}."]
        model, mean = self.crps.get("model"), self.crps.get(REFERENCE)
        if model is not None and mean is not None:
            told.append(f"Score (CRPS) {fixed(model)} beside {fixed(mean)}: {BESIDE[self.verdict]}.")
        return " ".join(told)

    def short(self) -> str:
        """The record in a table's cell: `24 of 25 in 80 %, nine studies left out; beside the mean ...`."""
        known = self.verdict != NO_STUDY and not self.of_this_scale
        return f"{self.short_of_family()}{'; none on this scale' if known else ''}"

    def short_of_family(self) -> str:
        """The same, whatever scale was asked for."""
        if self.verdict == NO_STUDY:
            return NO_STUDY
        counts, kind = (self.left_out, "left out") if self.left_out.readings else (self.held_out, "held out")
        inside = f"{round((counts.inside_80 or 0.0) * counts.readings)} of {counts.readings} in 80 %"
        return f"{inside}, {plural(counts.studies, 'study')} {kind}; {SHORT[self.verdict]}"

    def _counted(self) -> Iterable[str]:
        for counts, kind in ((self.left_out, "left out"), (self.held_out, "held out")):
            if counts.readings:
                yield f"{plural(counts.studies, 'study')} {kind}, {counts.words()}"


def track_record(family: str, scale: str = "", folder: Path = FOLDER) -> TrackRecord:
    """The record of an outcome family; `scale` says which of its numbers are of the very thing asked for.

    >>> track_record("texture").family
    'texture'
    >>> track_record("nothing of the kind").verdict
    'no study to judge it by'
    """
    found = _results(folder)
    lines = [line for line in found["studies"] if line["family"] == family and line["inside"]]
    roles = {how: Inside.of([line for line in lines if line["how"] == how]) for how in ("left out", "unseen")}
    scored = found["leave_one_study_out"]["by_family"].get(family, {})
    crps, difference = scored.get("crps", {}), scored.get("difference", {}).get(REFERENCE, {})
    sought = SAME_SCALE.get(scale, (scale,))
    alike = [line for line in lines if line["reading"]["scale"] in sought and line["how"] in roles]
    return TrackRecord(
        family=family,
        left_out=roles["left out"],
        held_out=roles["unseen"],
        of_this_scale=len(alike),
        crps={key: crps.get(key) for key in ("model", REFERENCE)},
        difference={key: difference.get(key) for key in ("mean", "low", "high")},
    )


@cache
def _results(folder: Path) -> Mapping[str, Any]:
    """The results file; where none lies there, that of no study."""
    path = folder / RESULTS
    if not path.exists():
        return {"studies": [], "leave_one_study_out": {"by_family": {}}}
    return json.loads(path.read_text(encoding="utf-8"))
