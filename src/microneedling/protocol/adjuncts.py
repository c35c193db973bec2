"""Adjuncts to the sessions: windows of days in which drivers of healing are multiplied, and the daily sun.

product   full effect ^ effect share, for as many days as it lasts, from when it is put on
habits    an anti-inflammatory drug or a dressing after each session; a retinoid at home, paused at sessions

One care acts once (`one_care`): where windows of the same care overlap - the same product twice, sessions close
together, a dressing that is still on - their exposures add, and the effect is never more than the full one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..answers.brief import brief
from ..evidence.registry import Values
from ..healing.adjuncts import Adjuncts, Window
from ..skin.person import Aftercare
from .products import Product
from .topicals import TOPICALS

MIN_PER_DAY = 1440
HOURS_PER_DAY = 24
LEAST_LEFT = 1e-12  # keeps the odds of a full effect, and the logarithm of an effect that stops everything

Applied = tuple[float, Sequence[tuple[Product, np.ndarray]]]
"""Day of a session, and its products with the share (draw,) of its full effect that each has."""


@dataclass(frozen=True)
class Care:
    """One care on one driver from one day to another: its full effect, and the share of it that it has, (draw,)."""

    __repr__ = brief

    key: str  # cares of one key are the same care
    driver: str
    from_day: float
    to_day: float
    full: np.ndarray
    share: np.ndarray

    @property
    def factor(self) -> np.ndarray:
        """What the driver is multiplied by, (draw,)."""
        return self.full**self.share


def one_care(cares: Sequence[Care]) -> list[Window]:
    """The windows of all cares; those of one care that overlap act together once.

        share / (1 - share) adds up:  exposures do, and share = exposure / (exposure + half)

    Of a stronger and a weaker form of one care (tretinoin, retinol) the full effect is the mean by exposure, on a log
    scale.
    """
    groups: dict[tuple[str, str], list[Care]] = {}
    for care in cares:
        groups.setdefault((care.key, care.driver), []).append(care)
    return [window for group in groups.values() for window in _once(group)]


def _once(group: Sequence[Care]) -> list[Window]:
    days = sorted({day for care in group for day in (care.from_day, care.to_day)})
    windows: list[Window] = []
    before: list[Care] = []
    for start, end in itertools.pairwise(days):
        acting = [care for care in group if care.from_day <= start and end <= care.to_day]
        if acting and acting == before:
            windows[-1] = replace(windows[-1], to_day=end)
        elif acting:
            windows.append(Window(start, end, acting[0].driver, _together(acting)))
        before = acting
    return windows


def _together(acting: Sequence[Care]) -> np.ndarray:
    """The factor of cares that act at once, (draw,)."""
    if len(acting) == 1:
        return acting[0].factor
    share = np.stack([care.share for care in acting])
    odds = share / np.maximum(1 - share, LEAST_LEFT)
    whole = odds.sum(axis=0)
    full = np.maximum(np.stack([care.full for care in acting]), LEAST_LEFT)
    mean = (odds * np.log(full)).sum(axis=0) / np.maximum(whole, LEAST_LEFT)
    factor = np.exp(mean * whole / (1 + whole))
    return np.where(factor <= 2 * LEAST_LEFT, 0.0, factor)


def adjuncts_of(sessions: Sequence[Applied], aftercare: Aftercare, values: Values) -> Adjuncts:
    """All windows of these sessions and habits, session by session, and the sun that reaches the skin (draw,)."""
    cares: list[Care] = []
    for day, products in sessions:
        cares += _after_session(day, aftercare, values)
        for product, share in products:
            cares += _of_product(product, day, share, values)
    cares += _retinoid([day for day, _ in sessions], aftercare, values)
    return Adjuncts(tuple(one_care(cares)), sun_of(aftercare, values))


def sun_of(aftercare: Aftercare, values: Values) -> np.ndarray:
    """Daily sun that reaches the skin, (draw,), 0 none to 1 full."""
    sun = values[f"adjunct.sun.{aftercare.sun}"]
    return sun * values["adjunct.sunscreen_pass"] if aftercare.sunscreen else sun


def _of_product(product: Product, day: float, share: np.ndarray, values: Values) -> list[Care]:
    """What a product put on at a session does: its full effect to the power of its effect share."""
    does = TOPICALS[product.name]
    start = day + product.applied_after_min / MIN_PER_DAY
    cares = []
    for driver in does.drivers:
        strength = values[f"adjunct.{does.key}_{driver}"]
        if product.name == "retinol":
            strength = strength ** values["adjunct.retinol_strength"]
        until = start + float(values[f"adjunct.{does.key}_day"][0])
        cares.append(Care(does.key, driver, start, until, strength, share))
    return cares


def _after_session(day: float, aftercare: Aftercare, values: Values) -> list[Care]:
    """Habits that follow a session: an anti-inflammatory drug, a dressing."""
    drug, drug_days = aftercare.anti_inflammatory, aftercare.anti_inflammatory_day
    cares, whole = [], np.ones(values.count)
    if drug != "none" and drug_days > 0:
        strength = values[f"adjunct.{drug}_inflammation_gain"]
        cares.append(Care(drug, "inflammation_gain", day, day + drug_days, strength, whole))
    if aftercare.occlusion_h > 0:
        until = day + aftercare.occlusion_h / HOURS_PER_DAY
        slower = values["adjunct.occlusion_barrier_gain"]
        cares.append(Care("dressing", "barrier_gain", day, until, slower, whole))
        cares.append(Care("dressing", "plugging", day, until, np.zeros(values.count), whole))
    return cares


def _retinoid(session_days: Sequence[float], aftercare: Aftercare, values: Values) -> list[Care]:
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
        Care(
            "retinoid",
            driver,
            start,
            end,
            values[f"adjunct.retinoid_{driver}"] ** power,
            np.ones(values.count),
        )
        for start, end in used
        for driver in ("collagenase_gain", "synthesis_gain")
    ]
