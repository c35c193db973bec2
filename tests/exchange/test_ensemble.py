"""The labelled dataset of a course holds what the simulation holds, and comes back from NetCDF unchanged."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from microneedling.course.reading import load_course
from microneedling.course.simulate import simulate
from microneedling.errors import InputError
from microneedling.evidence.sources import numbers_behind
from microneedling.exchange.ensemble import dataset, save, write_netcdf
from microneedling.extras import needed
from microneedling.files import placed
from microneedling.healing.cascade import STATES

EXAMPLE = Path(__file__).parents[2] / "examples" / "acne_scars_cheek.toml"
xarray = pytest.importorskip("xarray")


@pytest.fixture(scope="module")
def result():
    return simulate(load_course(EXAMPLE), draws=12, seed=3)


@pytest.fixture(scope="module")
def made(result):
    return dataset(result)


def test_every_state_is_there_with_its_unit(result, made):
    for state in STATES:
        told = made[state.name].attrs
        assert told.get("unit_of_the_model", told["units"]) == state.unit
        assert told["long_name"].startswith(state.about)
    assert made.sizes["draw"] == 12
    assert list(made.tissue.values) == list(result.tissues)
    kind = next(kind for kind in result.tissues if kind != "skin")
    mature = made.type1_mature.sel(tissue=kind, zone="reticular")
    assert mature.dims == ("draw", "day")
    np.testing.assert_allclose(mature, result.tissues[kind].collagen.type1_mature[..., 1], rtol=1e-6)
    np.testing.assert_allclose(made.section_type3, result.section.collagen.type3[0], rtol=1e-6)
    assert made.section_type3.dims == ("day", "layer")


def test_every_outcome_is_there_to_the_last_digit(result, made):
    for item in result.outcomes:
        np.testing.assert_array_equal(made[f"change_{item.name}"], item.change)
        told = made[f"change_{item.name}"].attrs
        assert told.get("unit_of_the_model", told["units"]) == item.unit
        assert made[f"change_{item.name}"].attrs["certainty_of_evidence"] == item.certainty
    np.testing.assert_array_equal(made.harm_downtime_days, result.harm.downtime_days)
    assert list(made.session_day.values) == [item.day for item in result.sessions]
    np.testing.assert_array_equal(made.session_pain_vas[1], result.sessions[1].pain_vas)


def test_every_number_behind_the_answer_has_grade_source_and_range(result, made):
    book = result.values.registry
    keys = numbers_behind(result.values.used, book)
    assert tuple(made.key.values) == keys
    for key in (keys[0], "collagen.maturation_per_day", keys[-1]):
        one = made.number.sel(key=key)
        np.testing.assert_array_equal(one, result.values.values[key])
        assert str(one.grade.values) == book[key].grade
        assert str(one.unit.values) == book[key].unit
        assert str(one.sources.values) == " ".join(book[key].sources)
        if book[key].range:
            assert (float(one.range_low), float(one.range_high)) == book[key].range
    counted = json.loads(made.attrs["numbers_by_grade"])
    assert sum(counted.values()) == len(keys)
    assert made.attrs["share_assumed"] == pytest.approx(counted["assumed"] / len(keys), abs=1e-4)


def test_the_file_says_what_it_is(result, made):
    assert made.attrs["registry_sha256"] == result.manifest["registry_sha256"]
    assert made.attrs["seed"] == 3
    assert made.attrs["draws"] == 12
    assert "Not a medical device" in made.attrs["comment"]
    again = json.loads(made.attrs["course"])
    assert again["title"] == result.course.title == made.attrs["title"]


def test_netcdf_gives_back_the_same(made, tmp_path):
    path = save(made, tmp_path / "course.nc")
    with xarray.open_dataset(path, engine="h5netcdf") as back:
        xarray.testing.assert_identical(back.load(), made)
        assert back.type1_mature.encoding["complevel"] == 4
    assert [item.name for item in tmp_path.iterdir()] == ["course.nc"]


@pytest.mark.slow
def test_writing_from_a_course_gives_the_same_as_simulating(made, tmp_path):
    path = write_netcdf(tmp_path / "course.nc", load_course(EXAMPLE), draws=12, seed=3)
    with xarray.open_dataset(path, engine="h5netcdf") as back:
        np.testing.assert_array_equal(back.number, made.number)
        assert float(np.abs(back.type3 - made.type3).max()) < 1e-5


def test_two_scales_of_one_outcome_are_both_kept():
    course = load_course(EXAMPLE)
    other = course.concerns[0].model_copy(update={"scale": "ecca", "baseline": 60.0})
    both = simulate(course.model_copy(update={"concerns": (*course.concerns, other)}), draws=1)
    made = dataset(both)
    told = {
        made[name].attrs["scale"] for name in made.data_vars if name.startswith("change_acne_scar_rolling_")
    }
    assert told >= {"ecca", "goodman_baron_qualitative"}


@pytest.mark.slow
def test_an_existing_file_stays_unless_forced(made, tmp_path):
    path = tmp_path / "course.nc"
    path.write_bytes(b"\x89HDF mine")
    with pytest.raises(InputError, match="a file of that name"):
        save(made, path)
    assert path.read_bytes() == b"\x89HDF mine"
    save(made, path, force=True)
    assert path.read_bytes()[1:4] == b"HDF"


def test_a_write_that_breaks_off_leaves_nothing(tmp_path):
    def broken(target: Path) -> None:
        with placed(target) as part:
            part.write_text("half", encoding="utf-8")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        broken(tmp_path / "x.nc")
    with pytest.raises(InputError, match="no folder"), placed(tmp_path / "none" / "x.nc"):
        pytest.fail("nothing may be written there")
    assert list(tmp_path.iterdir()) == []


def test_missing_libraries_are_named_with_what_to_do(monkeypatch, tmp_path):
    for name in ("xarray", "h5netcdf"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(InputError, match=r"microneedling\[exchange\]") as caught:
        write_netcdf(tmp_path / "x.nc", load_course(EXAMPLE))
    assert [item.path for item in caught.value.mistakes] == ["xarray", "h5netcdf"]
    monkeypatch.undo()
    assert needed("NetCDF", "exchange", "xarray") is xarray


def test_a_full_disk_ends_in_words_and_leaves_nothing(tmp_path):
    """In a process of its own with a limit on the size of files: a library that writes by itself would end it."""
    code = (
        "import resource, sys\n"
        "import numpy as np, xarray\n"
        "from microneedling.errors import CannotWrite\n"
        "from microneedling.exchange import ensemble, inference\n"
        "made = xarray.Dataset({'a': ('x', np.random.default_rng(1).random(100_000))})\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "for save, what in ((ensemble.save, made), (inference.save, {'posterior': made, 'prior': made})):\n"
        "    try:\n"
        "        save(what, sys.argv[1])\n"
        "    except CannotWrite as error:\n"
        "        print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.nc")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.count("cannot be written") == 2
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []
