"""The door in: what a person wrote becomes session_effects, care and tissues, as the solver sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..course.course import Course, Numbing, Session, Topical
from ..device.needling import Needling
from ..evidence.registry import Values
from ..healing.adjuncts import Adjuncts, Window
from ..healing.session_effect import SessionEffect
from ..injury.punctures import Punctures, punctures
from ..skin.anatomy import Anatomy
from ..skin.lesion import lesions_of
from .shares import Shares
from .topicals import TOPICALS

EARLY_DAYS = tuple(np.round(np.geomspace(0.02, 14, 36), 4))
LATE_STEP_DAY = 7.0


def session_effects(
    course: Course, anatomy: Anatomy, values: Values, shares: Shares | None = None
) -> tuple[SessionEffect, ...]:
    """Every session as the tissue feels it; sessions alike in everything but the day share their punctures."""
    made: dict[Any, SessionEffect] = {}
    shares = shares or shares_of(course, anatomy, values)
    for session in course.sessions:
        like = session.model_copy(update={"day": 0})
        if like not in made:
            struck = punctures(needling_of(course, session), anatomy, values)
            made[like] = SessionEffect(
                0.0, struck, platelets(session.topical, struck, anatomy, values, shares)
            )
    return tuple(
        replace(made[session.model_copy(update={"day": 0})], day=float(session.day))
        for session in course.sessions
    )


def needling_of(course: Course, session: Session) -> Needling:
    """The device as a session of a course uses it."""
    return Needling.of(
        course.instrument_of(session),
        depth_mm=session.depth_mm,
        passes=session.passes,
        glide_speed_mm_per_s=session.glide_speed_mm_per_s,
    )


def pre_rolled(numbing: Numbing | None, anatomy: Anatomy, values: Values) -> Punctures | None:
    """Channels that a fine roller made right before a numbing cream; None where none was used."""
    if numbing is None or numbing.pre_roll_mm is None:
        return None
    of_a_roller = ("needle_count", "needle_diameter_mm", "drum_diameter_mm", "drum_width_mm", "passes")
    usual = {name: values[f"study.typical_{name}.roller"] for name in of_a_roller}  # each draw its own
    roller = Needling("roller", needle_length_mm=numbing.pre_roll_mm, depth_mm=numbing.pre_roll_mm, **usual)
    return punctures(roller, anatomy, values)


def platelets(
    topicals: Sequence[Topical],
    made: Punctures,
    anatomy: Anatomy,
    values: Values,
    shares: Shares | None = None,
) -> np.ndarray:
    """Platelet factors that products at a session add, (draw,)."""
    shares = shares or Shares(anatomy, values)
    for topical in topicals:
        if topical.name == "platelet-rich plasma":
            return values["adjunct.prp_platelet_dose"] * shares.of(topical, made)
    return np.zeros(values.count)


def shares_of(course: Course, anatomy: Anatomy, values: Values) -> Shares:
    """How far the products of a course act: to be handed to all that ask, so that each is followed once."""
    return Shares(anatomy, values, wrapped=course.aftercare.occlusion_h > 0)


def adjuncts(
    course: Course,
    anatomy: Anatomy,
    struck: Sequence[SessionEffect],
    values: Values,
    shares: Shares | None = None,
) -> Adjuncts:
    """Products at the sessions and habits between them, as windows of days."""
    shares = shares or shares_of(course, anatomy, values)
    windows: list[Window] = []
    for session, strike in zip(course.sessions, struck, strict=True):
        windows += _after_session(course, session, values)
        for topical in session.topical:
            if TOPICALS[topical.name].drivers:
                share = shares.of(topical, strike.punctures)
                windows += _of_product(topical, float(session.day), share, values)
    windows += _retinoid(course, values)
    sun = values[f"adjunct.sun.{course.aftercare.sun}"]
    return Adjuncts(
        tuple(windows), sun * values["adjunct.sunscreen_pass"] if course.aftercare.sunscreen else sun
    )


def _of_product(topical: Topical, day: float, share: np.ndarray, values: Values) -> list[Window]:
    """What a product put on at a session does: its full effect to the power of the share that is reached."""
    does = TOPICALS[topical.name]
    start = day + topical.applied_after_min / 1440
    windows = []
    for driver in does.drivers:
        strength = values[f"adjunct.{does.key}_{driver}"]
        if topical.name == "retinol":
            strength = strength ** values["adjunct.retinol_strength"]
        until = start + float(values[f"adjunct.{does.key}_day"][0])
        windows.append(Window(start, until, driver, strength**share))
    return windows


def _after_session(course: Course, session: Session, values: Values) -> list[Window]:
    """Habits that follow a session: an anti-inflammatory drug, a wrap."""
    day, after = float(session.day), course.aftercare
    windows = []
    if after.anti_inflammatory != "none" and after.anti_inflammatory_day > 0:
        strength = values[f"adjunct.{after.anti_inflammatory}_inflammation_gain"]
        windows.append(Window(day, day + after.anti_inflammatory_day, "inflammation_gain", strength))
    if after.occlusion_h > 0:
        windows.append(
            Window(
                day, day + after.occlusion_h / 24, "barrier_gain", values["adjunct.occlusion_barrier_gain"]
            )
        )
    return windows


def _retinoid(course: Course, values: Values) -> list[Window]:
    """Home use of a retinoid from day 0 on, paused from one day before each session."""
    after = course.aftercare
    if after.retinoid == "none":
        return []
    power = values["adjunct.retinol_strength"] if after.retinoid == "retinol" else np.ones(values.count)
    edges = [0.0]
    for session in course.sessions:
        edges += [max(session.day - 1.0, 0.0), float(session.day + after.retinoid_pause_day)]
    edges.append(float(max(course.until_day, course.assessment_day)) + 3650)
    used = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]
    return [
        Window(start, end, driver, values[f"adjunct.retinoid_{driver}"] ** power)
        for start, end in used
        for driver in ("collagenase_gain", "synthesis_gain")
    ]


def tissue_kinds(course: Course) -> tuple[str, ...]:
    """The tissues a course asks about: the person's own skin, and each lesion named by a concern."""
    lesions = [kind for concern in course.concerns for kind in lesions_of(concern)]
    return tuple(dict.fromkeys(["skin", *lesions]))


def lesional_pigment_kind(course: Course) -> str:
    """The darker spot followed beside the skin: a melasma patch when that is a concern, else an uneven spot."""
    return "melasma" if any(concern.kind == "melasma" for concern in course.concerns) else "uneven"


def day_grid(course: Course, days: tuple[float, ...]) -> np.ndarray:
    """Days to follow: dense for two weeks after each session, weekly to the end, and every day asked for."""
    end = float(max(course.until_day, course.assessment_day, *days, 14))
    grid = {0.0, end, *days, *np.arange(0, end, LATE_STEP_DAY).tolist()}
    for session in course.sessions:
        grid |= {float(session.day)} | {session.day + early for early in EARLY_DAYS}
    return np.array(sorted(day for day in grid if day <= end))
