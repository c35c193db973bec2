"""`microneedling photo BEFORE AFTER`: what two photographs with the card measure; `--card PATH` prints the card."""

from __future__ import annotations

import click

from ...errors import Mistake
from .. import options
from ..arguments import number_or_text
from ..group import command
from ..output import say, say_json, say_with_files
from ..together import Together


@command()
@click.argument("before", required=False, type=options.FILE)
@click.argument("after", required=False, type=options.FILE)
@click.option("--zone", metavar="SITE", help="where on the body, as in the course file")
@click.option("--days", nargs=2, metavar="D D", help="days of the course of both, for --measurements")
@click.option(
    "--measurements", type=options.FILE, metavar="PATH", help="write the table (CSV) that track reads"
)
@click.option(
    "--overlay", type=options.FILE, metavar="PATH", help="write both with what was measured drawn on, PNG"
)
@click.option(
    "--card", type=options.FILE, metavar="PATH", help="write the card to print (SVG), and nothing else"
)
@options.as_json()
@options.force("replace files of the same kind")
def run(
    before: str | None,
    after: str | None,
    zone: str | None,
    days: tuple[str, str] | None,
    measurements: str | None,
    overlay: str | None,
    card: str | None,
    as_json: bool,
    force: bool,
) -> None:
    """Measure a pair of photographs with the card on the skin: colour, pores, creases, each with its error."""
    gathered = Together("photo", before, after)
    gathered.arguments(_missing(before, after, card, days, measurements))
    gathered.place("--card", card, force)
    gathered.place("--measurements", measurements, force)
    gathered.place("--overlay", overlay, force)
    gathered.refuse()
    if card is not None:
        from ...imaging.card_page import write_card

        write_card(card, force)
        say(f"Card: {card}")
        return
    from ...imaging.photo import photo

    told = [number_or_text(day) for day in days] if days else None
    answer = photo(str(before), str(after), zone=zone, days=told)  # type: ignore[arg-type]
    written = []
    if measurements:
        from ...imaging.rows import write_rows

        written.append(("Measurements", str(write_rows(answer.measurements(), measurements, force))))
    if overlay:
        from ...imaging.overlay import write_overlay

        written.append(("Overlay", str(write_overlay(answer, overlay, force))))
    if as_json:
        say_json(answer.to_json())
        return
    from ..printed.photo import photo_text

    say_with_files(photo_text(answer), written)


def _missing(
    before: str | None, after: str | None, card: str | None, days: object, measurements: str | None
) -> list[Mistake]:
    """What is missing among the words given, or given for nothing."""
    if card is not None:
        asked = "one or the other: the card, or two photographs"
        return [Mistake("--card", "photographs beside it", asked)] if before is not None else []
    found = []
    if before is None or after is None:
        seen = "nothing" if before is None else "one photograph"
        hint = "Print a card for them with: microneedling photo --card card.svg"
        found.append(Mistake("BEFORE AFTER", seen, "two photographs", hint))
    if measurements is not None and not days:
        found.append(Mistake("--days", "nothing", "the days of both photographs, for --measurements"))
    return found
