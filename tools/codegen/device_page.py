"""The page of all types of devices that a file may name, from the library: what each brings, how well it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from microneedling.device.library import Clearance, DeviceNumber, DeviceType, clearances, device_types

from .markdown import BADGES, cell, row, sentence

MADE = "<!-- Made by tools/make_manual.py; change device/types.toml, not this page. -->"
WORDS = {
    "needle_count": "needles",
    "needle_diameter_mm": "needle diameter, mm",
    "needle_length_mm": "needle length, mm",
    "frequency_hz": "strokes a second",
    "tip_width_mm": "width of tip or head, mm",
    "drum_diameter_mm": "drum diameter, mm",
    "drum_width_mm": "drum width, mm",
    "device_limit_mm": "cleared depth, mm",
}
HEAD = """A file may name a type of device instead of giving its numbers:

```
[[session]]
day    = 0
device = "pen, 12 needles"        # short for an instrument of that name
depth_mm = 1.0
passes = 4
```

or give an instrument its type and say what is different about your own; whatever stands beside `device` is kept:

```
[instrument.mine]
device       = "SkinPen"
tip_width_mm = 6
```

Capitals, blanks and hyphens do not matter, and `"12-needle pen"` is understood. Rollers and stamps come in several
needle lengths: give `needle_length_mm`, or `depth_mm` where a session names the device itself. Brand names belong to
their owners, who have no part in this program; a device is named here only where a source that was read gives some
of its numbers. Nothing here recommends a device."""

CLEARED = (
    "What the regulator of the United States cleared, as far as it was read; see "
    "[law and clearance](practice.md#law-and-clearance)."
)


def devices_page() -> str:
    """The page of devices: how to name one, the numbers of each type, and what regulators cleared."""
    kinds = [item for item in device_types().values() if item.generic]
    makes = [item for item in device_types().values() if not item.generic]
    badges = " · ".join(f"{badge} {grade}" for grade, badge in BADGES.items() if grade != "calibrated")
    lines = ["# Devices by name", "", MADE, "", HEAD, "", f"How well each number is known: {badges}.", ""]
    lines += ["## Usual types", "", *_usual(kinds), "", "## Devices", "", *_table(makes), ""]
    lines += ["## Clearances", "", CLEARED, ""]
    return "\n".join([*lines, *_clearances(), ""])


def _usual(types: list[DeviceType]) -> Iterator[str]:
    """One row a type; the grounds of all below."""
    keys = [key for key in WORDS if any(key in item.numbers for item in types)]
    yield row("device", *(WORDS[key] for key in keys))
    yield "|---|" + "--:|" * len(keys)
    grounds: dict[str, None] = {}
    for item in types:
        yield row(f"**{item.name}**", *(_short(item.numbers.get(key)) for key in keys))
        grounds |= {f"{WORDS[key]}: {_grounds(number)}": None for key, number in item.numbers.items()}
    yield ""
    yield from (f"- {line}" for line in sorted(grounds))


def _short(number: DeviceNumber | None) -> str:
    return "" if number is None else f"{number.value:g} {BADGES[number.grade]}"


def _table(types: list[DeviceType]) -> Iterator[str]:
    yield row("device", "number", "value", "", "grounds")
    yield "|---|---|--:|---|---|"
    for item in types:
        name = f"**{item.name}**" + (f" ({', '.join(item.also)})" if item.also else "")
        for key, number in item.numbers.items():
            yield row(name, WORDS[key], f"{number.value:g}", BADGES[number.grade], _grounds(number))
            name = ""


def _grounds(number: DeviceNumber) -> str:
    where = re.sub(r"\bdocs/([\w.-]+\.md#[\w-]+)", r"[\1](\1)", cell(number.where))
    return "; ".join([where, *([f"[{number.source}]", number.seen] if number.source else [])])


def _clearances() -> Iterator[str]:
    yield row("number", "device", "cleared for", "phototypes", "age from", "depth to, mm", "source")
    yield "|---|---|---|---|--:|--:|---|"
    for item in clearances():
        yield row(*_cleared(item))


def _cleared(item: Clearance) -> tuple[str, ...]:
    types = ", ".join(item.phototypes) or "not recorded"
    deepest = "not recorded" if item.deepest_mm is None else f"{item.deepest_mm:g}"
    source = f"[{item.source}], {item.seen}"
    return item.number, item.device, sentence(item.use), types, f"{item.youngest_year:g}", deepest, source
