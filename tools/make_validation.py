"""Writes docs/validation-mechanics.md and docs/validation-permeation.md: the model beside rows, misses first.

`python tools/make_validation.py`; a minute. The same tables as text: `microneedling validate --bench`. Verdicts are
those of `microneedling.validation.bench`, held by its tests; this page is only their print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from microneedling.validation.bench.tables import BenchTable, bench_table
from microneedling.validation.verdicts import Role, Verdict

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MADE = "<!-- Made by tools/make_validation.py; change the model or its validation, not this page. -->"
PAGES = {  # file -> title, tables
    DOCS / "validation-mechanics.md": (
        "Mechanics, bleeding, closing pores, pain and redness beside published rows",
        ("penetration", "bleeding", "closure", "pain", "erythema"),
    ),
    DOCS / "validation-permeation.md": ("Permeation beside published rows", ("permeation", "numbing")),
}
MEANING = (
    "*Checked*: the row set nothing in the model. *Fitted*: it helped to set a number or its range, or was looked "
    "at while one was, so that a hit proves little and a miss is the more telling. Numbers are drawn from their "
    "priors: these tables judge the mechanics as set, before any study of courses taught it anything."
)
WORDS = (
    "A hit: the observation lies in the predicted 80 % interval, or the predicted median obeys a bound (`<`, `>`). "
    "*Input*: the model takes the number as it stands. *Elsewhere*: judged in another table, or the same reading "
    "as another row. A bound that only caps a duration cannot catch one that is too short; such rows say *a bound*."
)
COUNTED = (
    (Verdict.MISS, Role.CHECKED),
    (Verdict.MISS, Role.FITTED),
    (Verdict.HIT, Role.CHECKED),
    (Verdict.HIT, Role.FITTED),
    (Verdict.INPUT, Role.NONE),
    (Verdict.NOT_COMPARABLE, Role.NONE),
    (Verdict.ELSEWHERE, Role.NONE),
)


def page(title: str, tables: Sequence[BenchTable]) -> str:
    """The whole page."""
    lines = [f"# {title}", "", MADE, "", MEANING, "", WORDS, ""]
    lines += [*_counts(tables), ""]
    for table in tables:
        lines += [f"## {table.title}", "", *_table(table), ""]
    return "\n".join(lines).rstrip() + "\n"


def _counts(tables: Sequence[BenchTable]) -> Iterator[str]:
    yield "| | " + " | ".join(", ".join(filter(None, pair)) for pair in COUNTED) + " | rows |"
    yield "|---|" + "--:|" * (len(COUNTED) + 1)
    for table in tables:
        counts = [table.counts.get(pair, 0) for pair in COUNTED]
        yield f"| {table.title} | " + " | ".join(map(str, counts)) + f" | {len(table.rows)} |"


def _table(table: BenchTable) -> Iterator[str]:
    yield "| row | verdict | role | observed | predicted median [80 %] | quantity | note |"
    yield "|---|---|---|---|---|---|---|"
    for row in table.rows:
        verdict = f"**{row.verdict}**" if row.verdict == Verdict.MISS else str(row.verdict)
        cells = (row.row, verdict, row.role, row.observed, row.predicted_words, row.quantity, row.note)
        yield f"| {' | '.join(_cell(text) for text in cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def main() -> int:
    for path, (title, names) in PAGES.items():
        text = page(title, [bench_table(name) for name in names])
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
