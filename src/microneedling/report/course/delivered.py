"""What the sessions brought in: products that were followed into the skin, and numbing. Numbers of the result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from ...course.rules import RULES
from ...figures.bars import interval_bar
from ...phrases import chance_words, number, span
from ...protocol.topicals import TOPICALS
from ..draws import median_words, quantiles
from .findings import source_words

if TYPE_CHECKING:
    from ...course.forecast import Forecast

LAYERS = {"epidermis": "living epidermis", "papillary": "papillary dermis", "reticular": "reticular dermis"}


@dataclass(frozen=True)
class ProductView:
    """A product with how far it acts and what must be said with it."""

    name: str
    days: str
    layer: str
    effect: str
    share: str
    bar: Markup


@dataclass(frozen=True)
class NumbingView:
    """A cream against the needles of its sessions."""

    product: str
    days: str
    onset: str
    over: str
    depth: str
    reach: str
    block: str
    chance: str


def product_views(result: Forecast) -> list[ProductView]:
    """Products by name and share; sessions alike share a row."""
    views = []
    for order, (days, item) in enumerate(_grouped(result)):
        share = quantiles(item.effect_share)
        low, median, high = share["low80"], share["median"], share["high80"]
        views.append(
            ProductView(
                name=item.name,
                days=days,
                layer=LAYERS[item.layer],
                effect=TOPICALS[item.name].about.split(",")[0],
                share=f"{number(100 * median)} % ({span(100 * low, 100 * high)})",
                bar=interval_bar(
                    f"product-{order}",
                    f"Share of {item.name}",
                    *(100 * share for share in (low, median, high)),
                    end=100,
                    unit="%",
                ),
            )
        )
    return views


def _grouped(result: Forecast) -> Iterator[tuple[str, Any]]:
    groups: dict[Any, tuple[list[str], Any]] = {}
    for session in result.sessions:
        for item in session.delivered:
            like = (item.name, item.effect_share.tobytes())
            groups.setdefault(like, ([], item))[0].append(number(session.day, 4))
    return ((", ".join(days), item) for days, item in groups.values())


def product_notes(result: Forecast) -> list[str]:
    """What has to be said where delivery is shown: off-label use and the granulomas of serums."""
    items = [item for session in result.sessions for item in session.delivered]
    notes = []
    if off := sorted({item.name for item in items if item.off_label} | _warned("T01", result)):
        notes.append(
            f"{_list(off)}: off-label; the device class excludes transdermal delivery. "
            f"({source_words(RULES['T01'].source)})"
        )
    if risky := sorted({item.name for item in items if item.granuloma_warning} | _warned("T02", result)):
        rule = RULES["T02"]
        notes.append(f"{_list(risky)}: {rule.reason}. ({source_words(rule.source)})")
    return notes


def _warned(rule: str, result: Forecast) -> set[str]:
    """Products that a rule of the safety screen speaks of, those not followed into the skin too."""
    found = (item.about for item in result.findings if item.rule.split()[0] == rule)
    return {about.removeprefix("topical, ") for about in found}


def _list(names: list[str]) -> str:
    words = ", ".join(names)
    return words[0].upper() + words[1:]


def numbing_views(result: Forecast) -> list[NumbingView]:
    """Creams with when and how deep they numb; sessions alike share a row."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for session in result.sessions:
        if item := session.numbing:
            reach = tuple(session.reached_mm[end] for end in ("low80", "median", "high80"))
            rolled = f", after rolling with {number(item.pre_roll_mm)} mm" if item.pre_roll_mm else ""
            row = (
                f"{item.product}, {number(item.minutes, 3)} min{rolled}",
                _told(item.onset_min, "min"),
                _told(item.over_min - item.minutes, "min"),
                _told(item.depth_mm, "mm"),
                f"{number(reach[1])} mm ({span(reach[0], reach[2])})",
                _told(np.round(100 * item.block_at_reach), "%"),
                chance_words(float(np.isfinite(item.onset_min).mean())),
            )
            rows.setdefault(row, []).append(number(session.day, 4))
    return [NumbingView(product, ", ".join(days), *rest) for (product, *rest), days in rows.items()]


def _told(draws: np.ndarray, unit: str) -> str:
    if not np.isfinite(draws).any():
        return "never"
    return median_words(draws, unit)
