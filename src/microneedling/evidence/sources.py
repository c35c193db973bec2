"""Where the numbers come from, and how to cite what used them: as text, BibTeX or CSL-JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..answers.answer import Answer, Row
from ..answers.card import Card
from ..errors import InputError, Mistake, did_you_mean
from .bibtex import FIRST_AUTHORS, SOFTWARE, Source, parse_bibtex
from .entry import GRADES
from .grades import draw_grades, grade_table
from .references import csl, reference
from .registry import Registry, Values, registry

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILE = Path(__file__).parent / "sources.bib"


@cache
def sources() -> dict[str, Source]:
    """All sources as shipped, by key, read once."""
    return parse_bibtex(FILE.read_text(encoding="utf-8"))


Form = Literal["text", "bibtex", "csl-json"]
THIS_PROGRAM = {
    "author": "{The microneedling authors}",
    "title": "microneedling: a digital twin of microneedling that says how much of every answer is known",
}
FORMS: tuple[Form, ...] = ("text", "bibtex", "csl-json")


@dataclass(frozen=True, repr=False)
class Citation(Answer):
    """How to cite a run: the sentence for a methods section, and the keys of the sources behind it.

    >>> from microneedling import cite, load_course, simulate
    >>> citation = cite(simulate(load_course("examples/fine_lines_roller.toml"), draws=24))
    >>> citation.bibtex[0]
    '@'
    """

    sentence: str
    keys: tuple[str, ...]
    version: str
    model_number: int
    by_grade: Mapping[str, int] = field(default_factory=dict)
    """how many numbers bear each grade of evidence"""

    @property
    def software(self) -> Source:
        """This program, of the version that made what is cited."""
        remark = f"model number {self.model_number}"
        return Source("microneedling", SOFTWARE, {**THIS_PROGRAM, "version": self.version, "note": remark})

    @property
    def references(self) -> tuple[str, ...]:
        """The sources, one line each; what is not known is left out."""
        return tuple(reference(item) for item in self._sources)

    @property
    def bibtex(self) -> str:
        """This program and the sources as BibTeX."""
        return "\n".join(item.bibtex for item in (self.software, *self._sources))

    @property
    def csl(self) -> list[dict[str, Any]]:
        """This program and the sources as items of CSL-JSON, which reference managers read."""
        return [csl(item) for item in (self.software, *self._sources)]

    @property
    def _sources(self) -> tuple[Source, ...]:
        return tuple(sources()[key] for key in self.keys)

    def form(self, name: Form) -> str:
        """The citation as `text`, `bibtex` or `csl-json`; raises `InputError` for another name."""
        if name not in FORMS:
            allowed = " | ".join(f'"{form}"' for form in FORMS)
            raise InputError("cite", [Mistake("form", f'"{name}"', allowed, did_you_mean(str(name), FORMS))])
        if name == "csl-json":
            return json.dumps(self.csl, indent=2, ensure_ascii=False)
        return self.bibtex if name == "bibtex" else str(self)

    def __str__(self) -> str:
        return "\n".join([self.sentence, FIRST_AUTHORS, "", *self.references])

    def to_json(self) -> dict[str, Any]:
        """Sentence, references and BibTeX, as `microneedling cite --json` prints them."""
        return {"sentence": self.sentence, "references": list(self.references), "bibtex": self.bibtex}

    def card(self) -> Card:
        """The sentence for a methods section, and how many numbers bear each grade."""
        more = f"{len(self.references)} references: print(citation); for other programs: .bibtex, .csl"
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
    keys: Iterable[str],
    version: str = "",
    model_number: int | None = None,
    book: Registry | None = None,
    beside: Iterable[str] = (),
) -> Citation:
    """The citation of whatever used these numbers: version, model number, numbers by grade, sources.

    `beside` are keys of sources of what is no number of the registry, such as those of a named device. Raises
    `InputError` naming sources that `sources.bib` lacks.
    """
    from .. import MODEL_NUMBER, __version__

    book = book if book is not None else registry()
    numbers = numbers_behind(keys, book)
    used = sorted({source for key in numbers for source in book[key].sources} | set(beside))
    missing = [key for key in used if key not in sources()]
    if missing:
        allowed = "a key of sources.bib"
        raise InputError(
            "registry",
            [Mistake(key, "an unknown source", allowed, did_you_mean(key, sources())) for key in missing],
        )
    counts = count_by_grade(numbers, book)
    grades = ", ".join(f"{count} {grade}" for grade, count in counts.items() if count)
    version = version or __version__
    model_number = MODEL_NUMBER if model_number is None else model_number
    sentence = (
        f"Simulated with microneedling {version} (model number {model_number}), which rests on {len(numbers)} numbers "
        f"({grades or 'none'}) from {len(used)} source{'s' if len(used) != 1 else ''}."
    )
    return Citation(sentence, tuple(used), version, model_number, counts)


def cite(result: Any, beside: Iterable[str] = ()) -> Citation:
    """The citation of a simulated result: only the numbers that this run read, their sources, and those `beside`."""
    if not isinstance(getattr(result, "values", None), Values):
        found, allowed = (
            f"a {type(result).__name__}",
            "a course, or a forecast, a delivery or what a forecast rests on",
        )
        raise InputError("cite", [Mistake("result", found, allowed)])
    manifest = getattr(result, "manifest", {})
    return cite_keys(
        result.values.used,
        version=str(manifest.get("version", "")),
        model_number=manifest.get("model_number"),
        book=result.values.registry,
        beside=beside,
    )
