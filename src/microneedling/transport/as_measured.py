"""What a study that measured a delivery would find: the model's draws and how far studies and instruments scatter.

    measured = modelled exp(f z),  z ~ N(0, 1) of the study        f of needled or of intact skin, from the registry

Each draw is taken at equally likely z, so nothing here is random. f was set on published rows (`validation.bench`);
through needled skin it is large, because published amounts lie far from the model there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from ..evidence.registry import Values

STUDIES = 9  # equally likely studies a draw
_SCORE = ndtri((np.arange(STUDIES) + 0.5) / STUDIES)
TENTH = float(ndtri(0.9))


def scatter(values: Values, needled: bool) -> np.ndarray:
    """The scatter f between studies of an amount (log SD), (draw,)."""
    return values[
        "study_effect.bench_log_sd.absorption_needled" if needled else "study_effect.bench_log_sd.absorption"
    ]


def as_measured(modelled: np.ndarray, values: Values, needled: bool, most: float = np.inf) -> np.ndarray:
    """Draws (draw,) of an amount as equally likely studies would find them, (draw times `STUDIES`,), at most `most`."""
    times = np.exp(scatter(values, needled)[:, None] * _SCORE)
    return np.minimum(modelled[:, None] * times, np.maximum(most, modelled)[:, None]).ravel()


def scatter_words(values: Values, needled: bool) -> str:
    """How much further than these intervals a study would scatter."""
    factor = float(np.exp(TENTH * np.median(scatter(values, needled))))
    where = "needled skin" if needled else "intact skin"
    return (
        "Intervals say what is not known of this skin and product. A study or laboratory that measured it scatters "
        f"by a further factor of {factor:.2g} either way in {where}, four times in five; `intervals_as_measured` "
        "carries that."
    )
