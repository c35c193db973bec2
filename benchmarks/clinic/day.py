"""Twenty people at work in the clinic at once, over loopback: how quick pages are, what the server needs.

    PYTHONPATH=tests python -m benchmarks.clinic.day [--seconds S] [--people N] [--thinking S] [--json PATH]

A demonstration is served as people start it; each of the twenty signs in and goes round the pages of the day, of
clients and of a session, keeps a draft and writes a note, with a few seconds of reading and talking before each page
(drawn between half and one and a half of `--thinking`). Printed as a table: milliseconds of pages by kind, processor
milliseconds a request, memory, the heaviest page. Every answer is looked at: a wrong one ends the run. On a busy
machine the processor's time is the figure to keep. Goals: a page in the middle 150 ms, nineteen of twenty 400 ms, the
first page 2 s, no page over 500 kB, the server under 400 MB.
"""

from __future__ import annotations

import os
import signal
import statistics
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.clinic.at_work import Told, filled, measured  # pyright: ignore[reportMissingImports]
from helpers.clinic.served import Server  # pyright: ignore[reportMissingImports]

from ..tables import machine, measure

PEOPLE, CLIENTS, SECONDS, THINKING_S = 20, 40, 60.0, 4.0
BYTES_PER_KB = 1000


def centile(values: list[float], share: float) -> float:
    """The value below which so much of them lies."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def of_pages(told: list[Told]) -> dict[str, float]:
    """How many pages were asked for, their milliseconds in the middle and in nineteen of twenty, the heaviest."""
    spent = [item.ms for item in told]
    return {
        "asked": len(told),
        "median_ms": statistics.median(spent),
        "most_of_all_ms": centile(spent, 0.95),
        "most_kb": max(item.size for item in told) / BYTES_PER_KB,
    }


def day(seconds: float, people: int, thinking: float) -> dict[str, Any]:
    """Serve, let the people work, and sum it up; a wrong answer ends the run."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        filled(home, people, CLIENTS)
        server = Server(home)
        try:
            load = os.getloadavg()[0]
            told, wrong, busy_s, memory_mb = measured(server, people, seconds, thinking)
        finally:
            server.end(signal.SIGINT)
    if wrong:
        sys.exit("\n".join(f"wrong: {error}" for error in wrong))
    kinds = {
        kind: [item for item in told if item.kind == kind] for kind in dict.fromkeys(one.kind for one in told)
    }
    return {
        "machine": machine(),
        "load_before": load,
        "seconds": seconds,
        "people": people,
        "thinking_s": thinking,
        "pages": {"all": of_pages(told)} | {kind: of_pages(some) for kind, some in kinds.items()},
        "first_page_s": server.seconds,
        "processor_ms": 1000 * busy_s / len(told),
        "memory_mb": memory_mb,
    }


def table(result: Mapping[str, Any]) -> str:
    """What is printed: a row a kind of page, then the server."""
    lines = [f"{'page':10} {'asked':>6} {'median ms':>10} {'95 % ms':>9} {'most kB':>8}"]
    for kind, item in result["pages"].items():
        spent = f"{item['median_ms']:10.0f} {item['most_of_all_ms']:9.0f}"
        lines.append(f"{kind:10} {item['asked']:6} {spent} {item['most_kb']:8.1f}")
    first, busy = result["first_page_s"], result["processor_ms"]
    lines.append(f"first page after {first:.1f} s; {busy:.1f} ms of processor a request")
    lines.append(f"memory of the server {result['memory_mb']:.0f} MB")
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and write the results where asked."""
    options = {"seconds": SECONDS, "people": PEOPLE, "thinking": THINKING_S}
    measure(__doc__, day, table, options=options)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
