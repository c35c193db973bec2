"""How fast the skin alive is drawn, in Chromium without a window: `make bench`.

    python -m benchmarks.skin_alive [--json PATH]

Two courses side by side, chosen so that more than 2,000 cells are drawn at once, are played through the days after a
session. Frames per second are by the clock and so depend on what else the machine does; processor time a frame, of all
processes of the browser together, does not. A frame is in time below 16.7 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from microneedling import load_course, simulate
from microneedling.course.course import Course
from microneedling.report.alive.page import render_alive
from microneedling.report.alive.parts import alive_view

from .tables import machine

EXAMPLE = Path(__file__).parent.parent / "examples" / "acne_scars_cheek.toml"
FROM_DAY, SECONDS, TICKS = 2.0, 12.0, os.sysconf("SC_CLK_TCK")
LEAST_CELLS, GOAL_FPS, GOAL_BYTES = 2000, 60, 300_000
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

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
        found = _played(page)
    return {
        "machine": machine(),
        "load_before": load,
        "frames_bytes": [len(alive_view(result).frames) for result in results],
        **found,
    }


def _played(page: Path) -> dict[str, Any]:
    import shutil

    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        path = next(found for name in CHROMIUM if (found := shutil.which(name)))
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 1400, "height": 1000})
        shown.goto(page.as_uri())
        shown.evaluate(PLAY, FROM_DAY)
        time.sleep(2)  # until everything is compiled
        frames, spent, begun = shown.evaluate("seen.frames"), _processor_s(), time.monotonic()
        time.sleep(SECONDS)
        frames = shown.evaluate("seen.frames") - frames
        spent, passed = _processor_s() - spent, time.monotonic() - begun
        script = sorted(shown.evaluate("seen.spent"))
        cells = shown.evaluate("seen.cells")
        browser.close()
    return {
        "cells": cells,
        "frames": frames,
        "frames_per_s": frames / passed,
        "processor_ms_per_frame": 1000 * spent / frames,
        "script_median_ms": script[len(script) // 2],
    }


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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    asked, result = parser.parse_args(), measured()
    text = json.dumps(result, indent=1)
    print(text)
    if asked.json:
        asked.json.write_text(text + "\n", encoding="utf-8")
    return 0 if result["cells"] >= LEAST_CELLS else 1


if __name__ == "__main__":
    raise SystemExit(main())
