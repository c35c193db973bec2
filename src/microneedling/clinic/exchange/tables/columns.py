"""Which column holds what: said, remembered from a table with the same names, or known by its name; else asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ....errors import InputError, Mistake, did_you_mean, visible
from ...audit.record import canonical, digest_of
from ...records.names import fold
from .fields import KINDS, known_as

LEFT_OUT = "-"  # said of a field: no column
A_VALUE = re.compile(
    r"\d[./-]\d|\d{4}|\S@\S|^[\d\s.,+/-]+$"
)  # a date, a long number, an address: in no name of a column


def columns_digest(columns: Sequence[str]) -> str:
    """The digest of a set of column names, in whatever order they stand."""
    return digest_of(canonical(sorted(columns)))


def mapped(
    kind: str, columns: Sequence[str], said: Mapping[str, str], remembered: Mapping[str, str]
) -> dict[str, str]:
    """Field -> column. What is `said` goes first, then what is `remembered`, then names that are known.

    Raises `InputError` for fields and columns that are not there, a column for two fields, two for one, and where a
    field that is needed has none.
    """
    mistakes = [*_unknown(kind, columns, said)]
    found = {field: column for field, column in said.items() if column != LEFT_OUT}
    if not remembered:
        for column in columns:
            fields = [name for name in known_as(kind, column) if name not in said]
            if column in found.values() or not fields:
                continue
            field = next((name for name in fields if name not in found), fields[0])
            if field not in found or fold(column) == fold(field):
                found[field] = column
            elif fold(found[field]) != fold(field):
                asked = f'"{found[field]}" and "{column}"'
                mistakes.append(Mistake(field, asked, f'one of them: --column {field}="{column}"'))
    else:
        found = {**{f: c for f, c in remembered.items() if c in columns and f not in said}, **found}
    if not said and not any(column in columns for column in found.values()):
        raise InputError(f"columns of {kind}", [_no_names(kind, columns)])
    twice = sorted({column for column in found.values() if list(found.values()).count(column) > 1})
    mistakes += [Mistake(column, "the column for two fields", "for one") for column in twice]
    for field in KINDS[kind]:
        if field.needed and field.name not in found:
            hint = f"its columns: {', '.join(columns)}"
            mistakes.append(Mistake(field.name, "no column", f'one: --column {field.name}="NAME"', hint))
    if mistakes:
        raise InputError(f"columns of {kind}", mistakes)
    order = [field.name for field in KINDS[kind]]
    return dict(sorted(found.items(), key=lambda item: order.index(item[0])))


def _no_names(kind: str, columns: Sequence[str]) -> Mistake:
    """What is wrong where no name of the first line is that of a column: it may be a row itself."""
    told = ", ".join(visible(column[:40]) for column in columns[:6])
    known = ", ".join(field.name for field in KINDS[kind])
    if any(A_VALUE.search(column) for column in columns):
        hint = f"Put a line of names above it ({known}); else the first row is lost."
        return Mistake("line 1", f"looks like a row, not like column names: {told}", "column names", hint)
    hint = 'Or say which holds what: --column FIELD="NAME".'
    return Mistake("line 1", f"no name that is known: {told}", f"names of columns: {known}", hint)


def _unknown(kind: str, columns: Sequence[str], said: Mapping[str, str]) -> list[Mistake]:
    names = [field.name for field in KINDS[kind]]
    wrong = [
        Mistake("--column", f'"{field}"', " | ".join(names), did_you_mean(field, names))
        for field in said
        if field not in names
    ]
    wrong += [
        Mistake(f"--column {field}", f'"{column}"', " | ".join(columns), did_you_mean(column, columns))
        for field, column in said.items()
        if column != LEFT_OUT and column not in columns
    ]
    return wrong
