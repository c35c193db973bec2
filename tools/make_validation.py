"""Writes docs/validation-mechanics.md and docs/validation-permeation.md: the model beside rows, misses first.

`python tools/make_validation.py`; a few seconds. The same tables as text:
`python -m microneedling.validation.bench.erythema` and its neighbours. Their verdicts are held by tests; this
page is only their print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from microneedling.validation.bench import bleeding, erythema, numbing, penetration, permeation
from microneedling.validation.verdicts import (
    ELSEWHERE,
    HIT,
    INPUT,
    MISS,
    NOT_COMPARABLE,
    Verdict,
    in_order,
    shown,
)

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MADE = "<!-- Made by tools/make_validation.py; change the model or validation/, not this page. -->"
PARTS = {
    "How deep needles get, how wide channels are": penetration,
    "Which channels bleed": bleeding,
    "Redness and downtime": erythema,
}
PERMEATION = {
    "What passes skin, intact and needled": permeation,
    "Anaesthetic cream as a drug on its way to the nerves": numbing,
}
PAGES = {  # file -> title, parts
    DOCS / "validation-mechanics.md": ("Mechanics, bleeding and redness beside published rows", PARTS),
    DOCS / "validation-permeation.md": ("Permeation beside published rows", PERMEATION),
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
    ("MISS, checked", MISS, "checked"),
    ("MISS, fitted", MISS, "fitted"),
    ("hit, checked", HIT, "checked"),
    ("hit, fitted", HIT, "fitted"),
    (INPUT, INPUT, ""),
    (NOT_COMPARABLE, NOT_COMPARABLE, ""),
    (ELSEWHERE, ELSEWHERE, ""),
)


def page(title: str, parts: Mapping[str, Any]) -> str:
    """The whole page."""
    judged = {name: part.verdicts() for name, part in parts.items()}
    lines = [f"# {title}", "", MADE, "", MEANING, "", WORDS, ""]
    lines += [*_counts(judged), ""]
    for name, verdicts in judged.items():
        lines += [f"## {name}", "", *_table(verdicts), ""]
    return "\n".join(lines).rstrip() + "\n"


def _counts(judged: dict[str, list[Verdict]]) -> Iterator[str]:
    yield "| | " + " | ".join(name for name, _, _ in COUNTED) + " | rows |"
    yield "|---|" + "--:|" * (len(COUNTED) + 1)
    for title, verdicts in judged.items():
        found = Counter((v.verdict, v.role) for v in verdicts)
        counts = [found[verdict, role] for _, verdict, role in COUNTED]
        yield f"| {title} | " + " | ".join(map(str, counts)) + f" | {len(verdicts)} |"


def _table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    yield "| row | verdict | role | observed | predicted median [80 %] | quantity | note |"
    yield "|---|---|---|---|---|---|---|"
    for v in in_order(list(verdicts)):
        verdict = f"**{v.verdict}**" if v.verdict == MISS else v.verdict
        cells = (v.row, verdict, v.role, v.observed, shown(v), v.quantity, v.note)
        yield f"| {' | '.join(_cell(text) for text in cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def main() -> int:
    for path, (title, parts) in PAGES.items():
        text = page(title, parts)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
