"""`microneedling deliver FILE | --active NAME ...`: how much of a product gets where, as a table, JSON, a page."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from ...errors import InputError, Mistake
from ...files import check_target
from ...transport.delivery_file import ENDLESS, FORMAT, DeliveryFile, from_tables, read_delivery
from ..deliver_options import PASSES, STRENGTH_MG_PER_ML
from ..options import whole_number

MOST_DRAWS = 4000
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
    file, draws, seed = asked(options)
    if options.html:
        check_target(options.html, options.force)
    from ...transport.delivery_run import answer, carry_out

    done = carry_out(file, draws, seed)
    if options.json:
        print(json.dumps(answer(done), ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.delivery import delivery_text

        print(delivery_text(done))
    if options.html:
        from ...report.delivery import write_page

        write_page(done, options.html, options.force)
        if not options.json:
            print(f"\nPage: {options.html}")
    return 0


def asked(options: Namespace) -> tuple[DeliveryFile, int, int]:
    """The delivery asked for, draws and seed; raises InputError with every mistake."""
    mistakes: list[Mistake] = []
    draws = whole_number(options.draws, "--draws", 1, MOST_DRAWS, mistakes)
    seed = whole_number(options.seed, "--seed", 0, 2**63 - 1, mistakes)
    file = None
    try:
        file = _from_file(options) if options.file else from_tables(_tables(options, mistakes), "deliver")
    except InputError as error:
        if not mistakes:
            raise
        mistakes += error.mistakes
    if mistakes or file is None:
        raise InputError("deliver", mistakes)
    return file, draws, seed


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
