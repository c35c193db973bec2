"""Rating scales in words: what each grade looks like, which scales fit a concern, what of a change may be noise.

The words are ours, after what each scale describes (docs/practice.md#scales); ends, steps and smallest changes are
entries of the registry.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ...evidence.practice import numbers_of
from ...skin.concern import JUDGE_CHANGE, SCALES, USUAL_SCALE

# Scale -> words of its whole grades, from the lowest.
WORDS: dict[str, tuple[object, ...]] = {
    "lemperle": (
        _("no line to be seen"),
        _("a line just to be seen"),
        _("a shallow line"),
        _("a moderately deep line"),
        _("a deep line with clear edges"),
        _("a very deep line, the skin beside it folds"),
    ),
    "wsrs": (
        _("no fold, only a continuous skin line"),
        _("a shallow fold, slight indentation"),
        _("a moderately deep fold, not seen when stretched"),
        _("a very long and deep fold, a trace is left when stretched"),
        _("an extremely deep fold, still there when stretched"),
    ),
    "alexiades_armenakas": (_("none"), _("mild"), _("moderate"), _("advanced"), _("severe")),
    "goodman_baron_qualitative": (
        _("flat marks: a difference of colour, not of level"),
        _("mild: hardly seen at half a metre, easily covered"),
        _("moderate: seen at half a metre, flattens when stretched"),
        _("severe: seen from further away, does not flatten when stretched"),
    ),
    "asas": (_("clear"), _("almost clear"), _("mild"), _("moderate"), _("severe")),
    "gais": (
        _("very much improved"),
        _("much improved"),
        _("improved"),
        _("no change"),
        _("worse"),
    ),
}
HIGHER_IS_BETTER = ("face_q", "vas_100")


@dataclass(frozen=True)
class Grade:
    """One step of a scale and its words."""

    value: str
    words: str


@dataclass(frozen=True)
class ScaleInWords:
    """A scale as a page shows it; `grades` is empty for one that is counted rather than graded."""

    name: str
    label: str
    low: float
    high: float
    step: float | None
    better: str
    smallest_change: float
    grades: tuple[Grade, ...]


def _number(name: str, scale: str) -> float | None:
    for group in ("practice", "scales"):
        if (entry := numbers_of(group).get(f"{name}_points.{scale}")) is not None:
            return entry.value
    return None


def scale_label(name: str) -> str:
    """What a scale is called; the name itself of one that the registry does not know."""
    found = scale_in_words(name)
    return found.label if found is not None else name


def scale_in_words(name: str) -> ScaleInWords | None:
    """The scale of a name, None for one that the registry does not know (a clinic's own)."""
    from ...observation.scales import SCALES as KNOWN

    low, high, step = (_number(f"scale_{part}", name) for part in ("lowest", "highest", "step"))
    if low is None or high is None or name not in KNOWN:
        return None
    better = _("higher is better") if name in HIGHER_IS_BETTER else _("lower is better")
    label = gettext(KNOWN[name].label)
    return ScaleInWords(
        name, label, low, high, step, str(better), smallest_change(name), _grades(name, low, step)
    )


def _grades(name: str, low: float, step: float | None) -> tuple[Grade, ...]:
    words, found = WORDS.get(name, ()), []
    between = pgettext_lazy("between two grades", "in between")
    for place, said in enumerate(words):
        found.append(Grade(f"{low + place:g}", str(said)))
        if step is not None and step == 0.5 and place + 1 < len(words):
            found.append(Grade(f"{low + place + step:g}", str(between)))
    return tuple(found)


def smallest_change(name: str) -> float:
    """The smallest change that one rater's error does not make by itself, no less than what is customary; points."""
    customary, error = (_number(part, name) or 0.0 for part in ("smallest_change", "rater_sd"))
    multiple = numbers_of("measures")["detectable_multiple"].value or 0.0
    return max(customary, multiple * error)


def scales_of(concern: str) -> list[str]:
    """Scales that take the state of a concern, the usual one in front; those that judge a change are none of them."""
    fitting = [name for name in SCALES.get(concern, ()) if name not in JUDGE_CHANGE]  # type: ignore[call-overload]
    usual = USUAL_SCALE.get(concern, "")
    return sorted(fitting, key=lambda name: name != usual)
