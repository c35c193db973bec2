"""The format of telephones (HEIC): told by its first bytes, read by an optional library that is looked for at run time.

The library (`pi_heif`, LGPL) is an extra of its own, which even those who develop may lack.
"""

from __future__ import annotations

from importlib import import_module

EXTRA = "photos"
HEAD_BYTES = 12
"""so many bytes of a file tell whether it is HEIC"""
BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc")


def is_heic(head: bytes) -> bool:
    """Whether a file that begins so is HEIC.

    >>> is_heic(b"\\0\\0\\0\\x18ftypheic"), is_heic(b"\\xff\\xd8\\xff\\xe0" + bytes(8))
    (True, False)
    """
    return head[4:8] == b"ftyp" and head[8:HEAD_BYTES] in BRANDS


def read_heic_too() -> bool:
    """Have the library of pictures open HEIC from now on; False where what that needs is not installed."""
    try:
        heif = import_module("pi_heif")
    except ImportError:
        return False
    heif.register_heif_opener()
    return True
