"""Mistakes that services found, in the words of who types: what to do, once, on every page in the same way."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...errors import Mistake

SENT_BEFORE = gettext_lazy("This was sent before with other words. Sending it again adds a second record.")
EMPTY = ('""', "nothing", "none", "None")
LONGEST_LIST = 6  # words named in a sentence; a longer list stands on the page already
# Field -> what to do where it was left empty.
LEFT_EMPTY: dict[str, object] = {
    "zone": gettext_lazy("Choose the zone."),
    "zones": gettext_lazy(
        "Keep at least one zone before you sign. A session that did not take place is voided instead."
    ),
    "depth": gettext_lazy("Say how deep, in mm, such as 0.5."),
    "concern": gettext_lazy("Choose what is to become better."),
    "consent": gettext_lazy("No consent to this version of the plan holds: get it, or give a reason."),
    "reason": gettext_lazy("Say why."),
    "text": gettext_lazy("Write something first."),
}


def in_words(item: Mistake, labels: Mapping[str, str] | None = None) -> str:
    """One mistake as a sentence or two that say what to do; names of fields become their `labels` on the page."""
    if item.path == "key":
        return str(SENT_BEFORE)
    allowed, found = _named(_(item.allowed), labels or {}), _(item.found)
    hint = f" {_(item.hint)}" if item.hint else ""
    if item.found in EMPTY:
        if item.path in LEFT_EMPTY:
            return str(LEFT_EMPTY[item.path])
        words = _("Choose one of the list.") if " | " in allowed else _("Fill this in: %(allowed)s.")
        return words % {"allowed": allowed}
    listed = [_(word) for word in allowed.split(" | ")]
    if len(listed) > LONGEST_LIST:
        return _("%(found)s is not on the list. Choose one that is.") % {"found": _begun(found)} + hint
    if len(listed) > 1:
        allowed = _("%(all)s or %(last)s") % {"all": ", ".join(listed[:-1]), "last": listed[-1]}
    words = _("Not taken: %(found)s. Give %(allowed)s.") % {"found": found, "allowed": allowed}
    return words + hint


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _named(words: str, labels: Mapping[str, str]) -> str:
    """Words of a service with the page's names of its fields: `over_label_reason` stands nowhere on a page."""

    def label(found: re.Match[str]) -> str:
        name = found[0]
        return f"“{labels[name]}”" if name in labels else name.replace("_", " ")

    return re.sub(r"[a-z]+(?:_[a-z0-9]+)+", label, words)
