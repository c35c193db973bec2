"""What a pair of photographs measured: the answer of `photo`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..answers.answer import Answer, Row
from ..answers.card import Card
from ..errors import Mistake
from ..tracking.measurement import Measurement
from .index import SCALES, Index
from .indices.measure import Colour, Measured
from .pair import Pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RATER = "photo"
NOTE = (
    "Errors are those of rendered skin, whose truth is known (docs/photo-agreement.md), not of people "
    "photographed twice. "
    "Levels hold for one card and one light; changes are what the photographs are for."
)


@dataclass(frozen=True)
class Reading:
    """One reading of one photograph: `place` 0 for the first, 1 for the second; value and standard error in `unit`."""

    scale: str
    unit: str
    place: int
    value: float
    error: float


@dataclass(frozen=True, repr=False)
class Photos(Answer):
    """Indices of one pair of photographs, with what they rest on.

    Skin that is drawn, photographed twice: nothing changed, and no change is beyond the errors of the readings.

    >>> from microneedling import photo
    >>> from microneedling.imaging.rendered.light import LAMPS
    >>> from microneedling.imaging.rendered.pairs import taken
    >>> from microneedling.imaging.rendered.skin import somebody
    >>> skin = somebody(41, "III")
    >>> pictures = [taken(skin, LAMPS[0], visit).picture for visit in (0, 1)]
    >>> found = photo(*pictures, days=(-7, 30))
    >>> [one.name for one in found.indices if one.beyond_error]
    []
    >>> found["pore_count"].unit, len(found.measurements())
    ('per cm2', 4)
    """

    before: str
    after: str
    zone: str | None
    days: tuple[float, float] | None
    indices: tuple[Index, ...]
    parts: tuple[Colour, ...]
    """colour of the whole window, then of its parts"""
    not_measured: tuple[Mistake, ...]
    """indices that these photographs do not allow, with the reason and what to do"""
    pixels_per_mm: tuple[float, float]
    tilt_deg: tuple[float, float]
    registration_mm: float
    turn_deg: float
    shift_mm: tuple[float, float]
    common: float
    """share of the window that both show"""
    pair: Pair
    measured: Measured

    def __getitem__(self, name: str) -> Index:
        """An index by its name; raises `KeyError` where it was not measured."""
        return {one.name: one for one in self.indices}[name]

    def readings(self) -> tuple[Reading, ...]:
        """What `track` learns from, as exact as it is written down: each index before, then after."""
        return tuple(
            Reading(one.name, one.unit, place, float(f"{value:.5g}"), float(f"{one.error:.3g}"))
            for one in self.indices
            if one.name in SCALES
            for place, value in enumerate((one.before, one.after))
        )

    def measurements(self) -> tuple[Measurement, ...]:
        """What `track` learns from: readings of both days with their errors; none where no days were given."""
        if self.days is None:
            return ()
        return tuple(
            Measurement(
                day=self.days[one.place],
                scale=one.scale,
                value=one.value,
                error=one.error,
                zone=self.zone,  # type: ignore[arg-type]
                rater=RATER,
            )
            for one in self.readings()
        )

    def card(self) -> Card:
        """Which indices changed beyond their errors, then all of them."""
        sure = [one for one in self.indices if one.beyond_error]
        lead = [f"{one.label}: {_signed(one.change)} {one.unit}, beyond its error" for one in sure]
        lead = lead or ["no change beyond the errors of the readings"]
        head = ("index", "unit", "before", "after", "change", "repeatability", "smallest detectable")
        rows = tuple(
            (
                one.label,
                one.unit,
                _plain(one.before),
                _plain(one.after),
                _signed(one.change),
                _plain(one.repeatability),
                _plain(one.smallest),
            )
            for one in self.indices
        )
        left_out = tuple(f"not measured: {one}" for one in self.not_measured)
        return Card(
            f"{self.before} and {self.after}", tuple(lead), (head, *rows), (*left_out, self.laid_line(), NOTE)
        )

    def laid_line(self) -> str:
        """How the photographs were laid on each other, in words."""
        x, y = self.shift_mm
        return (
            f"laid on each other to {self.registration_mm:.2f} mm (card turned by {self.turn_deg:.1f} degrees, "
            f"{x:.1f} mm across, {y:.1f} mm down); both show {100 * self.common:.0f} % of the window"
        )

    def tidy(self) -> list[Row]:
        """One row an index."""
        return [one.to_json() for one in self.indices]

    def draw(self, ax: Axes) -> None:
        """Each change over its smallest detectable one: what lies within -1 and 1 errors make by themselves."""
        names = [one.label for one in self.indices]
        ax.axvspan(-1, 1, color="0.9")
        ax.plot([one.change / one.smallest for one in self.indices], names, "o")
        ax.set_xlabel("change over the smallest detectable change")

    def to_json(self) -> dict[str, Any]:
        """The answer as one JSON object; `measurements` are rows that `track` reads."""
        return {
            "before": self.before,
            "after": self.after,
            "zone": self.zone,
            "days": list(self.days) if self.days else None,
            "indices": [one.to_json() for one in self.indices],
            "parts": [_part(one) for one in self.parts],
            "not_measured": [
                {"index": one.path, "found": one.found, "allowed": one.allowed, "do": one.hint}
                for one in self.not_measured
            ],
            "registration": {
                "error_mm": _short(self.registration_mm),
                "turn_deg": _short(self.turn_deg),
                "shift_mm": [_short(one) for one in self.shift_mm],
                "common_share": _short(self.common),
            },
            "pixels_per_mm": [_short(one) for one in self.pixels_per_mm],
            "tilt_deg": [_short(one) for one in self.tilt_deg],
            "measurements": [one.model_dump(mode="json", exclude_none=True) for one in self.measurements()],
            "errors_from": NOTE,
        }


def _part(one: Colour) -> dict[str, Any]:
    found: dict[str, Any] = {"part": one.part}
    for name in ("typology_angle", "melanin_index", "erythema_index"):
        before, after = getattr(one, name)
        found[name] = {"before": _short(before), "after": _short(after)}
    return found


def _short(value: float) -> float:
    return float(f"{float(value):.4g}")


def _plain(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{_plain(value)}"
