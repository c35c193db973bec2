"""Simulate a course: device -> punctures -> healing -> outcomes, with the uncertainty of every number used.

Uncertainty is a few hundred draws of the registry's priors, each on its own named stream (common random numbers:
two courses of one person differ only by what was done), pushed through the whole chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .. import MODEL_NUMBER, __version__
from ..engine.solver import Kernel
from ..errors import SolverError
from ..evidence.registry import Values, registry
from ..evidence.sources import count_by_grade
from ..healing.run import TOLERANCE
from ..healing.screening import stable_draws
from ..injury.punctures import Punctures
from ..inputs.questions import as_list, flag, refuse, subject, to_simulate
from ..observation.forecast import OutcomeForecast
from ..observation.forecasts import forecasts
from ..outcomes.harm import harm
from ..protocol.clock import healing_clock
from ..protocol.comfort import comforts
from ..protocol.protocol import Prepared, Protocol, Trajectory
from ..skin.layers import LAYERS, layered
from ..skin.tissue import TissueTrajectory
from .around_session import layer_ends_mm, water_around
from .course import Course
from .days import day_grid, default_days, up_to
from .delivered import delivered
from .findings import Finding
from .forecast import Forecast, SessionResult
from .protocol import protocol_of
from .screen import overridden, screen
from .zones.parts import by_zone, one_zone
from .zones.together import together

DRAWS = 400
MOST_FAILED = 0.05  # share of draws that may fail before the answer is refused


def simulate(
    course: Course,
    draws: int = DRAWS,
    seed: int = 1,
    days: Sequence[float] | None = None,
    *,
    override_stop: bool = False,
    values: Values | None = None,
    layers: int = LAYERS,
    tolerance: float = TOLERANCE,
    kernel: Kernel = "auto",
) -> Forecast:
    """Simulate a course. `draws=1` runs the nominal numbers; `values` replaces the draws by numbers of your own.

    Draws of skin that could scar by itself are passed over (see `healing.screening`) and counted. Draws whose
    equations cannot be integrated are left out and counted; when more than one in twenty fails, or all do, a
    `SolverError` says so.

    A course that the safety screen stops is not forecast: `Refused`, unless `override_stop`, which no final stop heeds;
    the findings overridden stand in `overridden`, their rules in the manifest. Mistakes in the arguments: `InputError`,
    all at once.

    >>> from microneedling import load_course, simulate
    >>> forecast = simulate(load_course("examples/fine_lines_roller.toml"), draws=24)
    >>> [(item.concern, round(item.day)) for item in forecast.chances]
    [('fine lines', 180), ('texture', 180)]
    """
    days = as_list(days)
    refuse(
        "simulate",
        subject("course", course, Course, "load_course(PATH)")
        + to_simulate(draws, seed, days, layers, tolerance, kernel)
        + flag("override_stop", override_stop),
    )
    let_through = overridden(course, override_stop)
    passed_over = 0
    if values is None and draws == 1:
        values = registry().nominal()
    elif values is None:
        values, passed_over = stable_draws(draws, seed)
    asked = tuple(float(day) for day in days) if days else default_days(course)
    grid = day_grid(course, asked)
    numerics = {"geometry": layered(layers), "tolerance": tolerance, "kernel": kernel}
    parts = by_zone(course)
    protocols = {site: protocol_of(part, grid, **numerics) for site, part in parts.items()}
    trajectories = {site: protocol.run(values) for site, protocol in protocols.items()}
    failed = np.logical_or.reduce([trajectory.failed for trajectory in trajectories.values()])
    if failed.any():
        if failed.mean() > MOST_FAILED:
            raise SolverError(f"{failed.sum()} of {failed.size} draws could not be integrated")
        values = values.subset(~failed)
        trajectories = {site: ran.of_draws(~failed, values) for site, ran in trajectories.items()}
    zones = {site: _result(part, trajectories[site], asked) for site, part in parts.items()}
    counts = {"draws": failed.size, "passed_over_draws": passed_over, "failed_draws": int(failed.sum())}
    manifest = _manifest(course, values, seed, counts, [finding.rule for finding in let_through])
    zones = {
        site: replace(zone, manifest=manifest, overridden=let_through, values=values)
        for site, zone in zones.items()
    }
    return zones.popitem()[1] if len(zones) == 1 else together(course, zones, screen(course))


def outcomes_at(course: Course, values: Values, day: float, layers: int = LAYERS) -> dict[str, np.ndarray]:
    """Change of every outcome at one day under given numbers, (draw,) each; failed draws are NaN."""
    course = one_zone(course, "outcomes_at")
    trajectory = protocol_of(course, up_to(course, day), geometry=layered(layers)).run(values)
    return {item.name: item.at(day) for item in _outcomes(course, trajectory)}


def _result(course: Course, trajectory: Trajectory, asked: tuple[float, ...]) -> Forecast:
    """The result of a course that was run; its manifest is left empty."""
    prepared, findings = trajectory.prepared, screen(course)
    values = prepared.values
    alone = values.count == 1  # a copy, so that a nominal run counts the same numbers as one of many draws
    nominal = values.subset(np.ones(1, bool)) if alone else registry().nominal()
    section, punctures, clock = _section(prepared.protocol, nominal)
    water = water_around(course, section, nominal, trajectory.tissues["skin"], values)
    values.used.update(nominal.used)  # what is drawn from the middle values alone belongs to the answer, too
    return Forecast(
        course=course,
        findings=findings,
        sessions=_sessions(prepared, findings),
        outcomes=_outcomes(course, trajectory),
        harm=harm(course.person, course.aftercare, trajectory.tissues, trajectory.session_days, values),
        clock=clock,
        tissues=trajectory.tissues,
        section=section,
        section_punctures=punctures,
        values=values,
        manifest={},
        report_days=asked,
        layers_mm=layer_ends_mm(course.person, nominal),
        water=water,
    )


def _outcomes(course: Course, trajectory: Trajectory) -> tuple[OutcomeForecast, ...]:
    """The forecast of every outcome of a course, on the days it was followed."""
    prepared = trajectory.prepared
    return forecasts(
        course.person,
        course.concerns,
        trajectory.tissues,
        prepared.values,
        prepared.protocol.output_day,
        trajectory.session_days,
    )


def _section(
    protocol: Protocol, nominal: Values
) -> tuple[TissueTrajectory, tuple[Punctures, ...], dict[str, float | None]]:
    """The person's own skin in full depth under nominal numbers, its punctures, and the clock of its first session."""
    one = nominal.subset(np.arange(nominal.count) == 0)
    prepared = replace(protocol, tolerance=TOLERANCE).prepare(one)
    punctures = tuple(effect.punctures for effect in prepared.session_effects)
    return prepared.follow("skin", full=True), punctures, healing_clock(prepared)


def _sessions(prepared: Prepared, findings: Sequence[Finding]) -> tuple[SessionResult, ...]:
    """What each session did, felt like, and brought in."""
    return tuple(
        SessionResult(
            day=effect.day,
            punctures=effect.punctures,
            pain_vas=felt.pain_vas,
            pain_without_numbing_vas=felt.pain_without_numbing_vas,
            numbing=felt.numbing,
            delivered=delivered(applications, shares, findings),
        )
        for session, effect, applications, shares, felt in zip(
            prepared.protocol.sessions,
            prepared.session_effects,
            prepared.applications,
            prepared.product_shares,
            comforts(prepared),
            strict=True,
        )
    )


def _manifest(
    course: Course, values: Values, seed: int, counts: dict[str, int], overridden: Sequence[str]
) -> dict:
    used = sorted(values.used)
    text = json.dumps(course.identity(), sort_keys=True)
    return {
        "software": "microneedling",
        "version": __version__,
        "model_number": MODEL_NUMBER,
        "seed": seed,
        **counts,
        "course_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "registry_sha256": values.registry.fingerprint,
        "numbers_by_grade": count_by_grade(used, values.registry),
        "numbers_used": used,
        "not_a_medical_device": True,
        **({"despite_stop": list(overridden)} if overridden else {}),
    }
