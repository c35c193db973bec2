"""Measure a pair of photographs of one patch of skin with the card on it: the public `photo`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from ..errors import InputError, Mistake
from ..evidence.practice import value_of
from ..extras import needed
from ..inputs.mistakes import shown
from ..inputs.questions import LAST_DAY
from ..inputs.written import plain
from ..skin.sites import Site, site_word
from ..tracking.measurable import EARLIEST_DAY

if TYPE_CHECKING:
    import numpy as np

    from .indices.measure import Measured
    from .pair import Pair
    from .photos import Photos

GROUP = "imaging"


def photo(
    before: str | Path | np.ndarray,
    after: str | Path | np.ndarray,
    *,
    zone: str | None = None,
    days: Sequence[float] | None = None,
) -> Photos:
    """Measure two photographs (paths, or arrays of sRGB) of the same skin through the window of the card.

    `days` are the days of the course of both, then `measurements()` are rows for `track`; `zone` is where on the body.
    What cannot be measured is refused, every reason at once, by `InputError`: no card, blur, a camera aslant, uneven or
    coloured light, too bright, too dark, too small, not the same skin. Needs the extra `photo`.

    >>> from microneedling import photo
    >>> photo("before.jpg", "after.jpg")
    Traceback (most recent call last):
    ...
    microneedling.errors.InputError: photographs: 2 mistakes
      before.jpg: found nothing there; allowed: the path of a photograph
      after.jpg: found nothing there; allowed: the path of a photograph
    """
    needed("photographs", "photo", "skimage", "PIL")
    from .pair import paired
    from .photograph import photograph_of
    from .reading import read

    wrong = _asked(zone, days)
    reads = []
    for picture, name in ((before, "before"), (after, "after")):
        try:
            found, more = read(photograph_of(picture, name))
        except InputError as error:
            found, more = (
                None,
                [Mistake(error.source, one.found, one.allowed, one.hint) for one in error.mistakes],
            )
        reads.append(found)
        wrong += more
    if wrong:
        raise InputError("photographs", wrong)
    first, second = reads
    pair, apart = paired(first, second)
    if pair is None:
        raise InputError("photographs", apart)
    from .indices.measure import measured

    return _answer(first, second, pair, measured(pair), zone, days)


def _answer(first: Any, second: Any, pair: Pair, result: Measured, zone: str | None, days: Any) -> Photos:
    from .index import LABELS, NOT_EARNED, index_of
    from .photos import Photos

    left_out = _left_out(pair, result)
    skipped = {*(one.path for one in left_out), *NOT_EARNED}
    indices = tuple(
        index_of(name, result.indices) for name in LABELS if name in result.indices and name not in skipped
    )
    return Photos(
        before=first.source,
        after=second.source,
        zone=zone,
        days=(float(days[0]), float(days[1])) if days is not None else None,
        indices=indices,
        parts=result.colours,
        not_measured=tuple(left_out),
        pixels_per_mm=(first.view.pixels_per_mm, second.view.pixels_per_mm),
        tilt_deg=(first.view.tilt_deg, second.view.tilt_deg),
        registration_mm=pair.laid.error_mm,
        turn_deg=float(pair.laid.turn_deg),
        shift_mm=pair.laid.shift_mm,
        common=float(pair.inside.mean()),
        pair=pair,
        measured=result,
    )


def _left_out(pair: Pair, result: Measured) -> list[Mistake]:
    from .index import BY_LIGHT, blood_moved, untold

    found = []
    melanin, moved = result.indices["melanin_index"], blood_moved(result.indices["erythema_index"])
    for name in ("melanin_index", "erythema_index"):
        if why := untold(name, melanin, moved):
            found.append(Mistake(name, why[0], "what can be told apart by colour", why[1]))
    if "pore_diameter" not in result.indices:
        fewest = value_of(GROUP, "fewest_pores")
        seen = f"{len(result.kept[0])} pores that both show"
        found.append(
            Mistake(
                "pore_diameter",
                seen,
                f"at least {fewest:g}",
                "A patch with more pores, or a sharper picture.",
            )
        )
    if pair.light_moved > (most := value_of(GROUP, "most_light_moved")):
        seen = f"light that falls otherwise by {100 * pair.light_moved:.0f} %"
        hint = "Put lamp, chair and card where they stood before."
        found += [Mistake(name, seen, f"at most {100 * most:g} %", hint) for name in BY_LIGHT]
    return found


def _asked(zone: Any, days: Any) -> list[Mistake]:
    """What is wrong with the zone and the days."""
    found = []
    if zone is not None and site_word(zone) not in (sites := get_args(Site)):
        found.append(Mistake("zone", shown(zone), ", ".join(sites)))
    if days is None:
        return found
    numbers = [plain(one) for one in days] if isinstance(days, Sequence) and not isinstance(days, str) else []
    right = len(numbers) == 2 and all(
        isinstance(one, int | float) and not isinstance(one, bool) for one in numbers
    )
    if not right or not EARLIEST_DAY <= numbers[0] < numbers[1] <= LAST_DAY:
        allowed = f"two days of the course, from {EARLIEST_DAY} to {LAST_DAY}, the second later"
        found.append(Mistake("days", shown(days), allowed))
    return found
