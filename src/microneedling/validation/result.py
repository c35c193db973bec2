"""The typed answer of a validation: every published reading beside its prediction, and how the model scored.

`Validation.from_json` and `stored` are exact inverses on the shipped file. Loads without NumPy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..answers.answer import Answer, Row
from ..answers.card import Card
from ..evidence.posterior import FOLDER
from ..evidence.track_record import RESULTS
from ..phrases import FAMILIES, family_name
from .card import draw_places, rows, score_table, worst_families
from .comparisons import WithinStudies
from .judged import REFERENCES, JudgedReading, Scores
from .not_significant import Shares
from .reading_words import (
    by_family,
    counted,
    difference_words,
    number_or_dash,
    share,
    standing,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CONVERGENCE = {
    "max_r_hat": {"reports": "rhat_of_what_arms_show_max", "unknowns": "rhat_max"},
    "min_ess": {"reports": "ess_of_what_arms_show_min", "unknowns": "ess_bulk_min"},
}
"""Key of the printed answer -> of what -> key of the diagnostics."""


@dataclass(frozen=True, repr=False)
class Validation(Answer):
    """Every published reading that can be compared with the model, and how the model stood up to them.

    `left_out` scores the calibration studies, each predicted from all the others, and `by_family` the same by outcome
    family; `held_out` the studies never used. `within_studies` holds the comparisons of sides and arms,
    `not_significant` how often a result is "no difference", foretold and found ("all", "comparisons", "directions").
    `not_compared` counts rows of the evidence tables by reason.

    >>> from microneedling import validate
    >>> found = validate()
    >>> found.to_frame().columns.tolist()[:4]
    ['reading', 'study', 'arm', 'family']
    """

    model_number: int
    data_sha256: str
    priors_sha256: str
    draws: int
    left_out: Scores
    by_family: Mapping[str, Scores]
    held_out: Scores | None
    readings: tuple[JudgedReading, ...]
    not_compared: Mapping[str, int]
    diagnostics: Mapping[str, Any]
    within_studies: WithinStudies | None = None  # results written before there were these have none
    not_significant: Mapping[str, Shares] = field(default_factory=dict)

    @property
    def convergence(self) -> dict[str, dict[str, float | None]]:
        """Largest R-hat and least effective sample size (bulk) of what the arms' reports show, and of the unknowns."""
        return {
            name: {of: self.diagnostics.get(key) for of, key in keys.items()}
            for name, keys in CONVERGENCE.items()
        }

    @property
    def studies(self) -> int:
        """How many studies the readings come from."""
        return len({item.study for item in self.readings})

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Validation:
        """A validation from the object in the results file; raises KeyError where a key is missing."""
        left_out = table["leave_one_study_out"]
        held_out = table.get("unseen")
        return cls(
            model_number=table["model_number"],
            data_sha256=table["data_sha256"],
            priors_sha256=table["priors_sha256"],
            draws=table["draws"],
            left_out=Scores.from_json(left_out),
            by_family={name: Scores.from_json(item) for name, item in left_out["by_family"].items()},
            held_out=Scores.from_json(held_out) if held_out else None,
            readings=tuple(map(JudgedReading.from_json, table["studies"])),
            not_compared=table["not_compared"],
            diagnostics=table["diagnostics"],
            within_studies=WithinStudies.from_json(table["within_studies"])
            if "within_studies" in table
            else None,
            not_significant={
                name: Shares.from_json(each) for name, each in table.get("not_significant", {}).items()
            },
        )

    def to_json(self) -> dict[str, Any]:
        """The object that `microneedling validate --json` prints: what the results file holds and what follows from it.

        Added are the design and the residual of each reading, and `max_r_hat` and `min_ess` (`convergence`).
        """
        studies = [item.to_json() for item in self.readings]
        return self.stored() | {"studies": studies} | self.convergence

    def stored(self) -> dict[str, Any]:
        """The object that the results file holds."""
        families = {name: item.to_json() for name, item in self.by_family.items()}
        shares = {name: item.to_json() for name, item in self.not_significant.items()}
        return {
            "model_number": self.model_number,
            "data_sha256": self.data_sha256,
            "priors_sha256": self.priors_sha256,
            "draws": self.draws,
            "leave_one_study_out": {**self.left_out.to_json(), "by_family": families},
            **({"unseen": self.held_out.to_json()} if self.held_out else {}),
            "studies": [item.stored() for item in self.readings],
            "not_compared": dict(self.not_compared),
            "diagnostics": dict(self.diagnostics),
            **({"within_studies": self.within_studies.to_json()} if self.within_studies else {}),
            **({"not_significant": shares} if shares else {}),
        }

    def scored_rows(self) -> list[tuple[str, Scores]]:
        """All left-out readings, then each family of which any was judged: name and scores."""
        names = [*FAMILIES, *(name for name in self.by_family if name not in FAMILIES)]
        families = [(family_name(name), self.by_family[name]) for name in names if name in self.by_family]
        families = [(name, scores) for name, scores in families if scores.readings]
        return [("All", self.left_out), *families]

    def plain_verdict(self) -> str:
        """The comparison over all left-out readings, how sure it is, and the families where it is lost."""
        crps = self.left_out.crps
        against = ", ".join(
            f"{number_or_dash(crps.get(key))} for {words}" for key, words in REFERENCES.items() if key in crps
        )
        numbers = f"score (CRPS) {number_or_dash(crps['model'])} against {against} (lower is better)"
        lost = [name for name, scores in self.scored_rows()[1:] if scores.not_beaten]
        where = (
            f"It does not beat all of them in: {', '.join(lost)}."
            if lost
            else "It beats all of them in every outcome family."
        )
        head = f"Over all left-out readings the model {standing(self.left_out)}: {numbers}."
        return " ".join(filter(None, (head, difference_words(self.left_out), where)))

    def card(self) -> Card:
        """How the model stood up to what was published, said plainly; where it fared worst."""
        head = f"{len(self.readings)} published readings of {self.studies} studies beside what the model says of them"
        lead = (f"{counted(self.readings)} readings contradict their prediction.", self.plain_verdict())
        known = [f"Each calibration study is predicted from all the others ({self.draws} draws)."]
        if held_out := self.held_out:
            inside = held_out.coverage
            known.append(
                f"Never used for fitting: {held_out.readings} numbers, {share(inside['80'])} inside the 80 % interval."
            )
        if self.within_studies:
            known.append(self.within_studies.in_short())
        return Card(head, lead, score_table(worst_families(self.scored_rows())), tuple(known))

    def tidy(self) -> list[Row]:
        """One row a published reading, beside its prediction."""
        return rows(self.readings)

    def draw(self, ax: Axes) -> None:
        """Published against predicted by outcome family: where each number falls in its prediction."""
        groups = {family_name(name): lines for name, lines in by_family(self.readings).items()}
        title = f"Published numbers in their predictions\n{counted(self.readings)} readings contradict theirs"
        draw_places(ax, title, groups)


@cache
def shipped(folder: Path = FOLDER) -> Validation | None:
    """The validation that lies beside the posterior; None where no calibration has been shipped."""
    path = folder / RESULTS
    if not path.exists():
        return None
    return Validation.from_json(json.loads(path.read_text(encoding="utf-8")))


def write(found: Validation, folder: Path) -> None:
    """Write the results beside the posterior, whole or not at all."""
    part = folder / f"{RESULTS}.partial"
    part.write_text(json.dumps(found.stored(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(folder / RESULTS)
