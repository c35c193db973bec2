"""What intact skin absorbs of films, creams and patches on living people, beside the rows: part of `permeation`.

Weights, partition and solubility come from the registry (`actives`, general chemistry); how much was put on, where and
how acid is the row's own, or stands here as assumed and in the row's note. Absorbed is what living skin and what lies
behind it have received. Rows that a number was set by hand on are *fitted*: hitting them shows only that the law can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...evidence.registry import Values
from ...skin.anatomy import anatomy_of
from ...transport import channel_course
from ...transport.actives import find
from ...transport.dose import Dose
from ...transport.permeation import permeate
from .. import experiments as made
from ..verdicts import Role
from .rows import JudgedRow, apart, compare, elsewhere

SOUR_PH = 3.0  # a film of a free acid, left by acetone, makes its own pH; not in the rows
FILM_UL_PER_CM2 = 0.1  # acetone and ethanol are gone within the minute
DAY_MIN, LAST_H = 1440.0, 120.0  # washed after a day; urine was gathered for five
TOLERANCE = 3e-3


@dataclass(frozen=True)
class Applied:
    """One application on living skin, and the rows that it is read beside."""

    rows: tuple[str, ...]
    active: str
    dose: Dose
    site: str
    last_h: float
    note: str
    role: Role = Role.FITTED
    flux: bool = False  # read as ug/cm2/h while it lies on; else as per cent of the dose

    def read(self, values: Values) -> np.ndarray:
        """What the row gives, (draw,)."""
        scalp = self.site == "scalp"
        skin = anatomy_of(made.person("forehead" if scalp else self.site, 40), values)
        skin = replace(skin, site="scalp") if scalp else skin
        bare = channel_course.none(values.count)
        hours = np.array([0.0, self.last_h])
        found = permeate(self.dose, find(self.active), skin, bare, values, hours, tolerance=TOLERANCE)
        got = found.past_the_corneum[:, -1]
        return got / self.last_h if self.flux else 100 * got / self.dose.amount_ug_per_cm2


def _film(
    rows: tuple[str, ...], active: str, ug: float, ph: float = 5.5, role: Role = Role.FITTED
) -> Applied:
    """A film left by a solvent on the forearm, washed off after a day."""
    dose = Dose(ug / FILM_UL_PER_CM2, FILM_UL_PER_CM2, ph, wiped_off_min=DAY_MIN)
    sour = "; the acid makes its own pH" if ph == SOUR_PH else ""
    return Applied(rows, active, dose, "forearm", LAST_H, f"thin film, a day, then urine{sour}", role)


def _cream(strength: float, volume: float, ph: float, hours: float) -> Dose:
    return Dose(strength, volume, ph, wiped_off_min=60 * hours)


def _covered(strength: float, ph: float, hours: float) -> Dose:
    return Dose(strength, 100.0, ph, occluded=True, dries=False, wiped_off_min=60 * hours)


MINOXIDIL = "10 ul/cm2, pH 7 and 12 h assumed; scalp"
SCALP_RATIO = "hydrocortisone, 4 ug/cm2, over the forearm"
APPLIED: Sequence[Applied] = (
    _film(("N073",), "hydrocortisone", 4.0),
    _film(("N074",), "hydrocortisone", 40.0),
    _film(("N075", "N079"), "benzoic acid", 3.0, SOUR_PH),
    _film(("N076",), "benzoic acid", 2000.0, SOUR_PH),
    _film(("N081",), "paracetamol", 3.0),
    _film(("N082",), "aminobenzoic acid", 4.0, SOUR_PH),
    Applied(("N052", "N054"), "minoxidil", _cream(20, 10, 7.0, 12), "scalp", 48, f"2 %, {MINOXIDIL}"),
    Applied(("N051",), "minoxidil", _cream(50, 10, 7.0, 12), "scalp", 48, f"5 %, {MINOXIDIL}"),
    Applied(("N099",), "tretinoin", _cream(0.5, 2, 5.5, 10), "forearm", 48, "2 ul/cm2, pH 5.5, 10 h assumed"),
    Applied(("N101",), "tretinoin", _cream(0.5, 2, 5.5, 10), "cheek", 48, "pH 5.5 assumed"),
    Applied(("N088",), "diclofenac", Dose(11.6, 5.0, 7.0), "arm", 12, "pH 7 assumed", Role.CHECKED),
    Applied(
        ("N055",), "lidocaine", _covered(50, 7.5, 12), "back", 12, "1 mm of gel, pH 7.5 assumed", Role.CHECKED
    ),
    Applied(
        ("N058",),
        "lidocaine",
        _covered(50, 7.5, 12),
        "back",
        12,
        "patch of pH 7.5 assumed",
        Role.CHECKED,
        True,
    ),
    Applied(("N065",), "lidocaine", _covered(25, 9.0, 3), "thigh", 3, "1 mm of cream, pH 9", flux=True),
    Applied(("N066",), "lidocaine", _covered(25, 9.0, 2), "cheek", 2, "1 mm of cream, pH 9", flux=True),
)
_AMOUNTS = {"N077": 13.3, "N078": 40.0}  # hydrocortisone, ug/cm2; the rows give ug/cm2 absorbed
_APART = {
    "N053": "a load for a whole scalp; its area is not in the row",
    "N056": "the same patches as row N055",
    "N080": "petrolatum holds the acid back; its partition is not in the row",
    "N087": "the scrotum is no site of the model",
    "N089": "amount and pH of the lotion are not in the row",
    "N090": "blood after a gel; clearance from the body is not modelled",
    "N091": "as row N090",
    "N092": "subcutis against plasma; the body is not modelled",
    **{
        f"N{n:03}": "one study, hours and amount not in the row; a neutral substance, no law from it"
        for n in range(93, 97)
    },
    **{f"N{n:03}": "blood levels; clearance from the body is not modelled" for n in (57, 59, 60, 63, 64)},
    "N097": "neat solvents",
    "N098": "neat solvents",
    "N100": "skin changed by a year of tretinoin",
    "N102": "skin inflamed by retinoid",
    "N103": "rat skin",
    "N104": "rat skin",
    "N105": "from memory, unverified; the model lets through next to none",
    "N106": "from memory, unverified; the model lets through next to none",
    "N107": "pig skin under Raman light; a depth of detection",
    "N108": "an ester is not modelled",
    "N109": "an ester is not modelled",
    "N110": "reconstructed epidermis has hardly a barrier",
    "N111": "reconstructed epidermis has hardly a barrier",
    **{f"N{n}": "holes burnt by a laser, wider than needles make" for n in range(112, 118)},
    "N070": "what left the surface: an upper bound of what entered",
    "N071": "amount of emulsion is not in the row",
    "N072": "the corneum after half an hour; solvent that carries it in is not modelled",
}
_RATIOS = {"N083": "cheek", "N084": "jawline", "N085": "scalp", "N086": "back"}


def _caffeine(values: Values) -> np.ndarray:
    """Permeability of wet forearm to caffeine, cm/h (draw,)."""
    skin = anatomy_of(made.person("forearm", 40), values)
    dose = Dose(1.0, None, 5.5)
    hours = np.array([0.0, 5.0, 6.0])
    bare = channel_course.none(values.count)
    got = permeate(dose, find("caffeine"), skin, bare, values, hours, tolerance=TOLERANCE).past_the_corneum
    return (got[:, 2] - got[:, 1]) / dose.strength_ug_per_ml


def _ratios(values: Values) -> list[JudgedRow]:
    film = _film((), "hydrocortisone", 4.0)
    arm = film.read(values)
    return [
        compare(row, replace(film, site=site).read(values) / arm, Role.FITTED, note=SCALP_RATIO)
        for row, site in _RATIOS.items()
    ]


def judged(values: Values) -> list[JudgedRow]:
    """Rows N051 to N117, judged."""
    found = []
    for item in APPLIED:
        told = item.read(values)
        found += [compare(row, told, item.role, note=item.note) for row in item.rows]
    for row, ug in _AMOUNTS.items():
        film = _film((row,), "hydrocortisone", ug)
        found.append(compare(row, film.read(values) * ug / 100, Role.FITTED, note=film.note))
    found.append(compare("N069", _caffeine(values), Role.CHECKED, note="an emulsion taken as water"))
    found.append(elsewhere("N067", "sets `permeation.open_air_ratio`"))
    found.append(elsewhere("N068", "the spread of row N067"))
    found += [elsewhere(row, "computed with rows N065, N066") for row in ("N061", "N062")]
    return [*found, *_ratios(values), *(apart(row, reason) for row, reason in _APART.items())]
