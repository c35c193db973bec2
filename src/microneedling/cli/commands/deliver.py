"""`microneedling deliver FILE | --active NAME ...`: how much of a product gets where, as a table, JSON, a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from ...errors import Mistake
from ...inputs.questions import to_deliver
from ...transport.delivery_file import ENDLESS, FORMAT, DeliveryFile, from_tables, read_delivery
from ...transport.dose import usual_dose_ul_per_cm2, usual_ph
from .. import options
from ..group import command
from ..output import say, say_json
from ..progress import progress
from ..together import Together

PASSES, STRENGTH_MG_PER_ML = 8, 10.0  # of the short form; a file says its own

# Options that stand for a line of a file: option -> (table, key), and what it is read as.
OPTIONS: dict[str, tuple[str, str]] = {
    "active": ("active", "name"),
    "concentration_mg_per_ml": ("product", "concentration_mg_per_ml"),
    "ph": ("product", "ph"),
    "dose_ul_per_cm2": ("product", "dose_ul_per_cm2"),
    "applied_after_min": ("product", "applied_after_min"),
    "wiped_off_min": ("product", "wiped_off_min"),
    "age_year": ("person", "age_year"),
    "sex": ("person", "sex"),
    "site": ("person", "site"),
    "dermis_mm": ("cell", "dermis_mm"),
    "needle_length_mm": ("instrument", "needle_length_mm"),
    "passes": ("needling", "passes"),
    "hours": ("", "hours"),
}
WORDS = frozenset({"active", "sex", "site"})
# What the short form needles with unless told otherwise: a common medical roller. A file says its own.
ROLLER = {
    "kind": "roller",
    "needle_count": 192,
    "needle_diameter_mm": 0.25,
    "drum_diameter_mm": 20,
    "drum_width_mm": 20,
}


def _short(name: str, metavar: str, about: str) -> options.Decorated:
    """An option of the short form, left as it was written: the delivery says what it takes."""
    return click.option(f"--{name.replace('_', '-')}", metavar=metavar, help=about)


@command()
@options.file(required=False)
@_short("active", "NAME", 'name of the active, such as "caffeine"; instead of a FILE, with what follows')
@_short("needle_length_mm", "X", "roller needles; left out: not needled")
@_short("passes", "N", f"passes of the roller ({PASSES})")
@_short("concentration_mg_per_ml", "X", f"({STRENGTH_MG_PER_ML:g})")
@_short("ph", "X", f"pH of the product ({usual_ph():g})")
@_short("dose_ul_per_cm2", "X", f'amount, or "infinite" ({usual_dose_ul_per_cm2():g})')
@_short("applied_after_min", "X", "minutes after the needling (0)")
@_short("wiped_off_min", "X", "minutes after putting on")
@click.option("--occluded", is_flag=True, help="under a wrap")
@click.option("--franz", is_flag=True, help="skin in a Franz cell, not living skin")
@_short("dermis_mm", "X", "dermis left on the skin in a Franz cell")
@_short("age_year", "X", "(40)")
@_short("sex", "WORD", "(female)")
@_short("site", "WORD", "(cheek)")
@_short("hours", "X", "how long to follow (24)")
@options.draws(300)
@options.seed()
@options.as_json()
@options.report_or_html("write a page with chart and cross-section")
@options.force("replace an existing page")
def run(
    file: str | None,
    draws: Any,
    seed: Any,
    as_json: bool,
    report: str | None,
    force: bool,
    **short: Any,
) -> None:
    """Follow a product into the skin and print how much gets where."""
    gathered = Together("deliver", file)
    gathered.arguments(to_deliver(draws, seed))
    gathered.place("--report", report, force, "page")
    delivery_file = _file(file, short, gathered)
    progress(f"following the product, {draws} draws ...")
    from ...transport.deliver import deliver

    delivery = deliver(delivery_file, int(draws), int(seed))
    if report:
        from ...report.delivery import write_page

        write_page(delivery, report, force)
    progress()
    if as_json:
        say_json(delivery.to_json())
        return
    from ..printed.deliver import delivery_text

    say("\n".join([delivery_text(delivery), *([f"\nReport: {report}"] if report else [])]))


def _file(path: str | None, short: Mapping[str, Any], gathered: Together) -> DeliveryFile:
    """The delivery of the file or of the options; raises `InputError` with all mistakes."""
    given = [name for name, value in short.items() if value not in (None, False)]
    if path is not None:
        gathered.mistakes += [
            Mistake(_option(name), "with a FILE", "either a FILE or these options", "Write it into the file.")
            for name in given
        ]
        read = gathered.read(read_delivery, path)
    elif short["active"] is None:
        gathered.mistakes.append(Mistake("FILE", "nothing", "a deliver FILE, or --active NAME"))
        read = None
    else:
        read = gathered.read(lambda raw: from_tables(raw, "deliver"), _tables(short, gathered.mistakes))
    gathered.refuse()
    assert read is not None  # else it was refused
    return read


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _tables(short: Mapping[str, Any], mistakes: list[Mistake]) -> dict[str, Any]:
    """The tables of the file that the options stand for."""
    needled = short["needle_length_mm"] is not None
    raw: dict[str, Any] = {"format": FORMAT, "product": {"concentration_mg_per_ml": STRENGTH_MG_PER_ML}}
    raw["title"] = f"{short['active'][:100]} on {'needled' if needled else 'intact'} skin"
    if short["franz"]:
        raw["mode"] = "franz"
    if short["occluded"]:
        raw["product"]["occluded"] = True
    if needled:
        raw["instrument"], raw["needling"] = dict(ROLLER), {"passes": PASSES}
    for name, (table, key) in OPTIONS.items():
        text = short[name]
        if text is not None:
            (raw.setdefault(table, {}) if table else raw)[key] = (
                text if name in WORDS else _number(name, text, mistakes)
            )
    return raw


def _number(name: str, text: str, mistakes: list[Mistake]) -> float | int | str:
    if name == "dose_ul_per_cm2" and text == ENDLESS:
        return text
    try:
        return int(text) if name == "passes" else float(text)
    except ValueError:
        mistakes.append(Mistake(_option(name), f'"{text[:30]}"', "a number"))
        return 1
