"""A protocol under rows of numbers near each draw: equations posed for every row, integrated for the draws alone.

What the differences between rows make through the states is the recorded run's derivative by every number of the
equations (`engine.adjoint.record`), times the difference that the rows make to that number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from ..engine.adjoint.record import Derivatives, Recording, record
from ..engine.generated import layout
from ..engine.problem import Problem
from ..errors import SolverError
from ..healing.run import PosedTissue
from ..protocol.protocol import Protocol
from ..skin.tissue import TissueTrajectory
from .nearby import NearbyRows
from .read_out import Slope

SHARED = ("segment_day", "output_day")  # parts of a problem without a draw axis


@dataclass(frozen=True)
class RecordedTissue:
    """One tissue: its equations posed for every row, and the run of the draws alone with its steps kept."""

    posed: PosedTissue
    recording: Recording

    def trajectory(self, rows: NearbyRows) -> TissueTrajectory:
        """Named time courses of every row: states of its draw, numbers (baseline, geometry) of its own."""
        found, times = self.recording.solution, rows.per_draw
        assert found.layers is not None
        weights = rows.table(self.posed.problem.zone_weights)
        zones = np.einsum("drzl,dtls->drtzs", weights, found.layers)
        solution = replace(
            found,
            epidermis=np.repeat(found.epidermis, times, axis=0),
            zones=zones.reshape(-1, *zones.shape[2:]),
            compartment=np.repeat(found.compartment, times, axis=0),
            status=np.repeat(found.status, times),
            layers=None,
        )
        return self.posed.labelled(solution)

    def differences(self, slopes: Sequence[Slope], rows: NearbyRows) -> np.ndarray:
        """What the difference of each pair of rows makes of the outcome through these states, (draw, number)."""
        derivatives = self.recording.derivatives(_by_every_state(slopes, self.recording.problem))
        total = 0.0
        for item in fields(Derivatives):
            table = getattr(self.posed.problem, item.name)
            moved = rows.differences(table.reshape(len(table), -1))
            slope = getattr(derivatives, item.name).reshape(rows.draws, -1, 1)
            total = total + np.matmul(moved, slope)[:, :, 0]
        return np.asarray(total)


def recorded(protocol: Protocol, rows: NearbyRows) -> dict[str, RecordedTissue]:
    """Every tissue of a protocol by its kind, posed for every row and run for the draws.

    Raises `SolverError` where a run could not be integrated.
    """
    prepared = replace(protocol, effect_share=rows.effect_share).prepare(rows.values)
    found = {}
    for kind in protocol.tissue_kinds:
        posed = prepared.pose(kind)
        recording = record(_of_draws(posed.problem, rows.per_draw), protocol.tolerance)
        if recording.solution.status.any():
            raise SolverError(f"{kind}: a run could not be integrated")
        found[kind] = RecordedTissue(posed, recording)
    return found


def through_states(
    tissues: Mapping[str, RecordedTissue], slopes: Sequence[Slope], rows: NearbyRows
) -> np.ndarray:
    """What the difference of each pair of rows makes of the outcome through all states, (draw, number)."""
    total = np.zeros((rows.draws, rows.numbers))
    for kind, tissue in tissues.items():
        own = [slope for slope in slopes if slope.kind == kind]
        if own:
            total += tissue.differences(own, rows)
    return total


def _of_draws(posed: Problem, per_draw: int) -> Problem:
    """The problem of the draws alone: the first of every `per_draw` rows."""
    arrays = {item.name: getattr(posed, item.name) for item in fields(Problem)}
    return Problem(**{name: array if name in SHARED else array[::per_draw] for name, array in arrays.items()})


def _by_every_state(slopes: Sequence[Slope], problem: Problem) -> np.ndarray:
    """Slopes by zone means and other states as slopes by every state of every layer, (draw, day, flat)."""
    draws, days, layers = problem.draws, len(problem.output_day), problem.layers
    epidermis = np.zeros((draws, days, len(layout.EPIDERMIS_STATES)))
    dermis = np.zeros((draws, days, layers, len(layout.LAYER_STATES)))
    compartment = np.zeros((draws, days, len(layout.COMPARTMENT_STATES)))
    for slope in slopes:
        if slope.zone is not None:
            weights = problem.zone_weights[:, slope.zone]
            dermis[:, slope.day, :, layout.LAYER_STATES.index(slope.name)] += weights * slope.by[:, None]
        elif slope.name in layout.EPIDERMIS_STATES:
            epidermis[:, slope.day, layout.EPIDERMIS_STATES.index(slope.name)] += slope.by
        else:
            compartment[:, slope.day, layout.COMPARTMENT_STATES.index(slope.name)] += slope.by
    return np.concatenate([epidermis, dermis.reshape(draws, days, -1), compartment], axis=2)
