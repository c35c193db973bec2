"""Every source in a reference list, in BibTeX and in CSL-JSON: whole, well formed, honest about what is not known."""

from __future__ import annotations

import re

import pytest

from helpers.subject import some
from microneedling.evidence.bibtex import Source, parse_bibtex
from microneedling.evidence.references import csl, reference
from microneedling.evidence.sources import cite_keys, sources

ALL = [*sources().values(), cite_keys([]).software]
TYPES = {"article-journal", "chapter", "thesis", "webpage", "document", "software"}
TEXTS = (
    "container-title",
    "volume",
    "issue",
    "page",
    "publisher",
    "genre",
    "DOI",
    "PMID",
    "PMCID",
    "URL",
    "note",
)
KNOWN = {"id", "type", "title", "author", "issued", "version", *TEXTS}


def made(kind: str = "article", **fields: str) -> Source:
    """A source of these fields."""
    return Source("key2001", kind, fields)


def test_a_whole_reference():
    source = made(
        author="Able, A and {The Group}",
        year="2001",
        title="On needles",
        journal="J Skin",
        volume="1",
        number="2",
        pages="3--4",
        doi="10.1000/1",
    )
    expected = "Able A, The Group (2001). On needles. J Skin 1(2):3-4. https://doi.org/10.1000/1."
    assert reference(source) == expected


def test_what_is_not_known_says_so_and_nothing_else_is_put_there():
    assert reference(made()) == f"A source of which nothing but its readings was recorded ({made().key})."
    assert reference(made(year="2001")) == "(2001)."
    assert all("not known" in text for text in (made().title, made().bibtex))


def test_a_copy_is_called_one():
    told = reference(made(copy="https://copies.example/1"))
    assert told.endswith("read in a copy: https://copies.example/1.")


def test_what_has_no_title_is_described_instead():
    told = reference(made("misc", author="{FDA}", howpublished="510(k) summary K1"))
    assert told == "FDA. 510(k) summary K1."


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.key)
def test_bibtex_is_read_back_with_all_that_an_entry_needs(source):
    (found,) = parse_bibtex(source.bibtex).values()
    assert (found.key, found.kind) == (source.key, source.kind)
    assert {"author", "title"} <= set(found.fields)
    assert "copy" not in found.fields
    assert "note" not in found.fields or source.kind == "software"
    if source.kind == "article":
        assert {"journal", "year"} <= set(found.fields)
    for name in ("doi", "pmid", "year", "journal", "volume", "pages"):
        if name in source.fields:
            assert found.fields[name] == source.fields[name]
    for value in found.fields.values():
        assert value.count("{") == value.count("}")
        assert not re.search(r"(?<!\\)[%#]", re.sub(r"https?://\S+|10\.\S+", "", value)), value


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.key)
def test_csl_is_well_formed(source):
    item = csl(source)
    assert set(item) <= KNOWN
    assert item["type"] in TYPES
    assert item["title"]
    assert all(isinstance(item[name], str) and item[name] for name in TEXTS if name in item)
    for name in some(item["author"]):
        assert set(name) in ({"literal"}, {"family"}, {"family", "given"})
        assert all(name.values())
    if source.kind == "software":
        return
    issued = item["issued"]
    assert issued == {"literal": "year not known"} or 1900 < issued["date-parts"][0][0] < 2100


def test_most_sources_have_a_stable_address_and_all_say_where_they_stand():
    stable = [source for source in ALL if source.address]
    assert len(stable) > len(ALL) / 2
    for source in ALL:
        assert "not known" not in reference(source)
        assert not re.search(r"\(\)|\.\.|\. \.|^[ .]", reference(source)), reference(source)
