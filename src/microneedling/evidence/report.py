"""How much of an answer is known: numbers by grade, which of them matter most, any entry in plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..answers.answer import Answer, Row
from ..answers.card import Card
from ..errors import InputError, Mistake
from .check import check_registry, is_convention
from .datasets import row, rows_named, source_of_row
from .entry import GRADES, Entry
from .former_names import hint_for, renamed
from .grades import draw_grades, grade_table
from .references import reference
from .registry import Registry, Values, registry
from .sources import count_by_grade, numbers_behind, sources

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["EvidenceReport", "Influence", "check_registry", "evidence_report", "rank", "show"]

Run = Callable[[Values], Mapping[str, Any]]  # values -> outcome name -> number per draw (or one number)


@dataclass(frozen=True)
class Influence:
    """How far one outcome moves when one number goes to either end of its 95 % range, all else nominal."""

    key: str
    outcome: str
    nominal: float
    at_low: float
    at_high: float

    @property
    def span(self) -> float:
        """Width of the outcome's movement, the nominal run included."""
        ends = (self.nominal, self.at_low, self.at_high)
        return max(ends) - min(ends)


def ends(entry: Entry) -> tuple[float, float] | None:
    """Both ends of the 95 % range; None for a number without one (fixed, or made by a formula)."""
    return None if entry.range is None or entry.prior == "fixed" or entry.value is None else entry.range


def rank(values: Values, run: Run, keys: Iterable[str], batch: int = 64) -> list[Influence]:
    """One number at a time, both ends of its range; by outcome, the strongest influence first.

    `values` is one nominal set; `run` takes values of any number of draws and gives each outcome per draw, so
    that `batch` variants go in one call (batch=1 for a run that gives one plain number per outcome).
    """
    varied = [(key, span) for key in keys if (span := ends(values.registry[key])) is not None]
    changes: list[dict[str, float]] = [{}]
    changes += [{key: end} for key, span in varied for end in span]
    found: dict[str, list[float]] = {}
    for start in range(0, len(changes), batch):
        for outcome, numbers in run(values.stacked(changes[start : start + batch])).items():
            found.setdefault(outcome, []).extend(_flat(numbers))
    influences = [
        Influence(key, outcome, numbers[0], numbers[1 + 2 * index], numbers[2 + 2 * index])
        for outcome, numbers in found.items()
        for index, (key, _) in enumerate(varied)
    ]
    order = {outcome: place for place, outcome in enumerate(found)}
    return sorted(influences, key=lambda item: (order[item.outcome], -item.span, item.key))


def _flat(numbers: Any) -> list[float]:
    import numpy as np

    return [float(x) for x in np.atleast_1d(np.asarray(numbers, float))]


@dataclass(frozen=True, repr=False)
class EvidenceReport(Answer):
    """What a result rests on.

    >>> from microneedling import evidence_report, load_course, simulate
    >>> report = evidence_report(simulate(load_course("examples/fine_lines_roller.toml"), draws=24))
    >>> report.to_frame().columns.tolist()
    ['number', 'about', 'value', 'unit', 'evidence', 'source', 'weight']
    """

    numbers: tuple[str, ...]
    counts: Mapping[str, int]
    influences: tuple[Influence, ...]

    @property
    def sentence(self) -> str:
        """Grades in words, as printed beside a result."""
        total = max(1, sum(self.counts.values()))
        parts = [
            f"{count} {grade} ({100 * count / total:.0f} %)" for grade, count in self.counts.items() if count
        ]
        return f"This answer rests on {len(self.numbers)} numbers: {', '.join(parts) or 'none'}."

    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes that were ranked, in their order."""
        return tuple(dict.fromkeys(item.outcome for item in self.influences))

    def strongest(self, outcome: str, count: int = 10) -> tuple[Influence, ...]:
        """The numbers that move this outcome most."""
        return tuple(item for item in self.influences if item.outcome == outcome)[:count]

    def overall(self, count: int = 10) -> tuple[tuple[str, float], ...]:
        """(key, weight): the mean over outcomes of a number's share of all one-at-a-time movement."""
        weights: dict[str, float] = {}
        names = self.outcomes()
        for outcome in names:
            mine = [item for item in self.influences if item.outcome == outcome]
            total = sum(item.span for item in mine)
            for item in mine:
                share = item.span / total if total > 0 else 0.0
                weights[item.key] = weights.get(item.key, 0.0) + share / len(names)
        return tuple(sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:count])

    def to_json(self, count: int = 10) -> dict[str, Any]:
        """Plain numbers for JSON: how many numbers, by grade, and the `count` that weigh most overall."""
        return {
            "numbers": len(self.numbers),
            "by_grade": dict(self.counts),
            "strongest": [
                {"key": key, "weight": float(f"{weight:.4g}")} for key, weight in self.overall(count)
            ],
        }

    def __str__(self) -> str:
        lines = [self.sentence]
        for outcome in self.outcomes():
            lines.append(f"{outcome}: moved most by")
            lines += [
                f"  {item.key}: {item.at_low:.4g} .. {item.at_high:.4g} (nominal {item.nominal:.4g})"
                for item in self.strongest(outcome, 5)
            ]
        return "\n".join(lines)

    def card(self) -> Card:
        """Numbers by grade and, where they were ranked, those that weigh most."""
        strongest = ", ".join(f"{key} ({weight:.0%})" for key, weight in self.overall(5))
        known = (f"Weighing most, all else nominal: {strongest}.",) if strongest else ()
        return Card("What this answer rests on", (self.sentence,), grade_table(self.counts), known)

    def tidy(self) -> list[Row]:
        """One row a number; its weight where the numbers were ranked."""
        weights = dict(self.overall(len(self.numbers)))
        return [
            {
                "number": key,
                "about": entry.about,
                "value": entry.value,
                "unit": entry.unit,
                "evidence": entry.grade,
                "source": ", ".join(entry.sources) or None,
                "weight": weights.get(key),
            }
            for key in self.numbers
            for entry in (registry()[key],)
        ]

    def draw(self, ax: Axes) -> None:
        """A bar a grade: how many numbers bear it."""
        draw_grades(ax, self.counts)


def evidence_report(result: Any, outcome_at: Run | None = None, batch: int = 64) -> EvidenceReport:
    """Numbers by grade behind a result and, given a way to run it again, the numbers that move it most.

    `outcome_at(values)` gives the result's outcomes under other values; without it grades are counted alone.

    >>> from microneedling import evidence_report, load_course, simulate
    >>> report = evidence_report(simulate(load_course("examples/fine_lines_roller.toml"), draws=1))
    >>> report.sentence[:20]
    'This answer rests on'
    """
    if not isinstance(getattr(result, "values", None), Values):
        found, allowed = f"a {type(result).__name__}", "a forecast, a delivery or a prediction"
        raise InputError("evidence", [Mistake("result", found, allowed)])
    book = result.values.registry
    used = numbers_behind(result.values.used, book)
    nominal = result.values if result.values.count == 1 else book.nominal()
    influences = rank(nominal, outcome_at, used, batch) if outcome_at else []
    return EvidenceReport(used, count_by_grade(used, book), tuple(influences))


def show(name: str, book: Registry | None = None) -> str:
    """An entry with its rows and references, or a group (or the categories of one number) as a list.

    A number that was renamed is found under its former name too. Raises `InputError` where nothing has the name.
    """
    book = book if book is not None else registry()
    today = renamed(name)
    if name not in book and today is not None and today in book:
        return f"{name} is now called\n\n{_entry_text(book[today])}"
    if name in book:
        return _entry_text(book[name])
    for group in (name, today or name):
        if members := [entry for key, entry in book.items() if key.startswith(f"{group}.")]:
            moved = "" if group == name else f"{name} is now called {group}\n\n"
            return f"{moved}{_group_text(group, members)}"
    groups = {entry.group for entry in book.values()}
    hint = hint_for(name, [*book, *groups])
    raise InputError(
        "evidence", [Mistake(name, "no such number or group", f"groups: {', '.join(sorted(groups))}", hint)]
    )


def amount(entry: Entry) -> str:
    """Value or formula, unit and 95 % interval in one phrase."""
    unit = "" if entry.unit == "1" else f" {entry.unit}"
    if entry.formula is not None:
        return f"= {entry.formula}{unit}"
    interval = f" [{entry.range[0]:g} .. {entry.range[1]:g}]" if entry.range else " (fixed)"
    return f"{entry.value:g}{unit}{interval}"


def _entry_text(entry: Entry) -> str:
    prior = "convention" if is_convention(entry) else "formula" if entry.formula else f"{entry.prior} prior"
    lines = [
        entry.key,
        f"  {entry.about}",
        f"  {amount(entry)}   {prior}",
        f"  grade {entry.grade}, seen {entry.seen}" + (f", in {entry.subject}" if entry.subject else ""),
        f"  {entry.where}",
    ]
    for name in rows_named(entry.where):
        if name in source_of_row():
            item = row(name)
            value = " ".join(part for part in (item.value_text, item.unit, item.spread) if part)
            lines.append(
                f"  row {name}: {item.quantity}; {item.subject}; {value} ({item.seen}, {item.split})"
            )
    for key in entry.sources:
        lines.append(f"  [{key}] {reference(sources()[key]) if key in sources() else 'not in sources.bib'}")
    return "\n".join(lines)


def _group_text(name: str, members: Sequence[Entry]) -> str:
    width = max(len(entry.key) for entry in members)
    counts = {grade: sum(entry.grade == grade for entry in members) for grade in GRADES}
    words = ", ".join(f"{count} {grade}" for grade, count in counts.items() if count)
    lines = [f"{name}: {len(members)} numbers ({words})"]
    lines += [f"  {entry.key:<{width}}  {entry.grade:<10}  {amount(entry)}" for entry in members]
    return "\n".join(lines)
