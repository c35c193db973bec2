"""Forms of the records: texts as typed, drafts put back, mistakes of the services beside the field they are about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from ...errors import InputError
from ..records.services.act import Actor
from ..records.services.bookings import find_draft
from .asked import KEY, new_key
from .mistakes import in_words

Words = Any  # a text, or one that is translated when it is shown
AWAY = ("csrfmiddlewaretoken", "draft", "client", "user")  # of a form as sent, what is none of its fields


class Draft:
    """What its writer left in a form: the fields, and when."""

    def __init__(self, fields: dict[str, list[str]], changed_at: Any):
        self.fields, self.changed_at = fields, changed_at

    def initial(self) -> dict[str, Any]:
        """As a form takes it."""
        return {name: values[0] if len(values) == 1 else values for name, values in self.fields.items()}


def draft_of(actor: Actor, form: str, client: UUID | None = None) -> Draft | None:
    """The actor's own draft of a form, if there is one."""
    row = find_draft(actor=actor, form=form, client=client)
    if row is None:
        return None
    body = json.loads(row.body)
    return Draft(body.get("fields", {}), timezone.localtime(row.changed_at))


class Clinical(forms.Form):
    """A form whose words are never lost: it has a name for its draft and a key against a second sending.

    `mistaken` puts what a service found beside the fields it is about; `names` says which field a service's word means.
    """

    use_required_attribute = False
    names: tuple[tuple[str, str], ...] = ()
    by_page: tuple[
        str, ...
    ] = ()  # fields that the page draws in its own way: their mistake has the id to go to

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, **more: Any):
        super().__init__(data, initial=dict(initial or {}), label_suffix="", **more)
        self.sent = (data or {}).get(KEY, "") or new_key()
        self.restored: Draft | None = None
        self.elsewhere: list[tuple[str, str, str]] = []  # wrong in what is no field: id, label, error
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    @classmethod
    def begun(
        cls,
        actor: Actor,
        draft: str,
        client: UUID | None = None,
        initial: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Any:
        """The form as it is first shown: with its writer's draft put back where there is one."""
        found = draft_of(actor, draft, client)
        kept = {**(initial or {}), **(found.initial() if found else {})}
        form = cls(initial=kept, **more)
        form.restored = found
        if found and (key := found.initial().get(KEY)):
            form.sent = key
        return form

    def mistaken(self, error: InputError) -> None:
        """Take the mistakes of a service."""
        for item in error.mistakes:
            words = in_words(item, {key: str(field.label) for key, field in self.fields.items()})
            name = dict(self.names).get(item.path, item.path)
            if item.path == KEY:
                self.sent = new_key()
            place = name if name in self.fields else None
            if words not in self.errors.get(place or NON_FIELD_ERRORS, ()):
                self.add_error(place, words)

    def changes_against(self, row: Any, names: tuple[str, ...]) -> dict[str, Any]:
        """What of the fields differs from a row."""
        return {
            name: self.cleaned_data[name] for name in names if self.cleaned_data[name] != getattr(row, name)
        }


def text(
    label: Words, help_text: Words = "", *, rows: int = 0, most: int = 0, short: bool = False, **attrs: Any
) -> forms.CharField:
    """A field for words; with rows, of several lines; short for a word or two."""
    if short:
        attrs["class"] = "short"
    widget = forms.Textarea({"rows": rows, **attrs}) if rows else forms.TextInput(attrs)
    limits: dict[str, Any] = {"max_length": most} if most else {}
    field = forms.CharField(
        label=label, help_text=help_text, required=False, strip=not rows, widget=widget, **limits
    )
    too_long = _lazy("Shorten this to %(limit_value)d signs; now it has %(show_value)d.")
    field.error_messages["max_length"] = too_long  # type: ignore[assignment]
    return field


def number(label: Words, help_text: Words = "", **attrs: Any) -> forms.CharField:
    """A field for a number as people type it: a text, for the wheel changes those of type number."""
    shown = {"inputmode": "decimal", "class": "short", **attrs}
    return forms.CharField(label=label, help_text=help_text, required=False, widget=forms.TextInput(shown))


def choice(label: Words, choices: Any, help_text: Words = "", *, radio: bool = False) -> forms.ChoiceField:
    """A field to choose from."""
    widget = forms.RadioSelect if radio else forms.Select
    return forms.ChoiceField(label=label, choices=choices, help_text=help_text, required=False, widget=widget)


def sent_fields(request: HttpRequest) -> dict[str, list[str]]:
    """The fields of a form as it came, without what belongs to its sending."""
    return {name: request.POST.getlist(name) for name in request.POST if name not in AWAY}
