"""How does the model stand up to what was published: one function a question, each with one typed answer.

    validate()                     clinical studies, from the results that lie beside the posterior
    validate_study("alam2014")     the readings of one study, arm or row, predicted now
    validate_bench("closure")      published measurements on skin, channels and drugs, predicted now

Loads without NumPy as long as nothing is predicted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..answers.answer import Answer, Row
from ..answers.card import Card, shortened
from ..errors import InputError, MicroneedlingError, Mistake, did_you_mean, nearest
from ..evidence.references import reference
from ..evidence.sources import sources
from ..studies import published
from .bench import TITLES
from .card import MOST_READINGS, draw_places, reading_table, rows
from .judged import EITHER, JudgedReading, misses_first
from .reading_words import counted, what_and_when
from .result import Validation, shipped
from .verdicts import Role

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .bench.tables import BenchTable

DRAWS = 400  # of a study that is predicted now
NOT_SHIPPED = (
    "No calibration comes with this version, so there are no results to show.\n"
    "  microneedling calibrate       learns the numbers from the published studies and judges them (long)\n"
    "  microneedling validate --study ID   predicts one study now"
)


@dataclass(frozen=True, repr=False)
class StudyValidation(Answer):
    """Readings predicted now from the shipped posterior, and the shipped predictions of the same readings."""

    readings: tuple[JudgedReading, ...]
    shipped: tuple[JudgedReading, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """The study and its reference, one for each study of the readings."""
        known = sources()
        names = dict.fromkeys(item.study for item in self.readings)
        return tuple(f"{name}: {reference(known[name])}" if name in known else name for name in names)

    @property
    def taught(self) -> bool:
        """Whether the posterior has learnt from these readings, so that only the shipped predictions test it."""
        return any(item.role == Role.LEFT_OUT for item in self.shipped)

    def to_json(self) -> dict[str, Any]:
        """The object that `microneedling validate --study ID --json` prints."""
        return {"studies": [item.to_json() for item in self.readings]}

    def card(self) -> Card:
        """What was reported beside what is predicted now, misses first."""
        readings = misses_first(self.readings)
        lead = [f"{counted(self.readings)} readings contradict their prediction."]
        if self.taught:
            lead.append(
                "The draws have learnt from this study, so agreement proves little; of the shipped predictions, which "
                f"had not, {counted(self.shipped)} are contradicted (.shipped)."
            )
        more = len(readings) - MOST_READINGS
        known = (f"{more} more readings in .to_frame().",) if more > 0 else ()
        return Card("; ".join(self.references), tuple(lead), reading_table(readings), known)

    def tidy(self) -> list[Row]:
        """One row a reading, beside its prediction of now."""
        return rows(self.readings)

    def draw(self, ax: Axes) -> None:
        """Where each published number falls in its prediction, a row a reading."""
        groups = {shortened(what_and_when(item.reading), 40): [item] for item in self.readings}
        draw_places(ax, shortened("; ".join(self.references), 90), groups)


def validate() -> Validation:
    """Every published reading beside its prediction, as shipped; raises `MicroneedlingError` where nothing is.

    >>> from microneedling import validate
    >>> validate().studies > 50
    True
    """
    found = shipped()
    if found is None:
        raise MicroneedlingError(NOT_SHIPPED)
    return found


def validate_study(word: str, draws: int = DRAWS, seed: int = 1) -> StudyValidation:
    """Predict the readings of a study, arm or row now; raises `InputError` where it names nothing to compare.

    The posterior may have learnt from the study: `StudyValidation.taught` says so.
    """
    from ..healing.screening import stable_draws
    from .compared import compare_readings

    ids = readings_named(word)
    rows = [row for row in published.reported() if row.row in ids]
    values, _ = stable_draws(draws, seed)
    found = tuple(item.judged() for item in compare_readings(rows, values, EITHER, seed))
    known = shipped()
    earlier = {item.id: item for item in known.readings} if known else {}
    return StudyValidation(found, tuple(earlier[item.id] for item in found if item.id in earlier))


def validate_bench(names: Iterable[str] = tuple(TITLES)) -> tuple[BenchTable, ...]:
    """The bench tables of these names, each predicted now in up to 20 seconds; raises `InputError` for others."""
    names = tuple(names)
    allowed = " | ".join(TITLES)
    mistakes = [
        Mistake("--bench", f'"{name[:60]}"', allowed, did_you_mean(name, TITLES))
        for name in names
        if name not in TITLES
    ]
    if mistakes:
        raise InputError("validate", mistakes)
    from .bench.tables import bench_table

    return tuple(map(bench_table, names))


def readings_named(word: str) -> list[str]:
    """Ids of the readings that a study, arm, row of the tables or reading names; raises `InputError` with the reason
    where none can be compared."""
    found = [
        item.row
        for item in published.reported()
        if word in (item.row, item.study, item.arm, published.table_row(item.row))
    ]
    if found:
        return found
    allowed = "a study, an arm or a row that can be compared"
    reasons = [
        line["reason"]
        for line in published.lines()
        if word in (line["row"], published.table_row(line["row"]))
    ]
    if reasons:
        mistake = Mistake("--study", f"{word}, which is not compared", allowed, reasons[0])
    else:
        names = {name: None for item in published.reported() for name in (item.study, item.arm, item.row)}
        hint = did_you_mean(word, names) or f"Close to it: {', '.join(nearest(word, names))}."
        mistake = Mistake("--study", f'"{word[:60]}"', allowed, hint)
    raise InputError("validate", [mistake])
