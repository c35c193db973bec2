"""A source in a reference list, which leaves out what is not known, and in CSL-JSON, which says so."""

from __future__ import annotations

from typing import Any

from .bibtex import NOT_KNOWN, SOFTWARE, Source, plain

KINDS = {
    "article": "article-journal",
    "incollection": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    SOFTWARE: "software",
}
# Field of BibTeX -> of CSL.
NAMES = {
    "journal": "container-title",
    "booktitle": "container-title",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "school": "publisher",
    "publisher": "publisher",
    "type": "genre",
    "version": "version",
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
}


def reference(source: Source) -> str:
    """One line of a reference list: who, when, title, where, address, of each what is known and no more."""
    who = ", ".join(plain(name).replace(",", "") for name in source.authors)
    when = f"({source.fields['year']})" if "year" in source.fields else ""
    parts = [f"{who} {when}".strip(), source.known_title, _where(source), _address(source)]
    if not any(parts):
        return f"A source of which nothing but its readings was recorded ({source.key})."
    memory = " [from memory, unconfirmed]" if source.seen == ("memory",) else ""
    return ". ".join(part.rstrip(".") for part in parts if part) + "." + memory


def _where(source: Source) -> str:
    """Journal with volume, issue and pages; book, school; what a titled page is."""
    given = {name: plain(value) for name, value in source.fields.items()}
    if source.kind == "article":
        issue = f"({given['number']})" if "number" in given else ""
        place = f" {given.get('volume', '')}{issue}".rstrip()
        pages = given.get("pages", "")
        joint = "" if not pages else ", " if pages.startswith("article") or not place else ":"
        return f"{given.get('journal', '')}{place}{joint}{pages}".strip()
    named = [given[name] for name in ("booktitle", "type", "school", "publisher") if name in given]
    described = [given["howpublished"]] if "title" in given and "howpublished" in given else []
    return ", ".join([*named, *described])


def _address(source: Source) -> str:
    if source.address:
        return source.address
    copy = source.fields.get("copy")
    return f"read in a copy: {copy}" if copy else ""


def csl(source: Source) -> dict[str, Any]:
    """The source as an item of CSL-JSON."""
    link = source.address or source.fields.get("copy", "")
    year = source.fields.get("year", "")
    item: dict[str, Any] = {
        "id": source.key,
        "type": KINDS.get(source.kind, "webpage" if link else "document"),
        "title": source.title,
        "author": [_name(name) for name in source.authors] or [{"literal": NOT_KNOWN.format("author")}],
        **{NAMES[name]: plain(value) for name, value in source.fields.items() if name in NAMES},
    }
    if source.kind != SOFTWARE:
        item["issued"] = {"date-parts": [[int(year)]]} if year.isdigit() else {"literal": "year not known"}
    if source.kind == "article":
        item.setdefault("container-title", NOT_KNOWN.format("journal"))
    if link:
        item["URL"] = link
    return {**item, "note": source.remark}


def _name(name: str) -> dict[str, str]:
    if name.startswith("{") or name.endswith(" group"):
        return {"literal": plain(name)}
    family, _, given = plain(name).partition(",")
    return {"family": family, **({"given": given.strip()} if given.strip() else {})}
