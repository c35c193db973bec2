"""The door to numba: what is missing is named, and where nothing is, the kernel loads."""

from __future__ import annotations

import pytest

pytest.importorskip("numba")

from microneedling.engine.numba import compiler
from microneedling.errors import SolverError


def test_this_version_has_all_that_the_kernel_needs():
    assert compiler.missing() == []


def test_missing_names_are_told_with_the_version_and_the_way_out():
    inner = {
        "numba:config": ("CACHE_DIR", "NO_SUCH"),
        "numba.no_such_module": ("x",),
        "numba:NoSuchClass": ("y",),
    }
    assert compiler.missing(inner) == ["numba:config.NO_SUCH", "numba.no_such_module", "numba:NoSuchClass"]
    with pytest.raises(SolverError, match=r'lacks numba:config\.NO_SUCH.*kernel="numpy"'):
        compiler.require(inner)


def test_the_folder_of_machine_code_is_set_back(tmp_path):
    import numba

    before = numba.config.CACHE_DIR
    with compiler.machine_code_in(tmp_path):
        assert str(tmp_path) == numba.config.CACHE_DIR
    assert before == numba.config.CACHE_DIR
