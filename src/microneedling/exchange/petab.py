"""The calibration problem as PEtab v1: parameters, observables, conditions, measurements, an SBML model for each arm.

    FOLDER/README.txt  parameters.tsv  problem.yaml         all arms together (PEtab calls that a composite problem)
    FOLDER/<arm>/      parameters.tsv  problem.yaml  model.xml  conditions.tsv  observables.tsv  measurements.tsv

Each arm is a problem of its own that any PEtab tool reads; the whole shares one parameter table. Readings that PEtab
cannot say faithfully are left out, and `README.txt` names each with the reason: nothing is approximated in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .. import MODEL_NUMBER, __version__
from ..calibration.problem import Calibration
from ..errors import InputError, Mistake
from ..evidence.registry import Values, priors
from ..files import check_folder, write_folder
from ..observation.scales import SCALES
from ..studies.arm import Arm
from ..studies.published import Reported, arms, likelihood_readings
from ..studies.readings import READINGS
from ..studies.signals import INSTRUMENTS, typical_severity
from ..studies.study import Study
from .ensemble import NOT_FOR
from .mathml import names_in
from .petab_model import LESIONS, TEXTS, arm_model, tissues_of
from .petab_priors import Parameter, effect, free_constants, number, sbml_keys, table
from .petab_report import Report, identifier, key_id, report
from .petab_report import effect as effect_id
from .sbml import text_sbml

JUST_BEFORE_DAY = (
    1e-6  # a reading on the day of a session is taken before it; models report the state after it
)
REASONS = {
    "band": "a band (between two ends): PEtab v1 knows no censored measurements",
    "direction": "a direction (better, worse): PEtab v1 knows no ordinal measurements",
    "event": "a duration, rate or pain after a session: found by searching a curve or before any healing",
    "clock": "the time or height of a peak: no formula of states at one time",
    "share": "a share of people who improved: formulas have no normal integral",
    "impression": "an overall impression: put together from several judgements, some of whole curves",
    "text": "a reading whose signal looks at whole curves (redness, flare, water)",
}


@dataclass
class ArmProblem:
    """One arm written out: its files by name, and the parameters that it needs."""

    name: str
    rows: list[Reported]
    files: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)


def write(folder: str | Path, force: bool = False) -> list[str]:
    """Write the problem to a new or empty folder; what to print. With `force` files of the same names are replaced.

    The folder is whole or not there. Raises `InputError` where it holds something, and `CannotWrite` where writing
    fails.
    """
    target = check_folder(folder, force)
    files, summary = problem_files()
    write_folder(target, files, force)
    return summary


def problem_files(rows: Iterable[Reported] | None = None) -> tuple[dict[str, str], list[str]]:
    """Path in the folder -> text of all files, and what to print."""
    every = tuple(likelihood_readings() if rows is None else rows)
    reasons = {row.row: reason_against(row) for row in every}
    kept: dict[str, list[Reported]] = {}
    for row in every:
        if not reasons[row.row]:
            kept.setdefault(row.arm, []).append(row)
    values = priors().nominal()
    judged = [
        (arms()[arm], {kind for row in own for kind in tissues_of(arms()[arm], row)})
        for arm, own in kept.items()
    ]
    free = free_constants(judged, values)
    courses = _middle_courses([row for own in kept.values() for row in own])
    problems = [_arm(arm, own, values, free, courses) for arm, own in kept.items()]
    shared = {name: item for arm in problems for name, item in arm.parameters.items()}
    files = {f"{arm.name}/{name}": text for arm in problems for name, text in arm.files.items()}
    files["parameters.tsv"] = table(shared)
    files["problem.yaml"] = _yaml([arm.name for arm in problems])
    summary = _summary(problems, shared, reasons)
    files["README.txt"] = _readme(summary, {row.row: (row, reasons[row.row]) for row in every}, free)
    return files, summary


def reason_against(row: Reported) -> str:
    """Why a reading cannot be said in PEtab, one of `REASONS`; empty where it can."""
    kind = READINGS[row.reading.scale]
    family = kind.family_for(arms()[row.arm].population.condition)
    if row.kind in ("band", "direction"):
        return row.kind
    if family in ("event", "clock"):
        return str(family)
    if row.reading.statistic == "share improved":
        return "share"
    if family == "rejuvenation":
        return "impression"
    name = row.reading.scale if family == "instrument" else family
    return "" if name in TEXTS or family in LESIONS else "text"


def _middle_courses(rows: list[Reported]) -> dict[str, float]:
    """Row -> log factor of how far its study's courses bear out, at the middle of all unknowns.

    A study's readings that PEtab cannot say have their part in it, as in the calibration.
    """
    if not rows:
        return {}
    studies = {row.study for row in rows}
    posed = Calibration([row for row in likelihood_readings() if row.study in studies], priors())
    middle = np.zeros((1, len(posed.names)))
    found = posed.courses(posed.forward(middle), posed.values(middle))
    return {row.row: float(found.get(posed.family(row), np.zeros(1))[0]) for row in rows}


def _arm(
    name: str, rows: list[Reported], values: Values, free: Mapping[str, str], courses: Mapping[str, float]
) -> ArmProblem:
    """Model, tables and parameters of one arm."""
    study = arms()[name]
    model, moves = arm_model(study, rows, values.repeated(1))
    title = f"{study.title}: {', '.join(model.prefix)}"
    lines = [
        NOT_FOR,
        f"Arm {name} of {rows[0].study} under the middle numbers; gains of what was read are added.",
    ]
    problem = ArmProblem(identifier(name), rows)
    problem.files["model.xml"] = text_sbml(model.written, model.values, title, lines)
    reports = {
        row.row: report(
            row, study, moves[row.row], start_of(row, model.baseline, values), values, courses[row.row]
        )
        for row in rows
    }
    problem.files["conditions.tsv"] = f"conditionId\tconditionName\n{problem.name}\t{study.title}\n"
    problem.files["observables.tsv"] = _observables(rows, reports)
    problem.files["measurements.tsv"] = _measurements(rows, study, problem.name)
    asked = {word for item in reports.values() for text in (item.mean, item.error) for word in _names(text)}
    problem.parameters = _parameters(rows, values, asked, free, set(model.written.quantities))
    problem.files["parameters.tsv"] = table(problem.parameters)
    problem.files["problem.yaml"] = _yaml([""])
    return problem


def start_of(row: Reported, at_baseline: Arm, values: Values) -> float:
    """Severity (0-1) before the first session as the calibration takes it; of instruments the level."""
    kind, given = READINGS[row.reading.scale], row.reading.baseline
    if kind.family == "instrument":
        own = None if given is None else given.mean
        return float(INSTRUMENTS[row.reading.scale](at_baseline, values).baseline[0] if own is None else own)
    family = kind.family_for(at_baseline.study.population.condition)
    if given is not None and kind.course_scale is not None:
        scale = SCALES[kind.course_scale]
        return float(scale.severity(np.array([given.middle]), values)[0])
    return float(typical_severity(family, kind.course_scale, at_baseline, values)[0])


def _names(formula: str) -> set[str]:
    return names_in(formula.replace("^", "**"))


def _parameters(
    rows: list[Reported], values: Values, asked: set[str], free: Mapping[str, str], held: set[str]
) -> dict[str, Parameter]:
    """Constants of the equations that may be estimated, numbers of the observation model, effects of the study."""
    entries = values.registry
    found = {
        name: number(name, entries[key], float(values[key][0])) for name, key in free.items() if name in held
    }
    keys = {key_id(key): key for key in entries if key.startswith(("study_effect.", "scales."))}
    found |= {
        name: number(name, entries[keys[name]], float(values[keys[name]][0]))
        for name in sorted(asked & set(keys))
    }
    for row in rows:
        for what in ("study", "drift", "scale", "error"):
            name = effect_id(what, row)
            if name in asked:
                about = row.study if what in ("study", "drift") else f"{row.study}, {row.reading.scale}"
                found[name] = effect(name, f"{what} effect of {about}")
    return found


def _observables(rows: list[Reported], reports: Mapping[str, Report]) -> str:
    lines = ["observableId\tobservableName\tobservableFormula\tnoiseFormula\tnoiseDistribution"]
    for row in rows:
        item = reports[row.row]
        name = f"{row.reading.scale}, {row.reading.statistic}, {row.reading.unit}"
        lines.append(f"report_{row.row}\t{name}\t{item.mean}\t{item.error}\tnormal")
    return "\n".join(lines) + "\n"


def _measurements(rows: list[Reported], study: Study, condition: str) -> str:
    lines = ["observableId\tsimulationConditionId\tmeasurement\ttime\tdatasetId"]
    for row in rows:
        day = row.reading.day_at
        time = day - JUST_BEFORE_DAY if day in study.days else day
        lines.append(f"report_{row.row}\t{condition}\t{row.observed!r}\t{time!r}\t{row.study}")
    return "\n".join(lines) + "\n"


def _yaml(folders: list[str]) -> str:
    """The problem file; an empty folder name means: beside this file."""
    lines = ["format_version: 1", "parameter_file: parameters.tsv", "problems:"]
    for folder in folders:
        at = f"{folder}/" if folder else ""
        lines += [
            f"  - condition_files: [{at}conditions.tsv]",
            f"    measurement_files: [{at}measurements.tsv]",
            f"    observable_files: [{at}observables.tsv]",
            f"    sbml_files: [{at}model.xml]",
        ]
    return "\n".join(lines) + "\n"


def _summary(
    problems: list[ArmProblem], shared: Mapping[str, Parameter], reasons: Mapping[str, str]
) -> list[str]:
    kept = sum(len(arm.rows) for arm in problems)
    estimated = sum(item.cells[6] == "1" for item in shared.values())
    lines = [
        f"{kept} of {len(reasons)} readings in {len(problems)} arms; "
        f"{len(shared)} parameters, {estimated} to be estimated.",
    ]
    why = Counter(reasons.values())
    lines += [f"left out {count}: {REASONS[name]}" for name, count in why.most_common() if name]
    return lines


def _readme(summary: list[str], rows: Mapping[str, tuple[Reported, str]], free: Mapping[str, str]) -> str:
    """What is in the folder, what is not, and why."""
    fixed = sorted(key for name, key in sbml_keys().items() if name not in free)
    lines = [
        "The calibration problem of microneedling as PEtab version 1",
        f"microneedling {__version__}, model number {MODEL_NUMBER}. {NOT_FOR}",
        "",
        *summary,
        "",
        "Each folder is a PEtab problem of its own; problem.yaml beside this file holds all with one table of",
        "parameters. Time is in days from the first session. A reading on the day of a session is taken just",
        "before it.",
        "",
        "What PEtab does not hold",
        "- What a report leaves open of its device (needle length, passes) and its people stand at their middle.",
        "- Solved start values, the sizes of sessions, adjuncts and the typical severity are numbers of the middle of",
        "  all priors. A constant that would move them is not estimated:",
        *(f"    {key}" for key in fixed),
        "- How far the strength of a course bears out between studies compares two courses: it is a number in the",
        "  formulas, that of the middle of all priors, and its slope and limit are not estimated.",
        "- Draws of skin that would scar by itself are refused by the calibration; PEtab has no such rule.",
        "- Priors have one spread; where ours differ below and above the median, it is their mean. Logit priors are",
        "  given as normal ones within bounds.",
        "",
        "Readings left out",
        *(
            f"- {name} ({row.study}, {row.arm}): {row.reading.scale}, {row.reading.statistic}: {REASONS[reason]}"
            for name, (row, reason) in rows.items()
            if reason
        ),
    ]
    return "\n".join(lines) + "\n"


def _refused(target: Path, found: str, allowed: str, hint: str = "") -> InputError:
    return InputError(str(target), [Mistake("petab", found, allowed, hint)])
