"""Writes docs/performance.md and its picture from benchmarks/results/*.json: `python -m benchmarks.page [--check]`.

Computes nothing: a section whose results are absent says so. `--check` only compares and exits 1 when the page is
stale. `make bench` measures and then writes it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import page_clinic
from .curve_picture import curves
from .page_peers import peers
from .page_planner import planner
from .page_sections import (
    batch_curve,
    commands,
    gradient,
    million,
    roofline,
    solver,
)
from .skin_alive import section as skin_alive

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "pictures" / "work-precision.svg"
MADE = "<!-- Made by benchmarks/page.py from benchmarks/results/ (make bench). -->"
ABSENT = "*Not measured yet on this copy: `make bench` measures it.*"
SECTIONS = (
    ("peers", "Against other solvers", peers),
    ("batch_curve", "People a second, by size of batch", batch_curve),
    ("million", "A million people", million),
    ("gradient", "Gradients", gradient),
    ("roofline", "Where the time goes", roofline),
    ("solver", "The kernel by itself", solver),
    ("planner", "Planning", planner),
    ("skin_alive", "The skin, alive", skin_alive),
    ("clinic_slider", "A plan of the clinic, moved", page_clinic.slider),
    ("clinic_day", "Many people at work at once", page_clinic.day),
    ("commands", "What one waits for", commands),
)


def results() -> dict[str, Any]:
    """Every results file by name; the times of commands lie one folder up, where the README takes them from."""
    paths = {path.stem: path for path in sorted(RESULTS.glob("*.json"))}
    paths["commands"] = ROOT / "benchmarks" / "results.json"
    return {
        name: json.loads(path.read_text(encoding="utf-8")) for name, path in paths.items() if path.exists()
    }


def page(found: Mapping[str, Any]) -> str:
    """The whole page in Markdown; a results file of another shape is named in its section, not hidden."""
    text = ["# How fast, and against what", "", MADE, ""]
    text += ["Every figure is measured by `make bench`, which installs each peer into an environment of its own, keeps",
             "it to one core, throws the warm-up away, lets peers and this package take turns, and reports medians of",
             "ratios. `make bench-check` fails when something became a quarter slower than this processor's figures in "
             "`benchmarks/baseline.json`.",
             "A goal that is not met is said to be not met.", ""]  # fmt: skip
    for name, title, section in SECTIONS:
        text += [f"## {title}", ""]
        if name not in found:
            text += [ABSENT, ""]
            continue
        try:
            text += [*section(found[name]), "", *_machine(found[name]), ""]
        except (KeyError, TypeError, ValueError) as error:
            text += [f"*The results in `{name}.json` lack what this section needs: {error!r}.*", ""]
    return "\n".join(text).rstrip() + "\n"


def _machine(result: Mapping[str, Any]) -> list[str]:
    made_on = result.get("machine") or {}
    words = [f"{made_on['cores']} cores ({made_on['processor']})"] if "cores" in made_on else []
    words += [f"{label} {made_on[key]}" for key, label in (("python", "Python"), ("numpy", "NumPy"),
              ("numba", "numba")) if key in made_on]  # fmt: skip
    return [f"<sub>Measured on {', '.join(words)}.</sub>"] if words else []


def wanted(found: Mapping[str, Any]) -> dict[Path, str]:
    """Every file of the page with its text."""
    files = {PAGE: page(found)}
    if picture := curves(found["peers"]) if "peers" in found else "":
        files[PICTURE] = picture
    return files


def main() -> int:
    files = wanted(results())
    if "--check" in sys.argv[1:]:
        stale = [path.name for path, text in files.items()
                 if not path.exists() or path.read_text(encoding="utf-8") != text]  # fmt: skip
        print(
            "\n".join(f"{name} is stale: python -m benchmarks.page" for name in stale), end="\n" * bool(stale)
        )
        return 1 if stale else 0
    for path, text in files.items():
        part = path.with_name(f".{path.name}.part")
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
