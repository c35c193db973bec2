"""`clinic import`: a table of clients, sessions, measurements or lots; tried first, done with the trial's token."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.ending import going_on
from ...cli.output import say, say_json, tell
from ...cli.progress import bar, progress
from ...errors import InputError, Mistake
from .options import chosen, command, with_home, write_private

KINDS = ("clients", "lots", "sessions", "measurements")
LARGEST = 100_000_000  # bytes


@command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("table", type=click.Path(path_type=Path))
@with_home
@click.option("--confirm", default="", metavar="TOKEN", help="do it: the token that the trial printed")
@click.option("--column", multiple=True, metavar="FIELD=NAME", help="which column holds a field; - for none")
@click.option(
    "--date-order", multiple=True, metavar="[NAME=]ORDER", help="dmy, mdy or ymd, for a column or all"
)
@click.option("--decimal", multiple=True, metavar="[NAME=]SIGN", help="comma or point, for a column or all")
@click.option("--encoding", default="", metavar="NAME", help="utf-8, utf-16, cp1252, cp1250, ...")
@click.option(
    "--rejects", type=click.Path(path_type=Path), metavar="FILE", help="write the rejected rows, with reasons"
)
@click.option("--force", is_flag=True, help="replace a file of that name")
@click.option("--json", "as_data", is_flag=True, help="print all of it as JSON")
def run(
    kind: str,
    table: Path,
    home: Path | None,
    confirm: str,
    column: tuple[str, ...],
    date_order: tuple[str, ...],
    decimal: tuple[str, ...],
    encoding: str,
    rejects: Path | None,
    force: bool,
    as_data: bool,
) -> int:
    """Try TABLE, a CSV file of KIND: say how it is read and what each row would become. --confirm does it."""
    from ..store import opened

    opened(chosen(home))
    from ...files import check_target
    from ..exchange.tables.importing import bring_in
    from ..exchange.tables.reading import Reading
    from ..exchange.tables.telling import as_json, in_words
    from ..records.services.act import Actor

    if rejects is not None:
        check_target(rejects, force)
    said = Reading(
        encoding,
        _pairs("--column", column, False),
        _pairs("--date-order", date_order, True),
        _pairs("--decimal", decimal, True),
    )
    data = _bytes_of(table)
    so_far = SoFar()
    with going_on(so_far.words):
        done = bring_in(
            actor=Actor(),
            kind=kind,
            data=data,
            source=table.name,
            said=said,
            token=confirm,
            reached=so_far.reached,
        )
    progress()
    if rejects is not None and done.rejected:
        write_private(rejects, done.reject_file(), force)
    if as_data:
        say_json(as_json(done))
        return 0
    say(in_words(done))
    if rejects is not None and done.rejected:
        say(f"Rejected rows: {rejects}. Put them right there and import that file.")
    if done.trial and done.token:
        tell("Nothing was written yet. To do it, the same words and: --confirm " + done.token)
    elif done.trial:
        tell("Nothing was written, and no row of it can come in: there is nothing to confirm.")
    return 0


class SoFar:
    """How far an import is: shown while it runs, told where it is interrupted."""

    def __init__(self) -> None:
        self.rows = self.of = 0

    def reached(self, rows: int, of: int) -> None:
        """So many rows of so many are in, and stay."""
        self.rows, self.of = rows, of
        progress(f"{bar(rows / of)} {rows} of {of} rows")

    def words(self) -> str:
        """What is kept, and how to go on."""
        if not self.rows:
            return "No row of it is in."
        again = "They stay; give the same command again to go on: none comes in twice."
        return f"{self.rows} of {self.of} rows are in. {again}"


def _bytes_of(table: Path) -> bytes:
    try:
        if table.stat().st_size > LARGEST:
            found = f"more than {LARGEST // 1_000_000} MB"
            raise InputError(str(table), [Mistake("TABLE", found, "a smaller table: part it")])
        return table.read_bytes()
    except OSError as error:
        found = error.strerror or str(error)
        raise InputError(str(table), [Mistake("TABLE", found, "a CSV file that may be read")]) from None


def _pairs(option: str, words: tuple[str, ...], alone: bool) -> dict[str, str]:
    """`NAME=WORD` of an option that may come several times; `alone` allows a word without a name, for all columns."""
    found = {}
    for word in words:
        name, sign, value = word.rpartition("=") if alone else word.partition("=")
        if not sign and alone:
            name, value = "", word
        elif not sign or not value:
            raise InputError("clinic import", [Mistake(option, f'"{word[:60]}"', "NAME=WORD")])
        found[name.strip()] = value.strip()
    return found
