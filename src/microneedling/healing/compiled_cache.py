"""Where the compiled kernel keeps its machine code, known without importing the compiler."""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import version
from pathlib import Path

SOURCES = (
    "adjoint_kernel.py",
    "adjoint_linear.py",
    "numba_course.py",
    "numba_kernel.py",
    "numba_layout.py",
    "numba_linear.py",
    "numba_state.py",
    "numba_step.py",
    "numba_sweep.py",
    "rodas.py",
    "straight.py",
    "vectors.py",
)


def cache_folder() -> Path:
    """A folder for machine code of exactly this source; `MICRONEEDLING_CACHE` overrides the user's cache
    folder.
    """
    here = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for path in [*(here / name for name in SOURCES), *sorted((here / "generated").glob("*.py"))]:
        digest.update(path.read_bytes())
    home = os.environ.get("MICRONEEDLING_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "microneedling" / f"numba-{version('numba')}-{digest.hexdigest()}"
