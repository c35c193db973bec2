"""The PEtab problem says what the calibration says: formulas, priors, models; what it cannot say it names."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import numpy as np
import pytest

from helpers.subject import some
from microneedling.calibration.problem import Calibration, reported_sd
from microneedling.errors import InputError
from microneedling.evidence.registry import priors
from microneedling.exchange.mathml import names_in
from microneedling.exchange.petab import REASONS, problem_files, reason_against, write
from microneedling.exchange.petab_priors import free_constants, is_free, number, sbml_keys
from microneedling.exchange.petab_report import effect, identifier, key_id, report
from microneedling.observation.effects import StudyEffects
from microneedling.observation.scales import SCALES
from microneedling.observation.study_reports import expected, sampling_sd
from microneedling.studies import arm as calibration_arm
from microneedling.studies.endpoint import endpoint_of
from microneedling.studies.published import arms, likelihood_readings
from microneedling.studies.readings import READINGS

KEPT = [row for row in likelihood_readings() if not reason_against(row)]
SKIN, SPOT, MIXED = "ablon2018", "metformintxa_txa", "alam2014_needled"


def rows_of(*names: str):
    return [row for row in KEPT if row.arm in names]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


@pytest.fixture(scope="module")
def small():
    return problem_files(
        [*rows_of(SKIN, SPOT), *[row for row in likelihood_readings() if row.kind != "value"]]
    )


@pytest.fixture(scope="module")
def all_arms():
    return problem_files()


@pytest.mark.slow
def test_every_reading_is_exported_or_named_with_a_reason(all_arms):
    files, told = all_arms
    exported = [
        row["observableId"]
        for name in files
        if name.endswith("measurements.tsv")
        for row in table(files[name])
    ]
    assert sorted(exported) == sorted(f"report_{row.row}" for row in KEPT)
    rows = likelihood_readings()
    for row in rows:
        if reason := reason_against(row):
            assert f"- {row.row} ({row.study}, {row.arm})" in files["README.txt"]
            assert REASONS[reason] in files["README.txt"]
    assert told[0].startswith(f"{len(KEPT)} of {len(rows)} readings")
    left_out = sum(int(line.split()[2].rstrip(":")) for line in told[1:])
    assert left_out + len(KEPT) == len(rows)


@pytest.mark.parametrize("row", KEPT, ids=lambda row: row.row)
def test_formulas_are_the_observation_model(row):
    """Mean and error of each report against the calibration's own, for any gain, effect and number."""
    rng = np.random.default_rng(int(10 * abs(row.observed or 0)))
    study, values = arms()[row.arm], priors().nominal()
    start = (
        0.4
        if row.reading.scale not in ("epidermal_thickness", "stained_collagen", "stained_reticulin")
        else 90.0
    )
    given = row.reading.baseline
    scale = READINGS[row.reading.scale].course_scale
    if given is not None and given.mean is not None and start == 0.4 and scale:
        start = float(SCALES[scale].severity(np.array([given.mean]), values)[0])
    course = 0.3 * float(rng.standard_normal())
    made = report(row, study, "moves_with", start, values, course)
    keys = [key for key in priors() if key.startswith(("study_effect.", "scales."))]
    for signal in (0.7, 0.05, -0.3):
        z = {what: rng.standard_normal() for what in ("study", "drift", "scale", "error")}
        chosen = {
            key: float(priors()[key].quantile(rng.standard_normal()))
            for key in keys
            if is_free(priors()[key])
        }
        ours = values.with_values({key: chosen.get(key, float(values[key][0])) for key in chosen})
        effects = StudyEffects(
            *(np.array([z[what]]) for what in ("study", "drift", "scale", "error")), np.array([course])
        )
        rated = start < 1.5  # severities; instruments start from 90
        seen = np.array([[signal, start]])
        endpoint = endpoint_of(row.reading, study)
        own = expected(endpoint, seen, ours, effects)
        error = reported_sd(row, sampling_sd(endpoint, own))
        names = {key_id(key): float(ours[key][0]) for key in keys if priors()[key].value is not None}
        names |= {effect(what, row): z[what] for what in z}
        names |= {"moves_with": signal if rated else math.exp(signal)}
        functions = {"exp": math.exp, "log": math.log, "sqrt": math.sqrt, "abs": abs}

        def value(text: str, names=names, functions=functions) -> float:
            return eval(text.replace("^", "**"), {"__builtins__": {}}, {**names, **functions})

        assert value(made.mean) == pytest.approx(float(own.mean[0]), rel=1e-9, abs=1e-9)
        assert value(made.error) == pytest.approx(float(error[0]), rel=1e-9)


def test_priors_are_those_of_the_registry(small):
    files, _ = small
    rows = {row["parameterId"]: row for row in table(files["parameters.tsv"])}
    keys = {**sbml_keys(), **{key_id(key): key for key in priors()}}
    for name, row in rows.items():
        if name.startswith("z_"):
            assert (row["objectivePriorType"], row["objectivePriorParameters"]) == ("normal", "0;1")
            continue
        entry = priors()[keys[name]]
        assert row["parameterName"] == entry.key
        assert float(row["nominalValue"]) == pytest.approx(entry.value)
        assert float(row["lowerBound"]) < float(row["nominalValue"]) < float(row["upperBound"])
        if entry.prior == "lognormal":
            middle, sd = map(float, row["objectivePriorParameters"].split(";"))
            assert middle == pytest.approx(math.log(entry.value or 0))
            low, high = entry.range or (0, 0)
            assert math.exp(2 * 1.96 * sd) == pytest.approx(high / low, rel=1e-3)
    assert "z_study_ablon2018" in rows
    fixed = number("x", priors()["scales.neutral_points.gais"], 4.0)
    assert fixed.cells[6] == "0"


def test_a_constant_that_moves_more_than_its_own_equation_is_not_estimated(small):
    files, _ = small
    free = free_constants([(arms()[SKIN], {"skin"})], priors().nominal())
    assert "debris_clearance" in free
    assert "growth_by_tgf" in free
    assert "cytokine_diffusivity" in free
    assert "maturation" not in free  # solved into the resting collagen
    assert "tgf_baseline" not in free
    assert "    collagen.maturation_per_day\n" in files["README.txt"]
    estimated = {row["parameterId"] for row in table(files["parameters.tsv"])}
    assert "maturation" not in estimated


def test_names_are_identifiers():
    assert identifier("z", "han 2012", "hemi-masi") == "z_han_2012_hemi_masi"


def test_a_folder_is_written_whole_and_never_over_anothers_files(small, tmp_path, monkeypatch):
    from microneedling.exchange import petab

    monkeypatch.setattr(petab, "problem_files", lambda: small)
    target = tmp_path / "problem"
    assert write(target) == small[1]
    found = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert found == set(small[0])
    assert (target / "README.txt").read_text(encoding="utf-8") == small[0]["README.txt"]
    with pytest.raises(InputError, match="something in it"):
        write(target)
    (target / "mine.txt").write_text("mine", encoding="utf-8")
    (target / "README.txt").write_text("old", encoding="utf-8")
    write(target, force=True)
    assert (target / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert (target / "README.txt").read_text(encoding="utf-8") == small[0]["README.txt"]
    with pytest.raises(InputError, match="no folder"):
        write(tmp_path / "none" / "problem")
    file = tmp_path / "a file"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="file"):
        write(file)


def placed(files: dict[str, str], folder: Path) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def opened(path: Path):
    """A problem as the petab library reads it."""
    petab = pytest.importorskip("petab.v1")
    return petab.Problem.from_yaml(str(path / "problem.yaml"))


def branches(row) -> set[str]:
    """Which branches of `report` a row takes, for its mean and for its error."""
    kind = READINGS[row.reading.scale]
    family = "instrument" if kind.family == "instrument" else "scores"
    ends = "with ends" if kind.course_scale else "without ends"
    error = "se" if row.se is not None else "sd" if row.sd is not None and row.n else "people"
    return {f"{family} {ends}, {row.reading.statistic}", f"error by {error}"}


def arms_of_every_branch() -> list[str]:
    """Few arms whose readings take every branch."""
    taken = {name: set().union(*map(branches, rows_of(name))) for name in sorted({row.arm for row in KEPT})}
    left, chosen = set().union(*taken.values()), []
    while left:
        best = max(taken, key=lambda name: len(taken[name] & left) / len(rows_of(name)))
        chosen.append(best)
        left -= taken[best]
    return chosen


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", arms_of_every_branch())
def test_an_arm_passes_the_linter(name, tmp_path):
    """Readings of every kind; the linter works through a formula in seconds, so not every arm."""
    petab = pytest.importorskip("petab.v1")
    assert not petab.lint_problem(opened(placed(problem_files(rows_of(name))[0], tmp_path) / name))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_whole_is_valid_and_no_arm_has_a_parameter_too_many_or_too_few(all_arms, tmp_path):
    petab = pytest.importorskip("petab.v1")
    folder = placed(all_arms[0], tmp_path)
    petab.validate(str(folder / "problem.yaml"), path_prefix=str(folder))
    problems = petab.load_yaml(str(folder / "problem.yaml"))["problems"]
    names = {row.arm for row in KEPT}
    assert len(problems) == len(names)
    count = 0
    for name in names:
        problem = opened(folder / name)
        petab.check_measurement_df(problem.measurement_df, problem.observable_df)
        petab.check_parameter_df(problem.parameter_df, problem.model)
        count += len(problem.measurement_df)
        asked = {
            word
            for column in ("observableFormula", "noiseFormula")
            for text in problem.observable_df[column]
            for word in names_in(str(text).replace("^", "**"))
        }
        held = {item for item, _ in problem.model.get_free_parameter_ids_with_values()}
        table_ids = set(problem.parameter_df.index)
        assert table_ids - held <= asked, "parameters that nothing reads"
        others = {word for word in asked - table_ids if not problem.model.has_entity_with_id(word)}
        assert not others, "names that nothing gives"
    assert count == len(KEPT)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [SKIN, SPOT, MIXED])
def test_residuals_are_the_calibrations_own(name, monkeypatch, tmp_path):
    """Each reading by libRoadRunner and the formulas, against our own forward, all parameters moved off the middle."""
    monkeypatch.setattr(calibration_arm, "TOLERANCE", 1e-8)
    monkeypatch.setattr(calibration_arm, "LAYERS", 4)  # both sides cut the skin alike
    rows = rows_of(name)
    problem = opened(placed(problem_files(rows)[0], tmp_path) / name)
    posed = Calibration(rows, priors())
    z, given = moved(posed, list(problem.parameter_df.index), 0.5)
    forward, values, held_courses = posed.forward(z), posed.values(z), middle_courses(rows[0].study)
    own = {
        f"report_{slot.row.row}": posed.expected(slot, z, forward, values, held_courses)[:2]
        for slot in posed.slots
    }
    points = [point for _, point in problem.measurement_df.iterrows()]
    formulas = {
        point.observableId: [
            formula(problem.observable_df.loc[point.observableId, column])
            for column in ("observableFormula", "noiseFormula")
        ]
        for point in points
    }
    asked = {word for pair in formulas.values() for names, _ in pair for word in names}
    times = sorted({float(point.time) for point in points})
    seen = run_elsewhere(tmp_path / name / "model.xml", given, times, sorted(asked - set(given)))
    for point in some(points):
        held = given | seen[float(point.time)]
        mean, error = (
            float(reckoned(*(held[word] for word in names)))
            for names, reckoned in formulas[point.observableId]
        )
        ours, sd = (float(part[0]) for part in own[point.observableId])
        residual, wanted = (point.measurement - mean) / error, (point.measurement - ours) / sd
        assert residual == pytest.approx(wanted, abs=1e-3), point.observableId
        assert mean == pytest.approx(ours, rel=1e-5, abs=1e-6)


def middle_courses(study: str):
    """How far the courses of a study bear out by all its readings, at the middle of all unknowns."""
    posed = Calibration([row for row in likelihood_readings() if row.study == study], priors())
    middle = np.zeros((1, len(posed.names)))
    return posed.courses(posed.forward(middle), posed.values(middle))


def formula(text):
    """Names in a formula as the petab library reads it, and its value at their values.

    Not simplified: that would take minutes a formula and changes no value.
    """
    read = pytest.importorskip("petab.v1.math").sympify_petab(text, evaluate=False)
    symbols = sorted(read.free_symbols, key=str)
    names = [str(symbol) for symbol in symbols]
    return names, pytest.importorskip("sympy").lambdify(symbols, read, "math")


def run_elsewhere(
    path: Path, given: dict[str, float], times: list[float], asked: list[str]
) -> dict[float, dict[str, float]]:
    """Time (d) -> what was asked for by name: one run of libRoadRunner with the parameters given."""
    roadrunner = pytest.importorskip("roadrunner")
    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_CRITICAL)
    model = roadrunner.RoadRunner(str(path))
    model.integrator.relative_tolerance = 1e-8
    model.integrator.absolute_tolerance = 1e-9  # far below rounding its first steps after a session stall
    model.integrator.maximum_num_steps = 10**5
    known = set(model.model.getGlobalParameterIds())
    for key in known & set(given):
        model[key] = given[key]
    model.timeCourseSelections = ["time", *asked]
    found = np.array(model.simulate(times=[0.0, *times]))[1:]
    return {
        time: dict(zip(asked, map(float, row[1:]), strict=True))
        for time, row in zip(times, found, strict=True)
    }


def moved(posed: Calibration, names: list[str], spread: float) -> tuple[np.ndarray, dict[str, float]]:
    """Unknowns of the calibration (1, unknown) and the same as values of the PEtab parameters."""
    rng, z, given = np.random.default_rng(11), np.zeros((1, len(posed.names))), {}
    keys = {**sbml_keys(), **{key_id(key): key for key in priors()}}
    effects = {identifier("z", *name.split(":")): name for name in posed.names if ":" in name}
    for name in names:
        score = spread * rng.standard_normal()
        unknown = effects[name] if name in effects else keys[name]
        if unknown in posed.place:
            z[0, posed.place[unknown]] = score
        elif name not in effects and is_free(priors()[keys[name]]):
            score = 0.0  # a number that this arm's calibration never asks for
        given[name] = score if name in effects else float(priors()[keys[name]].quantile(np.array(score)))
    return z, given
