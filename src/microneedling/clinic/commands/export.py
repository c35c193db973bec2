"""`clinic export`: records as tables, bookings as a calendar, reminders as a table for letters."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import click

from ...cli.output import say
from ...phrases import plural
from .options import chosen, command, with_home, write_private

TABLES = ("clients", "lots", "sessions", "measurements")
KINDS = (*TABLES, "calendar", "reminders")
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
DAY = click.DateTime(["%Y-%m-%d"])


@command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("target", type=click.Path(path_type=Path))
@with_home
@click.option("--separator", type=click.Choice(tuple(SEPARATORS)), default="comma", help="of tables")
@click.option("--from", "first", type=DAY, help="first day of calendar or reminders; left out: today")
@click.option(
    "--to", "last", type=DAY, help="last day; left out: a year on for the calendar, a week for reminders"
)
@click.option("--names", is_flag=True, help="names in the calendar, which else has the clients' numbers")
@click.option(
    "--text", default="", help="own words of reminders of bookings: {name} {day} {time} {purpose} {clinic}"
)
@click.option("--due-text", default="", help="own words of reminders of sessions that are due and not booked")
@click.option("--force", is_flag=True, help="replace a file of that name")
def run(
    kind: str,
    target: Path,
    home: Path | None,
    separator: str,
    first: datetime | None,
    last: datetime | None,
    names: bool,
    text: str,
    due_text: str,
    force: bool,
) -> int:
    """Write records of KIND to TARGET. Tables are CSV, which no spreadsheet takes for formulas and `import` reads back.

    The calendar (iCalendar) holds bookings; reminders are a table with a text a row, for a program that writes letters.
    Nothing is sent.
    """
    from ..store import opened

    opened(chosen(home))
    from ...files import check_target
    from ..exchange.calendar import calendar_of
    from ..exchange.reminders import reminders_of
    from ..exchange.tables.exporting import resting, table_of
    from ..records.services.act import Actor

    check_target(target, force)
    actor = Actor()
    begin = first.date() if first else date.today()
    end = last.date() if last else begin + timedelta(days=365 if kind == "calendar" else 7)
    if kind == "calendar":
        data = calendar_of(actor=actor, first=begin, last=end, names=names)
    elif kind == "reminders":
        data = reminders_of(actor=actor, first=begin, last=end, booked=text, due=due_text)
    else:
        data = table_of(actor=actor, kind=kind, separator=SEPARATORS[separator])
    write_private(target, data, force)
    say(f"{target}: {len(data) / 1000:.1f} kB. It holds people's data: keep it as you keep the records.")
    if kind in TABLES and (left_out := resting(kind)):
        say(f"Not in it: {plural(left_out, 'client')} whose records rest or were erased in part.")
    return 0
