"""The graphics kernel as it is started: on a device played in Python, as machine text, and on a device."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers.posed import pose
from microneedling.engine.cuda import kernel as cuda_kernel
from microneedling.engine.solver import integrate
from microneedling.errors import InputError

pytest.importorskip("numba")

ROOT = Path(__file__).resolve().parents[2]
LACKING = "; ".join(map(str, cuda_kernel.missing()))
PLAYED = """
import numpy as np
from helpers.posed import pose
from microneedling.engine.cuda import kernel as cuda_kernel
from microneedling.engine.solver import integrate

cuda_kernel.MOST = 32  # two slabs: a warp, and two draws more
problem = pose(draws=34, layers=2, until_day=0.02, session_days=(0.0,), output_day=[0.0, 0.01, 0.02])
one, other = (integrate(problem, 1e-2, full=True, kernel=kernel) for kernel in ("cuda", "numba"))
for name in ("status", "steps", "rejected"):
    assert list(getattr(one, name)) == list(getattr(other, name)), name
for name in ("epidermis", "zones", "compartment", "layers"):
    np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-9, atol=1e-9, err_msg=name)
bare = integrate(pose(layers=2, until_day=0.01, session_days=(), output_day=[0.01]), 1e-2, kernel="cuda")
assert bare.layers is None and np.isfinite(bare.zones).all()
print(one.steps.sum())
"""
TEXT = """
import json, sys
import numba.cuda.codegen, numba.cuda.dispatcher
from numba import cuda, types
from microneedling.engine.cuda.kernel import BLOCK
from microneedling.engine.cuda.compile import bound

class Device:  # stands for the one that is not there
    compute_capability = (9, 0)

numba.cuda.dispatcher.get_current_device = lambda: Device
space = bound(cuda.jit(device=True, forceinline=True), entry=lambda function: function, cuda=cuda)
shape = [1, 2, 2, 3, 3, 1, 3, 3, 4, 2, 3, 2, 1]
arrays = [types.Array(types.float64, n, "C") for n in [*shape, 3, 4, 3, 4]]
whole = types.Array(types.int64, 2, "C")
kinds = (*arrays[:13], types.float64, types.int64, *arrays[13:], whole)
text, _ = cuda.compile_ptx(space["entry"], kinds, cc=(9, 0), device=False, launch_bounds=BLOCK)
open(sys.argv[1], "w").write(text)
"""


def ran(code: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.slow
def test_started_on_a_played_device_slab_after_slab():
    done = ran(PLAYED, NUMBA_ENABLE_CUDASIM="1")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 34 * 2


@pytest.mark.skipif(not LACKING, reason="there is a graphics processor")
def test_asked_for_where_there_is_none_it_says_so():
    with pytest.raises(InputError, match=r'kernel: found "cuda" without .*; allowed: "auto"'):
        integrate(pose(layers=2, until_day=1.0), kernel="cuda")


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("numba_cuda") is None, reason="numba-cuda is not installed")
def test_machine_text_for_compute_capability_9(tmp_path):
    made = tmp_path / "entry.ptx"
    done = ran(TEXT, str(made))
    if "DynamicLibNotFoundError" in done.stderr:
        pytest.skip("the CUDA libraries (NVVM, NVRTC) are not installed")
    assert done.returncode == 0, done.stderr
    text = made.read_text(encoding="utf-8")
    assert len(re.findall(r"^\.visible \.entry", text, re.MULTILINE)) == 1
    assert ".local .align" not in text  # no array of a thread's own in slow memory
    if shutil.which("ptxas"):
        stated = re.sub(
            r"^\.version .*", ".version 9.0", text, flags=re.MULTILINE
        )  # any assembler since 13.0
        made.write_text(stated, encoding="utf-8")
        told = subprocess.run(
            ["ptxas", "-v", "-arch=sm_90", str(made), "-o", os.devnull],
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert told.returncode == 0, told.stderr
        assert int(re.findall(r"Used (\d+) registers", told.stderr)[0]) <= 255
        assert int(re.findall(r"(\d+) bytes spill stores", told.stderr)[0]) <= 1024


@pytest.mark.gpu
@pytest.mark.skipif(bool(LACKING), reason=LACKING)
@pytest.mark.parametrize(("layers", "draws"), [(8, 500), (13, 33), (24, 100)])
def test_a_device_gives_the_results_of_the_compiled_kernel(layers, draws):
    problem = pose(draws=draws, layers=layers)
    one, other = (integrate(problem, 1e-2, full=True, kernel=kernel) for kernel in ("cuda", "numba"))
    assert np.array_equal(one.status, other.status)
    assert np.mean(one.steps == other.steps) > 0.99
    same = one.steps == other.steps  # a step accepted by a hair is another run, right to the tolerance
    for name in ("epidermis", "zones", "compartment", "layers"):
        found, wanted = getattr(one, name)[same], getattr(other, name)[same]
        np.testing.assert_allclose(found, wanted, rtol=1e-7, atol=1e-7, err_msg=name)
    again = integrate(problem, 1e-2, full=True, kernel="cuda")
    assert np.array_equal(one.zones, again.zones)


@pytest.mark.gpu
@pytest.mark.slow
@pytest.mark.skipif(bool(LACKING), reason=LACKING)
def test_a_million_people_in_less_than_a_minute(tmp_path):
    made = tmp_path / "million.json"
    command = [
        sys.executable,
        "-m",
        "benchmarks.million",
        "--kernel",
        "cuda",
        "--json",
        str(made),
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    found = json.loads(made.read_text(encoding="utf-8"))
    assert found["people"] == 1_000_000
    assert found["failed"] == 0
    assert found["wall_s"] < 60
