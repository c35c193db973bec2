"""Files are written whole or not at all, and never over another without being told to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from microneedling.errors import CannotWrite, InputError
from microneedling.files import abandon, check_folder, check_target, placed, write_folder, write_whole


def test_a_new_file_is_written_and_nothing_else_is_left(tmp_path):
    path = write_whole(tmp_path / "a.txt", "text\n")
    assert path.read_text(encoding="utf-8") == "text\n"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_an_existing_file_is_kept_without_force(tmp_path):
    path = write_whole(tmp_path / "a.txt", "old")
    with pytest.raises(InputError, match="--force"):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert write_whole(path, "new", force=True).read_text(encoding="utf-8") == "new"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_file_that_appears_meanwhile_is_kept(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    check = check_target

    def late(target, force):
        found = check(target, force)
        path.write_text("theirs", encoding="utf-8")
        return found

    monkeypatch.setattr("microneedling.files.check_target", late)
    with pytest.raises(InputError, match="a file of that name"):
        write_whole(path, "ours")
    assert path.read_text(encoding="utf-8") == "theirs"


def test_directories_and_missing_folders_are_refused(tmp_path):
    with pytest.raises(InputError, match="a directory"):
        check_target(tmp_path, force=True)
    with pytest.raises(InputError, match="no folder"):
        check_target(tmp_path / "no" / "a.txt", force=False)


def test_a_dangling_link_is_not_written_through(tmp_path):
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="--force"):
        check_target(link, force=False)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folders_that_may_not_be_written_to_are_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="may not be written"):
        check_target(tmp_path / "a.txt", force=False)


PAGE = "<!DOCTYPE html>\n<title>A course · microneedling report</title>"


@pytest.mark.parametrize(
    ("old", "kind", "words"),
    [
        ("notes", "page", "a text file"),
        ("<!doctype html><title>News</title>", "page", "a page of another program"),
        ('{"a": 1}', "page", "a JSON file"),
        ("[person]", "page", "a course file"),
        (PAGE, "xml", "a page of microneedling"),
        ("a\0b", "page", "a file of another kind"),
    ],
)
def test_only_a_file_of_its_kind_is_replaced(old, kind, words, tmp_path):
    path = tmp_path / "a"
    path.write_text(old, encoding="utf-8")
    with pytest.raises(InputError, match=f"{words}, which is never replaced"):
        check_target(path, True, kind)
    assert path.read_text(encoding="utf-8") == old


def test_a_page_replaces_a_page_and_an_empty_file_from_python_too(tmp_path):
    path = tmp_path / "a.html"
    path.touch()
    assert write_whole(path, PAGE, force=True).read_text(encoding="utf-8") == PAGE
    assert write_whole(path, PAGE + "2", force=True).read_text(encoding="utf-8") == PAGE + "2"
    path.write_text("notes", encoding="utf-8")
    with pytest.raises(InputError, match="a text file, which is never replaced"):
        write_whole(path, PAGE, force=True)
    assert os.listdir(tmp_path) == ["a.html"]


def test_links_pipes_and_devices_are_never_replaced(tmp_path):
    page, link, pipe = (tmp_path / name for name in ("page", "link", "pipe"))
    page.write_text(PAGE, encoding="utf-8")
    link.symlink_to(page)
    os.mkfifo(pipe)
    for path, words in ((link, "a link"), (pipe, "a pipe"), (Path(os.devnull), "a device")):
        with pytest.raises(InputError, match=f"{words}, which is never replaced"):
            check_target(path, True, "page")


def test_a_place_that_takes_no_file_is_found_at_the_door(monkeypatch, tmp_path):
    def refused(*_):
        raise OSError(2, "No such file or directory")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(InputError, match="may not be written to"):
        check_target(tmp_path / "a.html", False)


def test_what_is_unfinished_is_removed_when_the_process_must_end(tmp_path):
    def stopped() -> None:
        with placed(tmp_path / "a.txt") as part:
            part.write_text("half", encoding="utf-8")
            abandon()

    with pytest.raises(CannotWrite):  # its part has gone
        stopped()
    assert os.listdir(tmp_path) == []


FILES = {"problem.yaml": "a", "arm/model.xml": "b"}


def shown(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_folder_is_written_whole(tmp_path):
    new, empty = tmp_path / "new", tmp_path / "empty"
    empty.mkdir()
    for folder in (new, empty):
        assert shown(write_folder(folder, FILES)) == FILES
        with pytest.raises(InputError, match="something in it"):
            check_folder(folder, False)
        (folder / "mine").write_text("mine", encoding="utf-8")
        assert shown(write_folder(folder, {"problem.yaml": "c"}, force=True)) == FILES | {
            "problem.yaml": "c",
            "mine": "mine",
        }
    assert sorted(os.listdir(tmp_path)) == ["empty", "new"]


def test_a_folder_that_cannot_be_finished_is_not_there(tmp_path, monkeypatch):
    written = Path.write_text

    def full(path, text, **named):
        if path.name == "model.xml":
            raise OSError(28, "No space left on device")
        return written(path, text, **named)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(CannotWrite, match="No space left"):
        write_folder(tmp_path / "new", FILES)
    assert os.listdir(tmp_path) == []
