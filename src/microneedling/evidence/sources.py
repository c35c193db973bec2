"""Where the numbers come from: the BibTeX file, read with the standard library, and citations of a run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..answers.answer import Answer, Row
from ..answers.card import Card
from ..errors import InputError, Mistake, did_you_mean
from .entry import GRADES
from .grades import draw_grades, grade_table
from .registry import Registry, registry

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILE = Path(__file__).parent / "sources.bib"


@dataclass(frozen=True)
class Source:
    """One entry of sources.bib. Titles stand only where they were read."""

    key: str
    kind: str
    fields: Mapping[str, str]

    @property
    def seen(self) -> tuple[str, ...]:
        """How its rows were seen: read, read2 (second-hand), derived, memory."""
        return tuple(word.strip() for word in self.fields.get("keywords", "").split(",") if word.strip())

    @property
    def reference(self) -> str:
        """One line for a reference list: who, when, where, address."""
        people = [_plain(name) for name in self.fields.get("author", "").split(" and ") if name]
        who = ", ".join(name.replace(",", "") for name in people) or "(no author recorded)"
        parts = [f"{who} {self.fields.get('year', '(year not recorded)')}"]
        parts += [_plain(self.fields[name]) for name in ("title", "howpublished") if name in self.fields]
        if "doi" in self.fields:
            parts.append(f"doi:{self.fields['doi']}")
        elif "url" in self.fields:
            parts.append(self.fields["url"])
        elif "pmcid" in self.fields or "pmid" in self.fields:
            parts.append(self.fields.get("pmcid") or f"PMID {self.fields['pmid']}")
        memory = " [from memory, unconfirmed]" if self.seen == ("memory",) else ""
        return ". ".join(part.rstrip(".") for part in parts) + "." + memory

    @property
    def bibtex(self) -> str:
        """The entry as BibTeX text, ending in a line break."""
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in self.fields.items())
        return f"@{self.kind}{{{self.key},\n{lines}}}\n"


def _plain(text: str) -> str:
    return re.sub(r"\\([&%_#$])", r"\1", text).replace("{", "").replace("}", "").strip()


def parse_bibtex(text: str) -> dict[str, Source]:
    """Entries of a BibTeX text: values in (nested) braces or quotes, or bare numbers; no macros, no `#`.

    Raises `InputError` naming every key given twice, `ValueError` where a brace is not closed.
    """
    found: dict[str, Source] = {}
    mistakes: list[Mistake] = []
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("%"))
    for match in re.finditer(r"@(\w+)\s*\{\s*([^\s,]+)\s*,", lines):
        fields, key = _fields(lines, match.end()), match[2]
        if key in found:
            mistakes.append(Mistake(key, "the key twice", "one entry a key"))
        found[key] = Source(key, match[1].lower(), fields)
    if mistakes:
        raise InputError("sources.bib", mistakes)
    return found


def _fields(text: str, at: int) -> dict[str, str]:
    fields: dict[str, str] = {}
    field = re.compile(r"\s*(\w+)\s*=\s*")
    while match := field.match(text, at):
        value, at = _value(text, match.end())
        fields[match[1].lower()] = re.sub(r"\s+", " ", value)
        comma = re.compile(r"\s*,").match(text, at)
        if not comma:
            break
        at = comma.end()
    return fields


def _value(text: str, at: int) -> tuple[str, int]:
    if text[at] == '"':
        end = text.index('"', at + 1)
        return text[at + 1 : end], end + 1
    if text[at] != "{":
        bare = re.compile(r"[^,}\s]+").match(text, at)
        return (bare[0], bare.end()) if bare else ("", at)
    depth = 0
    for end in range(at, len(text)):
        depth += (text[end] == "{") - (text[end] == "}")
        if depth == 0:
            return text[at + 1 : end], end + 1
    raise ValueError("a brace is not closed in the BibTeX text")


@cache
def sources() -> dict[str, Source]:
    """All sources as shipped, by key, read once."""
    return parse_bibtex(FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True, repr=False)
class Citation(Answer):
    """How to cite a run: the sentence for a methods section, the references and their BibTeX.

    >>> from microneedling import cite, load_course, simulate
    >>> citation = cite(simulate(load_course("examples/fine_lines_roller.toml"), draws=24))
    >>> citation.bibtex[0]
    '@'
    """

    sentence: str
    keys: tuple[str, ...]
    bibtex: str
    references: tuple[str, ...]
    by_grade: Mapping[str, int] = field(default_factory=dict)
    """how many numbers bear each grade of evidence"""

    def __str__(self) -> str:
        return "\n".join([self.sentence, "", *self.references])

    def to_json(self) -> dict[str, Any]:
        """Sentence, references and BibTeX, as `microneedling cite --json` prints them."""
        return {"sentence": self.sentence, "references": list(self.references), "bibtex": self.bibtex}

    def card(self) -> Card:
        """The sentence for a methods section, and how many numbers bear each grade."""
        more = f"{len(self.references)} references: print(citation); as BibTeX: .bibtex"
        return Card("How to cite this answer", (self.sentence,), grade_table(self.by_grade), (more,))

    def tidy(self) -> list[Row]:
        """One row a source."""
        pairs = zip(self.keys, self.references, strict=True)
        return [
            {"source": key, "reference": text, "seen": ", ".join(sources()[key].seen)} for key, text in pairs
        ]

    def draw(self, ax: Axes) -> None:
        """A bar a grade: how many numbers bear it."""
        draw_grades(ax, self.by_grade)


def numbers_behind(keys: Iterable[str], book: Registry | None = None) -> tuple[str, ...]:
    """The entries named and, for formulas, the entries they are made from; sorted."""
    from .formula import names_in

    book = book if book is not None else registry()
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key in found or key not in book:
            continue
        found.add(key)
        formula = book[key].formula
        waiting += names_in(formula) if formula else ()
    return tuple(sorted(found))


def count_by_grade(keys: Iterable[str], book: Registry | None = None) -> dict[str, int]:
    """How many of the numbers named bear each grade, best grade first."""
    book = book if book is not None else registry()
    counts = Counter(book[key].grade for key in keys)
    return {grade: counts.get(grade, 0) for grade in GRADES}


def cite_keys(
    keys: Iterable[str], version: str = "", model_number: int | None = None, book: Registry | None = None
) -> Citation:
    """The citation of whatever used these numbers: version, model number, numbers by grade, sources.

    Raises `InputError` naming sources that `sources.bib` lacks.
    """
    from .. import MODEL_NUMBER, __version__

    book = book if book is not None else registry()
    numbers = numbers_behind(keys, book)
    used = sorted({source for key in numbers for source in book[key].sources})
    missing = [key for key in used if key not in sources()]
    if missing:
        allowed = "a key of sources.bib"
        raise InputError(
            "registry",
            [Mistake(key, "an unknown source", allowed, did_you_mean(key, sources())) for key in missing],
        )
    counts = count_by_grade(numbers, book)
    grades = ", ".join(f"{count} {grade}" for grade, count in counts.items() if count)
    sentence = (
        f"Simulated with microneedling {version or __version__} (model number "
        f"{MODEL_NUMBER if model_number is None else model_number}), which rests on {len(numbers)} numbers "
        f"({grades or 'none'}) from {len(used)} source{'s' if len(used) != 1 else ''}."
    )
    chosen = [sources()[key] for key in used]
    return Citation(
        sentence,
        tuple(used),
        "\n".join(item.bibtex for item in chosen),
        tuple(item.reference for item in chosen),
        counts,
    )


def cite(result: Any) -> Citation:
    """The citation of a simulated result: only the numbers that this run read, and their sources."""
    manifest = result.manifest
    return cite_keys(
        result.values.used,
        version=str(manifest.get("version", "")),
        model_number=manifest["model_number"],
        book=result.values.registry,
    )
