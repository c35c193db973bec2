"""The process that compiles the kernel and those that read its machine code later compute the same bits."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

CODE = """
import hashlib
from helpers.posed import pose
from microneedling.engine.numba import kernel
from microneedling.engine.solver import integrate

found = hashlib.sha256()
for layers in (24, 8, 11):
    solution = integrate(pose(draws=5, layers=layers, until_day=120.0), threads=1, full=True)
    for part in (solution.epidermis, solution.zones, solution.compartment, solution.layers, solution.steps):
        found.update(part.tobytes())
print(found.hexdigest(), bool(kernel.integrate_draws.stats.cache_misses))
"""


@pytest.mark.slow
def test_machine_code_just_compiled_and_read_from_its_folder_give_the_same_bits(tmp_path):
    environment = os.environ | {"MICRONEEDLING_CACHE": str(tmp_path)}
    lines = [
        subprocess.run(
            [sys.executable, "-c", CODE],
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout.split()
        for _ in range(3)
    ]
    assert [compiled for _, compiled in lines] == ["True", "False", "False"]
    assert len({digest for digest, _ in lines}) == 1
