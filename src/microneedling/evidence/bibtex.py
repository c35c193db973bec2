"""Sources as BibTeX: the file of sources read with the standard library, and entries written for other programs.

`Source.fields` are those of the file. Two are ours: `copy`, where a work was read when neither a DOI nor the
publisher's address was recorded, and `annote`, how we know it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import InputError, Mistake

PUBMED, CENTRAL = "https://pubmed.ncbi.nlm.nih.gov/{}/", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"
NOT_KNOWN = "[{} not known]"
SOFTWARE = "software"  # this program itself
UNTITLED = ("misc",)  # kinds that `howpublished` describes where no title was recorded
FIRST_AUTHORS = "Authors are named as recorded, mostly the first alone; what was not recorded is left out."


@dataclass(frozen=True)
class Source:
    """One entry of sources.bib: only what was recorded, titles only where a row or an address spells them."""

    key: str
    kind: str
    fields: Mapping[str, str]

    @property
    def seen(self) -> tuple[str, ...]:
        """How its rows were seen: read, read2 (second-hand), derived, memory."""
        return tuple(word.strip() for word in self.fields.get("keywords", "").split(",") if word.strip())

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors recorded, `Surname, Initials`; a name in braces is that of a body."""
        return tuple(name for name in self.fields.get("author", "").split(" and ") if name)

    @property
    def known_title(self) -> str:
        """The title or what the work is; empty where neither was recorded."""
        described = self.fields.get("howpublished", "") if self.kind in UNTITLED else ""
        return plain(self.fields.get("title", described))

    @property
    def title(self) -> str:
        """The title; in brackets what the work is where that is all that was recorded."""
        if "title" in self.fields:
            return plain(self.fields["title"])
        described = plain(self.fields.get("howpublished", "")) if self.kind in UNTITLED else ""
        return f"[{described}; title not known]" if described else NOT_KNOWN.format("title")

    @property
    def address(self) -> str:
        """The stable address: of the DOI, of PubMed (Central), or of the publisher; empty where none is known."""
        given = self.fields
        if "doi" in given:
            return f"https://doi.org/{given['doi']}"
        if "pmcid" in given:
            return CENTRAL.format(given["pmcid"])
        return PUBMED.format(given["pmid"]) if "pmid" in given else given.get("url", "")

    @property
    def remark(self) -> str:
        """How well the work is known, for a note beside it: never part of the reference itself."""
        if self.kind == SOFTWARE:
            return self.fields.get("note", "")
        said = [plain(self.fields["annote"])] if "annote" in self.fields else []
        if "copy" in self.fields and not self.address:
            said.append("stable address not known, read in a copy")
        seen = f"rows seen: {', '.join(self.seen)}" if self.seen else ""
        return "; ".join([*said, *([seen] if seen else []), "authors as recorded"])

    @property
    def bibtex(self) -> str:
        """The entry as BibTeX text for other programs, ending in a line break; what is not known says so."""
        given = {
            name: value for name, value in self.fields.items() if name not in ("copy", "keywords", "annote")
        }
        needed = {"author": f"{{{NOT_KNOWN.format('author')}}}", "year": NOT_KNOWN.format("year")}
        if self.kind == "article":
            needed["journal"] = NOT_KNOWN.format("journal")
        if self.kind == SOFTWARE:
            needed = {}
        first = {
            **dict.fromkeys(needed, ""),
            "title": f"{{{self.fields.get('title') or escaped(self.title)}}}",
        }
        whole = {**first, **needed, **given, "title": first["title"]}
        if self.title.startswith("[") and self.kind in UNTITLED:
            whole.pop("howpublished", None)  # the title says it already
        if address := self.address or self.fields.get("copy", ""):
            whole["url"] = address
        if self.kind != SOFTWARE:
            whole["annote"] = escaped(self.remark)
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in whole.items())
        return f"@{self.kind}{{{self.key},\n{lines}}}\n"


def plain(text: str) -> str:
    """A field without BibTeX's braces and escapes, ranges with a plain hyphen."""
    return re.sub(r"\\([&%_#$])", r"\1", text).replace("{", "").replace("}", "").replace("--", "-").strip()


def escaped(text: str) -> str:
    """Plain text as a field of BibTeX."""
    return re.sub(r"([&%_#$])", r"\\\1", text)


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
