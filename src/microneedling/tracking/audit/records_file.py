"""The plain table (CSV) of a clinic's records: read and checked, every mistake at once. Which CSV:
`people.clinic_csv`.

Needed: `client` (a number or word of the clinic's own, never a name), `date` (2026-11-29), `day` (since the first
session), `concern`, `scale`, `baseline`, `q10` `q25` `q50` `q75` `q90` (the forecast of this reading, given before it
was taken), `result`. As far as known: `rater`, `blinded` (yes, no), `sessions` (done before), `step` (of the scale,
where it is judged in steps), `forecast_date`. Any other column is refused, so that no name slips in. Loads without
the array library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from ...errors import InputError, Mistake, did_you_mean, visible
from ...inputs.mistakes import shown
from ...inputs.text import read_text
from ...observation.instrument_kinds import KIND
from ...people.clinic_csv import DECIMAL_COMMA, Sheet, sheet_of
from ...skin.concern import KIND_ALIASES, SCALES
from .records import HIGHER_IS_BETTER, QUANTILES, Record, ends_of

LARGEST_BYTES, MOST_TOLD = 20_000_000, 20
NEEDED = ("client", "date", "day", "concern", "scale", "baseline", *QUANTILES, "result")
OPTIONAL = ("rater", "blinded", "sessions", "step", "forecast_date")
COLUMNS = (*NEEDED, *OPTIONAL)
NUMBERS = ("baseline", *QUANTILES, "result", "step")
WHOLE = {"day": (0, 7300), "sessions": (0, 200)}
RATED = tuple(dict.fromkeys([name for names in SCALES.values() for name in names] + sorted(HIGHER_IS_BETTER)))
READ_ON = (*RATED, *KIND)
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
MARK = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
A_MARK = "a mark of letters, digits and . _ / - without spaces, such as C-017"
NO_NAMES = "Never a person's name."


def load_records(path: str | Path) -> tuple[Record, ...]:
    """The records of a file, in its order; raises `InputError` with every mistake in it.

    >>> from microneedling import load_records
    >>> load_records("examples/clinic_records.csv")[0].concern != ""
    True
    """
    text = read_text(path, "a table of records", LARGEST_BYTES, of_spreadsheet=True)
    mistakes: list[Mistake] = []
    found: list[Record] = []
    lines: dict[tuple[object, ...], int] = {}
    if (sheet := sheet_of(text, COLUMNS, mistakes)) is not None:
        mistakes += _columns(sheet.columns)
        if not mistakes:
            for line, cells in sheet.rows:
                record, wrong = _record(line, _row(sheet, cells), len(cells) - len(sheet.columns))
                mistakes += wrong
                if record is not None:
                    found.append(record)
                    mistakes += _again(record, line, lines)
    if not found and not mistakes:
        mistakes.append(Mistake("rows", "0", "at least one record"))
    if len(mistakes) > MOST_TOLD:
        more = len(mistakes) - MOST_TOLD
        mistakes = [
            *mistakes[:MOST_TOLD],
            Mistake("file", f"{more} more mistakes", "none", "Mend these first."),
        ]
    if mistakes:
        raise InputError(str(path), mistakes)
    return tuple(found)


def _columns(columns: tuple[str, ...]) -> Iterator[Mistake]:
    if missing := [name for name in NEEDED if name not in columns]:
        hint = "Separate the names by a comma, a semicolon or a tab." if len(columns) == 1 else ""
        yield Mistake("columns", f"no {', '.join(missing)}", ", ".join(NEEDED), hint)
    names = tuple(dict.fromkeys(columns))
    if unknown := [
        name for name in names if name not in COLUMNS
    ]:  # one line: a table of another kind has only such
        found = "an unknown column" if len(unknown) == 1 else f"{len(unknown)} unknown columns"
        told = ", ".join(visible(name[:60]) or "one without a name" for name in unknown)
        allowed = f"beside those needed {', '.join(OPTIONAL)}"
        hints = [f"{name[:60]}: {hint}" for name in unknown if name and (hint := did_you_mean(name, COLUMNS))]
        yield Mistake("columns", f"{found}: {told}", allowed, " ".join(hints))
    for name in names:
        if name in COLUMNS and columns.count(name) > 1:
            yield Mistake(f"column {name}", "a column twice", "each column once")


def _row(sheet: Sheet, cells: tuple[str, ...]) -> dict[str, str]:
    filled = [*cells, *[""] * (len(sheet.columns) - len(cells))]
    row = dict(zip(sheet.columns, filled, strict=False))
    if sheet.commas_separate:
        return row
    return {
        k: v.replace(",", ".") if k in NUMBERS and DECIMAL_COMMA.fullmatch(v) else v for k, v in row.items()
    }


def _record(line: int, row: Mapping[str, str], more: int) -> tuple[Record | None, list[Mistake]]:
    """The record of a line, None where anything in it is wrong."""
    wrong: list[Mistake] = []
    if more > 0:
        wrong.append(Mistake(f"line {line}", f"{more} cells too many", "one cell for each column"))
        return None, wrong
    concern = KIND_ALIASES.get(row["concern"].lower(), row["concern"].lower())

    def refuse(key: str, allowed: str, hint: str = "") -> None:
        wrong.append(Mistake(f"line {line}, {key}", shown(row.get(key, "")), allowed, hint))

    if not MARK.fullmatch(row["client"]):
        refuse("client", A_MARK, NO_NAMES)
    if row.get("rater") and not MARK.fullmatch(row["rater"]):
        refuse("rater", f"{A_MARK}, or nothing", NO_NAMES)
    if concern not in SCALES:
        refuse("concern", " | ".join(SCALES), did_you_mean(concern, SCALES))
    if row["scale"] not in READ_ON:
        refuse(
            "scale",
            "a scale or instrument by name: " + " | ".join(READ_ON),
            did_you_mean(row["scale"], READ_ON),
        )
    if row.get("blinded", "") not in ("", "yes", "no"):
        refuse("blinded", "yes | no | nothing where it is not known")
    seen, given = _day(row["date"]), _day(row.get("forecast_date", ""))
    if seen is None:
        refuse("date", "a day such as 2026-11-29")
    if row.get("forecast_date") and given is None:
        refuse("forecast_date", "a day such as 2026-11-29, or nothing")
    if seen and given and given > seen:
        refuse(
            "forecast_date", f"a day not after the result's, {seen}", "A forecast made afterwards is none."
        )
    for key, (low, high) in WHOLE.items():
        if (row.get(key) or key == "day") and not (row[key].isdecimal() and low <= int(row[key]) <= high):
            refuse(key, f"a whole number from {low} to {high}")
    for key in NUMBERS:
        if (row.get(key) or key != "step") and not NUMBER.fullmatch(row.get(key, "")):
            allowed = "a number, or nothing" if key == "step" else "a number"
            refuse(key, allowed, "" if row.get(key) else "Leave out the row: nothing is guessed.")
    if wrong:
        return None, wrong
    assert seen is not None
    record = Record(
        client=row["client"],
        seen=seen,
        day=int(row["day"]),
        concern=concern,
        scale=row["scale"],
        baseline=float(row["baseline"]),
        quantiles=tuple(float(row[key]) for key in QUANTILES),
        result=float(row["result"]),
        rater=row.get("rater", ""),
        blinded={"yes": True, "no": False}.get(row.get("blinded", "")),
        sessions=int(row.get("sessions") or 0),
        step=float(row.get("step") or 0),
        forecast_given=given,
    )
    wrong = list(_numbers(line, record))
    return (None if wrong else record), wrong


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def _numbers(line: int, record: Record) -> Iterator[Mistake]:
    """Numbers that no such scale gives, and forecasts that are none."""
    low, high = ends_of(record.scale)
    for key, value in (("baseline", record.baseline), ("result", record.result)):
        if not low <= value <= high or (record.instrument and value <= 0):
            allowed = (
                "a number above 0" if record.instrument else f"a score of {record.scale}, {low:g} to {high:g}"
            )
            yield Mistake(f"line {line}, {key}", f"{value:g}", allowed)
    if any(b < a for a, b in zip(record.quantiles, record.quantiles[1:], strict=False)):
        yield Mistake(
            f"line {line}, q10 to q90",
            " ".join(f"{q:g}" for q in record.quantiles),
            "numbers that never fall",
        )
    elif record.quantiles[0] == record.quantiles[-1]:
        yield Mistake(
            f"line {line}, q10 to q90", f"{record.quantiles[0]:g} five times", "a forecast with a range"
        )
    if record.step < 0:
        yield Mistake(f"line {line}, step", f"{record.step:g}", "0 or more")


def _again(record: Record, line: int, lines: dict[tuple[object, ...], int]) -> Iterator[Mistake]:
    """The same reading twice: one client, day, concern, scale and rater."""
    key = (record.client, record.seen, record.concern, record.scale, record.rater)
    if (first := lines.setdefault(key, line)) != line:
        found = f"client {record.client}, {record.scale}, {record.seen}: also in line {first}"
        yield Mistake(
            f"line {line}", found, "each reading once", "Name the raters where two judged the same."
        )
