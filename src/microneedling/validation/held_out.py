"""Every published reading beside what the model says of it: left out one study at a time, or never seen at all.

A calibration study is predicted by the posterior of all other studies (`smc.reweight` takes its likelihood out), a
context study by the posterior itself; both by the very path a user's study file takes (`predict`), with a fresh study
effect and sampling error. Scores are in one unit for all scales, percent of what could be gained:

    percent scales and shares as they are;  points over the way from baseline to the best end;  pain x 10
    durations and clocks over the middle reading of their kind

`shipped` reads the results as they lie beside the posterior, without the array library.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..evidence.posterior import FOLDER
from ..studies.published import Reported, arms, context_readings, left_out, likelihood_readings, reported

if TYPE_CHECKING:
    import numpy as np

    from ..calibration.fit import Fitted
    from ..evidence.registry import Values
    from ..studies.predict import PredictedReading

RESULTS = "validation.json"
LEVELS = (0.5, 0.8)
LEFT_OUT, UNSEEN = "left out", "unseen"
LEAVE_OUT_DRAWS, PEOPLE, BASELINE_DRAWS = 200, 2, 400


@cache
def shipped(folder: Path = FOLDER) -> Mapping[str, Any]:
    """The results as shipped; empty where no calibration has been run."""
    path = folder / RESULTS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@dataclass(frozen=True)
class Line:
    """One published reading and the draws of what the model says a study would report."""

    row: Reported
    made: PredictedReading
    how: str

    @property
    def draws(self) -> np.ndarray:
        """Sound draws of the report."""
        import numpy as np

        return self.made.reported[np.isfinite(self.made.reported)]

    @property
    def observed(self) -> float | None:
        """The number reported, if it is one."""
        return self.row.observed if self.row.kind == "value" else None

    def inside(self, level: float) -> bool | None:
        """Whether the number lies in the central interval of this share; None for bands and directions."""
        import numpy as np

        if self.observed is None:
            return None
        low, high = np.quantile(self.draws, (0.5 - level / 2, 0.5 + level / 2))
        slack = 1e-9 + rounding(self.row)  # a report is rounded; shares come in whole people
        return bool(low - slack <= self.observed <= high + slack)

    def sign(self) -> bool | None:
        """Whether the middle of the prediction and the report agree on better or worse."""
        import numpy as np

        from ..studies.predict import direction_of, no_change

        direction = direction_of(self.made.reading)
        neutral = no_change(self.made.reading)
        if self.row.kind == "direction":
            told = {"improved": 1, "worse": -1}.get(self.row.direction or "", 0)
        else:
            told = 0 if self.observed is None else direction * float(np.sign(self.observed - neutral))
        if direction == 0 or told == 0:
            return None
        return bool(np.sign(direction * (np.median(self.draws) - neutral)) == told)


def rounding(row: Reported) -> float:
    """Half the last digit that a report prints."""
    if row.observed is None:
        return 0.0
    digits = f"{row.observed:g}".partition(".")[2]
    return 0.5 * 10.0 ** -len(digits)


def compared(
    rows: Sequence[Reported], values: Values, how: str, seed: int = 1, people: int = PEOPLE
) -> list[Line]:
    """Predict rows with given numbers: fresh study effects, sampled people, sampling error."""
    from ..studies.predict import predict

    wanted = {row.row for row in rows}
    found = []
    for name in dict.fromkeys(row.arm for row in rows):
        ours = [row for row in reported() if row.arm == name]
        predictions = predict(arms()[name], seed=seed, people=people, values=values).readings
        pairs = zip(ours, predictions, strict=True)
        found += [Line(row, made, how) for row, made in pairs if row.row in wanted]
    order = {row.row: place for place, row in enumerate(rows)}
    return sorted(found, key=lambda line: order[line.row.row])


def recomputed(ids: Sequence[str] | None = None, draws: int = 200, seed: int = 1) -> list[dict[str, Any]]:
    """Lines of the rows or studies named, from the shipped posterior: a study it has learnt from is not left out."""
    from ..healing.screening import resting_draws

    rows = [row for row in reported() if ids is None or row.row in ids or row.study in ids or row.arm in ids]
    values, _ = resting_draws(draws, seed)
    return [line_json(line) for line in compared(rows, values, "fitted or unseen", seed)]


def leave_one_out(
    fitted: Fitted, draws: int = LEAVE_OUT_DRAWS, progress: Callable[[int, int, str], None] | None = None
) -> list[Line]:
    """Every row of the likelihood, predicted by the posterior of the other studies."""
    import numpy as np

    from ..calibration.smc import sampler as smc
    from ..calibration.smc.state import Particles

    posed, every = fitted.target, fitted.particles
    pick = np.linspace(0, len(every.z) - 1, min(draws, len(every.z))).round().astype(int)
    start = Particles(every.z[pick], every.forward[pick], every.loglik[pick])
    ones = np.ones(len(posed.studies))
    found = []
    for place, study in enumerate(posed.studies):
        if progress:
            progress(place, len(posed.studies), study)
        without = ones.copy()
        without[place] = 0.0
        settings = smc.Settings(
            label=f"without {study}",
            proposal="diagonal",  # the step is short: no stand-in is worth its fitting
            ess_fraction=0.5,
            forward_moves=1,
            most_forward_moves=1,
            final_forward_moves=1,
        )
        left = smc.reweight(posed, start, ones, without, settings)
        rows = [row for row in posed.rows if row.study == study]
        found += compared(rows, posed.values(left.z), LEFT_OUT)
    return found


def results(
    fitted: Fitted, draws: int = LEAVE_OUT_DRAWS, progress: Callable[[int, int, str], None] | None = None
) -> dict[str, Any]:
    """Everything `microneedling validate` shows."""
    import numpy as np

    from .. import MODEL_NUMBER
    from ..calibration.diagnostics import diagnostics
    from ..calibration.fit import data_hash, priors_hash

    posed, z = fitted.target, fitted.z
    left = leave_one_out(fitted, draws, progress)
    pick = np.linspace(0, len(z) - 1, min(2 * draws, len(z))).round().astype(int)
    unseen = compared(context_readings(), posed.values(z[pick]), UNSEEN)
    return {
        "model_number": MODEL_NUMBER,
        "data_sha256": data_hash(),
        "priors_sha256": priors_hash(posed),
        "draws": len(z),
        "leave_one_study_out": scored(left),
        "unseen": coverage_and_sign(unseen),
        "studies": [line_json(line) for line in [*left, *unseen]],
        "not_compared": dict(left_out()),
        "diagnostics": diagnostics(fitted),
    }


def scored(lines: Sequence[Line]) -> dict[str, Any]:
    """Coverage, sign agreement and CRPS beside two dumb baselines, over all and by family."""
    whole = {**coverage_and_sign(lines), "crps": mean_crps(lines, lines)}
    families = dict.fromkeys(line.made.family for line in lines)
    by_family = {
        family: {
            **coverage_and_sign(ours := [line for line in lines if line.made.family == family]),
            "crps": mean_crps(ours, lines),
        }
        for family in families
    }
    return {**whole, "by_family": by_family}


def coverage_and_sign(lines: Sequence[Line]) -> dict[str, Any]:
    """Shares of numbers inside their intervals, of signs that agree, and how many numbers there were."""
    numbers = [line for line in lines if line.observed is not None]
    signs = [line.sign() for line in lines if line.sign() is not None]
    inside = {f"{100 * level:g}": _share([bool(line.inside(level)) for line in numbers]) for level in LEVELS}
    return {"readings": len(numbers), "coverage": inside, "sign_agreement": _share([bool(s) for s in signs])}


def _share(flags: Sequence[bool]) -> float | None:
    return round(sum(flags) / len(flags), 3) if flags else None


def mean_crps(lines: Sequence[Line], every: Sequence[Line]) -> dict[str, float | None]:
    """Mean CRPS of the model and of both baselines on the same readings, in percent of what could be gained."""
    import numpy as np

    from .scores import Reports, crps, family_mean, sessions_only

    numbers = [line for line in every if line.observed is not None]
    ours = np.array([line in lines for line in numbers])
    if not ours.any():
        return {"model": None, "family_mean": None, "sessions_only": None}
    factor = np.array([to_percent(line.row) for line in numbers])
    value = factor * np.array([line.observed for line in numbers], float)
    reports = Reports(
        value=value,
        study=[line.row.study for line in numbers],
        family=[baseline_family(line) for line in numbers],
        sessions=np.array([len(arms()[line.row.arm].days) for line in numbers], float),
    )
    model = [crps(a * line.draws, y)[0] for a, line, y in zip(factor, numbers, value, strict=True)]
    scores = {
        "model": np.array(model),
        "family_mean": crps(family_mean(reports, BASELINE_DRAWS), value),
        "sessions_only": crps(sessions_only(reports, BASELINE_DRAWS), value),
    }
    return {name: round(float(each[ours].mean()), 3) for name, each in scores.items()}


def baseline_family(line: Line) -> str:
    """Outcomes that a dumb forecast would lump together: a family of scores, an instrument, an event; shares apart."""
    kind = line.made.reading.kind
    name = kind.name if kind.family in ("instrument", "event", "clock") else line.made.family
    return f"{name}, share of people" if line.made.reading.statistic == "share improved" else name


def to_percent(row: Reported) -> float:
    """Factor from the unit of a report to percent of what could be gained, positive where better."""
    import numpy as np

    from ..evidence.registry import priors
    from ..observation.scales import SCALES
    from ..studies.predict import direction_of

    reading, kind = row.reading, row.reading.kind
    if kind.family in ("event", "clock"):
        alike = [r.observed for r in reported() if r.reading.scale == reading.scale and r.observed]
        return 10.0 if reading.scale == "pain_vas" else 100.0 / float(np.median(alike or [1.0]))
    direction = float(direction_of(reading))
    if reading.unit == "%":
        return direction
    if kind.course_scale is None or kind.family == "instrument":
        start = reading.baseline.middle if reading.baseline else 100.0
        return direction * 100.0 / max(abs(start), 1e-9)
    values, scale = priors().nominal(), SCALES[kind.course_scale]
    low, high = scale.ends(values)
    best = low if scale.direction == "lower is better" else high
    if kind.judges_change:
        return direction * 100.0 / 3.0
    key = f"scales.typical_points.{scale.name}"
    start = (
        reading.baseline.middle
        if reading.baseline
        else float(values[key][0])
        if key in values
        else (low + high) / 2
    )
    return direction * 100.0 / abs(start - best)


def line_json(line: Line) -> dict[str, Any]:
    """One line of the results."""
    from ..studies.predict import summary

    row, reading = line.row, line.made.reading
    observed: Any = row.observed if row.kind == "value" else row.direction
    if row.kind == "band":
        observed = {"low": row.low, "high": row.high}
    inside = {f"{100 * level:g}": line.inside(level) for level in LEVELS}
    return {
        "id": row.row,
        "study": row.study,
        "arm": row.arm,
        "title": arms()[row.arm].title,
        "reading": {
            "scale": reading.scale,
            "label": reading.kind.label,
            "statistic": reading.statistic,
            "day": reading.day_at,
            "part": reading.part,
            "rater": reading.rater,
            "unit": reading.unit,
            "over_percent": reading.over_percent,
        },
        "family": line.made.family,
        "kind": row.kind,
        "observed": observed,
        "quantiles": summary(line.made.reported)["quantiles"],
        "split": row.split,
        "how": line.how,
        "inside": None if line.observed is None else inside,
        "sign": line.sign(),
        "n": row.n,
    }


def write(found: Mapping[str, Any], folder: Path) -> None:
    """Write the results beside the posterior, whole or not at all."""
    part = folder / f"{RESULTS}.partial"
    part.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(folder / RESULTS)


__all__ = [
    "Line",
    "compared",
    "leave_one_out",
    "likelihood_readings",
    "recomputed",
    "results",
    "shipped",
    "write",
]
