"""A recall as a table: one row a use, for whoever has to go through them."""

from __future__ import annotations

from ..records.selectors.recall import Recall
from .cells import csv_bytes

COLUMNS = ("kind", "item", "number", "day", "client_number", "client_id", "name", "zones", "quantity")
COLUMNS += ("counts", "session_id", "photograph_ids", "to_know")


def recall_table(found: Recall) -> bytes:
    """All uses as CSV, those that do not count too, with what is to be known of each."""
    rows = [
        (
            *(use.item.kind, use.item.name, use.item.number, str(use.day), str(use.number), str(use.client)),
            *(use.name, ", ".join(use.zones), "" if use.quantity is None else str(use.quantity)),
            *("yes" if use.counts else "no", str(use.session), " ".join(map(str, use.photographs))),
            "; ".join(use.told),
        )
        for use in found.uses
    ]
    return csv_bytes(COLUMNS, rows)
