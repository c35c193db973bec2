"""The section on other solvers: verdicts against the goals first, then the curves, the table and how it was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]
NAMES = {"cvode": "CVODE", "scipy_ode": "SciPy", "diffrax_ode": "diffrax", "roadrunner_ode": "libRoadRunner"}
PLAIN = "NumPy"  # in the name of a form without machine code
HOW = (
    "*Compiled*: rates and exact Jacobian as machine code, made from the same generated text as this package's own "
    "kernel, so that methods are compared and not languages. *NumPy*: the plain right-hand side a user would write; "
    "for SciPy the Jacobian is then found by differences within its pattern. *Band*: epidermis and layers, without "
    "what the epidermal compartment hears (its own Newton iteration makes up for it); *sparse*: the whole pattern. "
    "libRoadRunner reads the SBML export and takes a dense Jacobian by differences; diffrax has dense algebra only. "
    "All stop and begin anew at every session and change of care, take the relative tolerance also as the absolute "
    "one in units of "
    "each state's typical size, and give the same output days."
)


def peers(result: Mapping[str, Any]) -> Iterator[str]:
    """Lines of Markdown."""
    what, goal = result["what"], percent(result["equal_error"])
    rows = result["rows"]
    yield (
        f"One column of tissue for a year: {what['states']} states in {what['layers']} layers, "
        f"{what['segments']} stretches between sessions and changes of care ({what['course']}). The error of an answer "
        f"is that of the worst of {what['outcomes']} outcomes on {what['output_days']} days, as a share of the "
        f"change that the course makes in it; the median over {what['people']} virtual people (fewer for slow peers) "
        f"is compared at **{goal}**. Time is processor time of one core for one column, of solving alone."
    )
    yield ""
    yield from verdicts(rows)
    yield ""
    yield "![Error against time on one core](pictures/work-precision.svg)"
    yield ""
    yield "Lower left is better. Answers that are off by a tenth of the change or more lie on the upper edge."
    yield ""
    yield from table(rows, goal)
    yield ""
    yield HOW
    yield from truth(rows)
    for row in rows:
        if row["trouble"]:
            yield f"\n**{row['name']}** stopped: {row['trouble']}."
    for item in result["absent"]:
        yield f"\n**{item['name']}** is absent here: {item['reason']}."


def truth(rows: list[Row]) -> Iterator[str]:
    """How near an independent solver comes to the reference that all are judged by."""
    near = [(p["error_median"], row["name"], p["tolerance"]) for row in rows if row["peer"] != "ours"
            for p in row["points"] if p["error_median"] is not None]  # fmt: skip
    if near:
        error, name, tolerance = min(near)
        yield (
            f"The reference is this package at a tolerance of 1e-8; the peer that comes nearest to it, {name} at "
            f"{tolerance:g}, differs by {error * 100:.1g} % of the change."
        )


def verdicts(rows: list[Row]) -> Iterator[str]:
    """One line a peer: against its fastest form here, and against the plain NumPy form that its users write."""
    for peer, name in NAMES.items():
        mine = [row for row in rows if row["peer"] == peer and row["times_ours"]]
        if not mine:
            continue
        best = min(mine, key=lambda row: row["times_ours"])
        plain = min(
            (row for row in mine if PLAIN in row["name"]), key=lambda row: row["times_ours"], default=best
        )
        words = f"- **{name}**: this package is **{times(best['times_ours'])}** as fast as {best['name']}"
        words += ", its fastest form here" if len(mine) > 1 else ""
        words += judged(best)
        if plain is not best:
            words += f"; {times(plain['times_ours'])} as fast as {plain['name']}{judged(plain)}"
        yield words + "."


def judged(row: Row) -> str:
    """Where there is a goal, whether it is met."""
    if not row["goal"]:
        return ""
    return f" (goal {row['goal']:g} times: {'met' if row['times_ours'] >= row['goal'] else '**not met**'})"


def table(rows: list[Row], goal: str) -> Iterator[str]:
    yield (
        f"| method | time at {goal} | columns a second | this package is faster | the same, {goal} for 9 in 10 "
        "people | rounds | memory | import |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for row in rows:
        ms = row["ms_at_equal_error"]
        most = "at most " if row["how"].startswith("better") else ""
        cells = [
            f"{row['name']} <sub>{row['version']}</sub>",
            f"{most}{short(ms)}" if ms else "does not reach it",
            number(1000 / ms) if ms else "",
            span(row) if row["times_ours"] else "",
            times(row["times_ours_p90"]) if row["times_ours_p90"] else "",
            str(row["rounds"]),
            f"{row['peak_memory_mb']:.0f} MB" if row["peak_memory_mb"] else "",
            f"{row['import_s']:.1f} s" if row["import_s"] is not None else "",
        ]
        yield f"| {' | '.join(cells)} |"


def span(row: Row) -> str:
    words = times(row["times_ours"])
    if row["rounds"] > 1:
        words += f" ({number(row['times_ours_low'])} to {number(row['times_ours_high'])})"
    return words


def times(value: float) -> str:
    return f"{number(value)} times"


def number(value: float) -> str:
    """Two digits, and no power of ten."""
    return f"{float(f'{value:.2g}'):,g}" if value < 1e6 else f"{value:.1e}"


def percent(share: float) -> str:
    return f"{share * 100:g} %"


def short(ms: float) -> str:
    return f"{ms / 1000:.3g} s" if ms >= 999.5 else f"{ms:.3g} ms"
