"""What a trial or an import has to tell: in words for a terminal, as JSON for a program."""

from __future__ import annotations

from typing import Any

from ....errors import visible
from .importing import Imported

MOST = 12  # of each kind told in words; the reject file holds all


def as_json(done: Imported) -> dict[str, Any]:
    """All of it."""
    table = done.table
    return {
        "kind": table.kind,
        "trial": done.trial,
        "token": done.token,
        "rows": done.rows,
        "accepted": done.accepted,
        "added": done.added,
        "known": list(done.known),
        "rejected": [{"line": row.line, "reasons": list(row.reasons)} for row in done.rejected],
        "alike": list(done.alike),
        "noted": list(done.noted),
        "empty_lines": table.sheet.empty,
        "encoding": {
            "name": table.decoded.encoding,
            "how": table.decoded.how,
            "words": list(table.decoded.words),
            "warning": table.decoded.warning,
        },
        "separator": table.sheet.separator,
        "columns": table.columns,
        "left_out": table.left_out,
        "date_orders": table.date_orders,
        "decimals": table.decimals,
    }


def in_words(done: Imported) -> str:
    """How the table was read, then what became of its rows."""
    table = done.table
    lines = [f"Read as {table.decoded.encoding} ({table.decoded.how})"]
    if table.decoded.words:
        lines.append(f"  with {', '.join(map(visible, table.decoded.words))}: look whether these are right")
    if table.decoded.warning:
        lines.append(f"  ! {table.decoded.warning}")
    lines += [f"  {name} from {_column(done, name)}" for name in table.columns]
    if table.left_out:
        lines.append(f"  left out: {', '.join(map(visible, table.left_out))}")
    would = "would be " if done.trial else ""
    lines.append(f"{done.rows} rows = {done.accepted} accepted + {len(done.rejected)} rejected")
    lines.append(f"  {done.added} {would}added, {len(done.known)} known already")
    lines += _some([f"line {row.line}: {'; '.join(row.reasons)}" for row in done.rejected], "rejected")
    lines += _some(list(done.noted), "to look at; they come in all the same")
    lines += _some(list(done.alike), "of like name; they come in all the same")
    return "\n".join(lines)


def _column(done: Imported, name: str) -> str:
    column = done.table.columns[name]
    how = [done.table.date_orders.get(column, ""), done.table.decimals.get(column, "")]
    said = ", ".join(word for word in how if word)
    return f'"{visible(column)}"' + (f" ({said})" if said else "")


def _some(lines: list[str], what: str) -> list[str]:
    if not lines:
        return []
    more = [f"  ... and {len(lines) - MOST} more"] if len(lines) > MOST else []
    return [f"{len(lines)} {what}:", *(f"  {visible(line)}" for line in lines[:MOST]), *more]
