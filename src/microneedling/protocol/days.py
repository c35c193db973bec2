"""Days on which healing is followed closely."""

from __future__ import annotations

import numpy as np

EARLY_DAYS: tuple[float, ...] = tuple(np.round(np.geomspace(0.02, 14, 36), 4).tolist())
"""Days after a session on which tissue is followed closely: half an hour to two weeks, evenly on a log scale."""
