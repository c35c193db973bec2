"""What instruments read: each its own map from the tissue, with exponents and error in the registry.

Surface relief and pores are here; the matrix, colour and barrier instruments in their own files; `readings`
gives them all. Readings are not scores: what a rater says is in `scales`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from . import barrier, colour, matrix
from .reading import PAPILLARY, InstrumentReading, make, per_draw, percent

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.people import Somebody
    from ..skin.tissue import TissueTrajectory


def crease_depth(tissue: TissueTrajectory, values: Values) -> InstrumentReading:
    """Depth of fine creases, um: the relief state times a typical depth."""
    relative = tissue.surface_topography.crease_depth / per_draw(
        tissue.baseline.surface_topography.crease_depth
    )
    start = values["measures.crease_depth_um"]
    return make("crease_depth", "crease depth", "um", "lower is better", relative, start, values)


def rough(tissue: TissueTrajectory, values: Values, crease: np.ndarray) -> np.ndarray:
    """Roughness Ra over baseline, (draw, day): w^a (S/S0)^-b (1 + c A), S corneocytes, A open share of the surface."""
    corneocytes = tissue.turnover.corneocytes / per_draw(tissue.baseline.turnover.corneocytes)
    return (
        crease ** per_draw(values["measures.roughness_by_crease"])
        * corneocytes ** -per_draw(values["measures.roughness_by_corneocytes"])
        * (1 + per_draw(values["measures.roughness_by_open_area"]) * tissue.opening_fraction)
    )


def roughness(tissue: TissueTrajectory, values: Values) -> InstrumentReading:
    """Roughness Ra in percent of own baseline."""
    crease = tissue.surface_topography.crease_depth / per_draw(
        tissue.baseline.surface_topography.crease_depth
    )
    return percent("roughness", "roughness Ra", "lower is better", rough(tissue, values, crease), values)


def pore_diameter(tissue: TissueTrajectory, values: Values) -> InstrumentReading:
    """Pore diameter, um: a stiffer papillary wall holds the mouth narrower, (E/E0)^-a."""
    relative = matrix.stiffness(tissue, values)[..., PAPILLARY] ** -per_draw(
        values["measures.pore_by_stiffness"]
    )
    start = values["measures.pore_diameter_um"]
    return make("pore_diameter", "pore diameter", "um", "lower is better", relative, start, values)


def epidermal_thickness(tissue: TissueTrajectory, values: Values) -> InstrumentReading:
    """Thickness of the living epidermis in percent of own baseline: (cells/baseline)^a."""
    exponent = per_draw(values["measures.thickness_by_cells"])
    relative = barrier.living_epidermis(tissue) ** exponent
    return percent("epidermal_thickness", "epidermal thickness", "higher is better", relative, values)


def readings(
    tissue: TissueTrajectory, values: Values, person: Somebody, session_days: Sequence[float] = ()
) -> dict[str, InstrumentReading]:
    """Every instrument on one tissue, by name."""
    items = (
        crease_depth(tissue, values),
        roughness(tissue, values),
        pore_diameter(tissue, values),
        epidermal_thickness(tissue, values),
        *(matrix.cutometer(tissue, values, person, name) for name in ("r2", "r5", "r7")),
        matrix.stained_collagen(tissue, values),
        matrix.stained_reticulin(tissue, values),
        matrix.echo_density(tissue, values),
        colour.melanin_index(tissue, values),
        colour.unevenness(tissue, values, session_days),
        colour.erythema(tissue, values, session_days),
        colour.perfusion(tissue, values, session_days),
        barrier.tewl(tissue, values, person),
        barrier.corneometer(tissue, values, person),
    )
    return {item.name: item for item in items}
