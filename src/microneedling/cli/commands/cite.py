"""`microneedling cite FILE|RESULT.json`: the methods sentence and the references, as text, BibTeX or CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from ...course.rule_sources import rule_sources
from ...device.library import device_sources
from ...errors import InputError, Mistake
from ...evidence.registry import registry
from ...evidence.sources import Citation, cite_keys
from ...inputs.plain import listed, table
from ...inputs.text import read_text
from .. import options
from ..group import command
from ..output import say, say_json

LARGEST_RESULT_BYTES = 50_000_000
NOT_RUN = "These are the numbers that a run of this course uses, found by one run with the middle of each."
OTHER_FORMS = "For a reference manager: --bibtex or --csl-json."


@command()
@options.file("FILE|RESULT.json")
@click.option("--bibtex", is_flag=True, help="print the references as BibTeX")
@click.option("--csl-json", "csl_json", is_flag=True, help="print the references as CSL-JSON")
@click.option("--rules", is_flag=True, help="add the sources of what the safety screen finds")
@options.as_json("print one JSON object")
def run(file: str, bibtex: bool, csl_json: bool, rules: bool, as_json: bool) -> None:
    """Print what to cite for a course or an answer."""
    if bibtex + csl_json + as_json > 1:
        given = [("--bibtex", bibtex), ("--csl-json", csl_json), ("--json", as_json)]
        found = " and ".join(name for name, chosen in given if chosen)
        raise InputError("cite", [Mistake("--bibtex", found, "one form at a time")])
    citation, note = _citation_of(file, rules)
    if as_json:
        answer: dict[str, Any] = {
            "sentence": citation.sentence,
            "references": list(citation.references),
            "bibtex": citation.bibtex,
            "csl": citation.csl,
            "note": note,
        }
        say_json(answer)
    elif bibtex or csl_json:
        say(citation.form("bibtex" if bibtex else "csl-json"))
    else:
        say("\n".join([str(citation), "", *([note] if note else []), OTHER_FORMS]))


def _citation_of(path: str, rules: bool) -> tuple[Citation, str]:
    """The citation of a result by the numbers that it used; of a course file by those that a run of it uses."""
    text = read_text(path, "a course file", LARGEST_RESULT_BYTES)
    result = _result(text)
    if result is None:
        from ...course.cited import cite
        from ...course.reading import parse_course

        return cite(parse_course(text, path), rules=rules), NOT_RUN
    manifest = result["manifest"]
    used = manifest.get("numbers_used")
    if not isinstance(used, list) or not all(isinstance(key, str) for key in used):
        found = "no list of numbers" if used is None else "another value"
        hint = "Make the result with: microneedling simulate FILE --json"
        raise InputError(path, [Mistake("manifest.numbers_used", found, "the list of numbers used", hint)])
    unknown = [key for key in used if key not in registry()]
    if unknown:
        hint = f"The result is of version {manifest.get('version', 'unknown')}: cite it with that version."
        found = f"{len(unknown)} numbers that this version does not know, such as {unknown[0]}"
        raise InputError(path, [Mistake("manifest.numbers_used", found, "numbers of the registry", hint)])
    model = manifest.get("model_number")
    model = model if isinstance(model, int) else None
    version = str(manifest.get("version", ""))
    beside = device_sources(_devices(result))
    beside += rule_sources(_rules(result)) if rules else ()
    return cite_keys(used, version, model, beside=beside), ""


def _result(text: str) -> dict | None:
    """A result with its manifest; None when the text is no result (then it is read as a course file)."""
    if text.lstrip()[:1] != "{":
        return None
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("manifest"), dict) else None


def _devices(result: dict) -> Iterator[str]:
    """The types of devices that the course of a result names."""
    for instrument in table(table(result, "course"), "instruments").values():
        name = instrument.get("device") if isinstance(instrument, dict) else None
        if isinstance(name, str):
            yield name


def _rules(result: dict) -> Iterator[str]:
    """The names of the rules that the screen of a result found."""
    for finding in (*listed(result, "findings"), *listed(result, "overridden")):
        name = finding.get("rule") if isinstance(finding, dict) else None
        if isinstance(name, str):
            yield name
