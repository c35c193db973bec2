"""The demonstration as a German reader meets it: no sentence of ours is left in English on any page of its clients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.conf import settings

from helpers.clinic.consents import a_sheet
from helpers.clinic.followed import keep, learnt
from helpers.clinic.pages import DAY, browser_of
from microneedling.clinic.demo import WHOLE, WORSE, invent
from microneedling.clinic.records import models
from microneedling.clinic.records.models import Client, Plan

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(
    r"\b(?:[Tt]he|[Tt]his|these|and|of|with|[Nn]ot|is|are|has|have|their|from|that|than|would|by|on|no|days?|weeks?|"
    r"today|sessions?|consultation|follow-up|better|worse|[Cc]hange|[Ss]top|[Gg]o|[Rr]ead|grades?|points|front|side)\b"
)
SPOKEN = {"alt", "aria-label", "data-label", "label", "placeholder", "title"}
PLACE = re.compile(r"\{\w+\}")  # of a text that the clinic may write itself
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Written by somebody, and shown as it was written.
WRITTEN: dict[str, tuple[str, ...]] = {
    "AdverseEvent": ("description",),
    "Alert": ("text",),
    "Client": ("own_words",),
    "ConsentText": ("title", "body"),
    "Device": ("name", "maker"),
    "Identity": ("given_name", "family_name"),
    "Note": ("text",),
    "Numbing": ("product",),
    "Plan": ("name",),
    "Product": ("name",),
}
# Nothing of the records (a checksum of figures, a file, a picture), or English by intent: the bench, the tables behind.
APART = re.compile(r"^/(?:static|bench|admin|photographs|api|language|sign-out)\b|\.csv|\.pdf|\?")


class Told(HTMLParser):
    """What a page says: its text and what is read aloud of it, without scripts, and without what it calls English."""

    def __init__(self, whole: bool):
        super().__init__()
        self.whole, self.said, self.links, self.english = whole, [], [], []
        self.inside: list[bool] = []  # whether what is open is left out

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        out = tag in ("script", "style", "bdi", "textarea") or (held.get("lang") == "en" and not self.whole)
        hidden = out or (bool(self.inside) and self.inside[-1])
        if tag not in VOID:
            self.inside.append(hidden)
        if not hidden:
            self.said += [value for name, value in attrs if name in SPOKEN and value]
        if tag == "a" and (where := held.get("href") or "").startswith("/"):
            self.links.append(where.split("#")[0])
        if held.get("lang") == "en" and tag != "button":
            self.english.append(self.get_starttag_text() or tag)

    def handle_endtag(self, tag):
        if tag not in VOID and self.inside:
            self.inside.pop()

    def handle_data(self, data):
        if data.strip() and not (self.inside and self.inside[-1]):
            self.said.append(data.strip())


def english_of(page: str, written: list[str], whole: bool = True) -> list[str]:
    """Lines of a page with an English word in them, what was written by somebody left out."""
    told = Told(whole)
    told.feed(page)
    found = []
    for line in told.said:
        ours = PLACE.sub(" ", line)
        for words in written:
            ours = ours.replace(words, " ")
        if ENGLISH.search(ours):
            found.append(line)
    return found


def written_down() -> Iterator[str]:
    """Everything that somebody wrote, the longest first."""
    found = {settings.CLINIC_NAME}
    for name, fields in WRITTEN.items():
        for row in getattr(models, name).objects.values_list(*fields):
            found |= {line.strip() for text in row if text for line in str(text).splitlines()}
    yield from sorted(filter(None, found), key=len, reverse=True)


@pytest.fixture
def demo(owner):
    """The first clients of the demonstration, two of them with a forecast that learnt; who reads German."""
    invent(owner, count=WORSE + 2)
    for number, answer in ((WHOLE, learnt("on track")), (WORSE, learnt("slower", worse=True))):
        plan = Plan.objects.get(client__number=number + 1)
        a_sheet(owner, plan.current, words="Ihr Plan")
        keep(owner, plan, answer)
    browser = browser_of(owner)
    browser.post("/language/", {"language": "de"})
    return browser


def test_no_page_of_the_demonstration_speaks_english_to_a_german_reader(demo):
    written, clients = list(written_down()), Client.objects.filter(number__in=(WHOLE + 1, WORSE + 1))
    todo = [*DAY, *(f"/clients/{client.pk}/" for client in clients)]
    begun, wrong = set(todo), {}
    while todo:
        path = todo.pop()
        answer = demo.get(path)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = answer.content.decode()
        if found := english_of(page, written, whole=path.endswith("/forecast/")):
            wrong[path] = found
        told = Told(whole=True)
        told.feed(page)
        ours = [link for link in told.links if not APART.search(link) and link not in begun]
        ours = [
            link
            for link in ours
            if not link.startswith("/clients/") or link[9:45] in {str(c.pk) for c in clients}
        ]
        todo += sorted(set(ours))
        begun |= set(ours)
    assert wrong == {}
    assert len(begun) > 40, sorted(begun)
    assert sum(path.endswith("/forecast/") for path in begun) == 2


def test_english_is_seen_where_it_stands():
    page = '<p>Es ist gut.</p><p title="It is the best">Ja</p><p lang="en">Read on</p><bdi>The</bdi>'
    page += "<script>the and of</script>"
    assert english_of(page, []) == ["It is the best", "Read on"]
    assert english_of(page, ["is the best"], whole=False) == []
