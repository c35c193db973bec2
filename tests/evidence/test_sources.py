"""The BibTeX file, its reader, and what a citation says."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from helpers.subject import some
from microneedling.errors import InputError
from microneedling.evidence.datasets import every
from microneedling.evidence.entry import Entry
from microneedling.evidence.registry import Registry
from microneedling.evidence.sources import FILE, cite, cite_keys, parse_bibtex, sources


def _book() -> Registry:
    given = {"unit": "1", "about": "x", "where": "row B107", "value": 1.0}
    entries = [
        Entry(key="g.a", grade="measured", sources=("sjogren2009",), **given),
        Entry(key="g.b", grade="assumed", **given),
        Entry(key="g.c", grade="derived", unit="1", about="x", formula="2*g.a"),
    ]
    return Registry({entry.key: entry for entry in entries})


def test_the_reader_takes_braces_quotes_bare_numbers_and_comments():
    text = """% a remark with @misc{no,
    @article{a2001, title = {A {Nested} one}, year = 2001, note = "quoted, with comma",}
    @misc{b, howpublished = {Law \\& order}}"""
    found = parse_bibtex(text)
    assert list(found) == ["a2001", "b"]
    assert found["a2001"].fields == {"title": "A {Nested} one", "year": "2001", "note": "quoted, with comma"}
    assert "Law & order" in found["b"].reference


def test_a_key_given_twice_is_refused():
    with pytest.raises(InputError, match="the key twice"):
        parse_bibtex("@misc{a, year = 1}\n@misc{a, year = 2}")


def test_every_entry_of_the_file_is_read_and_written_back():
    text = FILE.read_text(encoding="utf-8")
    assert len(sources()) == text.count("\n@")
    for source in sources().values():
        assert parse_bibtex(source.bibtex)[source.key] == source


def test_keys_follow_the_rule():
    for key, source in some(sources().items()):
        assert re.fullmatch(r"[a-z0-9]+", key), key
        year = source.fields.get("year")
        if year and not key.startswith(("pmid", "fda", "cfr", "pmc")):
            assert re.search(rf"{year}[a-z]?$", key), key


def test_titles_are_not_invented():
    assert not [key for key, source in sources().items() if "title" in source.fields]


def test_a_doi_belongs_to_one_source():
    seen: dict[str, str] = {}
    for key, source in some(sources().items()):
        for name in ("doi", "pmcid", "pmid"):
            if address := source.fields.get(name):
                assert re.fullmatch(r"10\.\d{4,}/\S+|PMC\d+|\d+", address), (key, address)
                assert seen.setdefault(address.lower(), key) == key, f"{address} twice"


def test_how_a_source_was_seen_agrees_with_its_rows():
    rows: dict[str, set[str]] = {}
    for item in every():
        rows.setdefault(item.source, set()).add(item.seen)
    for key, seen in some(rows.items()):
        assert set(sources()[key].seen) == seen, key


def test_a_source_known_from_memory_only_says_so():
    assert sources()["agache1980"].reference.endswith("[from memory, unconfirmed]")
    assert "memory" not in sources()["sjogren2009"].reference


def test_a_citation_counts_grades_and_follows_formulas():
    citation = cite_keys(["g.c", "g.b"], book=_book(), version="9.9.9", model_number=4)
    assert citation.sentence == (
        "Simulated with microneedling 9.9.9 (model number 4), which rests on 3 numbers "
        "(1 measured, 1 derived, 1 assumed) from 1 source."
    )
    assert citation.keys == ("sjogren2009",)
    assert citation.bibtex.startswith("@misc{sjogren2009,")
    assert "Sjogren" in str(citation)


def test_cite_takes_only_what_the_run_used():
    values = _book().nominal()
    values["g.b"]
    citation = cite(SimpleNamespace(values=values, manifest={"model_number": 7, "version": "1.0"}))
    assert "(model number 7), which rests on 1 numbers (1 assumed) from 0 sources" in citation.sentence
    assert citation.keys == ()


def test_an_unknown_source_is_told_with_a_suggestion():
    entry = Entry(key="g.a", unit="1", grade="measured", about="x", value=1.0, sources=("sjogren2008",))
    with pytest.raises(InputError, match='did you mean "sjogren2009"'):
        cite_keys(["g.a"], book=Registry({"g.a": entry}))
