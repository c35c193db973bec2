"""Draw what must be true of the model: `docs/plausibility.md` with small charts, before and now.

    python tools/make_plausibility.py [--keep-as NAME]

Sweeps every row of `tests/plausibility`, draws today's curves over those of the model kept in `before/`, and writes
the page. `--keep-as model-3` keeps today's curves instead, as what later models are set beside; nothing is drawn.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from microneedling.phrases import amount
from plausibility.table import Behaviour, behaviours
from plausibility.words import reading_words, sweep_words

ROOT = Path(__file__).resolve().parent.parent
BEFORE = ROOT / "tests" / "plausibility" / "before"
MISSES = ROOT / "tests" / "plausibility" / "misses.md"  # what no row can say: still missed, and why
PAGE = ROOT / "docs" / "plausibility.md"
PICTURES = ROOT / "docs" / "pictures" / "plausibility"
# Two charts side by side are as wide as the page's text at their own size, so that words stand as large as drawn; on a
# telephone the picture keeps that size and scrolls, one column to a screen (`docs/_static/site.css`).
COLUMNS, WIDTH, HEIGHT, LONE_HEIGHT = 2, 3.75, 2.7, 1.5  # inches
WORDS_PT = 9
ROOM = 36  # letters of labels side by side under a chart
NOW, THEN, FALSE = "#0b5d6b", "#9aa5ab", "#a8432f"

INTRO = """# What must be true of the model

A model that passes every numerical test can still be wrong about skin. This page is a table of behaviours: one thing is
swept in a course or a delivery, one number is read, and the curve must have a shape that nature, a published
study or a teacher of the craft gives it. The runs use the nominal numbers and lie below the safety screen, so that the
model is asked even where a person would be told to stop. Each row is a test; a row that is **not true yet** names the
work it waits for and is held to be false until then. Grey is model number {before}, which was judged blind and found
wanting; blue is the model of this page, red where the row is not true yet; a shaded band is what is allowed. On a
narrow screen the charts, two side by side, scroll sideways.

{how_many}
"""


def page() -> str:
    """The page's text; it needs no run, since the tests hold every row to what it says of itself."""
    rows = behaviours()
    false = sum(bool(row.waits) for row in rows)
    text = [
        INTRO.format(
            before=_before_number(),
            how_many=_how_many(len(rows), false),
        )
    ]
    for subject, group in groupby(rows, key=lambda row: row.subject):
        text.append(f"## {subject.capitalize()}\n\n![{subject}](pictures/plausibility/{subject}.svg)\n")
        text += [_line(row) for row in group]
        text.append("")
    return "\n".join([*text, MISSES.read_text(encoding="utf-8")])


def _how_many(rows: int, false: int) -> str:
    if not false:
        return f"All {rows} rows are true."
    return f"{rows - false} of {rows} rows are true, {false} {'is' if false == 1 else 'are'} not yet."


def _line(row: Behaviour) -> str:
    verdict = f"**not yet** (waits for: {row.waits})" if row.waits else "true"
    limits = ", ".join(f"{name} {value:g}" for name, value in row.limits.items())
    shape = f"{row.shape}, {limits}" if limits else row.shape
    reads = ", ".join(f"`{name}`" for name in row.read)
    return f"- {row.name}: {verdict}. {reads} over `{row.vary}`: {shape}. Source: {row.source}."


def _before_number() -> str:
    return min(path.stem for path in BEFORE.glob("*.json")).removeprefix("model-")


def keep(name: str) -> None:
    """Keep today's curves under a name, rounded to what a chart shows."""
    found = {
        row.name: {reading: [float(f"{value:.5g}") for value in y] for reading, y in row.curves().items()}
        for row in behaviours()
    }
    (BEFORE / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def draw() -> None:
    """One picture a subject: a small chart for each row and reading."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "plausibility", "font.size": WORDS_PT}
    before = json.loads((BEFORE / f"model-{_before_number()}.json").read_text(encoding="utf-8"))
    PICTURES.mkdir(parents=True, exist_ok=True)
    for subject, group in groupby(behaviours(), key=lambda row: row.subject):
        _draw_subject(PICTURES / f"{subject}.svg", list(group), before)


def _draw_subject(path: Path, rows: list[Behaviour], before: dict[str, dict[str, list[float]]]) -> None:
    from matplotlib.figure import Figure

    charts = [(row, name, y) for row in rows for name, y in row.curves().items()]
    many = [chart for chart in charts if len(chart[2]) > 1]
    lone = [chart for chart in charts if len(chart[2]) == 1]
    tall, low = (math.ceil(len(group) / COLUMNS) for group in (many, lone))
    heights = [HEIGHT] * tall + [LONE_HEIGHT] * low
    figure = Figure((COLUMNS * WIDTH, sum(heights)), layout="constrained")
    figure.get_layout_engine().set(h_pad=0.1, hspace=0.02, wspace=0.05)
    places = figure.subplots(tall + low, COLUMNS, squeeze=False, gridspec_kw={"height_ratios": heights})
    for group, drawn, start in ((many, _chart, 0), (lone, _lone, tall)):
        for k, (row, name, y) in enumerate(group):
            drawn(places[start + k // COLUMNS, k % COLUMNS], row, name, y, before.get(row.name, {}).get(name))
    for axes in places.flat:
        if not axes.get_title(loc="left"):
            axes.set_axis_off()
    figure.savefig(path, metadata={"Date": None})
    path.write_text(
        "\n".join(line.rstrip() for line in path.read_text(encoding="utf-8").splitlines()) + "\n",
        encoding="utf-8",
    )


def _chart(axes, row: Behaviour, name: str, y: list[float], then: list[float] | None) -> None:
    x, words = _places(row.over)
    style = {"marker": "o", "markersize": 3, "linewidth": 1.2}
    if then is not None and len(then) == len(x):
        axes.plot(x, then, color=THEN, **style)
    axes.plot(x, y, color=FALSE if row.waits else NOW, **style)
    bottom, top = _room(y, then)
    if row.shape == "between":
        low, high = row.limits.get("low", bottom), row.limits.get("high", top)
        if top < high <= 2 * top:
            top = 1.05 * high
        axes.axhspan(max(low, bottom), min(high, top), color=NOW, alpha=0.08, linewidth=0)
    axes.set_ylim(bottom, top)
    if words:
        axes.set_xticks(x, words)
        if sum(map(len, words)) > ROOM:
            axes.tick_params(axis="x", rotation=20)
    _named(axes, row, sweep_words(row.vary))
    axes.set_ylabel(_wrapped(reading_words(name), 28))
    axes.spines[["top", "right"]].set_visible(False)


def _lone(axes, row: Behaviour, name: str, y: list[float], then: list[float] | None) -> None:
    """One value: no curve but a scale, what is allowed shaded on it, the value then and now with its figure."""
    (value,), (swept,) = y, row.over
    low, high = row.limits.get("low", -math.inf), row.limits.get("high", math.inf)
    told = [end for end in (0.0, value, *(then or []), low, high) if math.isfinite(end)]
    air = 0.06 * (max(told) - min(told)) or 1.0
    left, right = min(told) - air, max(told) + air
    axes.axvspan(max(low, left), min(high, right), color=NOW, alpha=0.1, linewidth=0)
    if then is not None and len(then) == 1:
        axes.plot(then, [0], "o", color=THEN, markersize=6)
    axes.plot([value], [0], "o", color=FALSE if row.waits else NOW, markersize=6)
    right_half = value > (left + right) / 2
    side = {"xytext": (-7 if right_half else 7, 5), "ha": "right" if right_half else "left"}
    axes.annotate(amount(value), (value, 0), textcoords="offset points", fontweight="bold", **side)
    axes.set_xlim(left, right)
    axes.set_ylim(-1, 1)
    axes.set_yticks([])
    at = _short(swept) if not isinstance(swept, float) else f"{swept:g}"
    _named(axes, row, f"{reading_words(name)} ({sweep_words(row.vary)}: {at})")
    axes.spines[["top", "right", "left"]].set_visible(False)


def _named(axes, row: Behaviour, below: str) -> None:
    axes.set_title(_wrapped(("not yet: " if row.waits else "") + row.name), fontsize=WORDS_PT, loc="left")
    axes.set_xlabel(_wrapped(below))


def _room(*curves: list[float] | None) -> tuple[float, float]:
    """From zero, with some air above and below what is drawn."""
    values = [value for curve in curves if curve for value in curve] + [0.0]
    low, high = min(values), max(values)
    air = 0.08 * (high - low) or 1.0
    return (low - air if low < 0 else 0.0), high + air


def _places(over: Iterable[object]) -> tuple[list[float], list[str]]:
    """Where swept values lie: numbers where they are, words side by side with their own labels."""
    values = list(over)
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return [float(value) for value in values], []  # pyright: ignore[reportArgumentType]
    return [float(k) for k in range(len(values))], [_short(value) for value in values]


def _short(value: object) -> str:
    if isinstance(value, list):
        if not value or isinstance(value[0], str):
            return "given"
        minutes = value[0].get("applied_after_min")
        return value[0]["name"] if minutes is None else f"after {minutes} min"
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _wrapped(words: str, width: int = 43) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(words, width)[:3])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--keep-as", metavar="NAME", help="keep today's curves in tests/plausibility/before")
    name = options.parse_args().keep_as
    if name:
        keep(name)
    else:
        draw()
        PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
