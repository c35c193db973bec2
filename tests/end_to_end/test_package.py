"""The package as somebody installs it who has no checkout: a wheel, an empty environment, the core alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from helpers.source_files import ROOT

pytestmark = pytest.mark.slow
INSTALL = ("--quiet", "--disable-pip-version-check", "-c", str(ROOT / "constraints.txt"))


def ended(words: Sequence[str | Path], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A command that must end well. Nothing of our environment leaks in."""
    ours = ("PYTHONPATH", "VIRTUAL_ENV")
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done


def environment(home: Path, *wanted: str | Path) -> Path:
    """Commands of a new environment with nothing in it but what is wanted, installed by the pip that runs here.

    Byte code is not made for all of it: what is used makes its own.
    """
    run(sys.executable, "-m", "venv", "--without-pip", home)
    python = home / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-compile", *INSTALL, *wanted)
    return python.parent


def run(*words: str | Path, cwd: Path | None = None) -> str:
    """What a command prints; its failure is a failure of the test."""
    return ended(words, cwd).stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """A wheel made from the committed files alone, by way of the archive of sources."""
    folder = tmp_path_factory.mktemp("built")
    sources = folder / "sources"
    run("git", "clone", "--quiet", "--no-hardlinks", ROOT, sources)
    run(sys.executable, "-m", "pip", "wheel", *INSTALL, "--no-deps", "-w", folder, sources)
    (found,) = folder.glob("microneedling-*.whl")
    return found


@pytest.fixture(scope="module")
def bin_folder(wheel, tmp_path_factory) -> Path:
    """The commands of an empty environment into which the core alone is installed."""
    return environment(tmp_path_factory.mktemp("empty") / "venv", "--only-binary", ":all:", wheel)


def test_the_wheel_holds_all_data_of_the_package(wheel):
    with zipfile.ZipFile(wheel) as held:
        names = set(held.namelist())
        about = next(name for name in names if name.endswith("/METADATA"))
        told = held.read(about).decode()
    listed = subprocess.run(
        ["git", "ls-files", "src/microneedling"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    committed = {name.removeprefix("src/") for name in listed.stdout.splitlines()}
    assert len(committed) > 300
    assert committed - names == set(), "committed, and not in the wheel"
    assert "Requires-Python: >=3.11" in told
    for extra in ("fast", "gpu", "research", "calibrate", "trial", "exchange"):
        assert f"Provides-Extra: {extra}" in told
    assert any(name.endswith("LICENSE") for name in names)


def one_session(folder: Path) -> Path:
    """The smallest course: a session and a month, which the kernel without a compiler runs in a second a draw."""
    text = (ROOT / "examples" / "fine_lines_roller.toml").read_text(encoding="utf-8")
    repeated = re.compile(r"^\[\[session\]\]\nrepeat .*?\n\n", re.MULTILINE | re.DOTALL)
    shorter, found = repeated.subn("", text.replace("until_day = 270", "until_day = 30"))
    assert found == 1
    path = folder / "mine.toml"
    path.write_text(shorter, encoding="utf-8")
    return path


def test_the_core_alone_answers(bin_folder, tmp_path):
    ours = bin_folder / "microneedling"
    assert "microneedling" in run(ours, "--version")
    run(ours, "new", "acne.toml", cwd=tmp_path)
    run(ours, "check", "acne.toml", cwd=tmp_path)
    one_session(tmp_path)
    # Below 30 draws a report ranks the numbers one at a time, which takes longer.
    words = ("simulate", "mine.toml", "--draws", "30", "--json", "--report", "r.html", "--client", "c.html")
    done = ended([ours, *words], cwd=tmp_path)
    assert "takes some hundred times as long" in done.stderr
    assert 'microneedling[fast]"' in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert json.loads(done.stdout)["outcomes"]
    (tmp_path / "result.json").write_text(done.stdout, encoding="utf-8")
    assert all((tmp_path / name).stat().st_size > 10_000 for name in ("r.html", "c.html"))
    assert json.loads(run(ours, "schema", "course"))["properties"]
    assert run(ours, "cite", "result.json", cwd=tmp_path)
    assert run(ours, "devices")


def test_the_core_alone_tells_what_is_missing(bin_folder, tmp_path):
    ours = bin_folder / "microneedling"
    run(ours, "new", "mine.toml", cwd=tmp_path)
    words = [str(ours), "export", "mine.toml", "--netcdf", "out.nc"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2
    wanted = f'{bin_folder / "python"} -m pip install "microneedling[exchange]"'
    assert "".join(wanted.split()) in "".join(done.stderr.split())  # long paths are wrapped


def test_the_archive_of_sources_can_be_built_from(wheel, tmp_path):
    """An archive of sources, where the tool that makes one is installed with the wheel's."""
    sources = wheel.parent / "sources"
    python = environment(tmp_path / "venv", "setuptools>=77") / "python"
    made = "import setuptools.build_meta as backend; print(backend.build_sdist('out'))"
    (sources / "out").mkdir(exist_ok=True)
    run(python, "-c", made, cwd=sources)
    (archive,) = (sources / "out").glob("*.tar.gz")
    with tarfile.open(archive) as held:
        inside = {name.partition("/")[2] for name in held.getnames()}
    assert {"pyproject.toml", "LICENSE", "CITATION.cff", "constraints.txt", "Makefile"} <= inside
    assert {"src/microneedling/py.typed", "src/microneedling/evidence/sources.bib"} <= inside
    assert any(name.startswith("docs/") for name in inside)
    assert "tests/end_to_end/test_package.py" in inside
