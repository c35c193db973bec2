"""`microneedling export`: files for other programs, every mistake before any work, nothing half-written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from microneedling.cli.main import main

EXAMPLES = Path(__file__).parents[2] / "examples"
ACNE = EXAMPLES / "acne_scars_cheek.toml"


def export(*words) -> int:
    return main(["export", *map(str, words)])


def refused(capsys, *words, code: int = 2) -> str:
    assert export(*words) == code
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


@pytest.fixture
def stopped(tmp_path):
    """A course that the safety screen stops."""
    text = ACNE.read_text(encoding="utf-8")
    assert "conditions = []" in text
    path = tmp_path / "stopped.toml"
    path.write_text(text.replace("conditions = []", 'conditions = ["pregnancy"]'), encoding="utf-8")
    return path


def test_sbml_of_the_lesion_is_written_and_told(tmp_path, capsys):
    path = tmp_path / "column.xml"
    assert export(ACNE, "--sbml", path, "--layers", 3) == 0
    assert "rolling scar as SBML, 3 layers, 94 states, 7 events" in capsys.readouterr().out
    model = ElementTree.parse(path).getroot()[0]
    assert model.get("name") == "Acne scars, cheeks, four sessions: rolling scar"
    assert os.listdir(tmp_path) == ["column.xml"]


def test_another_tissue_by_name_and_a_wrong_one_with_the_list(tmp_path, capsys):
    path = tmp_path / "column.xml"
    told = refused(capsys, ACNE, "--sbml", path, "--tissue", "roling scar", "--layers", 3)
    assert "allowed: skin, rolling scar" in told
    assert 'did you mean "rolling scar"?' in told
    assert not path.exists()
    assert export(ACNE, "--sbml", path, "--tissue", "skin", "--layers", 3) == 0
    assert ": skin" in path.read_text(encoding="utf-8")


def test_an_existing_file_is_kept_without_force(tmp_path, capsys):
    path = tmp_path / "column.xml"
    for mine, told in (("<?xml ?>", "Use --force"), ("mine", "Use --force")):
        path.write_text(mine, encoding="utf-8")
        assert told in refused(capsys, ACNE, "--sbml", path, "--layers", 3)
        assert path.read_text(encoding="utf-8") == mine
    assert "a text file, which is never replaced" in refused(capsys, ACNE, "--sbml", path, "--force")
    path.write_text("<?xml ?>", encoding="utf-8")
    assert export(ACNE, "--sbml", path, "--layers", 3, "--force") == 0
    assert "sbml" in path.read_text(encoding="utf-8")


def test_every_place_is_checked_before_any_work(tmp_path, capsys):
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine", encoding="utf-8")
    nowhere = tmp_path / "no" / "a.xml"
    told = refused(capsys, ACNE, "--sbml", nowhere, "--netcdf", tmp_path, "--petab", full, "--layers", 900)
    assert "4 mistakes" in told
    assert "from 2 to 60" in told
    assert all(word in told for word in ("no folder", "a directory", "a folder with something in it"))
    assert os.listdir(full) == ["mine.txt"]
    same = tmp_path / "same"
    assert "which is --sbml" in refused(capsys, ACNE, "--sbml", same, "--netcdf", same)
    assert not same.exists()


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_is_no_plain_file_is_never_replaced(kind, tmp_path, capsys):
    path, other = tmp_path / "a.xml", tmp_path / "other.xml"
    other.write_text("<?xml ?>", encoding="utf-8")
    path.symlink_to(other) if kind == "link" else os.mkfifo(path)
    assert f"a {kind}, which is never replaced" in refused(capsys, ACNE, "--sbml", path, "--force")
    assert other.read_text(encoding="utf-8") == "<?xml ?>"


def test_the_course_itself_is_never_written_over(tmp_path, capsys):
    course = tmp_path / "course.toml"
    course.write_bytes(ACNE.read_bytes())
    told = refused(capsys, course, "--force", "--sbml", f"{tmp_path}/./course.toml")
    assert "which is the file that is read" in told
    assert course.read_bytes() == ACNE.read_bytes()


def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "may not be written to" in refused(capsys, ACNE, "--sbml", tmp_path / "a.xml")
    assert "may not be written to" in refused(capsys, "--petab", tmp_path)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path, capsys, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("microneedling.files._place", full)
    assert "No space left" in refused(capsys, ACNE, "--sbml", tmp_path / "a.xml", "--layers", 3, code=5)
    assert os.listdir(tmp_path) == []


def test_options_that_nothing_reads_are_mistakes(capsys):
    told = refused(capsys, "--layers", "many", "--draws", "0", "--seed", "-1")
    for words in (
        '--layers: found the word "many"',
        "--draws: found",
        "--seed: found",
        "nothing to write",
        "--sbml OUT beside it",
        "--netcdf OUT beside it",
    ):
        assert words in told
    assert "found no course file" in refused(capsys, "--sbml", "a.xml")
    assert "--sbml OUT or --netcdf OUT beside it" in refused(capsys, ACNE, "--petab", "folder")


def test_a_mistake_in_the_course_is_told_as_everywhere(tmp_path, capsys):
    path = tmp_path / "course.toml"
    path.write_text(
        ACNE.read_text(encoding="utf-8").replace('site       = "cheek"', 'site       = "cheak"'),
        encoding="utf-8",
    )
    told = refused(capsys, path, "--sbml", tmp_path / "a.xml")
    assert "person.site" in told
    assert 'did you mean "cheek"?' in told


def test_a_stopped_course_is_refused_and_an_overridden_stop_is_logged(stopped, tmp_path, capsys):
    path = tmp_path / "a.xml"
    assert "--despite-stop" in refused(capsys, stopped, "--sbml", path, "--layers", 3, code=4)
    assert not path.exists()
    assert export(stopped, "--sbml", path, "--layers", 3, "--despite-stop") == 0
    assert "FORECAST DESPITE A STOP: S13 pregnancy" in path.read_text(encoding="utf-8")


def test_sbml_needs_no_optional_library(tmp_path):
    path = tmp_path / "a.xml"
    hidden = ("xarray", "h5netcdf", "arviz", "libsbml", "roadrunner", "COPASI", "petab", "sympy", "numba")
    code = (
        f"import sys\nfor name in {hidden!r}: sys.modules[name] = None\n"
        f"from microneedling.cli.main import main\n"
        f"sys.exit(main(['export', {str(ACNE)!r}, '--sbml', {str(path)!r}, '--layers', '3']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert path.stat().st_size > 10_000


def test_a_missing_library_is_told_before_anything_is_written(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "xarray", None)
    told = refused(capsys, ACNE, "--sbml", tmp_path / "a.xml", "--netcdf", tmp_path / "a.nc")
    assert "xarray" in told
    assert "microneedling[exchange]" in told
    assert os.listdir(tmp_path) == []


@pytest.mark.slow
def test_several_at_once_and_an_overridden_stop_is_said(stopped, tmp_path, capsys):
    sbml, ensemble = tmp_path / "a.xml", tmp_path / "a.nc"
    words = ("--sbml", sbml, "--layers", 3, "--netcdf", ensemble, "--draws", 2, "--seed", 4, "--despite-stop")
    assert export(stopped, *words) == 0
    assert "2 draws as NetCDF" in capsys.readouterr().out
    import xarray

    with xarray.open_dataset(ensemble, engine="h5netcdf") as made:
        assert made.sizes["draw"] == 2
        assert "S13 pregnancy" in str(made.attrs)
    assert sorted(set(os.listdir(tmp_path)) - {stopped.name}) == ["a.nc", "a.xml"]


def test_the_calibration_needs_no_course(tmp_path, capsys, monkeypatch):
    """The writers themselves are tested with their formats; here only who is asked, where, and what is printed."""
    asked = []
    monkeypatch.setattr(
        "microneedling.exchange.petab.write", lambda *a, **k: asked.append((a, k)) or ["12 readings left out"]
    )
    monkeypatch.setattr("microneedling.exchange.inference.write_arviz", lambda *a, **k: asked.append((a, k)))
    folder, draws = str(tmp_path / "petab"), str(tmp_path / "calibration.nc")
    assert export("--petab", folder, "--arviz", draws, "--force") == 0
    assert {(places[0], named["force"]) for places, named in asked} == {(folder, True), (draws, True)}
    told = capsys.readouterr().out
    assert all(word in told for word in ("PEtab", "12 readings left out", "ArviZ"))
