"""Files are written whole or not at all, and never over another without being told to."""

from __future__ import annotations

import os

import pytest

from microneedling.errors import InputError
from microneedling.files import check_target, write_whole


def test_a_new_file_is_written_and_nothing_else_is_left(tmp_path):
    path = write_whole(tmp_path / "a.txt", "text\n")
    assert path.read_text() == "text\n"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_an_existing_file_is_kept_without_force(tmp_path):
    path = write_whole(tmp_path / "a.txt", "old")
    with pytest.raises(InputError, match="--force"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert write_whole(path, "new", force=True).read_text() == "new"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_file_that_appears_meanwhile_is_kept(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    check = check_target

    def late(target, force):
        found = check(target, force)
        path.write_text("theirs")
        return found

    monkeypatch.setattr("microneedling.files.check_target", late)
    with pytest.raises(InputError, match="a file of that name"):
        write_whole(path, "ours")
    assert path.read_text() == "theirs"


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
