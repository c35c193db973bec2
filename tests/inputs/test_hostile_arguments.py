"""Whatever is given to a public function in place of what it takes is one of our mistakes, before anything is run."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import microneedling as m
from microneedling.errors import InputError

EXAMPLES = Path(__file__).parents[2] / "examples"
HOSTILE = [None, math.nan, 1e9, -1, "x", [], {}, object(), 10**400, b"x", np.array([1, 2])]


@pytest.fixture(scope="module")
def files() -> dict[str, Any]:
    return {
        "simulate": m.load_course(EXAMPLES / "acne_scars_cheek.toml"),
        "predict": m.load_study(EXAMPLES / "studies" / "acne_scars_ecca.toml"),
        "trial": m.load_trial(EXAMPLES / "trials" / "acne_scars_sham.toml"),
        "deliver": m.read_delivery(EXAMPLES / "deliver" / "vitamin_c_roller.toml"),
    }


@pytest.mark.parametrize(
    "name", ["load_course", "load_study", "load_trial", "read_delivery", "cite", "evidence_report"]
)
def test_what_is_no_path_and_no_result(name):
    for given in HOSTILE:
        with pytest.raises(InputError):
            getattr(m, name)(given)


# Where None means "as usual", it is left out.
ARGUMENTS = {
    "simulate": ("draws", "seed", "layers", "tolerance", "kernel", "override_stop"),
    "predict": ("draws", "seed", "people"),
    "deliver": ("draws", "seed"),
    "trial": ("seed", "kernel", "engine", "override_stop", "resume"),
}
OPEN = {"simulate": ("days",), "trial": ("people", "workers", "chunk_size", "progress")}


@pytest.mark.parametrize(
    ("name", "argument"), [(name, one) for name, more in ARGUMENTS.items() for one in more]
)
def test_arguments_that_are_none_of_those_taken(files, name, argument):
    for given in HOSTILE:
        with pytest.raises(InputError, match=argument):
            getattr(m, name)(files[name], **{argument: given})


@pytest.mark.parametrize(("name", "argument"), [(name, one) for name, more in OPEN.items() for one in more])
def test_arguments_that_may_be_left_out(files, name, argument):
    for given in HOSTILE[1:]:
        if argument == "days" and isinstance(given, np.ndarray):
            continue  # days as an array are days
        with pytest.raises(InputError, match=argument):
            getattr(m, name)(files[name], **{argument: given})


@pytest.mark.parametrize("argument", ["scheduler", "chunks", "people_table", "query"])
def test_places_and_queries_of_a_trial_are_texts(files, argument):
    for given in (math.nan, -1, [], {}, b"x", True, "", np.array([1, 2])):
        named: dict[str, Any] = {argument: given}
        with pytest.raises(InputError, match=argument):
            m.trial(files["trial"], people=2, **named)


def test_a_gradient_takes_a_name_a_day_and_names(files):
    for given in HOSTILE:
        with pytest.raises(InputError):
            m.gradient(files["simulate"], "texture", given, ["pigment.uv_boost"])
        with pytest.raises(InputError):
            m.gradient(files["simulate"], given, -1.0, ["pigment.uv_boost"])
        with pytest.raises(InputError):
            m.gradient(files["simulate"], "texture", 90.0, given)


def test_scalars_and_arrays_of_the_array_library_are_numbers_and_days(files):
    asked: dict[str, Any] = {"draws": np.int64(2), "seed": np.uint8(1), "days": np.array([30, 90])}
    forecast = m.simulate(files["simulate"], **asked, layers=2, tolerance=np.float64(1e-2))
    assert forecast.to_json()["manifest"]["draws"] == 2
