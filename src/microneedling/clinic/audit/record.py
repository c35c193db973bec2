"""An entry added to the audit, in the transaction of the act that it tells of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from .models import Entry

FIRST = "0" * 64  # what the first entry says of the one before it
ONE_AT_A_TIME = 0x6D696372  # key of the advisory lock that orders the writers on PostgreSQL


def canonical(content: Any) -> str:
    """JSON with one form for one content: keys in order, no gaps, nothing that is not JSON (raises `ValueError`)."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def in_turn() -> None:
    """Have this transaction and all others that write come one after the other, from here to its end.

    SQLite's IMMEDIATE transactions do so anyhow. Asked for at once where a number must follow the last one.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def record(
    who: str, action: str, subject: str, client: str = "", detail: Mapping[str, Any] | None = None
) -> Entry:
    """Add an entry; the caller's transaction holds both it and the act. Raises `RuntimeError` outside of one.

    `subject` is `kind:id`, `client` the id of a client or empty, `detail` holds names, counts and digests, never a
    person's data: the chain outlives them. Raises `ValueError` where `client` is anything else.
    """
    return record_many(who, [(action, subject, client, detail or {})])[0]


def record_many(who: str, acts: Sequence[tuple[str, str, str, Mapping[str, Any]]]) -> list[Entry]:
    """Entries of several acts of one transaction, each (action, subject, client, detail), in their order."""
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry belongs into the transaction of its act")
    in_turn()
    last = Entry.objects.order_by("-sequence").values_list("sequence", "digest").first()
    number, before = last or (0, FIRST)
    now = timezone.now()
    entries = []
    for action, subject, whose, detail in acts:
        client = str(UUID(whose)) if whose else ""
        number += 1
        body = canonical(
            {
                "sequence": number,
                "before": before,
                "at": now.isoformat(),
                "who": who,
                "action": action,
                "subject": subject,
                "client": client,
                "detail": dict(detail),
            }
        )
        before = digest_of(body)
        same = {"at": now, "who": who, "action": action, "subject": subject, "client": client}
        entries.append(Entry(sequence=number, body=body, digest=before, **same))
    return Entry.objects.bulk_create(entries)


def tail() -> tuple[int, str]:
    """Number and digest of the last entry, to be printed elsewhere: a chain cannot tell that its end was cut off."""
    with transaction.atomic():
        last = Entry.objects.order_by("-sequence").values_list("sequence", "digest").first()
    return last or (0, FIRST)
