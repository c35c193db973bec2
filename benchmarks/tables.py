"""The table of a benchmark, the machine it was taken on, and its place in the README."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

BEGIN = "<!-- benchmarks: written by make bench -->"
END = "<!-- benchmarks: end -->"


def machine() -> dict[str, str | int]:
    """What a reader needs to compare with their own: processor, cores usable, versions. Nothing personal."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: _version(name) for name in ("numpy", "numba", "microneedling")},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def markdown(rows: list[dict], made_on: dict[str, str | int], rounds: int) -> str:
    """The medians as a table: seconds, span over rounds, ratio to the reference row, share of the promise."""
    lines = [
        "| what | median | span | times the first row | promised | share used |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        promised = f"{row['budget_s']:g} s" if row["budget_s"] else ""
        share = f"{row['share_of_budget']:.0%}" if row["budget_s"] else ""
        span = f"{_seconds(row['low_s'])} to {_seconds(row['high_s'])}"
        ratio = f"{row['times_reference']:.2g}"
        cells = [row["name"], _seconds(row["median_s"]), span, ratio, promised, share]
        lines.append(f"| {' | '.join(cells)} |")
    versions = f"Python {made_on['python']}, NumPy {made_on['numpy']}, numba {made_on['numba']}"
    processor = f"{made_on['cores']} cores ({made_on['processor']})"
    lines += [
        "",
        f"Medians of {rounds} interleaved rounds on {processor}, {versions}; `make bench` repeats it.",
    ]
    return "\n".join(lines)


def _seconds(value: float) -> str:
    return f"{value * 1000:.3g} ms" if value < 0.9995 else f"{value:.1f} s"


def write_into_readme(readme: Path, table: str) -> None:
    """Replace what stands between the two marks; refuse when they are not there exactly once, in order."""
    text = readme.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise SystemExit(f"{readme.name} must hold the marks {BEGIN!r} and {END!r} once each, in this order")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    readme.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


def measure(
    description: str | None,
    measured: Callable[..., Mapping[str, Any]],
    told: Callable[[Mapping[str, Any]], str] | None = None,
    arguments: Sequence[str] | None = None,
    options: Mapping[str, float] | None = None,
) -> Mapping[str, Any]:
    """A benchmark from the shell: measured, printed (as JSON where nothing tells it in words), written for `--json`.

    `options` are the numbers that it may be given, each with what it is else; a whole number stays whole.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path, help="file for the result")
    for name, usual in (options or {}).items():
        parser.add_argument(f"--{name}", type=type(usual), default=usual, help=f"{usual:g} else")
    asked = parser.parse_args(arguments)
    result = measured(**{name: getattr(asked, name) for name in options or {}})
    text = json.dumps(result, indent=1)
    print(told(result) if told else text)
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(text + "\n", encoding="utf-8")
    return result
