"""How long a plan's band takes to follow its sliders, in Chromium: `make bench`.

    PYTHONPATH=tests python -m benchmarks.clinic.slider [--json PATH]

A demonstration is served as people start it, plans are looked for, the balanced one is opened, and the depth of its
first visit is moved to and fro by its buttons. A move lasts from the press until the new band is in the page; its
processor time is that of the server alone. Goal: 300 ms from stored draws, by the clock on an idle machine.
"""

from __future__ import annotations

import os
import signal
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from helpers.browser import chromium  # pyright: ignore[reportMissingImports]
from helpers.clinic.searched import (  # pyright: ignore[reportMissingImports]
    open_balanced,
    search,
    signed_in,
)
from helpers.clinic.served import Server  # pyright: ignore[reportMissingImports]

from ..tables import machine, measure

MOVES, STRETCH = 40, 5

# A press in the page itself, so that no time of the driver is in it: until the new band stands in the page.
MOVE = """async (name) => {
  const named = (one) => one.getAttribute('aria-label') === name;
  const button = [...document.querySelectorAll('button')].find(named);
  const place = document.querySelector('#seen'), begun = performance.now();
  const done = new Promise((then) => {
    const watch = new MutationObserver(() => {
      watch.disconnect();
      requestAnimationFrame(() => then(performance.now()));
    });
    watch.observe(place, { childList: true, subtree: true });
  });
  button.click();
  return (await done) - begun;
}"""


def measured() -> dict[str, Any]:
    """Milliseconds of moves by the clock, and the server's processor time a move."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "home", "--demo")
        try:
            with chromium() as browser:
                page = signed_in(browser, server)
                search(page)
                open_balanced(page)
                page.evaluate(
                    MOVE, "less: Depth of visit 1"
                )  # the first move loads what the others find loaded
                load, before, took = os.getloadavg()[0], _processor_s(server), []
                for turn in range(MOVES):  # down and up below the plan's own depth, which would cost nothing
                    way = "more" if turn // STRETCH % 2 else "less"
                    took.append(page.evaluate(MOVE, f"{way}: Depth of visit 1"))
                    time.sleep(0.2)
                spent = _processor_s(server) - before
        finally:
            server.end(signal.SIGINT)
    took.sort()
    return {
        "machine": machine(),
        "load_before": load,
        "moves": MOVES,
        "median_ms": statistics.median(took),
        "most_ms": took[-1],
        "ninety_ms": took[int(0.9 * MOVES)],
        "processor_ms": 1000 * spent / MOVES,
    }


def _processor_s(server: Server) -> float:
    """Processor time of the server's process, s; its worker's is not in it."""
    spent = psutil.Process(server.process.pid).cpu_times()
    return spent.user + spent.system


def main() -> int:
    """Measure, print, and write the results where asked."""
    measure(__doc__, measured)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
