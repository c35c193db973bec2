"""A table brought in: tried first, done when the token of that trial is shown; every row accepted or rejected.

A trial does all that an import does, and takes it back: so what it tells is what will happen. Rows are done in batches,
each one transaction: in one for all of 20,000 rows whoever else writes would wait 25 s, and SQLite gives them up after
20. The entry of the import is kept in the same transactions, so that it says how far one came that broke off, whatever
ended it; the same again goes on there, for a row that came in before is known by what it says.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from ....errors import InputError, MicroneedlingError, Mistake
from ...audit.record import canonical, record
from ...records.models import Client, ImportedRow, ImportRun, Lot, LotUse, Measurement, SessionZone
from ...records.selectors.reading import need
from ...records.services.act import Actor, NotFound
from ...records.services.conflict import Conflict
from ..cells import csv_bytes
from .columns import columns_digest
from .entering import ENTER, NEEDS, Entering, enter_clients
from .fields import KINDS
from .people import People
from .reading import Parsed, Reading, Table, opened, read
from .sheet import LINE, REASON

BATCH = 100  # rows of one transaction: others wait for it no longer than a second or two
BATCHES = {"lots": 2000}  # few, and one may rest on the product of another


@dataclass(frozen=True)
class Rejected:
    """A row that stays out: its line, its cells as they stood, why."""

    line: int
    cells: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Imported:
    """What became of a table's rows: `rows` = `added` + `known` + `rejected`; in a trial, what would become of them."""

    table: Table
    trial: bool
    token: str
    added: int
    known: tuple[int, ...]  # lines of rows that came in before, or stand in the table twice
    rejected: tuple[Rejected, ...]
    alike: tuple[str, ...]
    noted: tuple[str, ...] = ()  # what came in and lacks something that one may want

    @property
    def accepted(self) -> int:
        """Rows that are on record when all is done."""
        return self.added + len(self.known)

    @property
    def rows(self) -> int:
        """All rows of the table."""
        return len(self.table.rows)

    def reject_file(self) -> bytes:
        """The rejected rows under the same columns, the line and the reasons in front; put right, it is given again."""
        columns = [LINE, REASON, *self.table.sheet.columns]
        rows = [[str(row.line), "; ".join(row.reasons), *row.cells] for row in self.rejected]
        return csv_bytes(columns, rows, self.table.sheet.separator)


def bring_in(
    *,
    actor: Actor,
    kind: str,
    data: bytes,
    source: str = "the table",
    said: Reading | None = None,
    token: str = "",
    reached: Callable[[int, int], object] = lambda _rows, _of: None,
) -> Imported:
    """Try a table of a kind of `KINDS`; with the `token` of a trial of the very same bytes, do it.

    A trial that accepts no row has no token. `reached` is told after each portion how many rows are in, of how many.
    Raises `InputError` for what is no table, for what must be said first, for a token of another trial; `NotAllowed`.
    """
    if kind not in KINDS:
        raise InputError("import", [Mistake("kind", f'"{kind[:20]}"', " | ".join(KINDS))])
    for permission in NEEDS[kind]:
        need(actor, f"clinic_records.{permission}")
    said = said or Reading()
    text, sheet = opened(data, said.encoding, source)
    table = read(kind, text, sheet, said, _remembered(kind, columns_digest(sheet.columns)), source)
    due = _token(data, table)
    if token and not constant_time_compare(token, due):
        found = "one of another table, or of another way to read it"
        hint = "Try it anew and look at what it tells."
        raise InputError(source, [Mistake("--confirm", found, "the token that its trial printed", hint)])
    if not token:
        done = _all_rows(actor, table, source)
        return replace(done, token=due if done.accepted else "")
    run = _begun(actor, table, data)
    try:
        done = _all_rows(actor, table, source, run, reached)
    except KeyboardInterrupt:  # it may have come after a portion was kept and before that was told
        kept = ImportRun.objects.get(pk=run.pk)
        reached(kept.added + kept.known, len(table.rows))
        raise
    _finished(actor, run, done)
    return replace(done, token=due)


def _remembered(kind: str, digest: str) -> dict[str, Any]:
    """How the last table with these column names was read."""
    row = ImportRun.objects.filter(kind=kind, columns_sha256=digest).order_by("-entered_at").first()
    return {} if row is None else json.loads(row.reading)


def _token(data: bytes, table: Table) -> str:
    """Ties a confirmation to the bytes and to how they were read; only a trial here can tell it."""
    read_as = [table.kind, table.decoded.encoding, table.reading(), list(table.sheet.columns)]
    whole = canonical([sha256(data).hexdigest(), *read_as])
    return salted_hmac("clinic-import", whole, algorithm="sha256").hexdigest()[:16]


def _all_rows(
    actor: Actor,
    table: Table,
    source: str,
    run: ImportRun | None = None,
    reached: Callable[[int, int], object] = lambda _rows, _of: None,
) -> Imported:
    """Every row accepted or rejected, and kept where there is a `run` to count them."""
    on = Entering(actor, source, People())
    came = set(ImportedRow.objects.filter(kind=table.kind).values_list("key", flat=True))
    here = _on_record(table)
    rejected = {row.row.line: tuple(row.reasons) for row in table.rows if row.reasons}
    known: dict[int, int] = {}  # line -> that of the same row above it, 0 where it came in before
    first: dict[str, int] = {}
    waiting: list[tuple[Parsed, str]] = []
    for row in table.rows:
        if row.reasons:
            continue
        line, key = row.row.line, row.key(table.kind)
        if key in came or str(row.values.get("record", "")).lower() in here:
            known[line] = 0
        elif key in first:
            known[line] = first[key]
        else:
            first[key] = line
            waiting.append((row, key))
    if run is not None:
        run.known = len(known) - sum(map(bool, known.values()))
    for start in range(0, len(waiting), size := BATCHES.get(table.kind, BATCH)):
        rejected |= _batch(table.kind, waiting[start : start + size], on, run)
        if run is not None:
            reached(run.added + run.known, len(table.rows))
    for line, above in known.items():
        if above in rejected:
            rejected[line] = (f"the same as line {above}, which is rejected", *rejected[above])
    told = tuple(
        Rejected(row.row.line, row.row.cells, rejected[row.row.line])
        for row in table.rows
        if row.row.line in rejected
    )
    stay = tuple(line for line in known if line not in rejected)
    added = len(table.rows) - len(stay) - len(told)
    return Imported(table, run is None, "", added, stay, told, tuple(on.alike), tuple(on.noted))


def _on_record(table: Table) -> set[str]:
    """The ids of all records of a kind, if rows name any: those that were exported from here are here."""
    if "record" not in table.columns:
        return set()
    models: dict[str, Any] = {
        "clients": Client,
        "sessions": SessionZone,
        "measurements": Measurement,
        "lots": Lot,
    }
    found = {str(pk) for pk in models[table.kind].objects.values_list("pk", flat=True)}
    if table.kind == "sessions":
        found |= {str(pk) for pk in LotUse.objects.values_list("pk", flat=True)}
    return found


class _TakenBack(Exception):
    """Ends a trial's transaction."""


def _batch(
    kind: str, batch: list[tuple[Parsed, str]], on: Entering, run: ImportRun | None
) -> dict[int, tuple[str, ...]]:
    """A batch in one transaction, which a trial takes back; the reasons of rows that the services refuse, by line.

    How many came in and how many did not is counted in `run` in the same transaction.
    """
    lines = [(row.row.line, dict(row.values)) for row, _ in batch]
    try:
        with transaction.atomic():
            made = enter_clients(lines, on) if kind == "clients" else _one_by_one(kind, lines, on)
            came = [
                ImportedRow(kind=kind, key=key, record=record_id, entered_by=on.actor.user)
                for row, key in batch
                if isinstance(record_id := made[row.row.line], UUID)
            ]
            ImportedRow.objects.bulk_create(came)
            if run is None:
                raise _TakenBack
            run.added += len(came)
            run.rejected += len(batch) - len(came)
            run.save(update_fields=["added", "known", "rejected"])
    except _TakenBack:
        on.opened.clear()
    return {line: _reasons(what) for line, what in made.items() if not isinstance(what, UUID)}


def _one_by_one(
    kind: str, rows: list[tuple[int, dict[str, Any]]], on: Entering
) -> dict[int, UUID | MicroneedlingError]:
    made: dict[int, UUID | MicroneedlingError] = {}
    for line, values in rows:
        on.line = line
        try:
            with transaction.atomic():
                made[line] = ENTER[kind](values, on).pk
        except (InputError, NotFound, Conflict) as error:
            made[line] = error
    return made


def _reasons(error: MicroneedlingError) -> tuple[str, ...]:
    if not isinstance(error, InputError):
        return (str(error),)
    return tuple(f"{item.path}: {item.found}; allowed: {item.allowed}" for item in error.mistakes)


def _begun(actor: Actor, table: Table, data: bytes) -> ImportRun:
    """The import on record before its first row: the next table with these columns is read in the same way.

    Until it is finished the rows added, known and rejected are fewer than all.
    """
    with transaction.atomic():
        run = ImportRun.objects.create(
            kind=table.kind,
            content_sha256=sha256(data).hexdigest(),
            columns_sha256=table.digest,
            reading=canonical(table.reading()),
            entered_by=actor.user,
            **_counts(len(table.rows), 0, 0, 0),
        )
        _noted(actor, run, "begin")
    return run


def _finished(actor: Actor, run: ImportRun, done: Imported) -> None:
    counts = _counts(done.rows, done.added, len(done.known), len(done.rejected))
    with transaction.atomic():
        for name, count in counts.items():
            setattr(run, name, count)
        run.save(update_fields=list(counts))
        _noted(actor, run)


def _counts(rows: int, added: int, known: int, rejected: int) -> dict[str, int]:
    return {"rows": rows, "added": added, "known": known, "rejected": rejected}


def _noted(actor: Actor, run: ImportRun, step: str = "") -> None:
    counts = _counts(run.rows, run.added, run.known, run.rejected)
    act = f"import.{run.kind}{f'.{step}' if step else ''}"
    record(actor.name, act, f"importrun:{run.pk}", detail={"where": actor.where, **counts})
