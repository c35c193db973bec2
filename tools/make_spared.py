"""Writes `course/spared.toml`: which concerns each care of a course does not move, found by running the model.

    python tools/make_spared.py [--check]

Every care acts at or after one session in one person with every concern, beside the same course without it and with the
same draws. A concern counts as spared where what carries it ends within `NOTHING` of where it would have ended: cares
that the model lets act move it by more than a thousand times that, integration by less than a tenth.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from microneedling.course.forecast import Forecast

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "src" / "microneedling" / "course" / "spared.toml"
DAY, DRAWS, TOLERANCE = 90, 2, 1e-7
NOTHING = 1e-5  # of the largest change among the draws
HABITS: dict[str, dict[str, Any]] = {
    "retinol at home": {"retinoid": "retinol"},
    "tretinoin at home": {"retinoid": "tretinoin"},
    "sunscreen": {"sunscreen": True},
    "nsaid": {"anti_inflammatory": "nsaid", "anti_inflammatory_day": 3},
    "corticosteroid afterwards": {"anti_inflammatory": "corticosteroid", "anti_inflammatory_day": 3},
    "dressing": {"occlusion_h": 12},
}
# Skin that darkens, and that sun has damaged, so that every care finds something to act on.
PERSON = {"age_year": 45, "sex": "female", "phototype": "V", "site": "cheek", "photoageing": 0.3}
SESSION = {"day": 0, "device": "pen, 12 needles", "depth_mm": 1.0, "passes": 4, "glide_speed_mm_per_s": 20}
HEAD = """# Concerns that a care does not move, by running it with and without. Written by tools/make_spared.py.
# Cares that are not named here move every concern.
"""


def forecast(product: str = "", **aftercare: Any) -> Forecast:
    """One session with one care, in a person with every concern."""
    from microneedling.course.reading import course_from_tables
    from microneedling.course.simulate import simulate
    from microneedling.skin.concern import SCALES

    raw = {
        "format": 2,
        "person": PERSON,
        "concern": [{"kind": kind} for kind in SCALES],
        "session": [SESSION | {"topical": [{"name": product}] if product else []}],
        "aftercare": aftercare,
        "follow_up": {"until_day": DAY},
    }
    course = course_from_tables(raw)
    return simulate(course, draws=DRAWS, layers=8, tolerance=TOLERANCE, override_stop=True)


def spared(care: Forecast, without: Forecast) -> list[str]:
    """Concerns that end where they would have ended."""
    from microneedling.course.chances import carrier

    found = []
    for concern in without.course.concerns:
        end, rest = (carrier(concern, item.outcomes).at(DAY) for item in (care, without))
        if abs(end - rest).max() < NOTHING * abs(rest).max():
            found.append(concern.kind)
    return found


def table() -> dict[str, list[str]]:
    """What each care spares, of those that spare anything."""
    from microneedling.protocol.topicals import NOT_MODELLED, TOPICALS

    without = forecast()
    cares = {name: forecast(name) for name, does in TOPICALS.items() if does.effect != NOT_MODELLED}
    cares |= {name: forecast(**aftercare) for name, aftercare in HABITS.items()}
    return {name: kinds for name, care in cares.items() if (kinds := spared(care, without))}


def text() -> str:
    """The file as it should stand."""
    rows = (f'"{name}" = [{", ".join(map(_quoted, kinds))}]' for name, kinds in table().items())
    return HEAD + "\n".join(rows) + "\n"


def _quoted(word: str) -> str:
    return f'"{word}"'


def main(arguments: list[str]) -> int:
    """Write the file if it is stale, or with `--check` say so and return 1."""
    new = text()
    if FILE.exists() and FILE.read_text(encoding="utf-8") == new:
        return 0
    if "--check" in arguments:
        print(f"stale: {FILE.relative_to(ROOT)}; run python tools/make_spared.py", file=sys.stderr)
        return 1
    FILE.write_text(new, encoding="utf-8")
    print(f"written: {FILE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
