"""`microneedling deliver FILE | --active NAME ...`: how much of a product gets where, as a table, JSON, a page."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from ...errors import InputError, Mistake
from ...files import check_target
from ...inputs.questions import refuse, to_deliver
from ...transport.delivery_file import ENDLESS, FORMAT, DeliveryFile, from_tables, read_delivery
from ..arguments import as_options, number_or_text
from ..options.deliver import PASSES, STRENGTH_MG_PER_ML

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


def run(options: Namespace) -> int:
    """Follow a product into the skin and print how much gets where; the exit status."""
    draws, seed = number_or_text(options.draws), number_or_text(options.seed)
    file = _file(options, as_options(to_deliver(draws, seed)))
    if options.html:
        check_target(options.html, options.force)
    from ...transport.deliver import deliver

    delivery = deliver(file, int(draws), int(seed))
    if options.json:
        print(json.dumps(delivery.to_json(), ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.deliver import delivery_text

        print(delivery_text(delivery))
    if options.html:
        from ...report.delivery import write_page

        write_page(delivery, options.html, options.force)
        if not options.json:
            print(f"\nPage: {options.html}")
    return 0


def _file(options: Namespace, mistakes: list[Mistake]) -> DeliveryFile:
    """The delivery of the file or of the options; raises `InputError` with the mistakes given and its own."""
    try:
        file = _from_file(options) if options.file else from_tables(_tables(options, mistakes), "deliver")
    except InputError as error:
        if not mistakes:
            raise
        raise InputError("deliver", [*mistakes, *error.mistakes]) from None
    refuse("deliver", mistakes)
    return file


def _given(options: Namespace) -> list[str]:
    flags = [name for name in ("occluded", "franz") if getattr(options, name)]
    return [name for name in OPTIONS if getattr(options, name) is not None] + flags


def _from_file(options: Namespace) -> DeliveryFile:
    if extra := _given(options):
        words = [f"--{name.replace('_', '-')}" for name in extra]
        raise InputError(
            "deliver",
            [
                Mistake(word, "with a FILE", "either a FILE or these options", "Write it into the file.")
                for word in words
            ],
        )
    return read_delivery(options.file)


def _tables(options: Namespace, mistakes: list[Mistake]) -> dict[str, Any]:
    """The tables of the file that the options stand for."""
    if options.active is None:
        raise InputError("deliver", [Mistake("FILE", "nothing", "a deliver FILE, or --active NAME")])
    raw: dict[str, Any] = {"format": FORMAT, "product": {"concentration_mg_per_ml": STRENGTH_MG_PER_ML}}
    raw["title"] = f"{options.active[:100]} on {'needled' if options.needle_length_mm else 'intact'} skin"
    if options.franz:
        raw["mode"] = "franz"
    if options.occluded:
        raw["product"]["occluded"] = True
    if options.needle_length_mm is not None:
        raw["instrument"], raw["needling"] = dict(ROLLER), {"passes": PASSES}
    for name, (table, key) in OPTIONS.items():
        text = getattr(options, name)
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
        mistakes.append(Mistake(f"--{name.replace('_', '-')}", f'"{text[:30]}"', "a number"))
        return 1
