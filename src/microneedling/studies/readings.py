"""What studies report: every reading a study file may name, with unit, direction, statistics and fitting conditions.

A rater's scale carries the key of its ends in `observation.scales.SCALES`; scales without a course scale have no ends
and are read as a ratio to their baseline. General scales (GAIS, VAS, percent improvement) take the outcome family
of the condition that was treated. Loads without the array library.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

from ..outcomes.direction import HIGHER, LOWER, Direction
from ..skin.concern import SCORE_FAMILY
from .reading_words import NOT_SUPPORTED, SCALE_ALIASES, plain

Family = Literal[
    "acne_scar", "other_scar", "striae", "fine_lines", "texture", "firmness", "rejuvenation", "tone", "melasma",
    "instrument", "event", "clock",
]  # fmt: skip
Statistic = Literal["mean change", "percent change", "mean improvement", "share improved", "mean"]
Needs = Literal["", "needles", "cream", "product"]
Rater = Literal["blinded", "investigator", "patient", "instrument"]

SCARS = ("surgical scar", "traumatic scar")
STRIAE = ("striae alba", "striae rubra")
ACNE = ("atrophic acne scar",)
PIGMENT = ("melasma", "hyperpigmentation")
ANY: tuple[str, ...] = ()

CONDITION_FAMILY: dict[str, Family] = {
    **cast("dict[str, Family]", SCORE_FAMILY),
    "pores": "texture",
    "dryness": "texture",
    "rejuvenation": "rejuvenation",
    "healthy": "rejuvenation",
}
NOT_HEALTHY = tuple(word for word in CONDITION_FAMILY if word != "healthy")


@dataclass(frozen=True)
class ReadingKind:
    """One thing that studies report.

    `conditions` are the words it fits, empty for any; `course_scale` its key in `observation.scales.SCALES`; `measure`
    its name among `outcomes.measures.readings`; `timed` whether it is read on a day (events and clocks need none);
    `needs` what of the course it is read of: needles, a cream, or one product.
    """

    name: str
    label: str
    unit: str
    family: Family
    direction: Direction
    statistics: tuple[Statistic, ...]
    rater: Rater
    raters: tuple[Rater, ...]
    conditions: tuple[str, ...] = ()
    course_scale: str | None = None
    measure: str | None = None
    judges_change: bool = False
    of_condition: bool = False
    timed: bool = True
    needs: Needs = ""

    @property
    def statistic(self) -> Statistic:
        """The statistic taken when a file names none."""
        return self.statistics[0]

    @property
    def ends(self) -> tuple[float, float] | None:
        """Lowest and highest score of a rater's scale; None where it has no course scale."""
        if self.course_scale is None or self.course_scale in ("percent_improvement", "striae_improvement"):
            return None
        from ..evidence.practice import scale_range

        return scale_range(self.course_scale)

    def unit_of(self, statistic: Statistic) -> str:
        """Unit of this statistic: that of the scale for levels and changes, else percent."""
        return self.unit if statistic in ("mean", "mean change") else "%"

    def family_for(self, condition: str) -> Family:
        """The outcome family: of the condition treated for general scales, else the reading's own."""
        return CONDITION_FAMILY[condition] if self.of_condition else self.family

    def fits(self, condition: str) -> bool:
        """Whether people with this condition may be read on it."""
        return not self.conditions or condition in self.conditions


def _scale(
    name: str,
    label: str,
    unit: str,
    family: Family,
    conditions: tuple[str, ...],
    statistics: tuple[Statistic, ...] = (
        "mean change",
        "percent change",
        "mean improvement",
        "share improved",
        "mean",
    ),
    direction: Direction = LOWER,
    rater: Rater = "investigator",
    course_scale: str | None = "",
    judges_change: bool = False,
    of_condition: bool = False,
) -> ReadingKind:
    """A rater's scale; its course scale has the same name unless said otherwise."""
    return ReadingKind(
        name=name,
        label=label,
        unit=unit,
        family=family,
        direction=direction,
        statistics=statistics,
        rater=rater,
        raters=("blinded", "investigator", "patient"),
        conditions=conditions,
        course_scale=name if course_scale == "" else course_scale,
        judges_change=judges_change,
        of_condition=of_condition,
    )


def _instrument(
    name: str, label: str, unit: str, direction: Direction, measure: str, conditions: tuple[str, ...] = ()
) -> ReadingKind:
    """An instrument on the skin. Those read against the own baseline (unit %) report no level or points."""
    own_unit = unit != "%"
    return ReadingKind(
        name=name,
        label=label,
        unit=unit,
        family="instrument",
        direction=direction,
        statistics=("percent change", "mean change", "mean") if own_unit else ("percent change",),
        rater="instrument",
        raters=("instrument",),
        conditions=conditions,
        measure=measure,
    )


def _event(
    name: str, label: str, unit: str, rater: Rater, raters: tuple[Rater, ...] | None = None
) -> ReadingKind:
    allowed: tuple[Rater, ...] = raters or ("blinded", "investigator", "patient", "instrument")
    return ReadingKind(name, label, unit, "event", LOWER, ("mean",), rater, allowed, timed=False)


def _bench(name: str, label: str, unit: str, needs: Needs = "needles", timed: bool = False) -> ReadingKind:
    """Measured of the first session itself, its needles, channels, cream or product."""
    return ReadingKind(
        name,
        label,
        unit,
        "event",
        LOWER,
        ("mean",),
        "instrument",
        ("instrument",),
        timed=timed,
        needs=needs,
    )


def _clock(name: str, label: str, unit: str, direction: Direction = LOWER) -> ReadingKind:
    return ReadingKind(
        name, label, unit, "clock", direction, ("mean",), "instrument", ("instrument",), timed=False
    )


_WITHOUT_POINTS: tuple[Statistic, ...] = ("percent change", "mean improvement", "share improved")
_WITHOUT_ENDS: tuple[Statistic, ...] = ("mean change", *_WITHOUT_POINTS)
_OF_CHANGE: tuple[Statistic, ...] = ("mean", "mean change", "share improved")
_JUDGED: tuple[Statistic, ...] = ("mean improvement", "share improved")
_FACE: tuple[Statistic, ...] = ("mean change", "percent change", "share improved", "mean")
_ALEXIADES = "alexiades_armenakas"
_ANY_SCAR = (*SCARS, *STRIAE)

# fmt: off
_ALL = (
    _scale("lemperle", "Lemperle wrinkle grade", "grade", "fine_lines", ANY),
    _scale("wsrs", "wrinkle severity rating scale", "grade", "fine_lines", ANY),
    _scale("alexiades_laxity", "Alexiades-Armenakas laxity grade", "grade", "firmness", ANY,
           course_scale=_ALEXIADES),
    _scale("alexiades_texture", "Alexiades-Armenakas texture grade", "grade", "texture", ANY,
           course_scale=_ALEXIADES),
    _scale("alexiades_overall", "Alexiades-Armenakas overall grade", "grade", "rejuvenation", ANY,
           course_scale=_ALEXIADES),
    _scale("gais", "global aesthetic improvement", "category", "rejuvenation", ANY, _OF_CHANGE, judges_change=True),
    _scale("face_q", "FACE-Q", "points", "rejuvenation", ANY, _FACE, HIGHER, "patient"),
    _scale("goodman_baron_qualitative", "Goodman-Baron grade", "grade", "acne_scar", ACNE),
    _scale("goodman_baron_quantitative", "Goodman-Baron score", "points", "acne_scar", ACNE),
    _scale("ecca", "ECCA score", "points", "acne_scar", ACNE),
    _scale("asas", "acne scar assessment score", "grade", "acne_scar", ACNE),
    _scale("acne_scar_score", "acne scar score, any other", "points", "acne_scar", ACNE, _WITHOUT_POINTS,
           course_scale=None),
    _scale("scar_s", "SCAR-S grade", "grade", "acne_scar", ACNE, _WITHOUT_ENDS, course_scale=None),
    _scale("vss", "Vancouver scar scale", "points", "other_scar", _ANY_SCAR, of_condition=True),
    _scale("posas", "POSAS, mean item of the patient part", "points", "other_scar", SCARS, rater="patient"),
    _scale("vas_100", "visual analogue scale, 100 mm", "mm", "other_scar", (*_ANY_SCAR, *ACNE), _FACE, HIGHER,
           "patient", of_condition=True),
    _scale("manchester", "Manchester scar scale", "points", "other_scar", _ANY_SCAR, of_condition=True),
    _scale("masi", "MASI", "points", "melasma", PIGMENT),
    _scale("mmasi", "mMASI", "points", "melasma", PIGMENT),
    _scale("hemi_masi", "hemi-MASI", "points", "melasma", PIGMENT, _WITHOUT_ENDS, course_scale=None),
    _scale("melasqol", "MELASQoL", "points", "melasma", ("melasma",), rater="patient"),
    _scale("striae_improvement", "improvement of striae", "%", "striae", STRIAE, ("share improved", "mean improvement"),
           HIGHER, judges_change=True),
    _scale("percent_improvement", "improvement as judged", "%", "rejuvenation", NOT_HEALTHY, _JUDGED, HIGHER,
           judges_change=True, of_condition=True),
    _instrument("melanin_index", "melanin index", "%", LOWER, "melanin_index"),
    _instrument("erythema_index", "erythema index", "%", LOWER, "erythema_index"),
    _instrument("cutometer_r2", "Cutometer R2, gross elasticity", "1", HIGHER, "cutometer_r2"),
    _instrument("cutometer_r5", "Cutometer R5, net elasticity", "1", HIGHER, "cutometer_r5"),
    _instrument("cutometer_r7", "Cutometer R7, elastic recovery", "1", HIGHER, "cutometer_r7"),
    _instrument("elasticity", "elasticity, any suction or torsion instrument", "%", HIGHER, "cutometer_r2"),
    _instrument("dermal_density", "dermal echo density, ultrasound", "%", HIGHER, "echo_density"),
    _instrument("stained_collagen", "stained collagen area (Masson)", "%", HIGHER, "stained_collagen"),
    _instrument("stained_reticulin", "silver-stained fibre area", "%", HIGHER, "stained_reticulin"),
    _instrument("epidermal_thickness", "epidermal thickness, histology", "%", HIGHER, "epidermal_thickness"),
    _instrument("crease_depth", "crease depth, profilometry", "um", LOWER, "crease_depth"),
    _instrument("roughness", "roughness Ra", "%", LOWER, "roughness"),
    _instrument("pore_diameter", "pore diameter", "um", LOWER, "pore_diameter"),
    _instrument("blood_flow", "skin blood flow, laser Doppler", "%", HIGHER, "perfusion"),
    _instrument("tewl", "TEWL", "g/m2/h", LOWER, "tewl"),
    _instrument("corneometer", "hydration, Corneometer", "units", HIGHER, "corneometer"),
    _event("pih_rate", "people with post-inflammatory hyperpigmentation", "%", "investigator"),
    _event("erythema_day", "days of redness after a session", "d", "investigator"),
    _event("downtime_day", "days of visible after-effects of a session", "d", "patient"),
    _event("pain_vas", "pain during a session", "VAS 0-10", "patient", ("patient",)),
    _event("micropore_closure_h", "hours until micropores are closed", "h", "instrument", ("instrument",)),
    _event("open_barrier_h", "hours until water loss is back at rest", "h", "instrument", ("instrument",)),
    _bench("closure_dye_h", "hours until dye finds no pores", "h"),
    _bench("closure_oct_h", "hours until OCT finds no pores", "h"),
    _bench("closure_confocal_h", "hours until a confocal microscope finds no pores", "h"),
    _bench("insertion_force_mn", "force at which one needle tears the skin", "mN"),
    _bench("reached_depth_mm", "depth that the needles reach, median of the channels", "mm"),
    _bench("channel_width_um", "width of the channels at the surface", "um"),
    _bench("channel_density_per_cm2", "distinct channels per area", "1/cm2"),
    _bench("numbing_onset_min", "minutes until a cream numbs as deep as the needles reach", "min", "cream"),
    _bench("numbed_depth_mm", "depth that is numb when the cream comes off", "mm", "cream"),
    _bench("permeability_cm_per_h", "permeability of corneum and epidermis in a cell, not needled", "cm/h", "product"),
    _bench("diffusivity_um2_per_s", "diffusivity in the water of the dermis", "um2/s", "product"),
    _bench("absorbed_percent", "share of the product past the corneum", "%", "product", timed=True),
    _clock("cytokine_peak_h", "peak of inflammatory cytokines", "h"),
    _clock("neutrophil_peak_day", "peak of neutrophils", "d"),
    _clock("macrophage_peak_day", "peak of macrophages", "d"),
    _clock("fibroblast_peak_day", "peak of fibroblasts", "d"),
    _clock("reepithelialised_day", "epidermis whole again", "d"),
    _clock("procollagen1_fold", "highest type I procollagen message over rest", "fold", HIGHER),
)
# fmt: on

READINGS: dict[str, ReadingKind] = {kind.name: kind for kind in _ALL}
EVENTS = tuple(kind.name for kind in _ALL if kind.family == "event")
CLOCKS = tuple(kind.name for kind in _ALL if kind.family == "clock")
INSTRUMENTS = tuple(kind.name for kind in _ALL if kind.family == "instrument")
RATED = tuple(kind.name for kind in _ALL if kind.family not in ("event", "clock", "instrument"))


def canonical_scale(word: str) -> str:
    """The name in `READINGS` that a word of a report means; the plain word itself when none is known."""
    spelt = plain(word)
    joined = spelt.replace(" ", "_")
    return joined if joined in READINGS else SCALE_ALIASES.get(spelt, joined)


def refusal(word: str) -> str:
    """Why a thing that studies report is left out of the model, or an empty string."""
    spelt = plain(word)
    return next((reason for part, reason in NOT_SUPPORTED.items() if part in spelt), "")


def nearest_scale(word: str) -> str:
    """A suggestion for a misspelt scale, from the names and from other words for them."""
    spelt = plain(word)
    close = difflib.get_close_matches(
        spelt, [*SCALE_ALIASES, *(name.replace("_", " ") for name in READINGS)], n=1
    )
    return f'did you mean "{canonical_scale(close[0])}"?' if close else ""


def scales_for(condition: str) -> Iterable[str]:
    """Names of the raters' scales that fit a condition."""
    return (name for name in RATED if READINGS[name].fits(condition))
