"""Where the compiled kernel keeps its machine code, known without importing the compiler."""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

SOURCES = (
    "rodas.py",
    "numba/*.py",
    "adjoint/*.py",
    "generated/*.py",
)  # whose text the machine code depends on


def cache_folder() -> Path:
    """A folder for machine code of exactly this source; `MICRONEEDLING_CACHE` overrides the user's cache folder.

    Raises PackageNotFoundError where numba is not installed.
    """
    here = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for path in (path for pattern in SOURCES for path in sorted(here.glob(pattern))):
        digest.update(path.read_bytes())
    home = os.environ.get("MICRONEEDLING_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "microneedling" / f"numba-{version('numba')}-{digest.hexdigest()}"


def compiled_before() -> bool:
    """Whether machine code of this source was kept by an earlier run; true where no compiler is there to wait for."""
    try:
        folder = cache_folder()
    except PackageNotFoundError:
        return True
    kernels = (
        Path(__file__).parent / "numba"
    )  # the compiler keeps a folder for each place that sources lie in
    kept = f"{kernels.name}_{hashlib.sha1(str(kernels).encode(), usedforsecurity=False).hexdigest()}"
    return any((folder / kept).glob("*.nbc"))
