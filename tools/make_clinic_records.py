"""Write the example of a clinic's records: `examples/clinic_records.csv`, from simulated clients (all invented).

    python tools/make_clinic_records.py

The clinic is as clinics are (`tracking.audit.simulated.USUAL`), its clients go a quarter
less far than forecast, and scores are judged in steps: what an audit has to find.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from microneedling.course.reading import load_course
from microneedling.files import write_whole
from microneedling.tracking.audit.records import QUANTILES, Record
from microneedling.tracking.audit.records_file import COLUMNS
from microneedling.tracking.audit.simulated import USUAL, forecasts, simulated_clinic
from microneedling.tracking.audit.virtual_people import ensemble

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "examples" / "clinic_records.csv"
COURSES = {"acne_scars_cheek": "C", "fine_lines_roller": "L"}
DAYS, KINDS, DRAWS, CLIENTS, RESPONSE, SEED = (30, 90, 180), 6, 48, 40, 0.75, 4


def row(record: Record, mark: str) -> dict[str, object]:
    """A record as a row of the table."""
    quantiles = {name: f"{q:.2f}" for name, q in zip(QUANTILES, record.quantiles, strict=True)}
    return {
        "client": record.client.replace("C-", f"{mark}-"),
        "date": record.seen.isoformat(),
        "day": record.day,
        "concern": record.concern,
        "scale": record.scale,
        "baseline": f"{record.baseline:g}",
        **quantiles,
        "result": f"{record.result:g}",
        "rater": record.rater,
        "blinded": "yes" if record.blinded else "no",
        "sessions": record.sessions,
        "step": f"{record.step:g}",
        "forecast_date": record.forecast_given.isoformat() if record.forecast_given else "",
    }


def rows() -> list[dict[str, object]]:
    """All rows, in order of time."""
    found = []
    for name, mark in COURSES.items():
        course = load_course(ROOT / "examples" / f"{name}.toml")
        people = ensemble(course, DAYS, KINDS, DRAWS)
        clinic = replace(USUAL, clients=CLIENTS, response=RESPONSE, step=0.5)
        found += [row(item, mark) for item in simulated_clinic(people, forecasts(people), clinic, SEED)]
    return sorted(found, key=lambda item: (str(item["date"]), str(item["client"]), str(item["rater"])))


def main() -> None:
    """Write the file."""
    import io

    text = io.StringIO()
    written = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    written.writeheader()
    written.writerows(rows())
    write_whole(PAGE, text.getvalue(), force=True)


if __name__ == "__main__":
    main()
