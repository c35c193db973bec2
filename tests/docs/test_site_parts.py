"""The parts that build the site: equations, links into the repository, what the keyboard reaches."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import pytest

from tools.docs_site.accessible import accessible
from tools.docs_site.mathml import block, inline
from tools.docs_site.repository import SHOWN, lead

ROOT = Path(__file__).resolve().parents[2]
FENCES = re.compile(r"^```math\n(.*?)^```", re.MULTILINE | re.DOTALL)
MANUAL = sorted((ROOT / "docs" / "manual").glob("*.md"))
EQUATIONS = [text for page in MANUAL for text in FENCES.findall(page.read_text(encoding="utf-8"))]
SPACE = "{http://www.w3.org/1998/Math/MathML}"


def test_there_are_equations():
    assert len(EQUATIONS) > 20


@pytest.mark.parametrize("latex", EQUATIONS, ids=range(len(EQUATIONS)))
def test_an_equation_of_the_manual_becomes_whole_mathml(latex):
    math = ElementTree.fromstring(block(latex))
    names = {found.text for found in math.iter(f"{SPACE}mi")}
    written = {word.replace("\\_", "_") for word in re.findall(r"\\mathrm\{([^{}]+)\}", latex)}
    assert written <= names, written - names
    assert "\\" not in "".join(math.itertext()), "a command that nobody translated"
    rows = [row for row in latex.split(r"\\") if row.strip()]
    assert len(list(math.iter(f"{SPACE}mtr"))) == len(rows)


def test_lines_are_split_where_they_align():
    math = ElementTree.fromstring(block(r"\begin{aligned} a &= b \\ &\quad - c \end{aligned}"))
    assert [len(list(row)) for row in math.iter(f"{SPACE}mtr")] == [2, 2]


def test_a_formula_in_a_line_is_not_a_block():
    assert "display" not in inline("x^{2}")
    assert "<mi>two_words</mi>" in inline(r"\mathrm{two\_words}")


@pytest.mark.parametrize(
    ("written", "led"),
    [
        ("[c](CREDIBILITY.md#evidence)", "[c](credibility.md#evidence)"),
        ("[p](docs/practice.md)", "[p](../practice.md)"),
        ("[m](Makefile)", "[m](../../Makefile)"),
        (
            "[tables](src/microneedling/evidence/observations)",
            "tables (`src/microneedling/evidence/observations`)",
        ),
        ("[docs/manual](docs/manual)", "docs/manual"),
        ("[out](https://example.org/a)", "[out](https://example.org/a)"),
        ("[nowhere](no/such/file.md)", "[nowhere](no/such/file.md)"),
        ("![picture](docs/pictures/report.png)", "![picture](docs/pictures/report.png)"),
    ],
)
def test_links_of_a_page_at_the_root_lead_to_the_same_places(written, led):
    assert lead(written, "explanation/architecture", PurePosixPath(".")) == led


def test_pages_of_the_root_are_shown():
    for page, file in SHOWN.items():
        assert (ROOT / file).exists()
        assert (ROOT / "docs" / f"{page}.md").exists()


def test_what_scrolls_can_be_reached():
    assert accessible("<pre>x</pre>") == '<pre tabindex="0">x</pre>'
    assert 'tabindex="0"' in accessible('<div class="table-wrapper docutils container">')
    assert accessible('<p><img src="a.svg" />') == '<p class="picture" tabindex="0"><img src="a.svg" />'
    assert 'picture" tabindex="0">' in accessible('<figure class="align-default">')
