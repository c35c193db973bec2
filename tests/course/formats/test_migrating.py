"""A course file of format 1 in format 2: the same course, its remarks kept, nothing overwritten unasked."""

from __future__ import annotations

import json

import pytest

from helpers.course_files import ALL_EXAMPLES, plain
from microneedling.cli.main import main
from microneedling.course.formats.migrating import migrated
from microneedling.course.reading import course_from_tables, load_course, parse_course
from microneedling.course.writing import course_text
from microneedling.errors import InputError

OLD = """# A remark at the top.
format = 1
title = "Cheek"

[person]
age_year = 30
sex = "female"
phototype = "II"
site = "cheek"

[[concern]]
kind = "fine lines"

[instrument.pen]          # ours
device = "pen, 12 needles"

[[session]]
day        = 0
instrument = "pen"        # the same
depth_mm   = 1.0
passes     = 4

[[session]]
day = 28
device = "roller, 192 needles"
depth_mm = 0.5
passes = 4
"""


def test_words_change_and_all_else_stays_where_it_was():
    new = migrated(OLD, "old.toml")
    assert not new.remarks_lost
    changed = {
        "format = 1": "format = 2",
        "[instrument.pen]          # ours": "[device.pen]              # ours",
        'instrument = "pen"        # the same': 'device     = "pen"        # the same',
    }
    expected = OLD
    for old, young in changed.items():
        expected = expected.replace(old, young)
    assert new.text == expected


@pytest.mark.parametrize("path", ALL_EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_in_the_newest_format(path):
    assert migrated(path.read_text(encoding="utf-8"), str(path)).newest_before


def test_the_course_is_the_same_and_so_is_what_identifies_it():
    before, after = parse_course(OLD), parse_course(migrated(OLD, "old.toml").text)
    assert before == after
    assert before.identity() == after.identity()
    assert before.identity()["format"] == 1  # as in answers of before


def test_a_file_without_a_format_is_one_of_format_1():
    unsaid = OLD.replace("format = 1\n", "")
    assert parse_course(unsaid) == parse_course(OLD)
    assert migrated(unsaid, "old.toml").text.startswith("# A remark at the top.\nformat = 2\n")


def test_where_lines_do_not_do_the_course_is_written_anew_and_the_loss_told():
    inline = OLD.replace('[instrument.pen]          # ours\ndevice = "pen, 12 needles"', "")
    inline = inline.replace(
        'title = "Cheek"', 'title = "Cheek"\ninstrument = { pen = { device = "pen, 12 needles" } }'
    )
    new = migrated(inline, "old.toml")
    assert new.remarks_lost
    assert new.text == course_text(parse_course(inline))
    assert parse_course(new.text) == parse_course(inline)


def test_json_stays_json():
    raw = plain()
    new = migrated(json.dumps(raw), "old.json")
    assert json.loads(new.text)["format"] == 2
    assert set(json.loads(new.text)["device"]) == {"pen", "roller"}
    assert parse_course(new.text, "new.json") == course_from_tables(raw)


def test_a_file_with_mistakes_is_refused_with_all_of_them():
    with pytest.raises(InputError) as told:
        migrated(
            OLD.replace("age_year = 30", "age_year = -3").replace("passes     = 4", "pases = 4"), "old.toml"
        )
    assert {"person.age_year", "session[0].pases"} <= {mistake.path for mistake in told.value.mistakes}


def test_the_command_never_overwrites_unasked(tmp_path, capsys):
    path, new = tmp_path / "old.toml", tmp_path / "new.toml"
    path.write_text(OLD, encoding="utf-8")
    assert main(["migrate", str(path)]) == 2
    assert "--force" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == OLD
    assert main(["migrate", str(path), "--out", str(new)]) == 0
    assert load_course(new) == load_course(path)
    assert main(["migrate", str(path), "--out", str(new)]) == 2
    assert main(["migrate", str(path), "--force"]) == 0
    assert path.read_text(encoding="utf-8") == new.read_text(encoding="utf-8")
    assert main(["migrate", str(path)]) == 0
    assert "already" in capsys.readouterr().out
