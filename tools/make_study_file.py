"""Writes the table of readings into docs/study-file.md from `studies.readings.READINGS`.

`python tools/make_study_file.py` rewrites what stands between the two marks; `--check` only compares and exits 1 when
the page is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "study-file.md"
BEGIN = "<!-- readings: made by tools/make_study_file.py from studies/readings.py -->"
END = "<!-- readings: end -->"
HEADS = (
    (
        "Raters' scales",
        ("acne_scar", "other_scar", "striae", "fine_lines", "texture", "firmness", "rejuvenation"),
    ),
    ("Pigment scales", ("tone", "melasma")),
    ("Instruments", ("instrument",)),
    ("Events, and what benches measure of the first session", ("event",)),
    ("Clocks of healing, after one session", ("clock",)),
)
EVERYBODY = "any"
NOT_HEALTHY_WORDS = "any but healthy"


def tables() -> str:
    """All readings, one table a head: name, what it is, unit, range, better end, statistics, rater, people."""
    from microneedling.studies.readings import READINGS

    lines: list[str] = []
    for head, families in HEADS:
        lines += [
            "",
            f"### {head}",
            "",
            "| scale | what | unit | range | better | statistics | rater | read on |",
        ]
        lines += ["|---|---|---|---|---|---|---|---|"]
        lines += [_row(kind) for kind in READINGS.values() if kind.family in families]
    return "\n".join([*lines, ""])


def _row(kind) -> str:
    ends = f"{kind.ends[0]:g}-{kind.ends[1]:g}" if kind.ends else "-"
    better = "-" if kind.family == "clock" else kind.direction.split()[0]
    first, *others = kind.statistics
    statistics = ", ".join([f"**{first}**", *others])
    family = (
        "" if kind.of_condition or kind.family in ("instrument", "event", "clock") else f" ({kind.family})"
    )
    people = _people(kind.conditions)
    return (
        f"| `{kind.name}` | {kind.label}{family} | {kind.unit} | {ends} | {better} | {statistics} | "
        f"{kind.rater} | {people} |"
    )


def _people(conditions) -> str:
    from microneedling.studies.readings import NOT_HEALTHY

    return NOT_HEALTHY_WORDS if conditions == NOT_HEALTHY else ", ".join(conditions) or EVERYBODY


def page() -> str:
    """The page as it should stand."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    return f"{before}{BEGIN}\n{tables()}\n{END}{rest.split(END, 1)[1]}"


def main() -> int:
    made = page()
    if "--check" in sys.argv:
        return int(PAGE.read_text(encoding="utf-8") != made)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
