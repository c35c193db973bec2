"""How people differ on top of what is unknown: changes of people whose place among others is not known.

Each draw of the model's numbers gives the change of its middle person. People go exp(sd e) as far (decision 20): by
`score_law` where the change has ends, by `instruments` where it has none. The whole band pools all draws with people at
equally likely places e, so it needs no draws of its own and never moves by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from ..answers.brief import brief
from .instruments import change_of_person
from .score_law import of_person

PLACES = 10
_SCORE = ndtri((np.arange(PLACES) + 0.5) / PLACES)
PLACE = _SCORE / _SCORE.std()  # their spread is 1


@dataclass(frozen=True)
class PeopleBand:
    """Spread `sd` (draw,), and how far a change can go: to the `best` and to the `worst` end (draw,), in its unit.

    Of a reading without ends `best` is its baseline and `worst` is None.
    """

    __repr__ = brief

    sd: np.ndarray
    best: np.ndarray
    worst: np.ndarray | None = None

    def changes(self, change: np.ndarray, better: int) -> np.ndarray:
        """Changes (person, draw, ...) of people at every place, `change` (draw, ...) that of the middle one."""
        wide = (len(change), *(1,) * (change.ndim - 1))
        factor = np.exp(self.sd.reshape(wide) * PLACE.reshape(-1, 1, *(1,) * (change.ndim - 1)))
        if self.worst is None:
            return change_of_person(change, self.best.reshape(wide), factor)
        end = np.where(better * change >= 0, self.best.reshape(wide), self.worst.reshape(wide))
        share = better * change / np.where(end > 0, end, 1.0)
        return better * end * of_person(share, factor)


def people_sd(changes: np.ndarray) -> float:
    """Standard deviation between people, the median over the draws, of changes (place x draw,) at all places."""
    return float(np.median(changes.reshape(PLACES, -1).std(axis=0)))
