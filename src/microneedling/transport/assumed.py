"""What a deliver file leaves out and what is taken instead, in the reader's words. Loads without the array library."""

from __future__ import annotations

from collections.abc import Iterator

from ..device.coverage import USUAL_GLIDE
from ..evidence.practice import value_of
from ..inputs.assumed import HAND_SET, Assumed
from .delivery_file import ENDLESS, DeliveryFile

__all__ = ["assumed"]

NOT_SAID = "nothing said"


def assumed(file: DeliveryFile) -> tuple[Assumed, ...]:
    """What this delivery leaves out and what is taken instead, in the order of its file."""
    return (*_of_product(file), *_of_skin(file), *_of_needling(file), *_of_following(file))


def _one(table: str, taken: dict[str, str], what: str, why: str) -> Iterator[Assumed]:
    """One item for the keys of a table that were left out; none where all were given."""
    if taken:
        yield Assumed(", ".join(f"{table}.{key}" for key in taken), what, ", ".join(taken.values()), why)


def _of_product(file: DeliveryFile) -> Iterator[Assumed]:
    product, given = file.product, file.product.model_fields_set
    usual = {"dose_ul_per_cm2": f"{product.dose_ul_per_cm2} µL/cm²", "ph": f"pH {product.ph:g}"}
    yield from _one("product", _left(usual, given), "amount and pH of the product", f"usual, {HAND_SET}")
    handling = {
        "applied_after_min": "put on right after needling" if file.instrument else "put on at once",
        "wiped_off_min": "not wiped off",
        "occluded": "no wrap",
        "dries": "its water evaporates",
    }
    if file.mode == "franz" or product.occluded or product.dose_ul_per_cm2 == ENDLESS:
        del handling["dries"]
    yield from _one("product", _left(handling, given), "how it is put on", NOT_SAID)


def _of_skin(file: DeliveryFile) -> Iterator[Assumed]:
    person = file.person
    taken = {"site": person.site, "age_year": f"{person.age_year:g} years", "sex": person.sex}
    yield from _one("person", _left(taken, person.model_fields_set), "whose skin", HAND_SET)
    if file.mode == "franz":
        cell = {} if file.cell is None else file.cell.model_dump(exclude_none=True)
        open_ones = {"dermis_mm": "all of the dermis", "channel_half_life_h": "channels stay open"}
        yield from _one("cell", _left(open_ones, set(cell)), "the skin in the cell", NOT_SAID)


def _of_needling(file: DeliveryFile) -> Iterator[Assumed]:
    if file.instrument is None:
        yield Assumed("instrument", "needling", "none: intact skin", NOT_SAID)
        return
    settings = file.needling
    taken = {}
    if settings.depth_mm is None:
        taken["depth_mm"] = f"set to the needle length, {file.instrument.needle_length_mm:g} mm"
    given = settings.model_fields_set
    if "passes" not in given and getattr(settings, "seconds_per_cm2", None) is None:
        taken["passes"] = f"{settings.passes} passes"
    if "skin_stretched" not in given:
        taken["skin_stretched"] = "skin held stretched"
    yield from _one("needling", taken, "how the instrument is used", HAND_SET)
    if file.instrument.kind == "pen" and {"glide_speed_mm_per_s", "seconds_per_cm2"}.isdisjoint(given):
        group, name = USUAL_GLIDE
        speed = f"{value_of(group, name):g} mm/s, usual; each draw has its own"
        yield Assumed("needling.glide_speed_mm_per_s", "speed at which the pen glides", speed, HAND_SET)


def _of_following(file: DeliveryFile) -> Iterator[Assumed]:
    given = file.model_fields_set
    taken = _left({"mode": "living skin", "hours": f"{file.hours:g} hours"}, given)
    if taken:
        yield Assumed(", ".join(taken), "followed", ", ".join(taken.values()), NOT_SAID)


def _left(words: dict[str, str], given: set[str]) -> dict[str, str]:
    return {key: value for key, value in words.items() if key not in given}
