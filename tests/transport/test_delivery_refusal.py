"""For the skin of a child there is no delivery, and nothing overrides that."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from microneedling import deliver
from microneedling.errors import Refused
from microneedling.transport.delivery_file import from_tables

BARE: dict[str, Any] = {
    "format": 1,
    "active": {"name": "caffeine"},
    "product": {"concentration_mg_per_ml": 10},
    "person": {"age_year": 17.9},
    "hours": 1,
}


@pytest.mark.parametrize("mode", ["in vivo", "franz"])
def test_below_18_there_is_no_delivery(mode):
    with pytest.raises(Refused) as caught:
        deliver(from_tables(BARE | {"mode": mode}, "test"), draws=2)
    assert caught.value.exit_code == 4
    assert caught.value.how == ""  # final
    assert "17.9" in str(caught.value)
    assert "below 18" in str(caught.value)


def test_at_18_there_is_one():
    adult = copy.deepcopy(BARE)
    adult["person"]["age_year"] = 18
    assert deliver(from_tables(adult, "test"), draws=2).to_json()["draws"] == 2
