"""What is cited can be opened: anchors of docs/ that code and registry name, links between pages, keys of sources."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from microneedling.course.rules import RULES
from microneedling.course.safety import said
from microneedling.course.safety.condition_rules import CONDITION_RULES
from microneedling.evidence.registry import registry
from microneedling.evidence.sources import FILE, sources

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PLACES = re.compile(r"docs/[\w./-]+\.md(?:#[\w-]+)?")
OWN_FORM = "form of the course"  # rules about what a file leaves out rest on nothing outside


@cache
def anchors(page: Path) -> frozenset[str]:
    """The anchors of a page's headings, made as code hosts make them."""
    heads = re.findall(r"^#+ +(.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads)


def leads_nowhere(place: str, start: Path = ROOT) -> bool:
    name, _, anchor = place.partition("#")
    page = (start / name).resolve()
    return not page.exists() or bool(anchor and page.suffix == ".md" and anchor not in anchors(page))


def test_every_rule_names_a_page_that_can_be_opened():
    for rule in (*RULES.values(), *CONDITION_RULES.values()):
        named = PLACES.findall(rule.source)
        assert named or rule.source == OWN_FORM, rule
        assert not [place for place in named if leads_nowhere(place)], rule


def section(place: str) -> str:
    """The text under the heading that an anchor of a page names, headings below it included."""
    name, _, anchor = place.partition("#")
    text = (ROOT / name).read_text(encoding="utf-8")
    for head in re.finditer(r"^(#+) +(.*)$", text, re.MULTILINE):
        if re.sub(r"[^\w\- ]", "", head[2].lower()).replace(" ", "-") == anchor:
            after = text[head.end() :]
            end = re.search(rf"^#{{1,{len(head[1])}}} ", after, re.MULTILINE)
            return after[: end.start()] if end else after
    raise AssertionError(place)


def is_real(key: str) -> bool:
    """Whether a source says who and where: author or publisher or title, and a year, a place of print or an address."""
    fields = sources()[key].fields
    who = {"author", "title", "publisher", "howpublished"} & set(fields)
    return bool(who) and bool({"year", "doi", "url", "howpublished"} & set(fields))


RULED = [
    (rule, place)
    for rule in (*RULES.values(), *CONDITION_RULES.values())
    for place in PLACES.findall(rule.source)
    if "practice.md" in place  # the other page holds what the model itself assumes
]


@pytest.mark.parametrize(("rule", "place"), RULED, ids=[f"{rule.id}-{place[5:]}" for rule, place in RULED])
def test_the_place_that_a_rule_names_names_a_real_reference_or_says_that_none_is_known(rule, place):
    text = section(place)
    keys = [key for key in re.findall(r"\[([a-z]+\d*[a-z]?\d*)\](?!\()", text) if key in sources()]
    assert [key for key in keys if is_real(key)] or "not known" in text or "not recorded" in text, rule


def test_what_sources_say_stands_under_the_anchor_with_their_keys():
    contraindications = section("docs/practice.md#contraindications")
    before = section("docs/practice.md#before-a-session")
    depth = section("docs/practice.md#depth")
    groups = (said.ISOTRETINOIN, said.FILLER, said.TOXIN, said.ANTICOAGULANTS, said.DIABETES, said.SCAR_AGE)
    for item in (item for group in groups for item in group):
        assert f"[{item.key}]" in contraindications + before if item.key else "not recorded" in item.source, (
            item
        )
    for item in (item for zone in said.DEPTH.values() for item in zone):
        assert f"[{item.key}]" in depth if item.key else "not recorded" in item.source, item


def test_every_page_that_the_registry_names_can_be_opened():
    named = {place for entry in registry().values() for place in PLACES.findall(entry.where)}
    assert len(named) > 10
    assert not [place for place in named if leads_nowhere(place)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", page.read_text(encoding="utf-8"))
    here = [f"{page.name}{link}" if link.startswith("#") else link for link in links]
    assert not [link for link in here if leads_nowhere(link, page.parent)]


@pytest.mark.parametrize("name", ["practice.md", "model.md"])
def test_keys_and_rows_of_a_page_exist(name):
    from microneedling.evidence.datasets import source_of_row

    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    keys = re.findall(r"\[([a-z]+\d*[a-z]?)\](?!\()", text)
    assert not [key for key in keys if key not in sources()]
    assert not [row for row in re.findall(r"\b[ABCNS]\d{3}\b", text) if row not in source_of_row()]


def test_a_source_that_a_page_is_said_to_name_is_named_there():
    for key, source in sources().items():
        for place in PLACES.findall(source.fields.get("annote", "")):
            assert f"[{key}]" in (ROOT / place).read_text(encoding="utf-8"), (key, place)


def test_nothing_points_at_papers_nobody_can_open():
    secret = re.compile(r"(practice|model) (description|notes)|\bamendment", re.IGNORECASE)
    texts = [FILE, *(ROOT / "src").rglob("*.py"), *(ROOT / "src").rglob("*.toml"), *PAGES]
    told = [path for path in texts if path.name != "CHANGELOG.md"]
    assert not [str(path) for path in told if secret.search(path.read_text(encoding="utf-8"))]
