"""Files of every kind, or one mistake in plain words that says what the file is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from microneedling.course.reading import load_course
from microneedling.errors import InputError
from microneedling.inputs.text import read_text
from microneedling.people.clinic_rows import rows_of
from microneedling.studies.study_file import load_study
from microneedling.transport.delivery_file import read_delivery
from microneedling.trials.reading import load_trial

EXAMPLES = Path(__file__).parents[2] / "examples"
COURSE = EXAMPLES / "acne_scars_cheek.toml"
READERS = {
    "a course file": load_course,
    "a study file": load_study,
    "a trial file": load_trial,
    "a deliver file": lambda path: read_delivery(str(path)),
}


def only_mistake(read, path) -> str:
    """The one mistake for which a file is refused."""
    with pytest.raises(InputError) as told:
        read(path)
    assert len(told.value.mistakes) == 1, told.value
    return str(told.value.mistakes[0])


@pytest.mark.parametrize("read", READERS.values(), ids=list(READERS))
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b" \r\n\t\n", "an empty file"),
        ("format = 1".encode("utf-16"), "text in UTF-16"),
        (b'title = "caf\xe9"', "bytes that are not UTF-8 in line 1"),
        (b"format = 1\na = \0", "a byte 0 in line 2"),
        (b"format = 1\rtitle = 2\r", "line ends of old computers"),
        (b"#" * 12_000_000, "more than 1000 kB"),
        (b"<!DOCTYPE html>\n<html>", "a page (HTML)"),
        (b"age_year;sex\n40;female\n", "a table of people (CSV)"),
    ],
    ids=["empty", "blanks", "utf-16", "latin-1", "byte 0", "cr", "huge", "page", "csv"],
)
def test_what_is_no_such_file_is_one_mistake_in_words(tmp_path, read, content, words):
    path = tmp_path / "file.toml"
    path.write_bytes(content)
    assert words in only_mistake(read, path)


@pytest.mark.parametrize("read", [*READERS.values(), rows_of], ids=[*READERS, "a table"])
def test_a_folder_a_pipe_and_a_device_are_one_mistake_and_nobody_waits(tmp_path, read):
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    assert "a pipe" in only_mistake(read, pipe)
    assert "a directory" in only_mistake(read, tmp_path)
    assert "a device" in only_mistake(read, Path("/dev/zero"))


def test_what_a_shell_hands_over_is_read():
    reader, writer = os.pipe()
    os.write(writer, b"format = 1\n")
    os.close(writer)
    assert read_text(f"/dev/fd/{reader}", "a course file") == "format = 1\n"
    os.close(reader)


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "course.toml"
    path.write_bytes(b"\xef\xbb\xbf" + COURSE.read_bytes().replace(b"\n", b"\r\n"))
    assert load_course(path) == load_course(COURSE)


def test_a_file_of_a_like_name_is_suggested_and_none_for_the_end_they_share(tmp_path):
    (tmp_path / "pyproject.toml").write_text("a = 1", encoding="utf-8")
    assert "did you mean" not in only_mistake(load_course, tmp_path / "nope.toml")
    (tmp_path / "course.toml").write_text("a = 1", encoding="utf-8")
    assert 'did you mean "course.toml"?' in only_mistake(load_course, tmp_path / "curse.toml")
    assert 'did you mean "course.toml"?' in only_mistake(load_course, tmp_path / "course.json")


@pytest.mark.parametrize("asked", READERS)
@pytest.mark.parametrize(
    ("path", "kind", "command"),
    [
        (COURSE, "a course file", "simulate"),
        (EXAMPLES / "trials" / "acne_scars_sham.toml", "a trial file", "trial"),
        (EXAMPLES / "studies" / "acne_scars_ecca.toml", "a study file", "predict"),
        (EXAMPLES / "deliver" / "vitamin_c_roller.toml", "a deliver file", "deliver"),
    ],
)
def test_another_kind_of_file_is_recognised_with_the_command_that_takes_it(asked, path, kind, command):
    if asked == kind:
        READERS[asked](path)
        return
    told = only_mistake(READERS[asked], path)
    assert f"found {kind}; allowed: {asked}. Use: microneedling {command} {path}" in told


def test_an_answer_is_no_course(tmp_path):
    path = tmp_path / "answer.json"
    path.write_text('{"manifest": {}, "outcomes": []}', encoding="utf-8")
    assert "found an answer in JSON" in only_mistake(load_course, path)


def test_a_key_twice_is_refused_in_json_as_in_toml(tmp_path):
    path = tmp_path / "course.json"
    path.write_text(
        '{"format": 1, "session": [{"depth_mm": 0.5, "depth_mm": 1.5}], "format": 1}', encoding="utf-8"
    )
    with pytest.raises(InputError) as told:
        load_course(path)
    assert [item.path for item in told.value.mistakes] == ["depth_mm", "format"]
    assert "the key twice" in str(told.value)


def test_a_mistake_of_toml_shows_its_line_and_obeys_no_sign_of_it(tmp_path):
    path = tmp_path / "course.toml"
    path.write_text('format = 1\ntitle = "a \x1b[31m"\n', encoding="utf-8")
    assert "line 2" in only_mistake(load_course, path)
    assert "\x1b" not in only_mistake(load_course, path)


@pytest.mark.parametrize(
    "sign", ["\\u0007", "\\u001B", "\\u0085", "\\u009b", "\\u202E", "\\u2066", "\\u2028", "\\uFFFE"]
)
def test_hidden_signs_are_refused_in_a_title(tmp_path, sign):
    path = tmp_path / "course.toml"
    text = COURSE.read_text(encoding="utf-8").replace("title", f'title = "{sign} "#', 1)
    path.write_text(text, encoding="utf-8")
    assert "control characters" in only_mistake(load_course, path)


def test_half_a_pair_of_json_is_refused(tmp_path):
    path = tmp_path / "course.json"
    path.write_text('{"title": "\\ud800"}', encoding="utf-8")
    with pytest.raises(InputError, match="title"):
        load_course(path)
    path.write_text('{"\\ud800": 1, "format": 1}', encoding="utf-8")
    with pytest.raises(InputError, match="unknown key"):
        load_course(path)
