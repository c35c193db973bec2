"""Writes the generated pages of the manual: all numbers, all equations, and one page per healing process.

`python tools/make_manual.py` writes docs/manual/numbers.md, equations.md, <process>.md and docs/devices.md from the
registry, the process files and the library of devices; `--check` only compares and exits 1 when a page is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from codegen.device_page import devices_page
from codegen.markdown import BADGES, number_table
from codegen.process_page import MADE, equations_page, process_page

ROOT = Path(__file__).resolve().parent.parent
MANUAL = ROOT / "docs" / "manual"


def pages() -> dict[Path, str]:
    """Every generated page with what it should hold."""
    from microneedling.healing.cascade import PROCESSES
    from microneedling.observation.observer import OBSERVERS

    processes = (*PROCESSES, *OBSERVERS)
    made = {MANUAL / "numbers.md": numbers_page(), MANUAL / "equations.md": equations_page(processes)}
    made[ROOT / "docs" / "devices.md"] = devices_page()
    made |= {MANUAL / f"{process.name}.md": process_page(process, processes) for process in processes}
    return made


def numbers_page() -> str:
    """The page of all numbers of the registry, group by group, with how much of each group is known."""
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
        lines += [f"## {group}", "", *number_table(entries), ""]
    return "\n".join(lines).rstrip() + "\n"


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


def main(arguments: list[str]) -> int:
    """Write the stale pages, or with `--check` name them; returns 1 if `--check` found one."""
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
