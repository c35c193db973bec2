"""The named state of a patch of skin. Read this first: everything the model follows over time has its name here.

Axes: `draw` (one virtual version of the person per draw of the uncertain numbers), `day` (from the first session),
`place` - `ZONES` for the two-zone means that outcomes read, or the dermal layers of a `section` in full depth.
Epidermal states have shape (draw, day), dermal states (draw, day, place). Values on the day of a
session are those just before the needles strike, as a clinic would measure them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np

from ..answers.brief import brief

ZONES = ("papillary", "reticular")


@dataclass(frozen=True)
class Inflammation:
    """Signals in multiples of their half-effect (EC50); cells in cells/mm3; debris as a volume fraction."""

    __repr__ = brief

    debris: np.ndarray
    platelet_signal: np.ndarray
    cytokine: np.ndarray
    neutrophils: np.ndarray
    macrophages_inflammatory: np.ndarray
    macrophages_repair: np.ndarray
    epidermal_platelet_signal: np.ndarray
    epidermal_cytokine: np.ndarray


@dataclass(frozen=True)
class Proliferation:
    """TGF-b in EC50; cells in cells/mm3; vessels relative to baseline; recruitment refractoriness (0 at baseline)."""

    __repr__ = brief

    tgf: np.ndarray
    fibroblasts: np.ndarray
    myofibroblasts: np.ndarray
    vessels: np.ndarray
    refractoriness: np.ndarray
    epidermal_tgf: np.ndarray


@dataclass(frozen=True)
class Collagen:
    """Matrix relative to the total collagen of young skin (1); collagenase and programme to young baseline."""

    __repr__ = brief

    collagenase: np.ndarray
    programme: np.ndarray
    type3: np.ndarray
    type1_new: np.ndarray
    type1_mature: np.ndarray
    type1_fragmented: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """All collagen, fragments included, over the total of young skin."""
        return self.type3 + self.intact_type1 + self.type1_fragmented

    @property
    def intact_type1(self) -> np.ndarray:
        """New and mature type I, without fragments, over the total collagen of young skin."""
        return self.type1_new + self.type1_mature

    @property
    def ratio_1_to_3(self) -> np.ndarray:
        """Type I, fragments included, over type III."""
        return (self.intact_type1 + self.type1_fragmented) / self.type3


@dataclass(frozen=True)
class Elastin:
    """Elastic material relative to young functional elastin (1): new, functional, and elastotic (sun-damaged)."""

    __repr__ = brief

    tropoelastin: np.ndarray
    elastic: np.ndarray
    elastotic: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """All elastic material over young functional elastin."""
        return self.tropoelastin + self.elastic + self.elastotic


@dataclass(frozen=True)
class Turnover:
    """Epidermal cells (cells/mm2), mean ages since leaving the basal layer (d), channel mouth radius (mm)."""

    __repr__ = brief

    opening_radius_mm: np.ndarray
    basal: np.ndarray
    suprabasal: np.ndarray
    corneocytes: np.ndarray
    junction: np.ndarray
    suprabasal_age_day: np.ndarray
    corneocyte_age_day: np.ndarray


@dataclass(frozen=True)
class Pigment:
    """Melanin relative to phototype III (1): epidermis, corneum, dermis, and lesional pigment beside it."""

    __repr__ = brief

    activation: np.ndarray
    melanin_epidermis: np.ndarray
    melanin_corneum: np.ndarray
    melanin_dermis: np.ndarray
    lesional_activation: np.ndarray
    lesional_melanin_epidermis: np.ndarray
    lesional_melanin_corneum: np.ndarray


@dataclass(frozen=True)
class Hydration:
    """Hyaluronan relative to baseline; shares of the stratum corneum pathway that stand open, and still to vapour."""

    __repr__ = brief

    hyaluronan: np.ndarray
    barrier_gap: np.ndarray
    vapour_gap: np.ndarray


@dataclass(frozen=True)
class SurfaceTopography:
    """Remodelled collagen gain; crease depth over baseline; scar tether (mm) and its dent."""

    __repr__ = brief

    remodelled: np.ndarray
    crease_depth: np.ndarray
    tether_mm: np.ndarray
    dent_mm: np.ndarray


@dataclass(frozen=True)
class Damage:
    """Volume struck and not repaired yet, per area of skin (mm); share of the dermis without its architecture."""

    __repr__ = brief

    wound: np.ndarray
    disarray: np.ndarray


@dataclass(frozen=True)
class Ageing:
    """What years and sun have left of the collagen set point since the first day, 1 at first."""

    __repr__ = brief

    vigour: np.ndarray


GROUPS: dict[str, type] = {
    "inflammation": Inflammation,
    "proliferation": Proliferation,
    "ageing": Ageing,
    "collagen": Collagen,
    "elastin": Elastin,
    "turnover": Turnover,
    "pigment": Pigment,
    "hydration": Hydration,
    "damage": Damage,
    "surface_topography": SurfaceTopography,
}


@dataclass(frozen=True)
class Tissue:
    """One kind of tissue: all named states on the same days."""

    __repr__ = brief

    kind: str  # "skin", or a lesion: "rolling scar", "surgical scar", "striae alba", ...
    inflammation: Inflammation
    proliferation: Proliferation
    ageing: Ageing
    collagen: Collagen
    elastin: Elastin
    turnover: Turnover
    pigment: Pigment
    hydration: Hydration
    damage: Damage
    surface_topography: SurfaceTopography

    @classmethod
    def from_states(cls, kind: str, states: Mapping[str, np.ndarray]) -> Tissue:
        """Group a flat mapping of state name -> array by process."""
        groups = {
            name: group(**{item.name: states[item.name] for item in fields(group)})
            for name, group in GROUPS.items()
        }
        return cls(kind, **groups)


@dataclass(frozen=True)
class TissueTrajectory(Tissue):
    """A tissue followed over a course: states on `day`, the same names at `baseline` before the first session."""

    __repr__ = brief

    day: np.ndarray
    baseline: Tissue
    opening_fraction: np.ndarray
    thickness_mm: np.ndarray  # (draw, place) of the dermal zones or layers
    depth_mm: np.ndarray  # (draw, place) middle of the zone or layer below the skin surface
    failed: np.ndarray  # (draw,) True where the integration failed
    observers: Mapping[
        str, np.ndarray
    ]  # states (draw, day) of who looks at the tissue, 0 before the first session

    def of_draws(self, keep: np.ndarray) -> TissueTrajectory:
        """The same tissue in the draws that `keep` (bool, (draw,)) marks; they were followed each by itself."""
        count = self.failed.size

        def part(item: Any) -> Any:
            if isinstance(item, np.ndarray):
                return item[keep] if item.ndim and item.shape[0] == count else item
            if isinstance(item, Mapping):
                return {name: part(one) for name, one in item.items()}
            if is_dataclass(item) and not isinstance(item, type):
                return replace(item, **{one.name: part(getattr(item, one.name)) for one in fields(item)})
            return item

        names = [one.name for one in fields(self) if one.name != "day"]
        return replace(self, **{name: part(getattr(self, name)) for name in names})
