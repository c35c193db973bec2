"""`microneedling cite FILE|RESULT.json`: the methods sentence, the references and their BibTeX."""

from __future__ import annotations

import json
from typing import Any

from ...errors import InputError, Mistake
from ...evidence.registry import registry
from ...evidence.sources import cite_keys
from ...inputs.text import read_text
from .. import options
from ..group import command
from ..output import say, say_json

LARGEST_RESULT_BYTES = 50_000_000
NOT_RUN = (
    "The course has not been run, so every number of the model is cited. For those that an answer rests on:\n"
    "microneedling simulate FILE --json > result.json, then microneedling cite result.json"
)


@command()
@options.file("FILE|RESULT.json")
@options.as_json("print one JSON object")
def run(file: str, as_json: bool) -> None:
    """Print what to cite for a course or an answer."""
    keys, version, model, note = _numbers_of(file)
    citation = cite_keys(keys, version, model)
    if as_json:
        answer: dict[str, Any] = {
            "sentence": citation.sentence,
            "references": list(citation.references),
            "bibtex": citation.bibtex,
            "note": note,
        }
        say_json(answer)
    else:
        say("\n".join([str(citation), f"\n{note}" if note else "", citation.bibtex]))


def _numbers_of(path: str) -> tuple[list[str], str, int | None, str]:
    """The numbers a result used; for a course file, which has not been run, every number of the registry."""
    text = read_text(path, "a course file", LARGEST_RESULT_BYTES)
    manifest = _manifest(text)
    if manifest is None:
        from ...course.reading import parse_course

        parse_course(text, path)
        return list(registry()), "", None, NOT_RUN
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
    return used, str(manifest.get("version", "")), model if isinstance(model, int) else None, ""


def _manifest(text: str) -> dict | None:
    """The manifest of a result; None when the text is no result (then it is read as a course file)."""
    if text.lstrip()[:1] != "{":
        return None
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return None
    manifest = raw.get("manifest") if isinstance(raw, dict) else None
    return manifest if isinstance(manifest, dict) else None
