"""Substances put on skin, by name or by their numbers.

    uncharged share:  acid 1 / (1 + 10^(pH - pKa)),  base 1 / (1 + 10^(pKa - pH)),  else 1
    solubility(pH)  = smaller of (that of the uncharged form / uncharged share) and that of a salt

What is not given is taken from the registry (`actives.*`), with its range. Amphoteric substances and those
that are charged at every pH of skin count as neither acid nor base: their log K is the one at skin pH. Breaks
down for mixtures that melt together (lidocaine with prilocaine) and for particles. Loads without the array
library.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..errors import InputError, Mistake, did_you_mean

if TYPE_CHECKING:
    import numpy as np

    from ..evidence.registry import Values

Charge = Literal["acid", "base", "neither"]
MG_PER_G = 1000.0

# Name -> what pKa it has, if one that counts between pH 2 and 9. The numbers are in the registry.
ACTIVES: dict[str, Charge] = {
    "ascorbic acid": "acid",
    "tranexamic acid": "neither",
    "niacinamide": "neither",
    "hyaluronic acid": "neither",
    "lidocaine": "base",
    "prilocaine": "base",
    "tetracaine": "base",
    "benzocaine": "base",
    "minoxidil": "base",
    "retinol": "neither",
    "tretinoin": "acid",
    "caffeine": "neither",
    "GHK copper": "neither",
    "aminolevulinic acid": "neither",
    "dextran": "neither",
    "insulin": "neither",
    "water": "neither",
    "sucrose": "neither",
    "salicylic acid": "acid",
    "hydroquinone": "neither",
    "azelaic acid": "acid",
    "glycolic acid": "acid",
    "hydrocortisone": "neither",
    "paracetamol": "neither",
    "benzoic acid": "acid",
    "aminobenzoic acid": "acid",
    "diclofenac": "acid",
}
ALIASES = {
    "vitamin c": "ascorbic acid",
    "l-ascorbic acid": "ascorbic acid",
    "txa": "tranexamic acid",
    "nicotinamide": "niacinamide",
    "hyaluronan": "hyaluronic acid",
    "ha": "hyaluronic acid",
    "vitamin a": "retinol",
    "retinoic acid": "tretinoin",
    "ghk-cu": "GHK copper",
    "copper peptide": "GHK copper",
    "ghk copper": "GHK copper",
    "5-ala": "aminolevulinic acid",
    "ala": "aminolevulinic acid",
    "5-aminolevulinic acid": "aminolevulinic acid",
}
BY_WEIGHT = ("hyaluronic acid", "dextran")


@dataclass(frozen=True)
class Active:
    """A substance: its name, and the numbers that are given instead of the registry's (None: not given)."""

    name: str
    charge: Charge = "neither"
    molecular_weight_da: float | None = None
    log_k: float | None = None
    pka: float | None = None
    unbound_fraction: float | None = None
    solubility_mg_per_ml: float | None = None
    breakdown_half_life_h: float | None = None

    @property
    def known(self) -> bool:
        """Whether the registry has numbers of its own for it."""
        return self.name in ACTIVES

    @property
    def title(self) -> str:
        """Its name, with the weight where that was chosen."""
        if self.known and self.molecular_weight_da is not None:
            return f"{self.name}, {self.molecular_weight_da / MG_PER_G:g} kDa"
        return self.name


def find(name: str) -> Active:
    """The active of this name; `hyaluronic acid 50 kDa` sets the weight. Raises InputError with a hint."""
    words = " ".join(name.lower().split())
    weight = None
    if match := re.fullmatch(r"(.+?),? (\d+(?:\.\d+)?) ?(k?da|kilodalton|dalton)", words):
        words = match[1]
        weight = float(match[2]) * (MG_PER_G if match[3].startswith("k") else 1.0)
    names = {item.lower(): item for item in ACTIVES} | ALIASES
    if words not in names:
        raise InputError("active", [_unknown("name", name, names)])
    found = names[words]
    if weight is not None and found not in BY_WEIGHT:
        allowed = f"a weight only with {' or '.join(BY_WEIGHT)}"
        raise InputError("active", [Mistake("name", f'"{name}"', allowed)])
    return Active(found, ACTIVES[found], molecular_weight_da=weight)


def _unknown(path: str, name: str, names: dict[str, str]) -> Mistake:
    allowed = ", ".join(ACTIVES)
    return Mistake(
        path, f'"{name[:60]}"', f"{allowed}; or its numbers in [active]", did_you_mean(name, names)
    )


@dataclass(frozen=True)
class Properties:
    """The numbers of an active, arrays (draw,)."""

    charge: Charge
    molecular_weight_da: np.ndarray
    log_k: np.ndarray
    pka: np.ndarray | None
    unbound_fraction: np.ndarray
    uncharged_solubility: np.ndarray  # g/g
    salt_solubility: np.ndarray
    breakdown_per_h: float

    def uncharged(self, ph: np.ndarray | float) -> np.ndarray:
        """Share that carries no charge at this pH."""
        import numpy as np

        if self.pka is None or self.charge == "neither":
            return np.ones_like(self.log_k)
        above = ph - self.pka if self.charge == "acid" else self.pka - ph
        return 1 / (1 + 10.0**above)

    def octanol_ratio(self, ph: np.ndarray | float) -> np.ndarray:
        """Concentration in oil over that free in water at this pH; only the uncharged form enters oil."""
        return self.uncharged(ph) * 10.0**self.log_k

    def solubility_ug_per_ml(self, ph: np.ndarray | float) -> np.ndarray:
        """What water dissolves at this pH, ug/mL."""
        import numpy as np

        salt = np.maximum(self.salt_solubility, self.uncharged_solubility)
        share = np.minimum(self.uncharged_solubility / self.uncharged(ph), salt)
        return share * MG_PER_G * MG_PER_G


def properties(active: Active, values: Values) -> Properties:
    """All numbers of the active: those given, else the registry's."""
    import numpy as np

    key = active.name.lower().replace(" ", "_")
    shape = values["permeation.kp_scatter"].shape

    def number(given: float | None, name: str) -> np.ndarray:
        return values[f"actives.{name}.{key}"] if given is None else np.full(shape, float(given))

    solubility = active.solubility_mg_per_ml
    has_pka = active.charge != "neither"
    half = active.breakdown_half_life_h
    return Properties(
        charge=active.charge,
        molecular_weight_da=number(active.molecular_weight_da, "molecular_weight_da"),
        log_k=number(active.log_k, "log_k"),
        pka=number(active.pka, "pka") if has_pka else None,
        unbound_fraction=number(active.unbound_fraction, "unbound_fraction"),
        uncharged_solubility=number(
            None if solubility is None else solubility / MG_PER_G, "solubility_share"
        ),
        salt_solubility=values["permeation.greatest_solubility_share"],
        breakdown_per_h=0.0 if half is None else float(np.log(2.0) / half),
    )
