"""One number of the registry with all that is known of it: as a page shows it and as JSON says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..errors import InputError, Mistake
from .check import is_convention
from .datasets import row, rows_named, source_of_row
from .entry import Entry
from .former_names import hint_for, renamed
from .formula import names_in
from .references import reference
from .registry import Registry, registry
from .report import amount
from .sources import sources


@dataclass(frozen=True)
class Told:
    """An entry, its rows of published observations, its sources, and the numbers made from it by a formula."""

    entry: Entry
    rows: tuple[dict[str, str], ...]
    references: tuple[dict[str, str], ...]
    made_from: tuple[str, ...]
    makes: tuple[str, ...]

    @property
    def amount(self) -> str:
        """Value or formula, unit and 95 % interval."""
        return amount(self.entry)

    @property
    def prior(self) -> str:
        """The kind of its distribution, or why it has none."""
        if is_convention(self.entry):
            return "convention"
        return "formula" if self.entry.formula else f"{self.entry.prior} prior"

    def to_json(self) -> dict[str, Any]:
        """All of it, in the words of the registry."""
        entry = self.entry
        return {
            "key": entry.key,
            "about": entry.about,
            "value": entry.value,
            "formula": entry.formula,
            "unit": entry.unit,
            "range": None if entry.range is None else list(entry.range),
            "prior": self.prior,
            "grade": entry.grade,
            "seen": entry.seen,
            "subject": entry.subject,
            "where": entry.where,
            "rows": list(self.rows),
            "sources": list(self.references),
            "made_from": list(self.made_from),
            "makes": list(self.makes),
        }


def told(name: str, book: Registry | None = None) -> Told:
    """What is known of a number, by its name or a former one; raises `InputError` where there is none.

    >>> told("permeation.tissue_ph").entry.unit
    '1'
    """
    book = book if book is not None else registry()
    key = name if name in book else renamed(name)
    if key is None or key not in book:
        mistake = Mistake(name, "no such number", "a number of the registry", hint_for(name, list(book)))
        raise InputError("evidence", [mistake])
    entry = book[key]
    makes = tuple(other for other, item in book.items() if item.formula and key in names_in(item.formula))
    return Told(entry, _rows(entry), _references(entry), _parts(entry), makes)


def _parts(entry: Entry) -> tuple[str, ...]:
    return tuple(sorted(names_in(entry.formula))) if entry.formula else ()


def _rows(entry: Entry) -> tuple[dict[str, str], ...]:
    found = []
    for name in rows_named(entry.where):
        if name in source_of_row():
            item = row(name)
            value = " ".join(part for part in (item.value_text, item.unit, item.spread) if part)
            found.append(
                {
                    "row": name,
                    "quantity": item.quantity,
                    "subject": item.subject,
                    "value": value,
                    "seen": item.seen,
                    "split": item.split,
                }
            )
    return tuple(found)


def _references(entry: Entry) -> tuple[dict[str, str], ...]:
    known = sources()
    return tuple(
        {"key": key, "reference": reference(known[key]) if key in known else "not in sources.bib"}
        for key in entry.sources
    )
