"""`microneedling devices`: the types of devices that a file may name, and what each brings."""

from __future__ import annotations

from dataclasses import asdict

import click

from ...device.library import DeviceType, clearances_of, device_types, find_type, unknown_device
from ...errors import InputError
from .. import options
from ..group import command
from ..output import say, say_json
from ..text import table

USE = """In a file: device = "pen, 12 needles". What no source gives of a device is the usual number of its kind:
`microneedling devices NAME` says which. Nothing here recommends a device."""
HEAD = ("device", "kind", "needles", "length, mm", "strokes/s", "known from sources")


@command()
@click.argument("name", required=False)
@options.as_json("print one JSON object")
def run(name: str | None, as_json: bool) -> None:
    """List the types of devices that a file may name; with a NAME, every number of one."""
    chosen = list(device_types().values())
    if name is not None:
        found = find_type(name)
        if found is None:
            raise InputError("devices", [unknown_device(name, "NAME")])
        chosen = [found]
    if as_json:
        say_json({"devices": [_as_json(item) for item in chosen]})
    elif name is None:
        say("\n".join([*table([HEAD, *map(_row, chosen)], whole=(2, 3, 4)), "", USE]))
    else:
        say("\n".join(_whole(chosen[0])))


def _as_json(item: DeviceType) -> dict:
    numbers = {key: asdict(number) for key, number in item.numbers.items()}
    cleared = [asdict(row) for row in clearances_of(item.name)]
    return {
        "name": item.name,
        "also": list(item.also),
        "kind": item.kind,
        "numbers": numbers,
        "clearances": cleared,
    }


def _row(item: DeviceType) -> tuple[str, ...]:
    shown = [
        f"{item.numbers[key].value:g}" if key in item.numbers else "-"
        for key in ("needle_count", "needle_length_mm", "frequency_hz")
    ]
    known = sum(number.source != "" for number in item.numbers.values())
    told = "-" if item.generic else f"{known} of {len(item.numbers)} numbers"
    return (item.name, item.kind, *shown, told)


def _whole(item: DeviceType) -> list[str]:
    other = f" (also {', '.join(item.also)})" if item.also else ""
    rows = [("number", "value", "grade", "grounds")]
    for key, number in item.numbers.items():
        source = f"; [{number.source}]" if number.source else ""
        rows.append((key, f"{number.value:g}", number.grade, f"{number.where}{source}"))
    cleared = [
        f"Cleared in the United States ({row.number}): {row.use}; phototypes "
        f"{', '.join(row.phototypes) or 'not recorded'}; from {row.youngest_year:g} years"
        for row in clearances_of(item.name)
    ]
    return [f"{item.name}: {item.kind}{other}", *table(rows, whole=(1,)), *cleared]
