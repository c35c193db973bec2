"""Wishes as they were typed last time, so that a new search begins where the last one ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..language.numbers import spelt
from .wishes import GIVES, LIMITS, NO_CURRENCY, PRICES


def as_typed(inputs: Mapping[str, Any], concerns: Sequence[Any]) -> dict[str, Any]:
    """The fields of the form, from the inputs of a search; days are days, numbers are texts."""
    goals, course = inputs["goals"], inputs["course"]
    held: dict[str, Any] = {f"weight-{row.pk}": "0" for row in concerns}
    for wish in goals["wish"]:
        for row in concerns:
            if row.concern == wish["concern"] and wish.get("zone") in (None, row.zone):
                held[f"weight-{row.pk}"] = _typed(wish["weight"])
    limits, prices = goals.get("limits", {}), goals.get("price", {})
    for name, (table, key) in LIMITS.items():
        held[name] = _typed(limits.get(table, {}).get(key))
    for name, key in PRICES.items():
        held[name] = _typed(prices.get(key))
    for name, key in GIVES.items():
        held[name] = _typed(goals.get("exchange", {}).get(key))
    held["start"] = date.fromisoformat(goals["start_date"])
    held["currency"] = currency_in(goals)
    for event in goals.get("event", ())[:1]:
        held |= {"event_name": event["name"], "event_on": date.fromisoformat(event["date"])}
        held["event_clear"] = _typed(event["clear_day"])
    for sun in goals.get("sun", ())[:1]:
        held |= {
            "sun_from": date.fromisoformat(sun["from_date"]),
            "sun_to": date.fromisoformat(sun["to_date"]),
        }
        held["sun_clear"] = _typed(sun["clear_day"])
    for cream in goals.get("clinic", {}).get("numbing", ())[:1]:
        held |= {"cream": cream["product"], "cream_min": _typed(cream["minutes"])}
        held["area"] = _typed(cream.get("area_cm2"))
    after = course.get("aftercare", {})
    held |= {name: after[name] for name in ("sun", "sunscreen", "retinoid") if name in after}
    held |= {"smoker": course["person"].get("smoker", False), "device": course["device"]["pen"]["device"]}
    return held


def _typed(value: Any) -> str:
    return "" if value is None else spelt(value)


def currency_in(goals: Mapping[str, Any]) -> str:
    """The money that was asked in; empty where nobody named one."""
    said = str(goals.get("price", {}).get("currency", ""))
    return "" if said == NO_CURRENCY else said
