"""How fast the skin alive is drawn, in Chromium without a window: `make bench`.

    python -m benchmarks.skin_alive [--json PATH]

Two courses side by side, chosen so that more than 2,000 cells are drawn at once, are played through the days after a
session. Frames per second are by the clock and so depend on what else the machine does. Processor time a frame, of all
processes of the browser together, is measured in a second play whose own clock moves on by a sixtieth of a second each
frame, however long that took: so it is the work of a frame on time, on a busy machine as on an idle one.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from microneedling import load_course, simulate
from microneedling.course.course import Course
from microneedling.report.alive.page import render_alive
from microneedling.report.alive.parts import alive_view

from .tables import machine, measure

EXAMPLE = Path(__file__).parent.parent / "examples" / "acne_scars_cheek.toml"
FROM_DAY, SECONDS, FRAMES, TICKS = 2.0, 12.0, 480, os.sysconf("SC_CLK_TCK")
LEAST_CELLS, GOAL_FPS, GOAL_BYTES = 2000, 60, 300_000
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

STEADY = """(() => {
  const ask = requestAnimationFrame.bind(window);
  let last = null, told = 0;
  window.requestAnimationFrame = (then) => ask((now) => {
    if (now !== last) { last = now; told += 1000 / 60; }
    then(told);
  });
})()"""
PLAY = """async (day) => {
  const place = document.querySelector('[data-alive]');
  while (!place.player) await new Promise(requestAnimationFrame); // begun once it is seen
  const player = place.player, scenes = player.scenes;
  window.seen = { frames: 0, cells: 0, spent: [] };
  player.go(day); player.play();
  const count = () => {
    seen.frames++; seen.cells = Math.max(seen.cells, scenes.reduce((sum, scene) => sum + scene.drawn, 0));
    seen.spent.push(scenes.reduce((sum, scene) => sum + scene.spent, 0));
    if (player.playing) requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
}"""


def courses() -> tuple[Course, Course]:
    """A course of the examples, and the same deeper and in more passes than anybody should."""
    usual = load_course(EXAMPLE)
    deeper = tuple(one.model_copy(update={"depth_mm": 2.0, "passes": 14}) for one in usual.sessions)
    return usual, usual.model_copy(update={"title": "Too deep, too often", "sessions": deeper})


def measured() -> dict[str, Any]:
    """Cells, frames a second, processor time a frame, and how large the frames of each course are."""
    results = [simulate(course, draws=1, override_stop=True) for course in courses()]
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "skin.html"
        page.write_text(render_alive(results), encoding="utf-8")
        found = {**_by_the_clock(page), **_by_frame(page)}
    return {
        "machine": machine(),
        "load_before": load,
        "frames_bytes": [len(alive_view(result).frames) for result in results],
        **found,
    }


def _by_the_clock(page: Path) -> dict[str, Any]:
    """Frames a second, ms of script a frame and cells."""
    with _playing(page) as shown:
        frames, begun = shown.evaluate("seen.frames"), time.monotonic()
        time.sleep(SECONDS)
        frames, passed = shown.evaluate("seen.frames") - frames, time.monotonic() - begun
        script, cells = sorted(shown.evaluate("seen.spent")), shown.evaluate("seen.cells")
    return {
        "cells": cells,
        "frames": frames,
        "frames_per_s": frames / passed,
        "script_median_ms": script[len(script) // 2],
    }


def _by_frame(page: Path) -> dict[str, Any]:
    """Processor time of the whole browser a frame, ms, over the same days whatever the machine's load."""
    with _playing(page, STEADY) as shown:
        first, spent = shown.evaluate("seen.frames"), _processor_s()
        while (frames := shown.evaluate("seen.frames") - first) < FRAMES:
            time.sleep(0.1)
        spent = _processor_s() - spent
    return {"processor_ms_per_frame": 1000 * spent / frames}


@contextmanager
def _playing(page: Path, before: str = "") -> Iterator[Any]:
    """The page in Chromium, playing since two seconds, so that everything is compiled."""
    import shutil

    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        path = next(found for name in CHROMIUM if (found := shutil.which(name)))
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 1400, "height": 1000})
        shown.add_init_script(before)
        shown.goto(page.as_uri())
        shown.evaluate(PLAY, FROM_DAY)
        time.sleep(2)
        yield shown
        browser.close()


def _processor_s() -> float:
    """Processor time of everything that this process has started, s."""
    children: dict[int, list[tuple[int, int]]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                told = (entry / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
            except OSError:  # it has ended meanwhile
                continue
            children.setdefault(int(told[1]), []).append((int(entry.name), int(told[11]) + int(told[12])))
    total, waiting = 0, [os.getpid()]
    while waiting:
        for child, ticks in children.get(waiting.pop(), []):
            total += ticks
            waiting.append(child)
    return total / TICKS


def section(result: Mapping[str, Any]) -> Iterator[str]:
    """The section of docs/performance.md."""
    fast = result["frames_per_s"]
    yield (
        f"Two courses side by side at 1400 pixels, **{result['cells']} cells** at once, in Chromium without a window "
        f"and without a graphics processor: **{fast:.0f} frames a second** (goal: {GOAL_FPS}: "
        f"{'met' if fast > GOAL_FPS - 2 else 'not met'}) while {result['load_before']:.1f} other processes wanted a "
        f"processor; {result['processor_ms_per_frame']:.1f} ms of processor time a frame for the whole browser. "
        f"Frames of one course: {max(result['frames_bytes']) / 1000:.0f} KB (goal: below {GOAL_BYTES / 1000:.0f} KB: "
        f"{'met' if max(result['frames_bytes']) < GOAL_BYTES else 'not met'})."
    )


def main() -> int:
    """Measure, print, and write the results where asked."""
    return 0 if measure(__doc__, measured)["cells"] >= LEAST_CELLS else 1


if __name__ == "__main__":
    raise SystemExit(main())
