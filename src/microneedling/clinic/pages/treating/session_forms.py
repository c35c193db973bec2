"""The small forms that the log of a session is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from ...records.names import fold
from ...records.spellings import near
from ...records.words import ZONES, number_of
from ..forms import Clinical, choice, number, text
from ..language.core_words import VIEWS, spoken
from ..language.numbers import spelt

ZONE_CHOICES = [("", "–"), *spoken(ZONES)]
ENDS = (
    gettext_noop("no redness"),
    gettext_noop("even redness"),
    gettext_noop("redness with single points of blood"),
    gettext_noop("even points of blood"),
)
AFTERCARE = gettext_lazy(
    "Sterile gel for a day, then a bland cream. Sunscreen and make-up from tomorrow. No sauna, pool, sun or heavy "
    "sweating for three days. Retinoids and acids after a week. Call us about redness for longer than three days, "
    "blisters, pus or fever."
)


def numbers(found: dict[str, Any], *names: str) -> dict[str, Any]:
    """Fields as numbers, None for what was left empty; raises `InputError` for what is none."""
    return {name: number_of(found[name], name) if found[name].strip() else None for name in names}


class ZoneForm(Clinical):
    """What was set and seen in one zone."""

    zone = choice(gettext_lazy("Zone"), ZONE_CHOICES)
    depth = number(gettext_lazy("Depth, mm"))
    passes = number(gettext_lazy("Passes"))
    density_per_cm2 = number(gettext_lazy("Holes per cm²"))
    area_cm2 = number(gettext_lazy("Area, cm²"))
    end_point = choice(gettext_lazy("End point"), [("", "–"), *spoken(ENDS)])
    reaction = text(gettext_lazy("Reaction"), most=300)
    over_label_reason = text(gettext_lazy("Reason for more than the label"), most=300)

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        kept = (self.initial or {}).get("end_point") or (self.data or {}).get("end_point")
        if kept and kept not in ENDS:  # of an older session, in other words
            self.fields["end_point"].choices = [*self.fields["end_point"].choices, (kept, kept)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A zone, and how deep."""
        found = super().clean() or self.cleaned_data
        if "zone" in self.fields and not found.get("zone") and "zone" not in self.errors:
            self.add_error("zone", _("Choose the zone that was treated."))
        if not found.get("depth"):
            self.add_error("depth", _("Say how deep, in mm, such as 0.5."))
        return found

    @staticmethod
    def copied(before: Sequence[Any]) -> dict[str, str]:
        """The settings of the last session, for the first zone that is not logged yet; what was seen is not copied."""
        if not before:
            return {}
        row = before[-1]
        values = {"depth": row.depth_mm, "passes": row.passes, "density_per_cm2": row.density_per_cm2}
        values["area_cm2"] = row.area_cm2
        return {"zone": row.zone, **{name: "" if one is None else spelt(one) for name, one in values.items()}}


class NumbingForm(Clinical):
    """Numbing cream."""

    product = text(gettext_lazy("Cream"), most=120)
    strength_percent = number(gettext_lazy("Lidocaine, %"))
    grams = number(gettext_lazy("Amount, g"))
    area_cm2 = number(gettext_lazy("Area, cm²"))
    minutes = number(gettext_lazy("Minutes"))
    under_film = forms.BooleanField(label=gettext_lazy("Under film"), required=False)

    def clean(self) -> dict[str, Any]:
        """The cream has a name."""
        found = super().clean() or self.cleaned_data
        if not found.get("product"):
            self.add_error("product", _("Say which cream."))
        return found


def scanned_lot(number: str, lots: Sequence[Any]) -> tuple[Any | None, str]:
    """The one lot of a number, gaps and capitals aside; or why there is none. Nothing near is taken for it."""
    wanted = fold(number).replace(" ", "")
    same = [lot for lot in lots if fold(lot.number).replace(" ", "") == wanted]
    if len(same) == 1:
        return same[0], ""
    if same:
        return None, _("Several lots have this number: choose the one below.")
    close = [lot.number for lot in lots if near(lot.number, number)]
    if close:
        return None, _("No lot has this number. Spelt like it: %(numbers)s.") % {"numbers": ", ".join(close)}
    return None, _("No lot with something left has this number.")


class LotForm(Clinical):
    """Something of a lot."""

    lots: Sequence[Any] = ()

    scanned = text(
        gettext_lazy("Scan or type the number"),
        gettext_lazy("As on the box; the lot is found by it. Or choose it below."),
        most=80,
    )
    lot = choice(gettext_lazy("Lot"), [])
    quantity = number(
        gettext_lazy("How much"), gettext_lazy("0 goes on with a piece of this session in another zone.")
    )
    lot_zone = choice(gettext_lazy("In zone"), ZONE_CHOICES)
    expired_reason = text(gettext_lazy("Reason to use it although it expired"), most=300)
    names = (
        ("zone", "lot_zone"),
        ("use", "lot"),
    )

    def offer(self, lots: Sequence[Any], zones: Sequence[str] | None) -> None:
        """The lots to choose from, and the zones of the session in front."""
        self.lots, named = lots, []
        for lot in lots:
            until = (
                _("until %(day)s") % {"day": date_format(lot.expires_on, "j M Y")} if lot.expires_on else ""
            )
            left = _("%(left)s left") % {"left": spelt(float(lot.left))}
            named.append(
                (str(lot.pk), ", ".join(part for part in (lot.product.name, lot.number, until, left) if part))
            )
        self.fields["lot"].choices = [("", "–"), *named]  # type: ignore[attr-defined]
        if zones:
            rest = [zone for zone in ZONES if zone not in zones]
            self.fields["lot_zone"].choices = [("", "–"), *spoken((*zones, *rest))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A lot was chosen, or found by its number; both where they say the same."""
        found = super().clean() or self.cleaned_data
        if number := str(found.get("scanned", "")).strip():
            lot, wrong = scanned_lot(number, self.lots)
            if lot is not None and found.get("lot") not in ("", str(lot.pk)):
                wrong = _("This is the number of another lot than the one chosen below.")
            if wrong:
                self.add_error("scanned", wrong)
            elif lot is not None:
                found["lot"] = str(lot.pk)
        elif not found.get("lot"):
            self.add_error("lot", _("Choose the lot that was used."))
        return found


class Story(Clinical):
    """What was seen and told."""

    note = text(gettext_lazy("Note"), rows=4)
    reaction = text(gettext_lazy("Reaction in all"), rows=2)
    pain = number(gettext_lazy("Worst pain, 0 to 10"))
    aftercare = text(gettext_lazy("Aftercare told"), rows=6)
    version = forms.IntegerField(widget=forms.HiddenInput)


class Shot(Clinical):
    """A photograph."""

    picture = forms.FileField(label=gettext_lazy("Photograph"), required=False)
    shot_zone = choice(gettext_lazy("Zone"), ZONE_CHOICES)
    view = choice(
        gettext_lazy("View"),
        spoken(VIEWS),
    )
    names = (
        ("zone", "shot_zone"),
        ("upload", "picture"),
        ("consent", "picture"),
    )

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        self.fields["picture"].widget.attrs.update({"accept": "image/*", "capture": "environment"})

    def clean(self) -> dict[str, Any]:
        """A picture and a zone."""
        found = super().clean() or self.cleaned_data
        if not found.get("picture"):
            self.add_error("picture", _("Take or choose a photograph."))
        if not found.get("shot_zone"):
            self.add_error("shot_zone", _("Choose the zone."))
        return found
