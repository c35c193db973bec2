"""The kernel for a graphics processor: a thread a draw, slab after slab of draws (see `course` for the thread).

Same method, step control and outputs as the compiled kernel; sums are taken in another order, so that results agree to
about eleven digits and not to the bit. For that reason `auto` never takes it. A slab holds what fits into `SHARE` of
the memory that is free, at most `MOST` draws: more threads than the processor holds at once gain nothing. Breaks where
there is no package, driver or device (InputError), or no memory for one warp (SolverError).
"""

from __future__ import annotations

import hashlib
import importlib.util
import warnings
from functools import lru_cache, partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError, Mistake, SolverError
from ...extras import needs_extra
from ..compiled_cache import cache_folder
from .layout import WIDTH, numbers

if TYPE_CHECKING:
    from ..problem import Problem

BLOCK = 64  # threads started together: 255 registers each, four such blocks to a multiprocessor
MOST = 65_536
SHARE = 0.5  # of the free memory: other processes may use the device too
BYTES = 8
OTHERS = '"auto", "numba" or "numpy"'
PER_DRAW = ("start", "constants", "layer_baseline", "drivers", "jump_scale", "jump_add", "exchange",
            "papillary_weights", "zone_weights", "scale")  # fmt: skip


def missing(path: str = "kernel") -> list[Mistake]:
    """What stands in the way of this kernel here, at the given path; nothing where a device can be used."""
    found, hint = "", needs_extra("gpu")
    if importlib.util.find_spec("numba") is None:
        found = "without the compiler (numba, numba-cuda)"
    elif not _simulated() and importlib.util.find_spec("numba_cuda") is None:
        found = "without its compiler (numba-cuda)"
    elif not _cuda().is_available():
        found, hint = (
            "without a graphics processor",
            "It needs one from NVIDIA, its driver and the CUDA libraries.",
        )
    return [Mistake(path, f'"cuda" {found}', OTHERS, hint)] if found else []


def integrate_draws(problem: Problem, tolerance: float, max_steps: int, outputs, counts: np.ndarray) -> None:
    """All draws of a prepared problem, written into `outputs` and `counts` (draw; status, steps, rejected)."""
    if wrong := missing():
        raise InputError("healing", wrong)
    cuda, entry = _cuda(), _entry()
    size = slab(problem, outputs, cuda.current_context().get_memory_info().free)
    work = cuda.device_array(size * numbers(problem.layers), np.float64)
    for first in range(0, problem.draws, size):
        part = slice(first, min(first + size, problem.draws))
        given = [cuda.to_device(array) for array in ordered(problem, part)]
        made = [cuda.device_array(array[part].shape, array.dtype) for array in (*outputs, counts)]
        blocks = -(-(part.stop - first) // BLOCK)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Grid size")  # few people leave a device idle: no news
            entry[blocks, BLOCK](work, *given, float(tolerance), int(max_steps), *made)
        for found, array in zip(made, (*outputs, counts), strict=True):
            if array.size:
                found.copy_to_host(array[part])


def slab(problem: Problem, outputs, free_bytes: float) -> int:
    """Draws computed at once, whole warps of them: all if they fit."""
    arrays = [*(getattr(problem, name) for name in PER_DRAW), *outputs]
    each = BYTES * numbers(problem.layers) + sum(array.nbytes for array in arrays) // problem.draws
    all_of_them = -(-problem.draws // WIDTH) * WIDTH
    fit = int(min(SHARE * free_bytes / each, MOST, all_of_them)) // WIDTH * WIDTH
    if fit < WIDTH:
        raise SolverError(
            f"the graphics processor has {free_bytes / 1e6:.0f} MB free, and {WIDTH} people at once need "
            f"{WIDTH * each / SHARE / 1e6:.0f}: end what else runs there, or start fewer workers"
        )
    return fit


def ordered(problem: Problem, part: slice) -> list[np.ndarray]:
    """A slab's arrays in the order of `course.entry`."""
    p = problem
    before = (p.start, p.constants, p.layer_baseline, p.drivers)
    after = (p.jump_scale, p.jump_add, p.exchange, p.papillary_weights, p.zone_weights, p.scale)
    return [
        *(array[part] for array in before),
        p.segment_day,
        *(array[part] for array in after),
        p.output_day,
    ]


def _simulated() -> bool:
    """Whether the compiler only plays a device, in Python (for tests)."""
    from numba import config

    return bool(getattr(config, "ENABLE_CUDASIM", False))


def _cuda() -> Any:
    from numba import cuda

    return cuda


@lru_cache(maxsize=1)
def _entry() -> Any:
    """The entry, compiled when first called for the device at hand."""
    from .compile import bound

    cuda = _cuda()
    options = {} if _simulated() else {"forceinline": True}
    return bound(partial(cuda.jit, device=True, **options), entry=_kept, cuda=cuda)["entry"]


def _kept(function: Any) -> Any:
    """The entry with its machine code in a folder of exactly this text, without one where nothing can be written."""
    if _simulated():
        return _cuda().jit(function)
    jit = partial(_cuda().jit, launch_bounds=BLOCK)
    settings: Any = import_module("numba.cuda.core.config")
    before = settings.CACHE_DIR
    try:
        settings.CACHE_DIR = str(code_folder())
        return jit(function, cache=True)
    except (OSError, RuntimeError):
        return jit(function)
    finally:
        settings.CACHE_DIR = before


def code_folder() -> Path:
    """Where this kernel's machine code is kept: beside that of the other, by its own text and compiler."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return cache_folder() / f"cuda-{version('numba-cuda')}-{digest.hexdigest()}"
