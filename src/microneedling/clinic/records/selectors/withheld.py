"""What is withheld from who may see figures and no words: free text, in which anybody may be named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..services.act import Actor

WORDS = "clinic_records.view_note"  # whoever may read notes may read what else was written freely
# Model -> its fields that are typed freely. What is chosen from a list, or read off a device, stays.
FREE: dict[str, tuple[str, ...]] = {
    "client": ("own_words",),
    "indication": ("own_words",),
    "alert": ("text",),
    "session": ("note", "reaction", "aftercare", "without_consent_reason"),
    "sessionzone": ("reaction", "over_label_reason"),
    "numbing": (),
    "lotuse": ("expired_reason",),
    "voidedsession": ("reason",),
    "measurement": ("reason", "rated_by"),
    "adverseevent": ("description", "serious_because", "action_taken", "device_problem", "operator"),
    "plan": ("stopped_reason",),
    "screening": ("reason", "override_reason"),
}
PARTS = ("zones", "numbing", "uses")  # of a session, where they were fetched with it


def may_read(actor: Actor) -> bool:
    """Whether free text is for who asks."""
    return actor.may(WORDS)


def as_allowed(actor: Actor, rows: Iterable[Any]) -> list[Any]:
    """The rows as who asks may see them: without free text where that is not for them.

    Rows are emptied in memory alone, for reading: none of them may be saved.
    """
    found = list(rows)
    if not may_read(actor):
        for row in found:
            _empty(row)
    return found


def _empty(row: Any) -> None:
    for name in FREE[str(row._meta.model_name)]:
        setattr(row, name, "")
    fetched = getattr(row, "_prefetched_objects_cache", {})
    for name in PARTS:
        for part in fetched.get(name, ()):
            _empty(part)
    voided = row._state.fields_cache.get("voided")
    if voided is not None:
        _empty(voided)
