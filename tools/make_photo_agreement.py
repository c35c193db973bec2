"""Try photographs as instruments on rendered skin and keep what was found.

    python tools/make_photo_agreement.py                     # writes docs/photo-agreement.md from the kept rows
    python tools/make_photo_agreement.py --check             # says by its exit whether that page is as it would be
    python tools/make_photo_agreement.py --errors            # prints errors fitted to the first people
    python tools/make_photo_agreement.py --render            # renders who is missing in the rows, then the page
    python tools/make_photo_agreement.py --render --jobs 4   # by four processes; some ten seconds of processor a person
    python tools/make_photo_agreement.py --render --rows F   # the same into another table; the page stays

Rows lie in benchmarks/results/photo_pairs.csv: one an index and pair. A person's rows are added when all of that
person's pairs are measured, so that a trial that was stopped goes on where it stopped. For a trial from the start give
`--rows` a file that does not exist, and put it in place when it is whole. Nothing here is measured on people.
"""

from __future__ import annotations

import csv
import io
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from codegen.photo_errors import fitted_errors
from codegen.photo_page import page
from microneedling.course.reading import load_course
from microneedling.course.simulate import simulate
from microneedling.files import write_whole
from microneedling.imaging.rendered.light import LAMPS
from microneedling.imaging.rendered.skin import PHOTOTYPES, moved, somebody
from microneedling.imaging.rendered.trial import rows_of_person
from microneedling.streams import generator

ROOT = Path(__file__).resolve().parent.parent
ROWS, PAGE = ROOT / "benchmarks" / "results" / "photo_pairs.csv", ROOT / "docs" / "photo-agreement.md"
COURSE = ROOT / "examples" / "acne_scars_cheek.toml"
EACH = 14  # people of one phototype, under the lamps in turn; four photographs each, six pairs
DRAWS, EARLY_DAY, LATE_DAY = 14, (7.0, 40.0), (110.0, 270.0)
COLUMNS: tuple[str, ...] = (
    "person",
    "phototype",
    "lamp",
    "first",
    "second",
    "refused",
    "index",
    "read_first",
    "read_second",
    "true_first",
    "true_second",
    "missed_mm",
    "told_mm",
    "light_moved",
)
FACTORS = ("melanin", "blood", "pore", "crease", "scar")
Job = tuple[int, str, int, list[tuple[str, dict[str, float]]]]


def jobs() -> Iterator[Job]:
    """Every person: seed, phototype, lamp, and how a simulated course has moved them at two visits."""
    course = load_course(COURSE)
    for p, phototype in enumerate(PHOTOTYPES):
        person = course.person.model_copy(update={"phototype": phototype})
        forecast = simulate(course.model_copy(update={"person": person}), draws=DRAWS, seed=p + 1)
        days = forecast.tissues["skin"].day
        sessions = [session.day for session in course.sessions]
        for k in range(EACH):
            seed = 1000 * (p + 1) + k
            stream = generator(seed, "imaging", "visit days")
            later = []
            for name, (first, last) in (("early", EARLY_DAY), ("late", LATE_DAY)):
                near = [j for j, day in enumerate(days) if first <= day <= last]
                place = int(stream.integers(DRAWS)), int(stream.choice(near))
                now = moved(somebody(seed, phototype), forecast.tissues, forecast.values, sessions, place)
                later.append((name, {factor: getattr(now, factor) for factor in FACTORS}))
            yield seed, phototype, k % len(LAMPS), later


def measured(job: Job) -> list[dict[str, Any]]:
    """Rows of one person."""
    return list(rows_of_person(*job))


def render(path: Path, workers: int) -> None:
    """Render and measure everybody who has no rows in `path`; the table is written anew after each of them."""
    rows: list[dict[str, Any]] = list(kept(path)) if path.exists() else []
    there = {int(row["person"]) for row in rows}
    work = [job for job in jobs() if job[0] not in there]
    path.parent.mkdir(exist_ok=True)
    for done, found in enumerate(_by_person(work, workers), start=1):
        rows += [{key: _short(row.get(key, "")) for key in COLUMNS} for row in found]
        rows.sort(key=lambda row: int(row["person"]))  # stable: pairs of a person stay in their order
        write_whole(path, _table(rows), force=True)
        print(f"{done} of {len(work)} people", file=sys.stderr, flush=True)


def _by_person(work: list[Job], workers: int) -> Iterator[list[dict[str, Any]]]:
    """Rows of one person after another, by several processes in the order in which they are done."""
    if workers < 2:
        yield from map(measured, work)
        return
    with ProcessPoolExecutor(workers) as pool:
        for one in as_completed([pool.submit(measured, job) for job in work]):
            yield one.result()


def _table(rows: list[dict[str, Any]]) -> str:
    held = io.StringIO()
    writer = csv.DictWriter(held, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return held.getvalue()


def _short(value: Any) -> Any:
    return f"{value:.5g}" if isinstance(value, float) else value


def kept(path: Path = ROWS) -> list[dict[str, str]]:
    """The rows as kept."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main(words: list[str]) -> int:
    """Write the page; with `--render` the rows first. Returns 1 where `--check` finds the page stale."""
    asked = ArgumentParser(description="Try photographs as instruments on rendered skin.")
    asked.add_argument("--render", action="store_true", help="render everybody who has no rows yet")
    asked.add_argument("--jobs", type=int, default=2, help="processes that render")
    asked.add_argument("--rows", type=Path, default=ROWS, help="table of rows")
    asked.add_argument("--check", action="store_true", help="write nothing; exit 1 where the page is stale")
    asked.add_argument("--errors", action="store_true", help="print errors fitted to the first people")
    given = asked.parse_args(words)
    if given.render:
        render(given.rows, given.jobs)
    if given.rows != ROWS:
        return 0
    if given.errors:
        for name, number in fitted_errors(kept()).items():
            print(f"{name} = {number:.3g}")
        return 0
    text = page(kept())
    if given.check:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text)
    write_whole(PAGE, text, force=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
