"""The work-precision picture: milliseconds of one core a column against the error in the outcomes.

Both axes are logarithmic; one line a method, lower left is better; the dashed line is the error at which methods
are compared. Drawn with the package's own few lines of SVG (docs/decisions/0005).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from microneedling.figures.svg import Axis, label, line, picture, tag, trace

WIDE, HIGH = 880.0, 478.0
LEFT, RIGHT, TOP, BOTTOM = 66.0, 600.0, 26.0, 420.0
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1c2326}.tick{font-size:11px;fill:#5a6569}.grid{stroke:#ece9e1}"
    ".axis{stroke:#b9b5aa}.goal{stroke:#1c2326;stroke-dasharray:5 4}.curve{fill:none;stroke-width:2}"
    ".curve.ours{stroke-width:3.2}.dashed{stroke-dasharray:6 3}.dotted{stroke-dasharray:2 3}"
    ".mixed{stroke-dasharray:9 3 2 3}"
    ".ours{stroke:#0d6472}.cvode{stroke:#c05a00}.scipy_ode{stroke:#5a3fb0}.roadrunner_ode{stroke:#2f7a1f}"
    ".diffrax_ode{stroke:#a0205f}.dot{stroke:#fff;stroke-width:1}.dot.ours{fill:#0d6472}.dot.cvode{fill:#c05a00}"
    ".dot.scipy_ode{fill:#5a3fb0}.dot.roadrunner_ode{fill:#2f7a1f}.dot.diffrax_ode{fill:#a0205f}"
)
PATTERNS = ("", "dashed", "dotted", "mixed")
WORST = 0.1  # errors beyond are drawn at the edge: such an answer is useless anyway

Row = Mapping[str, Any]


def curves(result: Mapping[str, Any]) -> str:
    """A standalone SVG of every method that has points; empty where none has."""
    rows = [row for row in result["rows"] if row["points"]]
    if not rows:
        return ""
    times = [p["ms_a_column"] for row in rows for p in row["points"]]
    errors = [min(p["error_median"] or WORST, WORST) for row in rows for p in row["points"]]
    across = Axis(_below(min(times)), _above(max(times)), LEFT, RIGHT, log=True)
    up = Axis(_below(min(errors)), WORST, BOTTOM, TOP, log=True)
    parts: list[object] = [*_frame(across, up, result["equal_error"])]
    seen: dict[str, int] = {}
    for place, row in enumerate(rows):
        pattern = PATTERNS[seen.setdefault(row["peer"], 0) % len(PATTERNS)]
        seen[row["peer"]] += 1
        parts += _curve(row, across, up, f"{row['peer']} {pattern}".strip())
        parts += _key(row, TOP + 14 + 30 * place, f"{row['peer']} {pattern}".strip())
    words = "; ".join(f"{row['name']}: {_at(row)}" for row in rows)
    svg = picture(WIDE, HIGH, "work-precision", "Error against time on one core", words, *parts)
    opened, rest = str(svg).split(">", 1)
    return (
        f'{opened} xmlns="http://www.w3.org/2000/svg"><style>{STYLE}</style>'
        f'<rect width="100%" height="100%" fill="#fff"/>{rest}\n'
    )


def _below(value: float) -> float:
    return 10.0 ** math.floor(math.log10(value))


def _above(value: float) -> float:
    return 10.0 ** math.ceil(math.log10(value))


def _powers(axis: Axis) -> list[float]:
    first, last = round(math.log10(axis.low)), round(math.log10(axis.high))
    return [10.0**power for power in range(first, last + 1)]


def _frame(across: Axis, up: Axis, goal: float) -> list[Markup]:
    parts = []
    for value in _powers(across):
        x = across(value)
        parts += [line(x, TOP, x, BOTTOM, "grid"), label(x, BOTTOM + 18, _time(value), "tick", "middle")]
    for value in _powers(up):
        y = up(value)
        parts += [line(LEFT, y, RIGHT, y, "grid"), label(LEFT - 8, y + 4, _percent(value), "tick", "end")]
    y = up(goal)
    parts += [
        line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis"),
        line(LEFT, TOP, LEFT, BOTTOM, "axis"),
        line(LEFT, y, RIGHT, y, "goal"),
        label(LEFT, BOTTOM + 40, "time of one core for one column and year"),
        label(RIGHT, BOTTOM + 40, f"dashed: compared at {_percent(goal)}", "tick", "end"),
        label(12, 14, "error, as a share of the change in the worst outcome (median person)", "label"),
    ]
    return parts


def _time(ms: float) -> str:
    return f"{ms / 1000:g} s" if ms >= 1000 else f"{ms:g} ms"


def _percent(share: float) -> str:
    return f"{share * 100:.6f}".rstrip("0").rstrip(".") + " %"


def _curve(row: Row, across: Axis, up: Axis, class_: str) -> list[Markup]:
    points = []
    for p in sorted(row["points"], key=lambda p: -p["tolerance"]):
        error = p["error_median"]
        points.append((across(p["ms_a_column"]), up(min(error, WORST) if error else WORST), p))
    path = trace((x, y) for x, y, _ in points)
    dots = [
        tag("circle", tag("title", f"{row['name']}, tolerance {p['tolerance']:g}"), cx=x, cy=y, r=3.6,
            class_=f"dot {row['peer']}")
        for x, y, p in points
    ]  # fmt: skip
    return [tag("path", d=path, class_=f"curve {class_}"), *dots]


def _key(row: Row, y: float, class_: str) -> list[Markup]:
    return [
        line(RIGHT + 18, y - 4, RIGHT + 46, y - 4, f"curve {class_}"),
        label(RIGHT + 54, y, row["name"]),
        label(RIGHT + 54, y + 13, _at(row), "tick"),
    ]


def _at(row: Row) -> str:
    ms = row["ms_at_equal_error"]
    if ms is None:
        return "does not reach it"
    return f"{ms / 1000:.2g} s" if ms >= 1000 else f"{ms:.3g} ms"
