"""Whether this process runs the machine code that every other process runs.

Code that a process compiled itself, and the same code read from its cache by a later process, are put together
differently, and sums differ in their last bits (1e-14 a step). Where bytes are promised - virtual trials, whose chunks
are computed by many processes - the process that compiles must not be one that computes.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path


def _statistics():
    """Statistics of the compiled kernel; None without a compiler, or without a folder to keep machine code in."""
    if importlib.util.find_spec("numba") is None:
        return None
    from . import numba_kernel

    found = numba_kernel.integrate_draw.stats
    return None if found.cache_path is None else found


def compiled_here() -> bool:
    """Whether this process compiled the kernel itself; it cannot take the kept code any more."""
    found = _statistics()
    return found is not None and any(found.cache_misses.values())


def cold() -> bool:
    """Whether no process has kept machine code yet, so that the first to compute would compile."""
    found = _statistics()
    if found is None or any(found.cache_hits.values()) or any(found.cache_misses.values()):
        return False
    return not any(Path(found.cache_path).glob("*.nbc"))
