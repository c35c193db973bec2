"""What the products of the sessions do, each followed once however often it goes on alike, and told with the result.

    share = exposure / (exposure + half)  of the full effect, by `protocol.products`

Two sessions that strike alike and put on the same product share one answer. Breaks down where `delivered` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..injury.punctures import Punctures
from ..outcomes.summary import interval
from ..skin.anatomy import Anatomy
from .products import effect_share
from .topicals import TOPICALS

if TYPE_CHECKING:
    from ..course.course import Session
    from ..course.screen import Finding
    from ..evidence.registry import Values


@dataclass(frozen=True)
class Shares:
    """Shares of their full effect that products have in one skin; `wrapped`: a dressing covers it afterwards."""

    body: Anatomy
    values: Values
    wrapped: bool = False
    _known: dict[Any, tuple[Punctures, np.ndarray]] = field(default_factory=dict, repr=False)

    def of(self, topical: Any, made: Punctures) -> np.ndarray:
        """Share (draw,) of a product put on the channels `made`."""
        like = (id(made), topical)
        if like not in self._known:
            # Platelet factors count at the strike itself, before any dressing.
            occluded = self.wrapped and bool(TOPICALS[topical.name].drivers)
            share = effect_share(topical, made, self.body, self.values, occluded)
            self._known[like] = (made, share)  # keeping the punctures keeps their id from being used again
        return self._known[like][1]


@dataclass(frozen=True)
class Delivered:
    """A product that was followed into the skin: where it acts, how far, and what must be said with it."""

    name: str
    layer: str
    effect_share: np.ndarray  # (draw,)
    off_label: bool  # the device class excludes the delivery of topicals
    granuloma_warning: bool

    def to_json(self) -> dict[str, Any]:
        """Words, and the share as median and 80 % interval."""
        return {
            "name": self.name,
            "layer": self.layer,
            "effect_share": interval(self.effect_share),
            "off_label": self.off_label,
            "granuloma_warning": self.granuloma_warning,
        }


def delivered(
    session: Session, made: Punctures, shares: Shares, findings: Sequence[Finding]
) -> tuple[Delivered, ...]:
    """The products of a session whose way in is followed; warnings are those of the safety screen."""
    return tuple(
        Delivered(
            topical.name,
            TOPICALS[topical.name].layer,
            shares.of(topical, made),
            _warned("T01", topical.name, findings),
            _warned("T02", topical.name, findings),
        )
        for topical in session.topical
        if TOPICALS[topical.name].active
    )


def _warned(rule: str, product: str, findings: Sequence[Finding]) -> bool:
    return any(item.rule.split()[0] == rule and item.about == f"topical, {product}" for item in findings)
