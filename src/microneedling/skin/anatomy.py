"""How thick, how stiff, how deep the vessels, how fast it repairs: the layers of one person's skin at one site.

    dermis    = dermis(site, sex) * exp(-thinning(face by sex, or body) * (age - reference age))
    stiffness = stiffness(layer)  * (1 + stiffening * (age - reference age)),  kept above a third
    plexus    = the smaller of its own depth and a share of the skin's thickness (it lies inside thin skin)

Depths are below the skin surface, all arrays of shape (draw,). Sites without a row of their own take the
nearest measured site, times `anatomy.nearest_site_factor`, whose spread is the price of borrowing. The epidermis
does not thin with age here: the biopsies that report it and those that do not disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..answers.brief import brief
from .repair import repair_of
from .sites import FACE

if TYPE_CHECKING:
    import numpy as np

    from ..evidence.registry import Values

# Site -> site whose rows it takes. Sites left out have rows of their own.
NEAREST_DERMIS = {"perioral": "cheek", "chin": "jawline"}
NEAREST_CORNEUM = {
    "forehead": "cheek",
    "temple": "cheek",
    "glabella": "cheek",
    "periorbital": "cheek",
    "nose": "cheek",
    "perioral": "cheek",
    "chin": "cheek",
    "jawline": "cheek",
    "neck": "cheek",
    "arm": "forearm",
    "abdomen": "other",
    "thigh": "other",
    "breast": "other",
}
FACE_EPIDERMIS = ("cheek", "forehead", "temple", "glabella", "periorbital", "nose", "chin", "jawline")
NEAREST_EPIDERMIS: dict[str, str] = {"neck": "face", "arm": "forearm", "hand": "forearm"} | dict.fromkeys(
    ("abdomen", "thigh", "breast"), "other"
)
BONY = frozenset({"forehead", "temple", "glabella", "nose", "hand"})


@dataclass(frozen=True)
class Anatomy:
    """Thickness (mm), stiffness (kPa) and vessel depth (mm below the surface) of the skin, arrays (draw,)."""

    __repr__ = brief

    site: str
    stratum_corneum_mm: np.ndarray
    epidermis_mm: np.ndarray
    papillary_mm: np.ndarray
    dermis_mm: np.ndarray
    stratum_corneum_kpa: np.ndarray
    epidermis_kpa: np.ndarray
    dermis_kpa: np.ndarray
    subcutis_kpa: np.ndarray
    capillary_top_mm: np.ndarray
    plexus_mm: np.ndarray
    repair: np.ndarray  # speed of repair over young, healthy skin (`skin.repair`)

    @property
    def dermis_top_mm(self) -> np.ndarray:
        """Depth of the dermo-epidermal junction below the surface, (draw,)."""
        return self.stratum_corneum_mm + self.epidermis_mm

    @property
    def skin_mm(self) -> np.ndarray:
        """Thickness of the whole skin down to the subcutis, (draw,)."""
        return self.dermis_top_mm + self.dermis_mm


def _nearest(values: Values, name: str, site: str, borrowed: bool) -> np.ndarray:
    thickness = values[f"anatomy.{name}.{site}"]
    return thickness * values["anatomy.nearest_site_factor"] if borrowed else thickness


def _dermis_mm(person: Any, values: Values) -> np.ndarray:
    import numpy as np

    place: str = person.site
    site = NEAREST_DERMIS.get(place, place)
    sex = person.sex
    if isinstance(sex, str):
        adult = _nearest(values, f"dermis_thickness_{sex}_mm", site, place in NEAREST_DERMIS)
    else:
        adult = np.empty(values.count)
        for one in np.unique(sex):
            here = sex == one
            adult[here] = _nearest(values, f"dermis_thickness_{one}_mm", site, place in NEAREST_DERMIS)[here]
    years = person.age_year - values["anatomy.reference_age_year"]
    return adult * np.exp(-_thinning_per_year(person, values) * years)


def _thinning_per_year(person: Any, values: Values) -> np.ndarray:
    """Relative loss of dermal thickness a year, (draw,): by sex on the face, one for the body."""
    place = person.sex if person.site in FACE else "body"
    return values.by("anatomy.dermis_thinning_per_year", place)


def _epidermis_mm(site: str, values: Values) -> np.ndarray:
    if site in FACE_EPIDERMIS:
        return values["anatomy.viable_epidermis_mm.face"]
    return _nearest(
        values, "viable_epidermis_mm", NEAREST_EPIDERMIS.get(site, site), site in NEAREST_EPIDERMIS
    )


def anatomy_of(person: Any, values: Values) -> Anatomy:
    """The layers at the site of a `Person`, or of `People` (one a draw); equations in the module's docstring."""
    import numpy as np

    site: str = person.site
    corneum = _nearest(values, "stratum_corneum_mm", NEAREST_CORNEUM.get(site, site), site in NEAREST_CORNEUM)
    epidermis, dermis = _epidermis_mm(site, values), _dermis_mm(person, values)
    years = person.age_year - values["anatomy.reference_age_year"]
    stiffer = np.maximum(1 + values["anatomy.stiffening_per_year"] * years, 1 / 3)
    plexus_limit = values["anatomy.plexus_share_of_skin"] * (corneum + epidermis + dermis)
    return Anatomy(
        site=site,
        stratum_corneum_mm=corneum,
        epidermis_mm=epidermis,
        papillary_mm=np.minimum(values["anatomy.papillary_mm"], dermis / 2),
        dermis_mm=dermis,
        stratum_corneum_kpa=values["anatomy.stratum_corneum_kpa"] * stiffer,
        epidermis_kpa=values["anatomy.viable_epidermis_kpa"] * stiffer,
        dermis_kpa=values["anatomy.dermis_kpa"] * stiffer,
        subcutis_kpa=values[f"anatomy.subcutis_kpa.{'bony' if site in BONY else 'soft'}"],
        capillary_top_mm=np.maximum(values["anatomy.capillary_top_mm"], corneum),
        plexus_mm=np.minimum(values["anatomy.plexus_mm"], plexus_limit),
        repair=repair_of(person, values),
    )
