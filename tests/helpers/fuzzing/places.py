"""Where something can be changed in plain tables, and what else stands at like places in the examples."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = {
    "course": sorted((ROOT / "examples").glob("*.toml")),
    "delivery": sorted((ROOT / "examples" / "deliver").glob("*.toml")),
    "study": sorted((ROOT / "examples" / "studies").glob("*.toml")),
    "trial": sorted((ROOT / "examples" / "trials").glob("*.toml")),
}
TABLES = {
    kind: [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
    for kind, paths in EXAMPLES.items()
}


class Place(NamedTuple):
    """A table or list, and the key or index of a value in it."""

    around: Any
    key: Any

    @property
    def value(self) -> Any:
        return self.around[self.key]


def places(tables: Any) -> Iterator[Place]:
    """Every place of the tables, outermost first."""
    keys = list(tables) if isinstance(tables, dict) else range(len(tables))
    for key in keys:
        yield Place(tables, key)
        if isinstance(tables[key], dict | list):
            yield from places(tables[key])


def is_number(value: Any) -> bool:
    """Whether it is a number, and no truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def all_examples() -> list[Any]:
    """The tables of every example of every kind."""
    return [tables for kind in TABLES.values() for tables in kind]


WORDS = sorted({p.value for t in all_examples() for p in places(t) if isinstance(p.value, str)})
KEYS = sorted({p.key for t in all_examples() for p in places(t) if isinstance(p.key, str)})
ALIKE: dict[str, list[Any]] = {  # what stands under each key in any example
    key: [p.value for t in all_examples() for p in places(t) if p.key == key] for key in KEYS
}
PARTS = [  # every table and list of every example, each once
    json.loads(text)
    for text in sorted(
        {json.dumps(p.value) for t in all_examples() for p in places(t) if isinstance(p.value, dict | list)}
    )
]
