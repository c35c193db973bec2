"""What is said while a session is typed: over the plan or the label, too early, a lot that is past its day, numbing.

Every limit is an entry of the registry (group practice) or a word of the records; a warning stops nobody, the services
do where something must not be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ....course.safety.creams import MG_PER_G_AND_PERCENT, ceiling_mg
from ....errors import InputError
from ....evidence.practice import limit
from ...records.services.uses import last_day
from ...records.words import number_of
from ..language.numbers import spelt


@dataclass(frozen=True)
class Warned:
    """One warning; `stop` where the services will not take it without a reason, `well` where all is as it should be."""

    words: str
    stop: bool = False
    well: bool = False


def typed_number(text: str) -> float | None:
    """A number as typed, with or without mm; None for nothing and for what is none yet."""
    text = text.strip().lower().removesuffix("mm").strip()
    try:
        return number_of(text, "number") if text else None
    except InputError:
        return None


def planned_depths(course: str) -> list[float]:
    """The depths of a plan's course in mm, as its words say them; those that are no single number are left out."""
    sessions = json.loads(course).get("session", []) if course else []
    return [float(item["depth_mm"]) for item in sessions if isinstance(item.get("depth_mm"), int | float)]


def depth_warnings(session: Any, zone: str, depth: float | None) -> Iterator[Warned]:
    """A depth against the label, the plan and what is seen in the zone."""
    if depth is None:
        return
    label = session.device.most_depth_mm if session.device else None
    if label is not None and depth > label:
        words = _("%(depth)s mm is over the %(label)s mm of the device's label: give the reason.")
        yield Warned(words % {"depth": spelt(depth), "label": spelt(label)}, True)
    planned = planned_depths(session.plan_version.course) if session.plan_version else []
    if planned and depth > max(planned):
        words = _("%(depth)s mm is deeper than the plan (%(planned)s mm).")
        yield Warned(words % {"depth": spelt(depth), "planned": spelt(max(planned))})
    try:
        widest = limit(f"depth_highest_mm.{zone}")
    except KeyError:
        return
    if depth > widest:
        words = _("%(depth)s mm is deeper than sources name for %(zone)s (up to %(most)s mm).")
        yield Warned(words % {"depth": spelt(depth), "zone": _(zone), "most": spelt(widest)})


def interval_warnings(session: Any, before: Any | None) -> Iterator[Warned]:
    """The days since the last session in the zone: channels still open, or sooner than any course on record."""
    if before is None:
        return
    days = (session.happened_at - before.session.happened_at).total_seconds() / 86_400
    when = date_format(timezone.localtime(before.session.happened_at), "j F Y")
    if days < (open_day := limit("recovery_window_day")):
        words = _("This zone was needled on %(when)s: channels may still be open for %(days)s days.")
        yield Warned(words % {"when": when, "days": spelt(open_day)})
    elif days < (ever := limit("interval_ever_day")):
        words = _(
            "This zone was needled on %(when)s, less than %(days)s days ago: no course on record came so soon."
        )
        yield Warned(words % {"when": when, "days": spelt(ever)})


def scanned_warning(lot: Any | None, wrong: str) -> Warned:
    """Which lot a number is of, to be compared with the box; or that it is of none."""
    if lot is None:
        return Warned(wrong, True)
    until = date_format(lot.expires_on, "j M Y") if lot.expires_on else "–"
    words = _("Found: %(product)s, %(number)s, until %(day)s.")
    return Warned(words % {"product": lot.product.name, "number": lot.number, "day": until}, well=True)


def lot_warnings(lot: Any | None, day: date, used_before: bool) -> Iterator[Warned]:
    """A lot past its day, on hold, or a piece of single use that this session has in use already."""
    if lot is None:
        return
    name = f"{lot.product.name}, {lot.number}"
    if lot.hold_reason:
        yield Warned(_("%(lot)s is on hold: %(reason)s") % {"lot": name, "reason": lot.hold_reason}, True)
    last = last_day(lot)
    if last is not None and last < day:
        words = _("%(lot)s expired on %(day)s: it needs a reason and the right to use it.")
        yield Warned(words % {"lot": name, "day": date_format(last, "j F Y")}, True)
    if lot.product.single_use and used_before:
        yield Warned(
            _("A piece of %(lot)s is in use in this session already: this takes another one.") % {"lot": name}
        )


def numbing_warnings(typed: Mapping[str, str]) -> Iterator[Warned]:
    """Numbing cream against the limits of practice: strength, minutes, area, what may be taken up."""
    strength, minutes, area, grams = (
        typed_number(typed.get(name, "")) for name in ("strength_percent", "minutes", "area_cm2", "grams")
    )
    if strength is not None and strength > (most := limit("anaesthetic_lidocaine_percent")):
        words = _("%(found)s %%: not more than %(most)s %% of lidocaine is advised without a prescriber.")
        yield Warned(words % {"found": spelt(strength), "most": spelt(most)})
    if minutes is not None and minutes > (longest := limit("numbing_longest_min")):
        words = _("%(found)s minutes: trial practice ends at %(most)s.")
        yield Warned(words % {"found": spelt(minutes), "most": spelt(longest)})
    if area is not None and area > (widest := limit("anaesthetic_area_cm2")):
        words = _("%(found)s cm²: more than %(most)s cm² is a large area; large areas are advised against.")
        yield Warned(words % {"found": spelt(area), "most": spelt(widest)})
    if typed.get("under_film"):
        yield Warned(_("Under film: people have died of cream under film. Not advised."))
    if strength is not None and grams is not None:
        taken = grams * MG_PER_G_AND_PERCENT * strength * limit("anaesthetic_absorbed_share")
        if taken > ceiling_mg():
            words = _(
                "Up to %(taken)s mg of lidocaine may be taken up, more than %(most)s mg for an adult of %(weight)s kg "
                "(assumed limits; the weight is not on record)."
            )
            weight = spelt(limit("anaesthetic_weight_kg"))
            yield Warned(words % {"taken": f"{taken:.0f}", "most": f"{ceiling_mg():.0f}", "weight": weight})
