"""The barrier: water lost through the skin (TEWL), and water held in the stratum corneum (corneometer)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..skin.sites import region
from .reading import InstrumentReading, excess, make, papillary, per_draw

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.people import Somebody
    from ..skin.tissue import TissueTrajectory

# Sites whose own baseline is known keep it; the others take that of their region.
TEWL_SITES = ("forearm", "breast")
MOISTURE_SITES = ("periorbital", "back")


def _region(person: Somebody, own: tuple[str, ...]) -> str:
    return person.site if person.site in own else region(person.site)


def tewl_baseline(values: Values, person: Somebody) -> np.ndarray:
    """TEWL of the site at rest, g/m2/h, (draw,)."""
    return values[f"measures.tewl_g_per_m2_h.{_region(person, TEWL_SITES)}"]


def water_loss(tissue: TissueTrajectory, values: Values, person: Somebody) -> np.ndarray:
    """TEWL over that of the site at rest J0, (draw, day): 1 + x E/(x + E)/J0,  x = k V + b J0 c,  E = W - J0.

    V share of the surface open to vapour, overlaps once; k what an open area loses; c epidermal cytokine excess; W loss
    of an open wound, which nothing exceeds. A film of dried fluid carries the loss, so that it goes by area: the
    rims of holes (4 r D) hold back 1 to 4 % of it between 19 and 50 um, which is left out.
    """
    rest = per_draw(tewl_baseline(values, person))
    hot = excess(tissue.inflammation.epidermal_cytokine, tissue.baseline.inflammation.epidermal_cytokine)
    gap = excess(tissue.hydration.vapour_gap, tissue.baseline.hydration.vapour_gap)
    leak = per_draw(values["measures.tewl_open_g_per_m2_h"]) * -np.expm1(-gap)
    leak = leak + per_draw(values["measures.tewl_by_cytokine"]) * rest * hot
    most = np.maximum(per_draw(values["measures.tewl_wound_g_per_m2_h"]) - rest, 0.0)
    return 1 + leak * most / (leak + most) / rest


def tewl(tissue: TissueTrajectory, values: Values, person: Somebody) -> InstrumentReading:
    """Transepidermal water loss, g/m2/h, from the site's own baseline."""
    label, course = "transepidermal water loss", water_loss(tissue, values, person)
    return make("tewl", label, "g/m2/h", "lower is better", course, tewl_baseline(values, person), values)


def corneometer(tissue: TissueTrajectory, values: Values, person: Somebody) -> InstrumentReading:
    """Stratum corneum hydration, a.u.: 1 - a (TEWL - 1) + b ln H + c (epidermis - 1), relative to baseline."""
    hyaluronan = papillary(tissue.hydration.hyaluronan) / per_draw(
        papillary(tissue.baseline.hydration.hyaluronan)
    )
    relative = np.exp(
        -per_draw(values["measures.moisture_by_tewl"]) * (water_loss(tissue, values, person) - 1)
        + per_draw(values["measures.moisture_by_hyaluronan"]) * np.log(hyaluronan)
        + per_draw(values["measures.moisture_by_epidermis"]) * (living_epidermis(tissue) - 1)
    )
    start = values[f"measures.corneometer.{_region(person, MOISTURE_SITES)}"]
    return make(
        "corneometer", "stratum corneum hydration", "a.u.", "higher is better", relative, start, values
    )


def living_epidermis(tissue: TissueTrajectory) -> np.ndarray:
    """Cells of the living epidermis over baseline, (draw, day)."""
    turnover, rest = tissue.turnover, tissue.baseline.turnover
    return (turnover.basal + turnover.suprabasal) / per_draw(rest.basal + rest.suprabasal)
