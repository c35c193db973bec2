"""What a study file leaves out and what is taken instead, in the reader's words. Loads without the array library."""

from __future__ import annotations

from collections.abc import Iterator

from ..evidence.entry import Entry
from ..inputs.assumed import HAND_SET, Assumed
from .study import Study
from .typical import GEOMETRY, typical_numbers

EACH_DRAW = f"{HAND_SET} from published arms; each draw has its own"
NOT_SAID = "nothing said"
UNITS = (("_mm_per_s", " mm/s"), ("_mm", " mm"), ("_hz", " Hz"))


def assumptions(study: Study) -> tuple[Assumed, ...]:
    """What this file leaves out and what is taken instead, in the order of its parts."""
    return (
        *_of_design(study),
        *_of_people(study),
        *_of_device(study),
        *_of_course(study),
        *_of_readings(study),
    )


def _of_design(study: Study) -> Iterator[Assumed]:
    judged = any(reading.rater != "instrument" and reading.kind.timed for reading in study.reading)
    if study.design is None and judged and not study.course.sham:
        value = "half-way between one arm alone and a comparison"
        yield Assumed("design", "design of the study", value, NOT_SAID)


def _of_people(study: Study) -> Iterator[Assumed]:
    group, numbers = study.population, typical_numbers()
    given = group.model_fields_set
    if group.n is None:
        yield Assumed("population.n", "people analysed", _middle(numbers["typical_people"]), EACH_DRAW)
    if group.colour_open:
        value = "white (alba), the older kind; say striae rubra for red ones"
        yield Assumed("population.condition", "colour of the striae", value, NOT_SAID)
    if group.condition == "atrophic acne scar" and group.subtype is None:
        value = "mixed: rolling, boxcar and icepick alike"
        yield Assumed("population.subtype", "type of acne scar", value, NOT_SAID)
    if "age_year" not in given:
        age = group.age_year
        yield Assumed(
            "population.age_year", "age", f"{age.mean:g} years ({age.low:g} to {age.high:g})", HAND_SET
        )
    taken = {
        "phototypes": "phototypes "
        + ", ".join(f"{name} {share:g}" for name, share in group.phototypes.items()),
        "female_share": f"share of women {group.female_share:g}",
        "smoker_share": f"share of smokers {group.smoker_share:g}",
        "site": f"site {group.site}",
    }
    missing = {key: words for key, words in taken.items() if key not in given}
    if missing:
        where = ", ".join(f"population.{key}" for key in missing)
        yield Assumed(where, "the people", ", ".join(missing.values()), HAND_SET)
    if group.photoageing is None:
        value = "as usual at the age, with its spread between people"
        yield Assumed("population.photoageing", "sun damage", value, HAND_SET)


def _of_device(study: Study) -> Iterator[Assumed]:
    device, numbers = study.device, typical_numbers()
    if device.kind == "none":
        return
    if device.kind is None:
        yield Assumed("device.kind", "kind of device", "pens and rollers in equal parts", EACH_DRAW)
    if device.needle_length_mm is None and device.depth_mm is None:
        length = f"{_range(numbers['typical_needle_length_mm'])} mm"
        yield Assumed("device.needle_length_mm", "needle length", length, EACH_DRAW)
    if device.passes is None:
        kinds = (device.kind,) if device.kind else ("pen", "roller")
        value = ", ".join(f"{_range(numbers[f'typical_passes.{kind}'])} of a {kind}" for kind in kinds)
        yield Assumed("device.passes", "passes", value, EACH_DRAW)
    if device.kind is None:
        return
    taken = {
        name: f"{_words(name)} {numbers[f'typical_{name}.{device.kind}'].value:g}"
        for name in GEOMETRY[device.kind]
        if getattr(device, name) is None
    }
    if taken:
        where = ", ".join(f"device.{name}" for name in taken)
        yield Assumed(where, f"{device.kind} taken as typical", ", ".join(taken.values()), EACH_DRAW)


def _of_course(study: Study) -> Iterator[Assumed]:
    course, numbers = study.course, typical_numbers()
    if study.device.kind == "none":
        return
    if course.days is None and course.sessions is None:
        value = f"{_middle(numbers['typical_sessions'])}, none after the last day read"
        yield Assumed("course.sessions", "number of sessions", value, EACH_DRAW)
    if course.days is None and course.interval_day is None and course.sessions not in (0, 1):
        value = f"{_middle(numbers['typical_interval_day'])} days"
        yield Assumed("course.interval_day", "time between sessions", value, EACH_DRAW)
    if course.numbing is not None and "minutes" not in course.numbing.model_fields_set:
        value = f"{course.numbing.minutes:g} minutes"
        yield Assumed("course.numbing.minutes", "how long the cream was left on", value, HAND_SET)
    words = {"numbing": "numbing", "topical": "topicals", "aftercare": "sunscreen and other aftercare"}
    missing = {key: word for key, word in words.items() if key not in course.model_fields_set}
    if missing:
        where = ", ".join(f"course.{key}" for key in missing)
        yield Assumed(where, "what went with it", f"no {', no '.join(missing.values())}", NOT_SAID)


def _of_readings(study: Study) -> Iterator[Assumed]:
    open_ones = [
        place
        for place, reading in enumerate(study.reading)
        if reading.baseline is None and reading.kind.ends is not None and not reading.kind.judges_change
    ]
    if open_ones:
        where = ", ".join(f"reading[{place}].baseline" for place in open_ones)
        value = "as usual in such people"
        yield Assumed(where, "score before the first session", value, HAND_SET)


def _middle(entry: Entry) -> str:
    return f"{entry.value:g} ({_range(entry)})"


def _range(entry: Entry) -> str:
    low, high = entry.range or (entry.value, entry.value)
    return f"{low:g} to {high:g}"


def _words(name: str) -> str:
    for suffix, unit in UNITS:
        if name.endswith(suffix):
            return f"{name.removesuffix(suffix).replace('_', ' ')} ({unit.strip()})"
    return name.replace("_", " ")
