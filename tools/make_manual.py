"""Writes the generated pages of the manual: all numbers, and one page per healing process.

`python tools/make_manual.py` writes docs/manual/numbers.md and docs/manual/<process>.md from the registry and
the process files; `--check` only compares and exits 1 when a page is stale.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MANUAL = ROOT / "docs" / "manual"
MADE = "<!-- Made by tools/make_manual.py; change the registry or the process, not this page. -->"
BADGES = {"measured": "🟢", "derived": "🔵", "calibrated": "🟣", "elicited": "🟡", "assumed": "⚪"}


def pages() -> dict[Path, str]:
    """Every generated page with what it should hold."""
    from microneedling.healing.cascade import PROCESSES

    made = {MANUAL / "numbers.md": numbers_page()}
    made |= {MANUAL / f"{process.name}.md": process_page(process) for process in PROCESSES}
    return made


def numbers_page() -> str:
    from microneedling.evidence.registry import registry

    book = registry()
    groups = sorted({entry.group for entry in book.values()})
    lines = ["# Numbers", "", MADE, ""]
    lines += [
        f"The model uses {len(book)} numbers. Each stands once, in `evidence/parameters/`; here is the list.",
        "",
    ]
    lines += ["## How much of it is known", "", *_shares(book, groups), ""]
    lines += [
        f"{' · '.join(f'{badge} {grade}' for grade, badge in BADGES.items())}.",
        "The interval is the 95 % range of the prior. *Convention*: agreed, not known.",
        "How the source was seen: read, read2 (second-hand), memory.",
        "",
    ]
    for group in groups:
        entries = [entry for entry in book.values() if entry.group == group]
        lines += [f"## {group}", "", *_table(entries), ""]
    return "\n".join(lines).rstrip() + "\n"


def process_page(process: Any) -> str:
    """What a process is, its states, how they move, its numbers."""
    import importlib

    from microneedling.evidence.registry import registry

    text = inspect.cleandoc(importlib.import_module(f"microneedling.healing.{process.name}").__doc__ or "")
    lines = [f"# {process.name.capitalize()}", "", MADE, "", _sentence(process.about), ""]
    lines += [
        "```text",
        text,
        "```",
        "",
        "## States",
        "",
        "| name | place | unit | what it is |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{state.name}` | {state.place} | {_cell(state.unit)} | {_cell(state.about)} |"
        for state in process.states
    ]
    lines += ["", "## How they move", ""]
    helpers = [
        (place, name, text) for place, table in process.helpers.items() for name, text in table.items()
    ]
    if helpers:
        lines += ["With, in the order of use,", "", "```text"]
        lines += [f"{name} = {_flat(text)}" for _, name, text in helpers]
        lines += ["```", ""]
    lines += ["Rates per day:", "", "```text"]
    lines += [f"{name}' = {_flat(text)}" for name, text in process.rates.items()]
    lines += ["```", "", "## Symbols and numbers", "", *_symbols(process), ""]
    own = [entry for entry in registry().values() if entry.group == process.name]
    lines += [f"All numbers of the group `{process.name}`:", "", *_table(own), ""]
    lines += [
        "See also [all equations](equations.md), [all numbers](numbers.md), [the evidence](evidence.md)."
    ]
    return "\n".join(lines) + "\n"


def _symbols(process: Any) -> Iterator[str]:
    yield "| symbol | number |"
    yield "|---|---|"
    yield from (f"| `{symbol}` | `{key}` |" for symbol, key in process.constants.items())
    for name in (*process.baseline, *process.layer_baseline):
        yield f"| `{name}` | solved from the person at rest |"


def _shares(book: Any, groups: Sequence[str]) -> Iterator[str]:
    from microneedling.evidence.entry import GRADES

    yield "| group | " + " | ".join(GRADES) + " | all | sourced |"
    yield "|---|" + "--:|" * (len(GRADES) + 2)
    for name in (*groups, "**all**"):
        entries = [entry for entry in book.values() if name in ("**all**", entry.group)]
        counts = [sum(entry.grade == grade for entry in entries) for grade in GRADES]
        sourced = len(entries) - counts[-1]
        numbers = " | ".join(str(count) if count else "" for count in counts)
        yield f"| {name} | {numbers} | {len(entries)} | {100 * sourced / len(entries):.0f} % |"


def _table(entries: Iterable[Any]) -> Iterator[str]:
    from microneedling.evidence.report import amount

    yield "| | number | value | what it is | whom | grounds |"
    yield "|---|---|---|---|---|---|"
    for entry in entries:
        keys = " ".join(f"[{key}]" for key in entry.sources)
        grounds = "; ".join(part for part in (_cell(entry.where), keys, entry.seen if keys else "") if part)
        cells = [
            BADGES[entry.grade],
            f"`{entry.key}`",
            _cell(amount(entry)),
            _cell(entry.about),
            _cell(entry.subject),
            grounds,
        ]
        yield f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return _flat(text).replace("|", "\\|").replace("*", "\\*")


def _flat(text: str) -> str:
    return " ".join(str(text).split())


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def main(arguments: list[str]) -> int:
    made = pages()
    stale = [
        path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        name = path.relative_to(ROOT)
        if "--check" in arguments:
            print(f"stale: {name}; run python tools/make_manual.py", file=sys.stderr)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], encoding="utf-8")
        print(f"written: {name}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
