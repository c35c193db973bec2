"""The manual's pages of equations, rendered from the text of the processes: one page each, and one of all of them."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterable, Iterator, Sequence

from microneedling.evidence.registry import registry
from microneedling.healing.baseline_names import BASELINE, LAYER_BASELINE
from microneedling.healing.process import DRIVERS, PLACE_TITLES, PLACES, Process, State
from microneedling.observation.observer import OBSERVERS

from .declare import FUNCTIONS, PAPILLARY
from .latex import block, place_rows
from .markdown import cell, number_table, one_line, row, sentence

MADE = "<!-- Made by tools/make_manual.py; change the registry or the process, not this page. -->"
SEE_ALSO = "See also [all equations](equations.md), [all numbers](numbers.md), [the evidence](evidence.md)."
DIFFUSION = (
    "$\\mathrm{diffusion}(x)$ is the exchange of a signal with the neighbouring nodes: the epidermis and the dermal "
    "layers, from top to bottom."
)


def title(process: Process) -> str:
    """The heading of a process: `Surface topography`."""
    return process.name.replace("_", " ").capitalize()


def process_page(process: Process, processes: Sequence[Process]) -> str:
    """What a process is, its states, how they move, what every name means, its numbers."""
    own = [entry for entry in registry().values() if entry.group == process.name]
    lines = [f"# {title(process)}", "", MADE, "", sentence(process.about), "", *_prose(process)]
    lines += ["## States", "", *_states(process), "", "## How they move", "", *_equations(process)]
    lines += ["## Names", "", "All other names in these equations:", "", *_names(process, processes), ""]
    lines += ["## Numbers", "", f"All numbers of the group `{process.name}`:", "", *number_table(own), ""]
    return "\n".join([*lines, SEE_ALSO]) + "\n"


def equations_page(processes: Iterable[Process]) -> str:
    """The equations of all processes on one page."""
    lines = [
        "# The equations",
        "",
        MADE,
        "",
        "Time in days. Names are those of the code; each process has a page that",
    ]
    lines += ["says what its names mean and where its numbers come from.", ""]
    for process in processes:
        lines += [f"## {title(process)}", "", sentence(process.about), f"[More]({process.name}.md).", ""]
        lines += [*_states(process), "", *_equations(process)]
    return "\n".join(lines).rstrip() + "\n"


def _prose(process: Process) -> Iterator[str]:
    """The docstring of the module that declares the process, without its first line, which is the title."""
    module = importlib.import_module(_module(process))
    _, _, text = inspect.cleandoc(module.__doc__ or "").partition("\n")
    yield from (*text.strip().splitlines(), "")


def _module(process: Process) -> str:
    """Healing processes and observers declare theirs in a file of their name."""
    folder = "observation" if process in OBSERVERS else "healing"
    return f"microneedling.{folder}.{process.name}"


def _states(process: Process) -> Iterator[str]:
    yield row("name", "place", "unit", "what it is")
    yield "|---|---|---|---|"
    for state in process.states:
        yield row(f"`{state.name}`", state.place, cell(state.unit), cell(state.about))


def _equations(process: Process) -> Iterator[str]:
    """Blocks of equations, place by place: helpers in the order of use, then rates per day."""
    diffusing = {state.name for state in process.states if state.diffuses}
    for place in PLACES:
        rows = place_rows(process.helpers.get(place, {}), process.rates_of(place), diffusing)
        if rows:
            yield from (f"In {PLACE_TITLES[place]}, rates per day:", "", *block(rows), "")
    if diffusing:
        yield from (DIFFUSION, "")


def _names(process: Process, processes: Sequence[Process]) -> Iterator[str]:
    """One row a name that the process reads and does not itself define."""
    known = {state.name for state in process.states} | {
        n for table in process.helpers.values() for n in table
    }
    elsewhere = {state.name: (other, state) for other in processes for state in other.states}
    helpers = {n: other for other in processes for table in other.helpers.values() for n in table}
    yield row("name", "meaning", "unit", "where from")
    yield "|---|---|---|---|"
    for name in _read(process):
        if name not in known:
            yield row(f"`{name}`", *_meaning(name, process, elsewhere, helpers))


def _read(process: Process) -> list[str]:
    """The names in the text of a process, each once, in the order of reading."""
    texts = [text for table in process.helpers.values() for text in table.values()] + list(
        process.rates.values()
    )
    nodes = [node for text in texts for node in ast.walk(ast.parse(one_line(text), mode="eval"))]
    names = dict.fromkeys(node.id for node in nodes if isinstance(node, ast.Name))
    return [name for name in names if name not in FUNCTIONS and name != "pi"]


def _meaning(
    name: str,
    process: Process,
    elsewhere: dict[str, tuple[Process, State]],
    helpers: dict[str, Process],
) -> tuple[str, str, str]:
    """Meaning, unit and origin of a name; KeyError for one that nothing defines."""
    if name in process.constants:
        entry = registry()[process.constants[name]]
        return cell(entry.about), cell(entry.unit), f"`{entry.key}`"
    if name in BASELINE or name in LAYER_BASELINE:
        unit, about = BASELINE.get(name) or LAYER_BASELINE[name]
        return cell(about), cell(unit), "solved from the person's baseline"
    if name in DRIVERS:
        return cell(DRIVERS[name]), "", "adjuncts and sessions"
    if name in helpers:
        return "helper", "", f"[{title(helpers[name])}]({helpers[name].name}.md)"
    mean = name.startswith(PAPILLARY) and name.removeprefix(PAPILLARY) in elsewhere
    other, state = elsewhere[name.removeprefix(PAPILLARY) if mean else name]
    about = f"papillary mean: {state.about}" if mean else state.about
    return cell(about), cell(state.unit), f"[{title(other)}]({other.name}.md)"
