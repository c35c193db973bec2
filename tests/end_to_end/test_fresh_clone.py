"""What a newcomer does first: reads the menu, runs `make demo` in a fresh clone, or has too old a Python."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MENU = ("demo", "test", "check", "lint", "docs", "generate", "bench")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="this machine has no make")


def make(folder: Path, *arguments: str, timeout_s: int = 60) -> subprocess.CompletedProcess[str]:
    """Run make as in a newcomer's shell: nothing of our environment, nor of a make that runs us, leaks in."""
    ours = ("PYTHONPATH", "VIRTUAL_ENV", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTEST_CURRENT_TEST")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    own_scripts = str(ROOT / ".venv" / "bin")
    paths = environment["PATH"].split(os.pathsep)
    environment["PATH"] = os.pathsep.join(path for path in paths if path != own_scripts)
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout_s,
    )


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with only what `make` reads before anything is set up."""
    folder = tmp_path / "a folder with spaces"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of what is committed here."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout")
    folder = tmp_path / "clone"
    command = ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    assert (folder / "Makefile").exists(), "nothing is committed yet"
    return folder


def test_make_alone_prints_the_menu(bare: Path) -> None:
    done = make(bare)
    assert done.returncode == 0, done.stderr
    for target in MENU:
        assert re.search(rf"^  make {target} +\S", done.stdout, re.M), (
            f"{target} is missing from:\n{done.stdout}"
        )
    assert "not a medical device" in done.stdout
    assert not (bare / ".venv").exists()


def test_an_old_python_is_told_so_and_nothing_is_left_behind(bare: Path) -> None:
    old = bare.parent / "python3.9"
    old.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n', encoding="utf-8"
    )
    old.chmod(0o755)
    done = make(bare, "demo", f"PYTHON={old}")
    assert done.returncode != 0
    assert "needs Python 3.11 or newer; found: Python 3.9.2" in done.stderr
    assert not (bare / ".venv").exists()


def test_no_python_at_all_is_told_so(bare: Path) -> None:
    done = make(bare, "demo", "CANDIDATES=no-such-python", f"PYTHON={bare.parent / 'no-such-python'}")
    assert done.returncode != 0
    assert "needs Python 3.11 or newer; found: none" in done.stderr


@pytest.mark.slow
def test_demo_in_a_fresh_clone_writes_the_report(clone: Path) -> None:
    done = make(clone, "demo", timeout_s=900)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    report = clone / "out" / "acne_scars_cheek.html"
    assert "out/acne_scars_cheek.html" in done.stdout
    page = report.read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert not re.search(r"""<(script|link|img|iframe)[^>]+(src|href)=["']https?:""", page), (
        "an outside request"
    )
    left = subprocess.run(
        ["git", "status", "--porcelain"],
        cwd=clone,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert left.stdout == "", f"the demo left files that git does not ignore:\n{left.stdout}"

    again = make(clone, "demo", timeout_s=300)
    assert again.returncode == 0, again.stderr
    assert "Installing" not in again.stdout, "a second demo must not install again"
