"""A gradient in a dozen lines, as rows and as a figure: functions of its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..answers.axes import BLUE, ORANGE, finished
from ..answers.drawings import bars, zero_line
from ..phrases import plural, signed, unit_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..evidence.entry import Entry

HEAD = ("number", "if 10 % greater", "towards", "its value", "grade")
MOST_ROWS, MOST_BARS = 6, 15
STEP = 0.1


class Facts(NamedTuple):
    """What the outcome is: its name and label, its unit, and which way is better (higher, lower, neither)."""

    name: str
    label: str
    unit: str = ""
    better: str = "neither"


def middle(numbers: np.ndarray) -> float:
    """Median over the draws."""
    return float(np.median(numbers))


def moved(per_e_fold: Mapping[str, np.ndarray]) -> list[tuple[str, float]]:
    """By number, what the outcome gains when the number is 10 % greater (straight line); the strongest first."""
    found = [(key, STEP * middle(each)) for key, each in per_e_fold.items()]
    return sorted(found, key=lambda pair: (-abs(pair[1]), pair[0]))


def towards(change: float, facts: Facts) -> str:
    """Whether a change of the outcome is for the better."""
    if facts.better == "neither" or change == 0:
        return "neither"
    return "better" if (change > 0) == (facts.better == "higher") else "worse"


def lead_words(facts: Facts, day: float, value: np.ndarray, per_e_fold: Mapping[str, np.ndarray]) -> str:
    """The outcome on its day, and the number that moves it most."""
    way = "" if facts.better == "neither" else f" ({facts.better} is better)"
    words = f"{facts.label} on day {day:g}: change {_with_unit(middle(value), facts)}{way}."
    strongest = moved(per_e_fold)[:1]
    for key, change in strongest:
        words += (
            f" Of these numbers {key} moves it most: {_with_unit(change, facts)} where it is 10 % greater."
        )
    return words


def table(
    facts: Facts, per_e_fold: Mapping[str, np.ndarray], entries: Mapping[str, Entry]
) -> tuple[tuple[str, ...], ...]:
    """A row a number, the strongest first."""
    rows = moved(per_e_fold)[:MOST_ROWS]
    return (HEAD, *(_cells(key, change, facts, entries[key]) for key, change in rows))


def _cells(key: str, change: float, facts: Facts, entry: Entry) -> tuple[str, ...]:
    held = f"{entry.value:.4g} {unit_words(entry.unit)}".rstrip()
    return key, _with_unit(change, facts), towards(change, facts), held, entry.grade


def _with_unit(number: float, facts: Facts) -> str:
    return f"{signed(number)} {unit_words(facts.unit)}".rstrip()


def known_words(count: int, entries: Mapping[str, Entry]) -> str:
    """What a derivative says and what it does not; how many of the numbers have no source."""
    assumed = sum(entry.grade == "assumed" for entry in entries.values())
    where = "the nominal numbers" if count == 1 else f"{count} draws of the numbers (medians told)"
    return (
        f"How much of this is known: derivatives of the model at {where}, a straight line through what may bend; they "
        f"say what the model would do, not how sure it is. {assumed} of {plural(len(entries), 'number')} assumed."
    )


def rows(
    facts: Facts,
    day: float,
    derivatives: Mapping[str, np.ndarray],
    per_e_fold: Mapping[str, np.ndarray],
    entries: Mapping[str, Entry],
) -> list[dict[str, Any]]:
    """One row a number; medians over the draws, with the 80 % interval of what an e-fold does."""
    found = []
    for key, _ in moved(per_e_fold):
        low, high = np.quantile(per_e_fold[key], (0.1, 0.9))
        found.append(
            {
                "number": key,
                "outcome": facts.name,
                "day": day,
                "derivative": middle(derivatives[key]),
                "per_e_fold": middle(per_e_fold[key]),
                "low80": float(low),
                "high80": float(high),
                "unit": facts.unit,
                "better": facts.better,
                "unit_of_number": entries[key].unit,
                "evidence": entries[key].grade,
                "about": entries[key].about,
            }
        )
    return found


def to_json(
    facts: Facts, day: float, value: np.ndarray, derivatives: Mapping[str, np.ndarray], told: Sequence[dict]
) -> dict[str, Any]:
    """Value and derivatives of every draw, and the rows."""
    return {
        "outcome": facts.name,
        "unit": facts.unit,
        "better": facts.better,
        "day": day,
        "value": value.tolist(),
        "derivatives": {key: each.tolist() for key, each in derivatives.items()},
        "numbers": list(told),
        "not_a_medical_device": True,
    }


def draw(ax: Axes, facts: Facts, day: float, per_e_fold: Mapping[str, np.ndarray]) -> None:
    """A bar a number: what 10 % more of it does to the outcome."""
    chosen = moved(per_e_fold)[:MOST_BARS]
    words = [f"{signed(change)} {_mark(towards(change, facts))}".rstrip() for _, change in chosen]
    colours = [ORANGE if towards(change, facts) == "worse" else BLUE for _, change in chosen]
    zero_line(ax, upright=True)
    bars(ax, [key for key, _ in chosen], [change for _, change in chosen], colours, words)
    unit = f", {unit_words(facts.unit)}" if unit_words(facts.unit) else ""
    way = "" if facts.better == "neither" else f"\n({facts.better} is better)"
    finished(
        ax, f"{facts.label} on day {day:g}\nwhat each number moves, 10 % greater", f"change{unit}{way}", ""
    )


def _mark(way: str) -> str:
    return {"better": "(better)", "worse": "(worse)"}.get(way, "")
