"""The BibTeX file, its reader, and what a citation says."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

from helpers.subject import some
from microneedling.errors import InputError
from microneedling.evidence.bibtex import parse_bibtex
from microneedling.evidence.datasets import every
from microneedling.evidence.entry import Entry
from microneedling.evidence.references import reference
from microneedling.evidence.registry import Registry
from microneedling.evidence.sources import FILE, FORMS, cite, cite_keys, sources


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
    assert "Law & order" in reference(found["b"])


def test_a_key_given_twice_is_refused():
    with pytest.raises(InputError, match="the key twice"):
        parse_bibtex("@misc{a, year = 1}\n@misc{a, year = 2}")


def test_every_entry_of_the_file_is_read():
    text = FILE.read_text(encoding="utf-8")
    assert len(sources()) == text.count("\n@")


def test_keys_follow_the_rule():
    for key, source in some(sources().items()):
        assert re.fullmatch(r"[a-z0-9]+", key), key
        year = source.fields.get("year")
        if year and not key.startswith(("pmid", "fda", "cfr", "pmc")):
            assert re.search(rf"{year}[a-z]?$", key), key


def test_a_title_is_spelt_by_a_row_an_address_or_the_law_itself():
    rows: dict[str, str] = {}
    for item in every():
        rows[item.source] = f"{rows.get(item.source, '')} {item.cited} {item.address}"
    titled = {key: source for key, source in sources().items() if "title" in source.fields}
    for key, source in some(titled.items()):
        told = [rows.get(key, ""), *(source.fields.get(name, "") for name in ("url", "copy", "pages"))]
        spelt = letters(" ".join(told)) + ("healthandcareact2022" if key == "healthcareact2022" else "")
        assert letters(source.fields["title"]) in spelt, key


def letters(text: str) -> str:
    """Only the letters and figures of a text, in lower case."""
    return re.sub(r"[^a-z0-9]", "", unquote(text).lower())


def test_an_address_of_a_copy_stands_only_where_no_better_one_is_known():
    for key, source in some(sources().items()):
        if "copy" in source.fields:
            assert not {"doi", "pmid", "pmcid", "url"} & set(source.fields), key
        assert not ("url" in source.fields and {"doi", "pmid", "pmcid"} & set(source.fields)), key


def test_no_row_keeps_a_copy_where_it_has_a_doi():
    kept = [item.id for item in every() if re.search(r"\b10\.\d{4,}/.*https?://", item.address)]
    assert kept == []


def test_a_doi_is_the_one_of_its_rows():
    rows: dict[str, str] = {}
    for item in every():
        rows[item.source] = f"{rows.get(item.source, '')} {item.address.lower()}"
    for key, source in some(sources().items()):
        if "10." in rows.get(key, "") and "doi" in source.fields:
            assert re.search(rf"{re.escape(source.fields['doi'].lower())}($|[;\s])", rows[key]), key


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
    assert reference(sources()["agache1980"]).endswith("[from memory, unconfirmed]")
    assert "memory" not in reference(sources()["sjogren2009"])


def test_a_citation_counts_grades_and_follows_formulas():
    citation = cite_keys(["g.c", "g.b"], book=_book(), version="9.9.9", model_number=4)
    assert citation.sentence == (
        "Simulated with microneedling 9.9.9 (model number 4), which rests on 3 numbers "
        "(1 measured, 1 derived, 1 assumed) from 1 source."
    )
    assert citation.keys == ("sjogren2009",)
    assert citation.bibtex.startswith("@software{microneedling,")
    assert "@article{sjogren2009," in citation.bibtex
    assert "Sjogren" in str(citation)


def test_cite_takes_only_what_the_run_used():
    values = _book().nominal()
    values["g.b"]
    citation = cite(SimpleNamespace(values=values, manifest={"model_number": 7, "version": "1.0"}))
    assert "(model number 7), which rests on 1 numbers (1 assumed) from 0 sources" in citation.sentence
    assert citation.keys == ()


def test_a_citation_in_every_form():
    citation = cite_keys(["g.a"], book=_book(), version="9.9.9", model_number=4)
    told = {name: citation.form(name) for name in FORMS}
    assert told["text"] == str(citation)
    assert told["bibtex"] == citation.bibtex
    assert [item["id"] for item in json.loads(told["csl-json"])] == ["microneedling", "sjogren2009"]
    assert "version = {9.9.9}" in told["bibtex"]
    with pytest.raises(InputError, match='did you mean "bibtex"'):
        citation.form("bibtext")  # pyright: ignore[reportArgumentType]


def test_sources_beside_the_numbers_are_cited_too():
    assert cite_keys(["g.b"], book=_book(), beside=["schwarz2011"]).keys == ("schwarz2011",)


def test_an_unknown_source_is_told_with_a_suggestion():
    entry = Entry(key="g.a", unit="1", grade="measured", about="x", value=1.0, sources=("sjogren2008",))
    with pytest.raises(InputError, match='did you mean "sjogren2009"'):
        cite_keys(["g.a"], book=Registry({"g.a": entry}))
