"""What the dermal matrix gives to instruments: stiffness, elastic recovery, collagen by stain or echo.

Collagen mass, stained area and echo density are different readings of one matrix: each has its own exponent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .reading import PAPILLARY, RETICULAR, InstrumentReading, make, papillary, per_draw, percent

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.people import Somebody
    from ..skin.tissue import Tissue, TissueTrajectory


def _load_bearing(tissue: Tissue, values: Values, axes: int) -> np.ndarray:
    """Collagen that carries load: mature type I counts fully, new type I and type III in part."""
    part = values["surface_topography.young_load"].reshape(-1, *([1] * axes))
    collagen = tissue.collagen
    return part * (collagen.type1_new + collagen.type3) + collagen.type1_mature


def stiffness(tissue: TissueTrajectory, values: Values) -> np.ndarray:
    """Modulus of each dermal zone over baseline, (draw, day, zone): (load/load0)^a (elastic/elastic0)^b."""
    load = _load_bearing(tissue, values, 2) / _load_bearing(tissue.baseline, values, 1)[:, None, :]
    elastic = tissue.elastin.elastic / tissue.baseline.elastin.elastic[:, None, :]
    by_load = values["surface_topography.stiffness_by_collagen"][:, None, None]
    by_elastic = values["surface_topography.stiffness_by_elastin"][:, None, None]
    return load**by_load * elastic**by_elastic


def elastic_ratio(tissue: TissueTrajectory, values: Values) -> np.ndarray:
    """Elastic recovery over baseline: (E_P E_R)^a ((1 + X0)/(1 + X))^b H^c, X elastotic, H hyaluronan."""
    modulus = stiffness(tissue, values)
    hyaluronan = papillary(tissue.hydration.hyaluronan) / per_draw(
        papillary(tissue.baseline.hydration.hyaluronan)
    )
    return (
        (modulus[..., PAPILLARY] * modulus[..., RETICULAR])
        ** per_draw(values["measures.recovery_by_stiffness"])
        * _clearing(tissue, values)
        * hyaluronan ** per_draw(values["measures.recovery_by_hyaluronan"])
    )


def firmness_ratio(tissue: TissueTrajectory, values: Values) -> np.ndarray:
    """Firmness as a rater feels it, over baseline: elastic recovery of the matrix that has remodelled, without water.

    (prod over zones ((1 + remodelled) vigour)^c (El/baseline)^e)^a ((1 + X0)/(1 + X))^b
    """
    elastic = tissue.elastin.elastic / tissue.baseline.elastin.elastic[:, None, :]
    by_load = values["surface_topography.stiffness_by_collagen"][:, None, None]
    by_elastic = values["surface_topography.stiffness_by_elastin"][:, None, None]
    load = (1 + tissue.surface_topography.remodelled) * tissue.ageing.vigour
    modulus = load**by_load * elastic**by_elastic
    return modulus.prod(axis=2) ** per_draw(values["measures.recovery_by_stiffness"]) * _clearing(
        tissue, values
    )


def _clearing(tissue: TissueTrajectory, values: Values) -> np.ndarray:
    """What the clearing of elastotic material gives to recovery: ((1 + X0)/(1 + X))^b, (draw, day)."""
    rest = papillary(tissue.baseline.elastin.elastotic)[:, None]
    return ((1 + rest) / (1 + papillary(tissue.elastin.elastotic))) ** per_draw(
        values["measures.recovery_by_elastotic"]
    )


def cutometer(
    tissue: TissueTrajectory, values: Values, person: Somebody, parameter: str
) -> InstrumentReading:
    """A Cutometer ratio R2, R5 or R7 (0-1): its odds R/(1-R) move with a power of the elastic ratio.

    Odds instead of a clipped product keep the ratio inside 0-1 however far the matrix moves.
    """
    region = "face" if person.on_face else "body"
    start = np.broadcast_to(values[f"measures.{parameter}.{region}"], tissue.failed.shape)
    odds = per_draw(start / (1 - start)) * elastic_ratio(tissue, values) ** per_draw(
        values[f"measures.{parameter}_exponent"]
    )
    label = f"Cutometer {parameter.upper()}"
    return make(
        parameter, label, "ratio", "higher is better", odds / (1 + odds) / per_draw(start), start, values
    )


def stained_collagen(tissue: TissueTrajectory, values: Values) -> InstrumentReading:
    """Area stained as collagen (Masson) in the papillary dermis, percent: (intact collagen/baseline)^a."""
    exponent = per_draw(values["measures.stained_area_exponent"])
    relative = _intact_papillary(tissue) ** exponent
    return percent("stained_collagen", "stained collagen area (Masson)", "higher is better", relative, values)


def stained_reticulin(tissue: TissueTrajectory, values: Values) -> InstrumentReading:
    """Area of silver-stained (young, type III-rich) papillary fibres, percent of own baseline."""
    now = papillary(tissue.collagen.type3 + tissue.collagen.type1_new)
    rest = papillary(tissue.baseline.collagen.type3 + tissue.baseline.collagen.type1_new)
    relative = (now / per_draw(rest)) ** per_draw(values["measures.silver_area_exponent"])
    return percent("stained_reticulin", "silver-stained fibre area", "higher is better", relative, values)


def echo_density(tissue: TissueTrajectory, values: Values) -> InstrumentReading:
    """Echo density of the whole dermis, percent: (intact collagen/baseline)^a, zones by thickness."""
    weight = tissue.thickness_mm[:, None, :]
    now = (intact(tissue) * weight).sum(-1)
    rest = (intact(tissue.baseline)[:, None, :] * weight).sum(-1)
    relative = (now / rest) ** per_draw(values["measures.echo_exponent"])
    return percent("echo_density", "dermal echo density", "higher is better", relative, values)


def intact(tissue: Tissue) -> np.ndarray:
    """Intact collagen of each zone: type III, new and mature type I (fragments carry and fill little)."""
    return tissue.collagen.type3 + tissue.collagen.intact_type1


def _intact_papillary(tissue: TissueTrajectory) -> np.ndarray:
    return papillary(intact(tissue)) / per_draw(papillary(intact(tissue.baseline)))
