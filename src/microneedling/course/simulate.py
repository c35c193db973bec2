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
from ..healing.run import TOLERANCE, Setting, run
from ..healing.screening import resting_draws
from ..healing.session_effect import SessionEffect
from ..inputs.questions import refuse, to_simulate
from ..observation.forecasts import forecasts
from ..outcomes.harm import harm
from ..protocol.clock import healing_clock
from ..protocol.comfort import comforts
from ..protocol.prepare import (
    adjuncts,
    day_grid,
    lesional_pigment_kind,
    session_effects,
    shares_of,
    tissue_kinds,
)
from ..protocol.shares import Shares, delivered
from ..skin.anatomy import anatomy_of
from ..skin.layers import LAYERS, Layers
from ..skin.tissue import TissueTrajectory
from .course import Course
from .forecast import Result, SessionResult
from .screen import Finding, overridden, screen

DRAWS = 400


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
) -> Result:
    """Simulate a course. `draws=1` runs the nominal numbers; `values` replaces the draws by numbers of your own.

    Draws of skin that could scar by itself are passed over (see `healing.screening`) and counted. Draws whose
    equations cannot be integrated are left out and counted; when more than one in twenty fails, or all do, a
    `SolverError` says so.

    A course that the safety screen stops is not forecast: `Refused`, unless `override_stop`; the rules overridden are
    logged in the manifest. Mistakes in the arguments: `InputError`, all at once.
    """
    refuse("simulate", to_simulate(draws, seed, days))
    rules = overridden(course, override_stop)
    passed_over = 0
    if values is None and draws == 1:
        values = registry().nominal()
    elif values is None:
        values, passed_over = resting_draws(draws, seed)
    asked = tuple(float(day) for day in days) if days else default_days(course)
    result, failed = _simulate(course, values, asked, layers, tolerance, kernel)
    if failed.any():
        if failed.mean() > 0.05:
            raise SolverError(f"{failed.sum()} of {failed.size} draws could not be integrated")
        result, _ = _simulate(course, values.subset(~failed), asked, layers, tolerance, kernel)
    counts = {"draws": values.count, "passed_over_draws": passed_over, "failed_draws": int(failed.sum())}
    return replace(result, manifest=_manifest(course, result.values, seed, counts, rules))


def default_days(course: Course) -> tuple[float, ...]:
    """Days reported when none are asked for: each session, one month after, the assessment day, the end."""
    wanted = {
        0,
        7,
        30,
        course.assessment_day,
        course.until_day,
        *(session.day for session in course.sessions),
    }
    wanted.add(course.last_session_day + 28)
    return tuple(float(day) for day in sorted(wanted) if day <= max(course.until_day, course.assessment_day))


def outcomes_at(course: Course, values: Values, day: float, layers: int = LAYERS) -> dict[str, np.ndarray]:
    """Change of every outcome at one day under given numbers, (draw,) each; failed draws are NaN."""
    body = anatomy_of(course.person, values)
    shares = shares_of(course, body, values)
    struck = session_effects(course, body, values, shares)
    grid = np.unique([0.0, *(item.day for item in struck if item.day < day), day])
    tissues = _tissues(course, struck, grid, shares, layers, TOLERANCE, "auto")
    session_days = tuple(item.day for item in struck)
    made = forecasts(course.person, course.concerns, tissues, values, grid, session_days)
    return {item.name: item.at(day) for item in made}


def _simulate(
    course: Course, values: Values, asked: tuple[float, ...], count: int, tolerance: float, kernel: Kernel
) -> tuple[Result, np.ndarray]:
    body = anatomy_of(course.person, values)
    shares, findings = shares_of(course, body, values), screen(course)
    struck = session_effects(course, body, values, shares)
    grid = day_grid(course, asked)
    tissues = _tissues(course, struck, grid, shares, count, tolerance, kernel)
    failed = np.logical_or.reduce([tissue.failed for tissue in tissues.values()])
    nominal = registry().nominal() if values.count > 1 else values
    section, clock = _section(course, grid, nominal, count, kernel)
    session_days = tuple(item.day for item in struck)
    result = Result(
        course=course,
        findings=findings,
        sessions=_sessions(course, struck, shares, findings),
        outcomes=forecasts(course.person, course.concerns, tissues, values, grid, session_days),
        harm=harm(course.person, course.aftercare, tissues, session_days, values),
        clock=clock,
        tissues=tissues,
        section=section,
        values=values,
        manifest={},
        report_days=asked,
    )
    return result, failed


def _tissues(
    course: Course,
    struck: tuple[SessionEffect, ...],
    grid: np.ndarray,
    shares: Shares,
    count: int,
    tolerance: float,
    kernel: Kernel,
) -> dict[str, TissueTrajectory]:
    body, values = shares.body, shares.values
    layers, around = Layers.of(body, count), adjuncts(course, body, struck, values, shares)
    return {
        kind: run(
            Setting(course.person, kind, lesional_pigment_kind(course), layers, values),
            struck,
            around,
            grid,
            tolerance,
            kernel=kernel,
        )
        for kind in tissue_kinds(course)
    }


def _section(
    course: Course, grid: np.ndarray, nominal: Values, count: int, kernel: Kernel
) -> tuple[TissueTrajectory, dict[str, float | None]]:
    """The person's own skin in full depth under nominal numbers, and the clock of its first session."""
    one = nominal.subset(np.arange(nominal.count) == 0)
    body = anatomy_of(course.person, one)
    setting = Setting(course.person, "skin", lesional_pigment_kind(course), Layers.of(body, count), one)
    shares = shares_of(course, body, one)
    struck = session_effects(course, body, one, shares)
    around = adjuncts(course, body, struck, one, shares)
    section = run(setting, struck, around, grid, full=True, kernel=kernel)
    return section, healing_clock(setting, struck[0] if struck else None, around, kernel)


def _sessions(
    course: Course, struck: tuple[SessionEffect, ...], shares: Shares, findings: Sequence[Finding]
) -> tuple[SessionResult, ...]:
    """What each session did, felt like, and brought in."""
    felt = comforts(course, struck, shares.body, shares.values)
    return tuple(
        SessionResult(
            day=strike.day,
            punctures=strike.punctures,
            pain_vas=item.pain_vas,
            pain_without_numbing_vas=item.pain_without_numbing_vas,
            numbing=item.numbing,
            delivered=delivered(session, strike.punctures, shares, findings),
        )
        for session, strike, item in zip(course.sessions, struck, felt, strict=True)
    )


def _manifest(
    course: Course, values: Values, seed: int, counts: dict[str, int], overridden: Sequence[str]
) -> dict:
    used = sorted(values.used)
    text = json.dumps(course.as_file(), sort_keys=True)
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
