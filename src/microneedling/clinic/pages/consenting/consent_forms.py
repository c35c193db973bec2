"""Forms of consents: what is laid before a client, what they decide, what they take back, the words themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....errors import InputError
from ...records.models import Consent, ConsentKind
from ...records.signatures import Signature, strokes_of
from ..forms import Clinical, choice, text


class OfferForm(Clinical):
    """What is laid before a client: which words, for what, and how long they have to think at least."""

    words = choice(gettext_lazy("Words"), [])
    purpose = text(
        gettext_lazy("What the photographs are shown for"),
        gettext_lazy("Such as: teaching in this clinic. Another purpose is another consent."),
        most=300,
    )
    earliest_on = forms.DateField(
        label=gettext_lazy("Not to be signed before"),
        help_text=gettext_lazy("Left empty: as many days as the clinic's settings give everybody to think."),
        required=False,
        widget=forms.DateInput({"type": "date", "class": "short"}),
    )

    def for_kind(self, kind: str, texts: list[Any]) -> OfferForm:
        """The form of one kind: its texts, a purpose where photographs are shown, a day where one thinks it over."""
        self.fields["words"].choices = [  # type: ignore[attr-defined]
            (
                str(row.pk),
                _("%(title)s (%(language)s), version %(n)d")
                % {"title": row.title, "language": row.language, "n": row.number},
            )
            for row in texts
        ]
        if kind != ConsentKind.PUBLICATION:
            del self.fields["purpose"]
        if kind != ConsentKind.TREATMENT:
            del self.fields["earliest_on"]
        return self


class DecideForm(Clinical):
    """What a client says to what was laid before them, with their signature."""

    by_page = ("drawn",)
    read = forms.BooleanField(required=False)
    asked = text(
        gettext_lazy("What was asked, and what was answered"),
        gettext_lazy("In short. It is kept with the signature."),
        rows=3,
    )
    none_asked = forms.BooleanField(required=False)
    decision = choice(
        gettext_lazy("Decision"),
        [("given", gettext_lazy("Yes, I agree")), ("refused", gettext_lazy("No, I do not agree"))],
        radio=True,
    )
    signed_as = text(gettext_lazy("Name of who signs"), most=200)
    drawn = forms.CharField(required=False, widget=forms.HiddenInput)
    typed = forms.BooleanField(required=False)
    early_reason = text(
        gettext_lazy("Why the client signs before the time to think is over"),
        gettext_lazy("It is kept with the consent."),
        most=300,
    )
    names = (
        ("happened_at", "early_reason"),
        ("signature", "drawn"),
    )

    early = False  # whether the time to think still runs

    def clean(self) -> dict[str, Any]:
        """A yes needs reading, questions and a signature; a no needs nothing but itself."""
        found = super().clean() or self.cleaned_data
        if not found.get("decision"):
            self.add_error("decision", _("Choose one of the two."))
        try:
            strokes = strokes_of(found.get("drawn", ""))
        except InputError as error:
            self.mistaken(error)
            strokes = ()
        name = str(found.get("signed_as", "")).strip()
        found["signature"] = Signature(
            strokes,
            name if found.get("typed") else "",
            bool(found.get("read")),
            found.get("asked", "").strip(),
        )
        if found.get("decision") == Consent.Decision.GIVEN:
            self._clean_yes(found, name)
        return found

    def _clean_yes(self, found: dict[str, Any], name: str) -> None:
        if self.early and not str(found.get("early_reason", "")).strip():
            self.add_error("early_reason", _("Say why, or wait until the time to think is over."))
        if not found.get("read"):
            self.add_error("read", _("Tick this once the client has read it, or it was read to them."))
        if not found["signature"].asked and not found.get("none_asked"):
            self.add_error("asked", _("Write down what was asked, or tick that nothing was."))
        if not name:
            self.add_error("signed_as", _("Type the name of who signs."))
        if not found["signature"].text and "drawn" not in self.errors:
            self.add_error("drawn", _("Sign in the field, or tick that the typed name is the signature."))


class WithdrawForm(Clinical):
    """A consent that is taken back; nobody has to say why."""

    reason = text(gettext_lazy("In the client's words"), gettext_lazy("Nobody has to say why."), most=300)


class WordsForm(Clinical):
    """The words of a consent: new words are a new version, and what was signed keeps the old."""

    kind = choice(gettext_lazy("Consent to"), ConsentKind.choices)
    language = text(
        gettext_lazy("Language"), gettext_lazy("A short sign such as en or de."), most=12, short=True
    )
    title = text(gettext_lazy("Title"), gettext_lazy("The same title is the next version of it."), most=200)
    body = text(gettext_lazy("Words"), gettext_lazy("An empty line begins a paragraph."), rows=12)

    def clean(self) -> dict[str, Any]:
        """Words there must be."""
        found = super().clean() or self.cleaned_data
        for name in ("title", "body"):
            if not str(found.get(name, "")).strip():
                self.add_error(name, _("Write something first."))
        found["language"] = found.get("language") or "en"
        return found
