"""The people of a trial as a Parquet table, one row a person and arm, and queries of it in the SQL of DuckDB.

SELECT arm, count(*), avg(endpoint) FROM people GROUP BY arm
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError, Mistake
from ..extras import needs_extra
from .chunks import Plan
from .computing import arrays
from .members_of_arm import columns
from .store import Folder, Remote

WHOLE = ("person", "trial", "phototype", "sessions_had")
FLAGS = ("female", "smoker", "failed")


def _needed(name: str, what: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        told = f"{name} is not installed"
        wrong = Mistake(what, told, f"where {name} is installed", needs_extra("trial"))
        raise InputError("trial", [wrong]) from None


def check_installed(table: bool, query: bool) -> None:
    """Raise before any long computation where what a table or a question needs is missing."""
    if table or query:
        _needed("pyarrow", "--people-table")
    if query:
        _needed("duckdb", "--query")


def write_table(plan: Plan, store: Folder | Remote, path: Path) -> None:
    """Write every person of every arm, chunk by chunk: memory does not grow with their number.

    Raises `InputError` where the file cannot be written or a library is missing.
    """
    pyarrow, parquet = _needed("pyarrow", "--people-table"), _needed("pyarrow.parquet", "--people-table")
    writer = None
    part = path.with_name(f".{path.name}.part")
    try:
        for rows in _batches(plan, store):
            # people not seen are empty cells, so that averages leave them out
            table = pyarrow.table(
                {name: pyarrow.array(cells, from_pandas=True) for name, cells in rows.items()}
            )
            writer = writer or parquet.ParquetWriter(str(part), table.schema)
            writer.write_table(table)
        assert writer is not None  # a plan has at least one chunk
        writer.close()
        part.replace(path)
    except OSError as error:
        found = error.strerror or str(error)
        raise InputError(
            str(path), [Mistake("--people-table", found, "a file that can be written")]
        ) from None
    finally:
        part.unlink(missing_ok=True)


def _batches(plan: Plan, store: Folder | Remote) -> Iterator[dict[str, Any]]:
    trial = plan.trial
    names = columns(trial)
    for array in arrays(plan, store):
        slots = array.shape[2]
        yield {"arm": np.repeat([arm.name for arm in trial.arms], slots)} | {
            name: _typed(name, array[:, place].ravel()) for place, name in enumerate(names)
        }


def _typed(name: str, column: np.ndarray) -> np.ndarray:
    if name in FLAGS:
        return column != 0
    return column.astype(np.int64) if name in WHOLE else column


def asked(path: Path, question: str) -> list[dict[str, Any]]:
    """The answer of DuckDB to a query of the table `people`, as a list of rows; raises `InputError` on bad SQL."""
    duckdb = _needed("duckdb", "--query")
    with duckdb.connect() as base:
        base.read_parquet(str(path)).create("people")
        base.execute("SET enable_external_access = false")  # a query reads this table and nothing else
        try:
            found = base.sql(question)
            rows = [] if found is None else found.fetchall()  # much is computed only now
        except (duckdb.Error, ImportError) as error:  # times with a zone need a library of their own
            said = (str(error).splitlines() or [type(error).__name__])[0]
            hint = "Ask again with --resume --force: no person is computed twice."
            raise InputError("trial", [Mistake("--query", said, "SQL on the table people", hint)]) from None
        names = [] if found is None else found.columns
        return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def _plain(value: Any) -> Any:
    """A cell in words and numbers that JSON knows."""
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None
    return value if isinstance(value, str | int | bool | None) else str(value)
