"""Published readings beside their predictions, in words that the terminal, the page and the docs share.

    miss        a number outside the 80 % interval; a band that does not meet it; a direction that the middle of the
                prediction contradicts; "no difference" where zero lies outside the 80 % interval

Lines are those of `validation.held_out`. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..phrases import fixed
from ..studies.published import likelihood_readings

FAMILIES = {
    "acne_scar": "Acne scars",
    "other_scar": "Other scars",
    "striae": "Stretch marks",
    "fine_lines": "Fine lines and wrinkles",
    "texture": "Texture and pores",
    "firmness": "Firmness",
    "rejuvenation": "The whole impression",
    "tone": "Even tone",
    "melasma": "Melasma and dark marks",
    "instrument": "Instruments on skin",
    "event": "What follows a session",
    "clock": "Clocks of healing",
}
LEVELS = ("50", "80")
BASELINES = {
    "family_mean": "the mean of the outcome family",
    "sessions_only": "the number of sessions alone",
}
DIRECTIONS = {"improved": "improved", "no_difference": "no difference", "worse": "worse"}
HOW = ("left out", "unseen")
Line = Mapping[str, Any]


def family_name(family: str) -> str:
    return FAMILIES.get(family, family.replace("_", " ").capitalize())


def share(value: float | None) -> str:
    """A share in whole percent; a dash where there is none."""
    return "-" if value is None else f"{100 * value:.0f} %"


def told(value: float | None) -> str:
    """A number with three digits at most; a dash where there is none."""
    return "-" if value is None else fixed(value)


def missed(line: Line) -> bool:
    """Whether the report contradicts the prediction, by the rule of this module's docstring."""
    low, high, observed = line["quantiles"]["0.1"], line["quantiles"]["0.9"], line["observed"]
    if line["kind"] == "value":
        return not line["inside"]["80"]
    if line["kind"] == "band":
        return observed["low"] > high or observed["high"] < low
    if observed == "no_difference":
        return low > 0 or high < 0
    return line["sign"] is False


def verdict(line: Line) -> str:
    """What came of one line: inside which interval, or on which side of it."""
    if line["kind"] == "value":
        if line["inside"]["50"]:
            return "inside 50 %"
        side = "above" if line["observed"] > line["quantiles"]["0.5"] else "below"
        return "inside 80 %" if line["inside"]["80"] else f"{side} the 80 % interval"
    if line["kind"] == "band":
        return "outside the 80 % interval" if missed(line) else "meets the 80 % interval"
    if line["observed"] == "no_difference":
        return "zero outside the 80 % interval" if missed(line) else "zero inside 80 %"
    return {True: "right direction", False: "wrong direction"}.get(line["sign"], "not judged")


def observed_words(line: Line) -> str:
    """What was reported: a number, a band, or a word."""
    observed = line["observed"]
    if line["kind"] == "value":
        return told(observed)
    if line["kind"] == "band":
        return f"{told(observed['low'])} .. {told(observed['high'])}"
    return DIRECTIONS.get(observed, str(observed))


def predicted_words(line: Line) -> str:
    """Median and 80 % interval of what a study would report."""
    low, middle, high = (line["quantiles"][key] for key in ("0.1", "0.5", "0.9"))
    return f"{told(middle)} [{told(low)} .. {told(high)}]"


def unit_words(reading: Mapping[str, Any]) -> str:
    return "" if reading["unit"] in ("", "1") else reading["unit"]


def statistic_words(reading: Mapping[str, Any]) -> str:
    """The statistic with its limit: `share improved by more than 50 %`; nothing for a plain level."""
    if reading["statistic"] == "mean":
        return ""
    over = reading.get("over_percent")
    return reading["statistic"] + (f" by more than {over:g} %" if over is not None else "")


def reading_words(reading: Mapping[str, Any]) -> str:
    """Label, statistic and part of one reading."""
    part = f"{reading['part']} scars" if reading.get("part") else ""
    return ", ".join(word for word in (reading["label"], statistic_words(reading), part) if word)


def when_words(reading: Mapping[str, Any]) -> str:
    """`day 150`, `at 6 h`; nothing for what needs no day."""
    day = reading["day"]
    if not day:
        return ""
    return f"at {told(24 * day)} h" if day < 1 else f"day {day:g}"


def how_words(line: Line) -> str:
    """How far the prediction was blind to the report: as shipped, or else whether its study is one learnt from."""
    if line["how"] in HOW:
        return line["how"]
    taught = {row.study for row in likelihood_readings()}
    return "of a study learnt from" if line["study"] in taught else "unseen"


def misses_first(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: not missed(line))


def by_family(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Lines by outcome family, families in the order of `FAMILIES`, lines of one scale beside each other."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line["family"], []).append(line)
    order = [*FAMILIES, *(name for name in found if name not in FAMILIES)]
    return {name: found[name] for name in order if name in found}


def standing(crps: Mapping[str, float | None]) -> str:
    """Whether the model beats both dumb baselines on these readings, said plainly."""
    if crps.get("model") is None:
        return "no numbers to judge"
    lost = [words for key, words in BASELINES.items() if (crps.get(key) or 0.0) <= (crps["model"] or 0.0)]
    return f"does NOT beat {' or '.join(lost)}" if lost else "beats both"


def not_beaten(left_out: Mapping[str, Any]) -> list[str]:
    """The families in which the model does not beat both baselines, by name."""
    families = left_out["by_family"]
    return [
        family_name(name)
        for name in by_family({"family": name} for name in families)
        if standing(families[name]["crps"]).startswith("does NOT")
    ]


def plain_verdict(left_out: Mapping[str, Any]) -> str:
    """Two sentences: the comparison over all readings, and where it is lost."""
    crps = left_out["crps"]
    numbers = (
        f"CRPS {told(crps['model'])} against {told(crps['family_mean'])} for the mean of the outcome family"
    )
    numbers += f" and {told(crps['sessions_only'])} for the number of sessions alone (lower is better)"
    lost = not_beaten(left_out)
    where = (
        f"It does not beat both in: {', '.join(lost)}." if lost else "It beats both in every outcome family."
    )
    return f"Over all left-out readings the model {standing(crps)}: {numbers}. {where}"


def scored_rows(results: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """All left-out readings, then each family: name and scores."""
    left_out = results["leave_one_study_out"]
    families = left_out["by_family"]
    names = list(by_family({"family": name} for name in families))
    return [("All", left_out), *((family_name(name), families[name]) for name in names)]


def counted(lines: Sequence[Line]) -> str:
    """How many of the lines contradict their prediction."""
    return f"{sum(map(missed, lines))} of {len(lines)}"
