"""Which peers are measured, with which tolerances, for how many people, and how long each may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """A module of this folder, the list of versions of its environment ("" for our own), and what it is asked."""

    module: str
    versions: str
    label: str
    tolerances: tuple[float, ...]
    people: int
    rounds: int
    limit_s: float  # of one order; people left over are counted


OURS = Peer("ours", "", "microneedling", (3e-2, 1e-2, 3e-3, 1e-3, 1e-4, 1e-5), 12, 3, 60)
PEERS = (
    Peer("cvode", "cvode", "SUNDIALS CVODE", (1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 1e-6), 12, 3, 20),
    Peer("scipy_ode", "scipy", "SciPy", (1e-2, 3e-3, 1e-3, 1e-4, 1e-5), 6, 2, 20),
    Peer("roadrunner_ode", "roadrunner", "libRoadRunner", (1e-3, 1e-4, 1e-5, 1e-6), 2, 1, 60),
    Peer("diffrax_ode", "diffrax", "diffrax", (1e-1, 1e-2, 1e-3), 2, 1, 40),
)
GOALS = {"cvode": 20.0, "scipy_ode": 200.0}  # times as many people a second on one core, at equal accuracy
OURS_METHOD = "microneedling, batch"
