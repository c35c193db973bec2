"""What a forecast says of the products of a session: where they act, how far, and the warnings of the safety screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..answers.brief import brief
from ..outcomes.summary import interval
from ..protocol.products import Application
from ..protocol.topicals import TOPICALS
from .findings import Finding

OFF_LABEL, GRANULOMA = "T01", "T02"  # rules of the screen


@dataclass(frozen=True)
class Delivered:
    """A product that was followed into the skin: where it acts, how far, and the warnings that go with it."""

    __repr__ = brief

    name: str
    layer: str
    effect_share: np.ndarray  # (draw,)
    channels_share: (
        np.ndarray
    )  # (draw,): of what gets there, what the channels bring; the rest passes skin 14 days later
    off_label: bool  # the device class excludes the delivery of topicals
    granuloma_warning: bool

    def to_json(self) -> dict[str, Any]:
        """Words, and the shares as median and 80 % interval."""
        return {
            "name": self.name,
            "layer": self.layer,
            "effect_share": interval(self.effect_share),
            "channels_share": interval(self.channels_share),
            "off_label": self.off_label,
            "granuloma_warning": self.granuloma_warning,
        }


def delivered(
    applications: Sequence[Application], effect_shares: Sequence[np.ndarray], findings: Sequence[Finding]
) -> tuple[Delivered, ...]:
    """The products of a session whose pathway into the skin is followed; warnings are those of the safety screen."""
    return tuple(
        Delivered(
            name := item.product.name,
            TOPICALS[name].layer,
            share,
            item.exposure.channels_share,
            _warned(OFF_LABEL, name, findings),
            _warned(GRANULOMA, name, findings),
        )
        for item, share in zip(applications, effect_shares, strict=True)
        if TOPICALS[item.product.name].active
    )


def _warned(rule: str, product: str, findings: Sequence[Finding]) -> bool:
    return any(item.rule.split()[0] == rule and item.about == f"topical, {product}" for item in findings)
