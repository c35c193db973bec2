"""Guards that step back for an act of the program which must touch frozen rows, and for nothing longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from django.db import connection

from .models import Lifted


@contextmanager
def lifting(kind: Literal["moved", "erased"]) -> Iterator[None]:
    """Let frozen rows be `moved` to another client, or `erased`, while the block runs.

    What lifts the guards is a row that the same transaction takes away again: no other connection ever sees it, and
    none is left when the transaction fails. Raises `RuntimeError` outside of a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("guards step back only inside the transaction of an act")
    row = Lifted.objects.create(kind=kind)
    yield
    row.delete()
