"""The forms of the shelf."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...records.bar_codes import Code, read
from ...records.models import Product
from ...records.names import fold
from ..forms import Clinical, choice, text
from ..forms import number as figure
from .typed import amount_of, expiry_of, tick

NEW = "new"


class Amount(Clinical):
    """A form with an amount, which is a number as people type it."""

    amount = "quantity"

    def clean(self) -> dict[str, Any]:
        """The amount as a number."""
        found = super().clean() or self.cleaned_data
        try:
            found[self.amount] = amount_of(str(found.get(self.amount, "")))
        except ValueError:
            self.add_error(self.amount, _("Give a number, such as 10 or 2.5."))
        return found


class Dated(Clinical):
    """A form with the day a lot expires on, as its label writes it."""

    def clean(self) -> dict[str, Any]:
        """The day as a date."""
        found = super().clean() or self.cleaned_data
        try:
            found["expires_on"] = expiry_of(str(found.get("expires_on", "")))
        except ValueError:
            self.add_error(
                "expires_on", _("This is no date: type 2027-03-31, 31.3.2027, or the month 2027-03.")
            )
        return found


EXPIRES = gettext_lazy("Such as 2027-03-31 or 31.3.2027; a month (2027-03) means its last day.")


def off_the_code(code: Code, typed: Mapping[str, str], of_code: Callable[[str], str]) -> dict[str, str]:
    """What a bar code says and nobody typed, by field; `of_code` gives the product of its number, "" for none."""
    day = code.last_day.isoformat() if code.last_day else ""
    said = {"product": of_code(code.product), "number": code.lot, "expires_on": day}
    return {name: value for name, value in said.items() if value and not typed.get(name, "").strip()}


class Receive(Dated, Amount):
    """Stock that came in. Its bar code must not say otherwise than what was typed."""

    product = choice(gettext_lazy("Product"), [])
    name = text(gettext_lazy("Name of the new product"), most=160)
    kind = choice(gettext_lazy("What it is"), [("", "–"), *Product.Kind.choices])
    unit = text(gettext_lazy("Counted in"), gettext_lazy("Such as piece, ml or g."), most=24, short=True)
    low_at = figure(gettext_lazy("Runs short at"), gettext_lazy("From this many on the page says so."))
    number = text(gettext_lazy("Number of the lot"), most=80)
    quantity = figure(gettext_lazy("How many"))
    expires_on = text(gettext_lazy("Expires on"), EXPIRES, short=True)
    supplier = text(gettext_lazy("Supplier"), most=120)
    udi = text(
        gettext_lazy("UDI"),
        gettext_lazy("Scan the bar code, or type the long number under it and have it read."),
        most=160,
    )
    another = tick(gettext_lazy("It is another lot than the ones spelt like it"))

    def clean(self) -> dict[str, Any]:
        """A product; of a new one its name and kind."""
        found = super().clean()
        self._compared(found)
        if found.get("product") == NEW:
            if not found.get("name"):
                self.add_error("name", _("Name the product."))
            if not found.get("kind"):
                self.add_error("kind", _("Choose what it is."))
            if low := str(found.get("low_at", "")).strip():
                try:
                    found["low_at"] = amount_of(low)
                except ValueError:
                    self.add_error("low_at", _("Give a number, such as 5."))
        elif not found.get("product"):
            self.add_error("product", _("Choose the product, or a new one."))
        return found

    def _compared(self, found: dict[str, Any]) -> None:
        """A lot or a day that the bar code says otherwise is a mistake of one of the two."""
        if (code := read(str(found.get("udi", "")))) is None:
            return
        if code.lot and found.get("number") and fold(code.lot) != fold(found["number"]):
            self.add_error(
                "number", _("The bar code says %(said)s. Look at the box again.") % {"said": code.lot}
            )
        day = found.get("expires_on")
        if code.last_day and day and day != code.last_day:
            told = date_format(code.last_day, "j F Y")
            self.add_error(
                "expires_on", _("The bar code says %(said)s. Look at the box again.") % {"said": told}
            )


class Count(Amount):
    """What was counted."""

    amount = "counted"
    counted = figure(gettext_lazy("Counted"))
    reason = text(gettext_lazy("Why it differs"), most=300)


class Discard(Amount):
    """What is thrown away."""

    quantity = figure(gettext_lazy("How many"))
    reason = text(gettext_lazy("Why"), most=300)

    def clean(self) -> dict[str, Any]:
        """A reason too: what is gone cannot be counted."""
        found = super().clean()
        if not found.get("reason"):
            self.add_error("reason", _("Say why."))
        return found


class Correct(Dated):
    """What was read wrongly off a lot, or that it is held back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    number = text(gettext_lazy("Number of the lot"), most=80)
    expires_on = text(gettext_lazy("Expires on"), EXPIRES, short=True)
    supplier = text(gettext_lazy("Supplier"), most=120)
    udi = text(gettext_lazy("UDI"), most=160)
    reason = text(gettext_lazy("Why it is changed"), most=300)


class Hold(Clinical):
    """That a lot is held back, or may be used again."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    hold_reason = text(gettext_lazy("Why nobody may use it"), most=300)


class NewDevice(Clinical):
    """A device with what its label says."""

    name = text(gettext_lazy("Name here"), gettext_lazy("As everybody calls it, such as Pen 2."), most=120)
    kind = choice(gettext_lazy("What it is"), [])
    maker = text(gettext_lazy("Maker"), most=120)
    model = text(gettext_lazy("Model"), most=120)
    serial = text(gettext_lazy("Serial number"), most=80)
    udi = text(gettext_lazy("UDI"), most=160)
    most_depth_mm = figure(
        gettext_lazy("Deepest by its label, mm"), gettext_lazy("A session over it needs a reason.")
    )

    def clean(self) -> dict[str, Any]:
        """A name and a kind; the depth as a number, None where it is left out."""
        found = super().clean() or self.cleaned_data
        for name, words in (("name", _("Name it.")), ("kind", _("Choose what it is."))):
            if not found.get(name):
                self.add_error(name, words)
        typed = str(found.get("most_depth_mm", "")).strip()
        try:
            found["most_depth_mm"] = float(amount_of(typed)) if typed else None
        except ValueError:
            self.add_error("most_depth_mm", _("A number of millimetres, such as 2.5."))
        return found
