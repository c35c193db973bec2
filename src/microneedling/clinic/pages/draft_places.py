"""Where a draft belongs: the page on which its form stands, and what the form is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Form -> its words, and the page of the client it stands on.
OF_CLIENT: dict[str, tuple[object, str]] = {
    "client-details": (gettext_lazy("details"), "details"),
    "alert": (gettext_lazy("an alert"), "details"),
    "concern": (gettext_lazy("a concern"), "consult"),
    "phototype": (gettext_lazy("skin type"), "consult"),
    "baseline": (gettext_lazy("scores to start from"), "consult"),
    "screening": (gettext_lazy("a screening"), "screening"),
    "wishes": (gettext_lazy("wishes and limits"), "plan"),
    "follow-up": (gettext_lazy("a follow-up"), "follow-up"),
    "note-new": (gettext_lazy("a note"), "add-note"),
    "booking": (gettext_lazy("a booking"), "book"),
    "session-new": (gettext_lazy("a session to begin"), "begin-session"),
}
# Form of no client -> its words and its page.
OF_NOBODY: dict[str, tuple[object, str]] = {
    "client-new": (gettext_lazy("a new client"), "add-client"),
    "lot-new": (gettext_lazy("something that came in"), "office-receive"),
    "consent-text": (gettext_lazy("words of a consent"), "consent-texts"),
    "device-new": (gettext_lazy("a new device"), "office-devices"),
}
# First word of the form's name -> its words and its page, which the second word is the id of.
OF_RECORD: dict[str, tuple[object, str]] = {
    "session": (gettext_lazy("a session"), "session"),
    "note": (gettext_lazy("a note"), "note"),
    "zone": (gettext_lazy("a zone of a session"), "session-zone"),
    "consent": (gettext_lazy("a consent to decide on"), "consent-offer"),
}


@dataclass(frozen=True)
class Place:
    """What a draft is called, and where it goes on; no address where its page is not known."""

    words: str
    where: str


def place_of(draft: Any) -> Place:
    """The place of a draft, by the name of its form."""
    form, first, *rest = draft.form, *draft.form.split(" ")
    try:
        if form in OF_NOBODY:
            words, page = OF_NOBODY[form]
            return Place(str(words), reverse(f"clinic:{page}"))
        if first == "ask" and draft.client_id:
            return Place(_("a consent to ask for"), reverse("clinic:consent", args=(draft.client_id,)))
        if first == "blind" and draft.client_id and rest:
            where = reverse("clinic:blind", args=(draft.client_id, rest[0]))
            return Place(_("two photographs to score"), where)
        if form in OF_CLIENT and draft.client_id:
            words, page = OF_CLIENT[form]
            return Place(str(words), reverse(f"clinic:{page}", args=(draft.client_id,)))
        if first == "conflict" and len(rest) == 2:
            return Place(
                _("what two people wrote at once: decide"), reverse("clinic:conflict", args=tuple(rest))
            )
        if first == "offer" and len(rest) == 2:
            return Place(_("a plan to offer"), reverse("clinic:one-plan", args=tuple(rest)))
        if first == "addendum" and len(rest) == 2:
            return Place(_("an addendum"), reverse(f"clinic:{rest[0]}", args=(rest[1],)))
        if first in OF_RECORD and rest:
            words, page = OF_RECORD[first]
            return Place(str(words), reverse(f"clinic:{page}", args=(rest[0],)))
    except NoReverseMatch:
        pass
    return Place(form, "")
