"""Adjuncts to the sessions: windows of days in which drivers of healing are multiplied, and the daily sun.

product   full effect ^ effect share, for as many days as it lasts, from when it is put on
habits    an anti-inflammatory drug or a dressing after each session; a retinoid at home, paused at sessions
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..evidence.registry import Values
from ..healing.adjuncts import Adjuncts, Window
from ..skin.person import Aftercare
from .products import Product
from .topicals import TOPICALS

MIN_PER_DAY = 1440
HOURS_PER_DAY = 24

Applied = tuple[float, Sequence[tuple[Product, np.ndarray]]]
"""Day of a session, and its products with the share (draw,) of its full effect that each has."""


def adjuncts_of(sessions: Sequence[Applied], aftercare: Aftercare, values: Values) -> Adjuncts:
    """All windows of these sessions and habits, session by session, and the sun that reaches the skin (draw,)."""
    windows: list[Window] = []
    for day, products in sessions:
        windows += _after_session(day, aftercare, values)
        for product, share in products:
            windows += _of_product(product, day, share, values)
    windows += _retinoid([day for day, _ in sessions], aftercare, values)
    return Adjuncts(tuple(windows), sun_of(aftercare, values))


def sun_of(aftercare: Aftercare, values: Values) -> np.ndarray:
    """Daily sun that reaches the skin, (draw,), 0 none to 1 full."""
    sun = values[f"adjunct.sun.{aftercare.sun}"]
    return sun * values["adjunct.sunscreen_pass"] if aftercare.sunscreen else sun


def _of_product(product: Product, day: float, share: np.ndarray, values: Values) -> list[Window]:
    """What a product put on at a session does: its full effect to the power of its effect share."""
    does = TOPICALS[product.name]
    start = day + product.applied_after_min / MIN_PER_DAY
    windows = []
    for driver in does.drivers:
        strength = values[f"adjunct.{does.key}_{driver}"]
        if product.name == "retinol":
            strength = strength ** values["adjunct.retinol_strength"]
        until = start + float(values[f"adjunct.{does.key}_day"][0])
        windows.append(Window(start, until, driver, strength**share))
    return windows


def _after_session(day: float, aftercare: Aftercare, values: Values) -> list[Window]:
    """Habits that follow a session: an anti-inflammatory drug, a dressing."""
    drug, drug_days = aftercare.anti_inflammatory, aftercare.anti_inflammatory_day
    windows = []
    if drug != "none" and drug_days > 0:
        strength = values[f"adjunct.{drug}_inflammation_gain"]
        windows.append(Window(day, day + drug_days, "inflammation_gain", strength))
    if aftercare.occlusion_h > 0:
        until = day + aftercare.occlusion_h / HOURS_PER_DAY
        windows.append(Window(day, until, "barrier_gain", values["adjunct.occlusion_barrier_gain"]))
        windows.append(Window(day, until, "plugging", np.zeros(values.count)))
    return windows


def _retinoid(session_days: Sequence[float], aftercare: Aftercare, values: Values) -> list[Window]:
    """Home use of a retinoid from day 0 on, paused from one day before each session."""
    if aftercare.retinoid == "none":
        return []
    power = values["adjunct.retinol_strength"] if aftercare.retinoid == "retinol" else np.ones(values.count)
    edges = [0.0]
    for day in session_days:
        edges += [max(day - 1.0, 0.0), float(day + aftercare.retinoid_pause_day)]
    edges.append(math.inf)
    used = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]
    return [
        Window(start, end, driver, values[f"adjunct.retinoid_{driver}"] ** power)
        for start, end in used
        for driver in ("collagenase_gain", "synthesis_gain")
    ]
