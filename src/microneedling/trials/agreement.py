"""Parts of a trial file that must agree: endpoint with concern, baseline and margin with the scale, arms with the aim.

Every part is right by itself when it comes here, or None. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import Mistake, did_you_mean
from ..evidence.practice import scale_range
from ..inputs.distribution import Distribution
from ..inputs.mistakes import shown
from ..people.written import TrialPeople
from .endpoints import IMPROVEMENT, RATED, allowed_for
from .tables import Aim, Endpoint


def disagreements(parts: Mapping[str, Any], names: list[Any]) -> list[Mistake]:
    """Every mistake between the parts of a trial file; `names` are those of its arms."""
    concern, endpoint, aim = parts["concern"], parts["endpoint"], parts["aim"]
    found = list(_compared(aim, names))
    if concern is not None and (concern.scale or concern.baseline is not None):
        found.append(
            Mistake("concern", "a scale or baseline", "kind and subtype only", "They belong in [endpoint].")
        )
    if endpoint is None:
        return found
    if aim is not None:
        found += _margin(aim, endpoint)
    if concern is None:
        return found
    allowed = allowed_for(concern.kind)
    if endpoint.scale not in allowed:
        hint = did_you_mean(endpoint.scale, allowed)
        return [*found, Mistake("endpoint.scale", shown(endpoint.scale), " | ".join(allowed), hint)]
    if endpoint.statistic == "percent change" and endpoint.scale == IMPROVEMENT:
        words = '"change" | "responders": this scale judges change itself'
        found.append(Mistake("endpoint.statistic", shown(endpoint.statistic), words))
    found += _baseline(endpoint)
    return [*found, *_table_baseline(parts["people"], endpoint)]


def _compared(aim: Aim | None, names: list[Any]) -> Iterator[Mistake]:
    if aim is None or not names:
        return
    allowed = " | ".join(f'"{name}"' for name in names)
    for k, name in enumerate(aim.compare):
        if name not in names:
            yield Mistake(f"aim.compare[{k}]", shown(name), allowed, did_you_mean(name, map(str, names)))
    if aim.compare[0] == aim.compare[1]:
        yield Mistake("aim.compare", shown(aim.compare[0]) + " twice", "two different arms")


def _margin(aim: Aim, endpoint: Endpoint) -> Iterator[Mistake]:
    """Responders are compared as shares: no two shares differ by 1 or more."""
    if endpoint.statistic == "responders" and aim.margin >= 1:
        allowed = "a share below 1: 0.1 for ten percentage points of responders"
        yield Mistake("aim.margin", f"{aim.margin:g}", allowed)


def _limits(endpoint: Endpoint) -> tuple[float, float, str]:
    """Between which a baseline may lie, and that in words; a reading must be above the lower."""
    if endpoint.scale in RATED:
        low, high = scale_range(endpoint.scale)
        return low, high, f"{low:g} to {high:g}, the range of {endpoint.scale}"
    return 0.0, float("inf"), "a reading above 0"


def _fits(value: float | None, endpoint: Endpoint) -> bool:
    low, high, _ = _limits(endpoint)
    return value is None or (low <= value <= high and (value > 0 or endpoint.scale in RATED))


def _baseline(endpoint: Endpoint) -> Iterator[Mistake]:
    """A baseline lies on its scale; scales that judge change have none, and percent of nothing is nothing."""
    given: Distribution | None = endpoint.baseline
    if given is None:
        return
    if endpoint.scale == IMPROVEMENT:
        yield Mistake("endpoint.baseline", f"{given.middle:g}", "nothing: everybody starts at no change")
        return
    if not _fits(given.middle, endpoint):
        yield Mistake("endpoint.baseline", f"{given.middle:g}", _limits(endpoint)[2])
    elif given.middle == 0 and endpoint.statistic != "change":
        yield Mistake("endpoint.baseline", "0", f'a baseline above 0 for "{endpoint.statistic}"')
    for name, end in (("low", given.low), ("high", given.high)):
        if end != given.middle and end != 0 and not _fits(end, endpoint):
            yield Mistake(f"endpoint.baseline.{name}", f"{end:g}", _limits(endpoint)[2])


def _table_baseline(people: TrialPeople | None, endpoint: Endpoint) -> Iterator[Mistake]:
    """The same of a clinic's own scores."""
    rows = people.rows if people is not None else ()
    if not rows or "baseline" not in rows[0]:
        return
    if endpoint.scale == IMPROVEMENT:
        yield Mistake("people.table: column baseline", "scores", "nothing: everybody starts at no change")
        return
    wrong = [row["baseline"] for row in rows if not _fits(float(row["baseline"]), endpoint)]
    if wrong:
        found = f"{wrong[0]}, and {len(wrong) - 1} more" if len(wrong) > 1 else wrong[0]
        yield Mistake("people.table: column baseline", found, _limits(endpoint)[2])
