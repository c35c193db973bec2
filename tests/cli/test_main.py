"""The command line called from Python does what the shell does: same codes, same words, nothing raised."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from click.shell_completion import BashComplete

from microneedling import MODEL_NUMBER, __version__
from microneedling.__main__ import FACES
from microneedling.__main__ import main as face
from microneedling.cli.main import COMMANDS, COMPLETE, ELSEWHERE, NAME, main, program

EXAMPLES = Path(__file__).parents[2] / "examples"
ACNE = str(EXAMPLES / "acne_scars_cheek.toml")


def told(capsys, *words: str) -> tuple[int, str, str]:
    code = main(words)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.mark.parametrize(
    "words", [(), ("nothing",), ("check",), ("check", "--nothing", "x"), ("check", "a", "b")]
)
def test_words_that_are_no_command_are_mistakes_with_the_usage(words, capsys):
    code, out, err = told(capsys, *words)
    assert (code, out) == (2, "")
    assert "Usage: microneedling" in err


def test_version_and_help_end_well(capsys):
    for word in ("-V", "--version"):
        assert told(capsys, word) == (0, f"microneedling {__version__}, model number {MODEL_NUMBER}\n", "")
    for words in (("--help",), *((name, "-h") for name in COMMANDS)):
        code, out, err = told(capsys, *words)
        assert (code, err) == (0, "")
        assert "Usage: microneedling" in out


def test_every_command_is_listed_with_what_it_is_for(capsys):
    shown = " ".join(told(capsys, "--help")[1].split())
    assert all(f"{name} {about}" in shown for name, about in {**COMMANDS, **ELSEWHERE}.items())
    assert set(ELSEWHERE) == set(FACES)
    assert 'did you mean "clinic"?' in told(capsys, "clinc")[2]


def test_the_shell_completes_what_other_faces_answer(monkeypatch, capsys):
    for words, at, found in (("microneedling cli", 1, "clinic"), ("microneedling clinic mer", 2, "merge")):
        monkeypatch.setenv(COMPLETE, "bash_complete")
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(at))
        face()
        assert f"plain,{found}\n" in capsys.readouterr().out


def test_a_misspelt_command_or_option_gets_a_suggestion(capsys):
    assert 'did you mean "simulate"?' in told(capsys, "simulat", "x")[2]
    assert 'did you mean "--draws"?' in told(capsys, "simulate", "x", "--draw5", "3")[2]


def test_the_first_word_decides_who_answers(monkeypatch, capsys):
    assert face(["-V"]) == 0
    assert face([]) == 2
    capsys.readouterr()
    monkeypatch.setattr("microneedling.__main__.FACES", {"clinic": "microneedling.cli.main"})
    assert face(["clinic"]) == 2
    assert 'no command "clinic"' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "begun", "found"),
    [
        ((), "sim", "simulate"),
        (("simulate",), "--cl", "--client"),
        (("trial", "x", "--kernel"), "num", "numba"),
        (("completion",), "z", "zsh"),
        (("validate", "--bench"), "ble", "bleeding"),
    ],
)
def test_the_shell_completes_commands_options_and_words(words, begun, found):
    known = BashComplete(program(), {}, NAME, COMPLETE).get_completions(list(words), begun)
    assert found in [item.value for item in known]


def test_completion_says_the_line_and_its_place(capsys):
    for shell, place in (("bash", ".bashrc"), ("zsh", ".zshrc"), ("fish", "completions/microneedling.fish")):
        code, out, _ = told(capsys, "completion", shell)
        assert code == 0
        assert f"{COMPLETE}={shell}_source microneedling" in out
        assert place in out
    assert told(capsys, "completion", "csh")[0] == 2


@pytest.mark.parametrize(
    ("command", "file", "right"),
    [
        ("simulate", "studies/acne_scars_ecca.toml", "microneedling predict"),
        ("check", "trials/acne_scars_sham.toml", "microneedling trial"),
        ("evidence", "deliver/vitamin_c_roller.toml", "microneedling deliver"),
        ("predict", "acne_scars_cheek.toml", "microneedling simulate"),
        ("trial", "acne_scars_cheek.toml", "microneedling simulate"),
        ("deliver", "trials/acne_scars_sham.toml", "microneedling trial"),
    ],
)
def test_a_file_of_another_kind_is_one_mistake_that_names_its_command(command, file, right, capsys):
    code, _, err = told(capsys, command, str(EXAMPLES / file))
    assert code == 2
    assert "1 mistake\n" in err
    assert f"{right} {EXAMPLES / file}" in err


def test_mistakes_of_options_places_and_file_come_together(tmp_path, capsys):
    code, out, err = told(
        capsys,
        "simulate",
        str(tmp_path / "none.toml"),
        *("--draws", "0", "--report", str(tmp_path), "--client", str(tmp_path / "no" / "c.html")),
    )
    assert (code, out) == (2, "")
    assert "4 mistakes" in err
    assert all(words in err for words in ("--draws", "a directory", "no folder", "no such file"))


def test_two_pages_want_two_places(tmp_path, capsys):
    path = str(tmp_path / "page.html")
    code, _, err = told(capsys, "simulate", ACNE, "--report", path, "--client", path)
    assert code == 2
    assert "which is --report" in err


def test_new_lists_its_examples_without_a_file(capsys):
    code, out, _ = told(capsys, "new", "--example", "list")
    assert code == 0
    assert "striae_abdomen_roller" in out
    code, _, err = told(capsys, "new", "--example", "nothing")
    assert code == 2
    assert "2 mistakes" in err


def test_new_replaces_a_course_file_and_nothing_else(tmp_path, capsys):
    path = tmp_path / "c.toml"
    path.write_text("my notes", encoding="utf-8")
    assert told(capsys, "new", str(path), "--force")[0] == 2
    assert path.read_text(encoding="utf-8") == "my notes"
    path.write_text("[person]\n", encoding="utf-8")
    assert told(capsys, "new", str(path), "--force")[0] == 0


class Narrow(io.TextIOWrapper):
    """A terminal of few letters."""


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_letters_that_the_terminal_lacks_become_signs_and_json_loses_nothing(encoding, tmp_path, monkeypatch):
    path = tmp_path / "c.toml"
    text = Path(ACNE).read_text(encoding="utf-8")
    title = "微针 − 2"
    path.write_text(text.replace("Acne scars, cheeks, four sessions", title), encoding="utf-8")
    for words in (("check", str(path)), ("check", str(path), "--json")):
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", Narrow(raw, encoding=encoding))
        assert main(words) == 0
        shown = raw.getvalue().decode(encoding)
        if "--json" in words:
            assert json.loads(shown)["course"]["title"] == title
        else:
            assert shown.startswith("?? - 2: a valid course file")


def test_check_tells_what_is_assumed_and_what_changes_nothing(tmp_path, capsys):
    path = tmp_path / "c.toml"
    text = (
        Path(ACNE).read_text(encoding="utf-8").replace("conditions = []", 'conditions = ["anticoagulants"]')
    )
    path.write_text(
        "\n".join(line for line in text.splitlines() if not line.startswith("photoageing")), encoding="utf-8"
    )
    code, out, _ = told(capsys, "check", str(path))
    assert code == 0
    assert "Assumed, since the file does not say\n  sun damage" in out
    assert "Given, and changes nothing in the numbers\n  anticoagulants" in out
    answer = json.loads(told(capsys, "check", str(path), "--json")[1])
    assert answer["assumed"][0]["where"] == "person.photoageing"
    assert {item["acts"] for item in answer["changes_nothing"]} == {False}
