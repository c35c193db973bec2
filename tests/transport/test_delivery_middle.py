"""The run whose amounts add up stands in the middle of the draws, and the channels' share is told."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.course_files import EXAMPLES
from microneedling.evidence.registry import priors
from microneedling.transport import deliver as delivering
from microneedling.transport.delivery_file import load_delivery

FOLDER = EXAMPLES[0].parent / "deliver"


def delivery(name: str, draws: int, monkeypatch) -> delivering.Delivery:
    monkeypatch.setattr(delivering, "registry", priors)
    return delivering.deliver(load_delivery(FOLDER / f"{name}.toml"), draws=draws)


@pytest.mark.slow
def test_the_median_of_the_draws_lies_within_a_tenth_of_the_nominal_run(monkeypatch):
    found = delivery("vitamin_c_roller", 300, monkeypatch)
    for name in ("delivered_ug_per_cm2", "intact_ug_per_cm2"):
        middle = np.median(getattr(found.drawn.summary, name))
        assert middle == pytest.approx(getattr(found.median.summary, name)[0], rel=0.1), name


def test_the_channels_share_is_told_and_only_where_there_are_channels(monkeypatch):
    needled = delivery("vitamin_c_roller", 24, monkeypatch)
    share = needled.to_json()["channels_share"]
    assert 0.3 < share["low80"] <= share["median"] <= share["high80"] < 1
    assert "The channels bring" in " ".join(needled.summary().split())
    assert delivery("own_active_intact", 12, monkeypatch).to_json()["channels_share"] is None
