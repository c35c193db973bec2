"""Measure the times that the README promises: `make bench`.

Every measure is taken once per round and the rounds are repeated, so that a slow minute of the machine falls
on all of them alike; the median over rounds is reported. Times of commands are wall time from process start.
Writes `benchmarks/results.json` and the table in the README, and prints the table. Not a test: nothing fails
on a time.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import median

from .measures import MEASURES, REFERENCE, Measure, Workbench
from .tables import machine, markdown, write_into_readme

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results.json"
README = FOLDER.parent / "README.md"


def rounds(count: int, chosen: list[Measure]) -> dict[str, list[float]]:
    """Seconds of every measure, one value per round, measures interleaved."""
    seconds: dict[str, list[float]] = {measure.name: [] for measure in chosen}
    for number in range(1, count + 1):
        with Workbench() as bench:
            for measure in chosen:
                seconds[measure.name].append(measure.take(bench))
                print(
                    f"round {number}/{count}  {seconds[measure.name][-1]:8.3f} s  {measure.name}",
                    file=sys.stderr,
                )
    return seconds


def summary(seconds: dict[str, list[float]], chosen: list[Measure]) -> list[dict]:
    """One row per measure: median, span, budget and the ratios to budget and to the reference measure."""
    reference_s = median(seconds[REFERENCE])
    rows = []
    for measure in chosen:
        taken = sorted(seconds[measure.name])
        middle = median(taken)
        rows.append(
            {
                "name": measure.name,
                "median_s": middle,
                "low_s": taken[0],
                "high_s": taken[-1],
                "times_reference": middle / reference_s,
                "budget_s": measure.budget_s,
                "share_of_budget": middle / measure.budget_s if measure.budget_s else None,
                "seconds": seconds[measure.name],
            }
        )
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="how often each measure is taken (default 5)")
    parser.add_argument(
        "--dry", action="store_true", help="print only; leave results.json and the README alone"
    )
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")

    rows = summary(rounds(options.rounds, MEASURES), MEASURES)
    table = markdown(rows, machine(), options.rounds)
    print(table)
    if not options.dry:
        text = json.dumps({"machine": machine(), "rounds": options.rounds, "measures": rows}, indent=2)
        RESULTS.write_text(text + "\n", encoding="utf-8")
        write_into_readme(README, table)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
