"""A goals file (TOML or JSON) read as `Goals`, or refused with the list of every mistake in it.

Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ...device.reading import instrument_at
from ...errors import InputError, Mistake
from ...inputs.mistakes import shown
from ...inputs.parts import missing_format, refuse_mistakes
from ...inputs.text import read_text, tables_of
from .agreement import disagreements
from .goals import FORMAT, Goals
from .person import gone_by

WHAT = "a goals file"


def load_goals(path: str | Path, today: date | None = None) -> Goals:
    """Read and check a goals file; raises `InputError` with every mistake in it.

    With `today` a start that has gone by is one of them; `plan` refuses it in any case.

    >>> from microneedling import load_goals
    >>> load_goals("examples/plans/acne_scars_wedding_goals.toml").limits.downtime.at_most_day
    3.0
    """
    return parse_goals(read_text(path, WHAT), str(path), today)


def parse_goals(text: str, source: str = "goals", today: date | None = None) -> Goals:
    """Check the text of a goals file; raises `InputError` with every mistake in it."""
    return goals_from_tables(tables_of(text, source, WHAT), source, text, today)


def goals_from_tables(
    raw: Mapping[str, Any], source: str = "goals", text: str = "", today: date | None = None
) -> Goals:
    """Check the plain tables of a goals file; raises `InputError` with every mistake in them."""
    mistakes = list[Mistake](missing_format(raw, FORMAT))
    mistakes += gone_by(raw.get("start_date"), today) if today is not None else []
    parts = {key: value for key, value in raw.items() if key != "device"}
    if "device" in raw:
        parts["device"] = _devices(raw["device"], mistakes)
    try:
        goals = Goals.model_validate(parts)
    except InputError as error:
        refuse_mistakes(source, [*mistakes, *error.mistakes, *disagreements(raw)], text)
        raise
    refuse_mistakes(source, mistakes, text)
    return goals


def _devices(tables: Any, mistakes: list[Mistake]) -> dict[str, Any]:
    """The devices at hand, each checked; what is wrong goes on the list and is left out."""
    if not isinstance(tables, Mapping):
        mistakes.append(Mistake("device", shown(tables), "tables, each written [device.NAME]"))
        return {}
    found = {name: instrument_at(table, f"device.{name}", mistakes) for name, table in tables.items()}
    return {name: item for name, item in found.items() if item is not None}
