"""How hard a page is to read: the automated readability index of what a person sees of it.

    ARI = 4.71 letters/words + 0.5 words/sentences - 21.43   (Smith and Senter 1967)

The index is a school year of the United States: 8 is read at 13 to 14 years.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

SENTENCE = 5  # words
UNSEEN = {"style", "svg", "title", "head", "script"}
BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "th", "td", "div", "figcaption", "summary"}


class _Seen(HTMLParser):
    """Collects visible text; the end of a block ends a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden, self.parts = 0, []

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in UNSEEN

    def handle_endtag(self, tag):
        self.hidden -= tag in UNSEEN
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data.replace("\n", " "))


def visible_lines(page: str) -> list[str]:
    """The text of a page, block by block, without pictures and style."""
    seen = _Seen()
    seen.feed(page)
    lines = (" ".join(line.split()) for line in "".join(seen.parts).split("\n"))
    return [line for line in lines if line]


def reading_grade(page: str) -> float:
    """The automated readability index of the visible sentences; headings and labels are too short to count."""
    parts = (part for line in visible_lines(page) for part in re.split(r"(?<=[.!?])\s+", line))
    sentences = [part for part in parts if len(part.split()) >= SENTENCE]
    words = [word for part in sentences for word in re.findall(r"[\w'’-]+", part)]
    letters = sum(len(re.sub(r"\W", "", word)) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43
