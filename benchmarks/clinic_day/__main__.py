"""Twenty people at work in the clinic at once, over loopback: how quick pages are, what the server needs.

    PYTHONPATH=tests python -m benchmarks.clinic_day [SECONDS [PEOPLE [THINKING_S]]]

A demonstration is served as people start it; each of the twenty signs in and goes round the pages of the day, of
clients and of a session, keeps a draft and writes a note, with a few seconds of reading and talking before each page
(drawn between half and one and a half of THINKING_S). Printed as a table: milliseconds of pages by kind, processor
milliseconds a request, memory, the heaviest page. Every answer is looked at: a wrong one ends the run. On a busy
machine the processor's time is the figure to keep.
"""

from __future__ import annotations

import signal
import statistics
import sys
import tempfile
from pathlib import Path

from helpers.clinic.at_work import Told, filled, measured  # pyright: ignore[reportMissingImports]
from helpers.clinic.served import Server  # pyright: ignore[reportMissingImports]

PEOPLE, CLIENTS, SECONDS, THINKING_S = 20, 40, 60.0, 4.0


def centile(values: list[float], share: float) -> float:
    """The value below which so much of them lies."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def table(told: list[Told], busy_s: float, memory_mb: float, first_s: float) -> str:
    """What is printed: a row a kind of page, then the server."""
    lines = [f"{'page':10} {'asked':>6} {'median ms':>10} {'95 % ms':>9} {'most kB':>8}"]
    for kind in ["all", *dict.fromkeys(item.kind for item in told)]:
        some = [item for item in told if kind in ("all", item.kind)]
        spent = [item.ms for item in some]
        most = max(item.size for item in some) / 1000
        lines.append(
            f"{kind:10} {len(some):6} {statistics.median(spent):10.0f} {centile(spent, 0.95):9.0f} {most:8.1f}"
        )
    lines.append(
        f"first page after {first_s:.1f} s; {busy_s * 1000 / len(told):.1f} ms of processor a request"
    )
    lines.append(f"memory of the server {memory_mb:.0f} MB")
    return "\n".join(lines)


def main(seconds: float = SECONDS, people: float = PEOPLE, thinking_s: float = THINKING_S) -> None:
    """Serve, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        filled(home, int(people), CLIENTS)
        server = Server(home)
        try:
            told, wrong, busy, memory = measured(server, int(people), seconds, thinking_s)
        finally:
            server.end(signal.SIGINT)
    for error in wrong:
        print(f"wrong: {error}", file=sys.stderr)
    print(table(told, busy, memory, server.seconds))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
