"""A study file (TOML or JSON) read as a `Study`, or refused with the list of every mistake in it.

Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import Mistake
from ..inputs.mistakes import shown
from ..inputs.one_site import zones_apart
from ..inputs.parts import checked, missing_format, refuse_mistakes
from ..inputs.text import read_text, tables_of
from .study import FORMAT, Study
from .study_rules import disagreements

WHAT = "a study file"
ONE_ZONE = "Write a study for each zone, with what was read there."


def load_study(path: str | Path) -> Study:
    """Read and check a study file; raises `InputError` with every mistake in it.

    >>> from microneedling import load_study
    >>> load_study("examples/studies/acne_scars_qualitative.toml").population.n
    36
    """
    return study_from_text(read_text(path, WHAT), str(path))


def study_from_text(text: str, source: str = "study") -> Study:
    """Check the text of a study file; raises `InputError` with every mistake in it."""
    return parse_study(tables_of(text, source, WHAT), source, text=text)


def parse_study(
    raw: Mapping[str, Any], source: str = "study", *, readings_needed: bool = True, text: str = ""
) -> Study:
    """Check the plain tables of a study file; raises `InputError` with every mistake in them.

    `readings_needed` False takes an arm whose readings stand elsewhere; with `text` mistakes name their line.
    """
    raw, mistakes = zones_apart(raw, "population.site", ONE_ZONE)
    mistakes += missing_format(raw, FORMAT) if readings_needed else []
    if readings_needed and not raw.get("reading"):
        mistakes.append(Mistake("reading", _nothing(raw), "one or more tables, each written [[reading]]"))
    elif isinstance(raw.get("reading"), Mapping):
        mistakes.append(Mistake("reading", "one table", "one or more tables, each written [[reading]]"))
    study = checked(Study, raw, "", mistakes)
    mistakes += disagreements(raw)
    refuse_mistakes(source, _once(mistakes), text)
    assert study is not None  # whatever prevents it is a mistake
    return study


def _nothing(raw: Mapping[str, Any]) -> str:
    return "nothing" if raw.get("reading") in (None, [], (), {}) else shown(raw["reading"])


def _once(mistakes: list[Mistake]) -> list[Mistake]:
    """One mistake a place: where two rules speak of it, the one with a hint, else the first."""
    best: dict[str, Mistake] = {}
    for mistake in mistakes:
        if mistake.path not in best or (mistake.hint and not best[mistake.path].hint):
            best[mistake.path] = mistake
    return list(best.values())
