"""The cascade: the ten processes assembled into one tissue."""

from __future__ import annotations

from .ageing import AGEING
from .collagen import COLLAGEN
from .damage import DAMAGE
from .elastin import ELASTIN
from .hydration import HYDRATION
from .inflammation import INFLAMMATION
from .pigment import PIGMENT
from .process import Process, State
from .proliferation import PROLIFERATION
from .surface_topography import SURFACE_TOPOGRAPHY
from .turnover import TURNOVER

PROCESSES: tuple[Process, ...] = (
    INFLAMMATION,
    PROLIFERATION,
    AGEING,
    COLLAGEN,
    ELASTIN,
    TURNOVER,
    PIGMENT,
    HYDRATION,
    DAMAGE,
    SURFACE_TOPOGRAPHY,
)

STATES: tuple[State, ...] = tuple(state for process in PROCESSES for state in process.states)
