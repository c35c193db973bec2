"""Writes docs/validation-mechanics.md, -permeation.md and -coverage.md: the model beside rows, misses first.

`python tools/make_validation.py`; a minute. The same tables as text: `microneedling validate --bench`. Verdicts are
those of `microneedling.validation.bench`, held by its tests; this page is only their print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from microneedling.validation.bench import coverage as judged
from microneedling.validation.bench.coverage import Coverage, coverage
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
    "as another row. A bound that only caps a duration cannot catch one that is too short; such rows say *a bound*. "
    "Where the row has a topic, the interval carries how far studies and instruments of that topic scatter, which was "
    "set on these very rows; [coverage](validation-coverage.md) leaves them out by source."
)
COVERAGE = DOCS / "validation-coverage.md"
COVERED = (
    "An answer about what a study or an instrument will measure is as wide as the model's own spread *and* the scatter "
    "between studies and instruments of that topic: one number each, the SD of ln(observed/predicted) that the model's "
    "own spread does not explain (pain: of the stimulus behind the score). It is estimated robustly, from the shares "
    "of rows inside the 50 % and 80 % intervals, rows of one source sharing one vote, and drawn towards "
    "`study_effect.bench_prior_log_sd` where sources are few. Older numbers that the calibration or a person had set "
    "stay: closing time by impedance and water loss, pain, blood flow.",
    "*Inside 80 %*: each source left out in turn, the scatter estimated from the other sources, its rows looked up in "
    "the intervals that follow; beside it a 95 % binomial interval in which a source is one trial. What else these "
    "rows set in the model stays set: this judges the widths, not the middles. Rows of the calibration side that were "
    "read and give one number count; bounds do not. "
    f"With fewer than {judged.FEWEST} sources nothing is judged; else {100 * judged.LEAST:.0f} to "
    f"{100 * judged.MOST:.0f} % of the rows must lie inside.",
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


def coverage_page(lines: Sequence[Coverage]) -> str:
    """The page on coverage by topic: what fails first in words, then the table."""
    few = [line.title for line in lines if line.verdict == judged.NOT_JUDGED]
    fails = [line.title for line in lines if line.verdict == judged.FAILS]
    text = ["# Do the intervals of bench quantities hold", "", MADE, ""]
    text += [paragraph for words in COVERED for paragraph in (words, "")]
    text += [f"**Fail**: {', '.join(fails) or 'none'}. **Too few sources to judge**: {', '.join(few)}.", ""]
    text.append(
        "| topic | rows | sources | inside 80 % [95 %] | verdict | scatter (log SD) | of these rows |"
    )
    text.append("|---|--:|--:|--:|---|--:|--:|")
    for line in lines:
        share = "-"
        if line.inside is not None and line.low is not None and line.high is not None:
            share = f"{100 * line.inside:.0f} % [{100 * line.low:.0f}, {100 * line.high:.0f}]"
        own = f"{line.estimated:.2f}" if line.rows else "-"
        cells = (line.title, line.rows, line.sources, share, line.verdict, f"{line.log_sd:.2f}", own)
        text.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(text) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def main() -> int:
    found = {name: bench_table(name) for _, names in PAGES.values() for name in names}
    made = {path: page(title, [found[name] for name in names]) for path, (title, names) in PAGES.items()}
    made[COVERAGE] = coverage_page(coverage([row for table in found.values() for row in table.rows]))
    for path, text in made.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
