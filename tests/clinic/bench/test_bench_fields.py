"""Fields beside a text: read from it, written into it, and everything else in it left as it was typed."""

from __future__ import annotations

import html
import json
import re
import tomllib
from itertools import pairwise

import pytest

from microneedling.cli.commands.new import examples
from microneedling.clinic.bench.beside.course_fields import course_fields
from microneedling.clinic.bench.beside.file_fields import IN_TEXT, file_fields
from microneedling.clinic.bench.beside.toml_lines import NotHere, with_value
from microneedling.clinic.bench.starts import starts
from microneedling.clinic.bench.studies import FIELDS as STUDY
from microneedling.clinic.bench.trials import FIELDS as TRIAL
from microneedling.course.reading import parse_course

COURSE = course_fields()
HTMX = {"HX-Request": "true"}
CHANGED = {
    "age_year": "35",
    "phototype": "VI",
    "site": "neck",
    "passes": "5",
    "sessions": "6",
    "every_day": "21",
}
COURSES = {name: path.read_text(encoding="utf-8") for name, path in examples().items()}


def values(text: str, known=COURSE, **sent: str) -> dict[str, str]:
    return {item.name: item.typed for item in file_fields(known, text, sent).fields}


def changed_lines(old: str, new: str) -> int:
    return len(set(new.split("\n")) - set(old.split("\n")))


@pytest.mark.parametrize("name", COURSES)
def test_a_text_that_nobody_changed_stays_to_the_letter(name):
    text = COURSES[name]
    unchanged = {key: value for key, value in values(text).items()}
    unchanged |= {f"was-{key}": value for key, value in unchanged.items()}
    assert file_fields(COURSE, text, unchanged).text == text


@pytest.mark.parametrize("field", CHANGED)
@pytest.mark.parametrize("name", COURSES)
def test_a_changed_field_stands_in_the_text_and_nothing_else_has_moved(name, field):
    text, before = COURSES[name], values(COURSES[name])
    after = file_fields(COURSE, text, {f"f-{field}": CHANGED[field]})
    assert {item.name: item.typed for item in after.fields} == before | {f"f-{field}": CHANGED[field]}
    assert 0 < changed_lines(text, after.text) <= 2
    told = [line.split("#")[1] for line in text.split("\n") if line.startswith("#") or "# Fitz" in line]
    assert all(words in after.text for words in told)
    if name != "face_in_three_zones" or field != "site":
        course = parse_course(after.text, "course.toml")
        if field == "sessions":
            assert len({item.day for item in course.sessions}) == 6
        if field == "every_day":
            days = sorted({item.day for item in course.sessions})
            assert {late - early for early, late in pairwise(days)} == {21}


def test_the_text_says_it_and_the_field_follows():
    text = COURSES["acne_scars_cheek"]
    assert values(text)["f-depth_mm"] == "1.5"
    assert values(text.replace("= 1.5", "= 0.75"))["f-depth_mm"] == "0.75"
    assert values(text.replace("= 1.5 ", "= 0.75 ", 1))["f-depth_mm"] == ""  # two sessions differ
    assert values("no [ TOML") == dict.fromkeys(values(text), "")


def test_a_device_of_the_library_is_named_in_every_session():
    after = file_fields(COURSE, COURSES["acne_scars_cheek"], {"f-device": "pen, 36 needles"}).text
    assert [item["device"] for item in tomllib.loads(after)["session"]] == ["pen, 36 needles"] * 2
    fields = file_fields(COURSE, after, {"f-needle_length_mm": "1.0"})
    assert {item.name: item.wrong for item in fields.fields}["f-needle_length_mm"] == (IN_TEXT,)
    assert fields.text == after


@pytest.mark.parametrize("kind", ["study", "trial"])
def test_main_values_of_studies_and_trials_are_fields_too(kind):
    known = {"study": STUDY, "trial": TRIAL}[kind]
    for path in starts(kind).values():
        text = path.read_text(encoding="utf-8")
        for name, typed in values(text, known).items():
            if not typed:
                continue
            after = file_fields(known, text, {name: "17", f"was-{name}": typed})
            assert {item.name: item.typed for item in after.fields}[name] == "17", (path.name, name)


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ('person = { age_year = 29, sex = "male" }\n', ("person", "age_year"), 30),
        ('[person]\nconditions = [\n  "a",\n]\n', ("person", "conditions"), ["b"]),
        ('a = """\n[person]\nage_year = 1\n"""\n', ("person", "age_year"), 2),
    ],
)
def test_what_no_line_says_alone_is_refused(text, path, value):
    with pytest.raises(NotHere):
        with_value(text, path, value)


def test_a_mark_in_a_word_is_no_comment():
    text = '[person]\nsite = "a # b"   # where\nage_year = 3\n'
    assert (
        with_value(text, ("person", "site"), "neck") == '[person]\nsite = "neck"    # where\nage_year = 3\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", "session = 3\n", "[session]\n", "person = 1\n", "[[session]]\nrepeat = 5\n"),
        "device = 3\n[[session]]\ndevice = []\n",
        '[device]\npen = 1\n[[session]]\ndevice = "pen"\n',
        "[[session]]\n[[session]]\n[[session]]\n",
    ],
)
def test_odd_texts_have_fields_and_never_an_error(text):
    sent = {f"f-{item.field.name}": "2" for item in COURSE}
    file_fields(COURSE, text, sent)


def test_the_page_writes_what_was_changed_and_its_command_answers_that_file(served, tmp_path):
    text = COURSES["acne_scars_cheek"]
    sent = {"text": text, "amount": "8", "f-depth_mm": "1,25", "was-f-depth_mm": "1.5"}
    status, page = served.form("/course/", sent, **HTMX)
    assert status == 200
    file = html.unescape(page.split('id="file-text"')[1].split(">", 1)[1].split("</pre>")[0])
    assert file == text.replace("= 1.5 ", "= 1.25 ").replace("= 1.5\n", "= 1.25\n")
    found = re.search(r'<script id="held" type="application/json">(.*?)</script>', page)
    assert found is not None
    assert json.loads(found[1])["text"] == file
    assert "1.25" in json.loads(found[1])["fields"]["f-depth_mm"]["value"]


def test_a_mistake_stands_at_its_field_on_the_whole_page(served):
    sent = {"text": COURSES["acne_scars_cheek"], "amount": "8", "f-age_year": "300", "was-f-age_year": "29"}
    status, page = served.form("/course/", sent)
    assert status == 422
    assert 'id="f-age_year-wrong"' in page
    assert "age_year   = 300" in html.unescape(page)
