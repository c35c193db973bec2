"""Named random streams: the same (seed, name, ...) always gives the same numbers, in any order of use.

A stream is folded from its names, never from how many numbers were drawn before it, so a new parameter,
person or session leaves every other draw untouched (common random numbers).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def generator(seed: int, *names: str | int) -> np.random.Generator:
    """An independent generator for `(seed, *names)`; same arguments, same bytes, on every platform."""
    import numpy as np

    text = "\x1f".join([str(int(seed)), *(str(name) for name in names)])
    digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "little")))


def rows(seed: int, *names: str | int, first: int = 0, count: int, width: int) -> np.ndarray:
    """Uniform numbers (count, width) for the people `first`, `first` + 1, ... of a stream.

    Counter-based (Philox): person i has the same row in any chunk, order or company.
    """
    import numpy as np

    text = "\x1f".join([str(int(seed)), *(str(name) for name in names)])
    key = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "little")
    blocks = -(-width // 4)  # Philox gives four numbers at each count
    philox = np.random.Philox(key=key)
    philox.advance(first * blocks)
    return np.random.Generator(philox).random((count, 4 * blocks))[:, :width]
