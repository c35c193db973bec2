"""What the instrument for photographs read, in words: what changed, and whether that is more than its errors make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from ....phrases import MINUS
from ..language.numbers import spelt
from .cause import no_finer

# Index -> its name, what more of it is, what less of it is.
INDICES: dict[str, tuple[Any, Any, Any]] = {
    "typology_angle": (
        gettext_lazy("typology angle: how light the skin is"),
        gettext_lazy("lighter by %(n)s"),
        gettext_lazy("darker by %(n)s"),
    ),
    "melanin_index": (
        gettext_lazy("melanin index"),
        gettext_lazy("more pigment by %(n)s"),
        gettext_lazy("less pigment by %(n)s"),
    ),
    "erythema_index": (
        gettext_lazy("erythema index"),
        gettext_lazy("redder by %(n)s"),
        gettext_lazy("less red by %(n)s"),
    ),
    "pore_count": (
        gettext_lazy("pores"),
        gettext_lazy("more pores by %(n)s"),
        gettext_lazy("fewer pores by %(n)s"),
    ),
    "pore_diameter": (
        gettext_lazy("pore diameter"),
        gettext_lazy("wider pores by %(n)s"),
        gettext_lazy("narrower pores by %(n)s"),
    ),
    "pore_area": (
        gettext_lazy("area of pores"),
        gettext_lazy("more of the skin is pores, by %(n)s"),
        gettext_lazy("less of the skin is pores, by %(n)s"),
    ),
    "crease_length": (
        gettext_lazy("length of creases"),
        gettext_lazy("longer creases by %(n)s"),
        gettext_lazy("shorter creases by %(n)s"),
    ),
    "fine_relief": (
        gettext_lazy("contrast of fine relief"),
        gettext_lazy("more contrast by %(n)s"),
        gettext_lazy("less contrast by %(n)s"),
    ),
}
UNITS = (gettext_noop("degrees"), gettext_noop("% of phototype III"), gettext_noop("% of calm skin"))
SIGNS = {"per cm2": gettext_lazy("per cm²"), "um": "µm", "mm/cm2": "mm/cm²"}
PHOTOGRAPHS = {
    "before": gettext_lazy("Earlier photograph"),
    "after": gettext_lazy("Later photograph"),
    "the pair": gettext_lazy("Both"),
}


@dataclass(frozen=True)
class Line:
    """One index of a pair, as a row of the page shows it."""

    label: str
    unit: str
    before: str
    after: str
    change: str
    error: str
    smallest: str
    told: bool


def line_of(index: Mapping[str, Any]) -> Line:
    """An index as it was kept, in words; nothing is written finer than a tenth of what can be told at all."""
    smallest, unit = float(index["smallest_detectable_change"]), unit_of(index["unit"])
    before, after, change = (
        no_finer_than(float(index[name]), smallest) for name in ("before", "after", "change")
    )
    return Line(
        label=label_of(index["name"]),
        unit=unit,
        before=before,
        after=after,
        change=_changed(index, change.removeprefix(MINUS), unit, no_finer_than(smallest, smallest)),
        error=no_finer_than(float(index["error_of_a_reading"]), smallest),
        smallest=no_finer_than(smallest, smallest),
        told=bool(index["beyond_error"]),
    )


def label_of(name: str) -> str:
    """What an index is called."""
    return str(INDICES[name][0]) if name in INDICES else name


def unit_of(unit: str) -> str:
    """A unit of the instrument in the language at hand."""
    return _(unit) if unit in UNITS else str(SIGNS.get(unit, unit))


def _changed(index: Mapping[str, Any], size: str, unit: str, smallest: str) -> str:
    if not size.strip("0.,"):
        return _("no difference that it can tell")
    _label, more, less = INDICES[index["name"]]
    what = str(more if index["change"] > 0 else less) % {"n": f"{size} {unit}"}
    if index["beyond_error"]:
        return _("%(what)s, more than its errors make") % {"what": what}
    return _("%(what)s, which is less than this instrument can tell (%(smallest)s)") % {
        "what": what,
        "smallest": smallest,
    }


def no_finer_than(value: float, smallest: float) -> str:
    """A number to a tenth of what can be told at all, or of its error, or less fine; in the signs of the language."""
    rounded = no_finer(value, smallest) if smallest > 0 else round(value, 3)
    return spelt(rounded + 0.0).replace("-", MINUS)
