"""Writes the pictures of docs/gallery/skin-alive.md: the canvas of the page as Chromium draws it, a day each.

    python tools/make_skin_pictures.py

Run again whenever what is drawn has changed; the pictures are of the middle course of the model.
"""

from __future__ import annotations

import base64
import shutil
import tempfile
from pathlib import Path
from typing import Literal

from microneedling import load_course, simulate
from microneedling.course.course import Course
from microneedling.report.alive.page import render_alive

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures" / "skin-alive"
Scheme = Literal["light", "dark"]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SCARS, LINES, MELASMA = (
    ROOT / "examples" / f"{name}.toml"
    for name in ("acne_scars_cheek", "fine_lines_roller", "melasma_tranexamic_acid")
)
SHOOT = """async (day) => {
  const place = document.querySelector('[data-alive]');
  while (!place.player) await new Promise(requestAnimationFrame); // begun once it is seen
  const { player } = place;
  player.go(day);
  const drawn = player.scenes[0].canvas, whole = document.createElement('canvas'), ctx = whole.getContext('2d');
  whole.width = drawn.width; whole.height = drawn.height; // their own ground: pages are dark or light
  ctx.fillStyle = getComputedStyle(place).getPropertyValue('--alive-air');
  ctx.fillRect(0, 0, whole.width, whole.height);
  ctx.drawImage(drawn, 0, 0);
  return whole.toDataURL('image/webp', 0.78);
}"""


def phototype(course: Course, name: str) -> Course:
    """The course for a person of another phototype."""
    return course.model_copy(update={"person": course.person.model_copy(update={"phototype": name})})


def too_much(course: Course) -> Course:
    """The course deeper and in more passes than anybody should."""
    deeper = tuple(one.model_copy(update={"depth_mm": 2.0, "passes": 14}) for one in course.sessions)
    return course.model_copy(update={"sessions": deeper})


def pictures() -> dict[str, tuple[Course, float, Scheme]]:
    """Name of each picture: the course, the day, and whether light or dark."""
    scars, lines = load_course(SCARS), load_course(LINES)
    days = (0.0, 0.1, 1.0, 3.0, 14.0, 90.0, 270.0)
    return {
        **{f"scars-day-{day:g}".replace(".", "-"): (scars, day, "light") for day in days},
        "lines-day-0": (lines, 0.0, "light"),
        "too-much-day-0": (too_much(scars), 0.0, "light"),
        "too-much-day-270": (too_much(scars), 270.0, "light"),
        "phototype-2-day-3": (phototype(load_course(MELASMA), "II"), 3.0, "light"),
        "phototype-5-day-3": (phototype(load_course(MELASMA), "V"), 3.0, "light"),
        "scars-day-14-dark": (scars, 14.0, "dark"),
    }


def main() -> int:
    """Draw and write every picture."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        path = next(found for name in CHROMIUM if (found := shutil.which(name)))
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, (course, day, scheme) in pictures().items():
            page = Path(folder) / f"{name}.html"
            page.write_text(render_alive([simulate(course, draws=1, override_stop=True)]), encoding="utf-8")
            shown = browser.new_page(viewport={"width": 1100, "height": 1000}, color_scheme=scheme)
            shown.goto(page.as_uri())
            data = shown.evaluate(SHOOT, day)
            (FOLDER / f"{name}.webp").write_bytes(base64.b64decode(data.split(",", 1)[1]))
            shown.close()
            print(FOLDER.name, name)
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
