"""Cohorts: what was asked for is what people are; correlations; a clinic's own table."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from helpers.subject import some
from helpers.trial_files import text, trial
from microneedling.errors import InputError
from microneedling.evidence.registry import registry
from microneedling.people.clinic_rows import rows_of
from microneedling.people.clinic_table import clinic_of
from microneedling.people.cohort import members, report, scores_of
from microneedling.people.written import TrialPeople
from microneedling.trials.reading import trial_from_text

ASKED = {
    "site": "cheek",
    "age_year": {"mean": 40, "sd": 10, "low": 25, "high": 60},
    "phototypes": {"II": 0.3, "III": 0.5, "IV": 0.2},
    "female_share": 0.7,
    "smoker_share": 0.25,
}


def asked(**words):
    return TrialPeople.model_validate({**ASKED, **words})


def folk(people, count=4000, seed=1, first=0):
    values = registry().nominal().repeated(count)
    made = members(people, values, scores_of(people, seed, first, count))
    types = ("I", "II", "III", "IV", "V", "VI")
    return {
        "age_year": made.people.age_year,
        "female": (made.people.sex == "female").astype(float),
        "smoker": made.people.smoker.astype(float),
        "photoageing": made.people.photoageing,
        "phototype": 1 + np.array([types.index(name) for name in made.people.phototype]),
        "true_baseline": made.severity if made.baseline is None else made.baseline,
    }


def test_marginals_are_those_asked_for():
    told = report(asked(), folk(asked()))
    for name, slack in (
        ("age_year_mean", 0.5),
        ("age_year_sd", 0.4),
        ("female_share", 0.03),
        ("smoker_share", 0.03),
    ):
        marginal = told["marginals"][name]
        assert marginal["got"] == pytest.approx(marginal["asked"], abs=slack), name
    for share in told["marginals"]["phototypes"].values():
        assert share["got"] == pytest.approx(share["asked"], abs=0.03)
    assert told["acceptance"] == 1.0
    assert told["effective_sample_size"] == 4000


@pytest.mark.parametrize(
    ("a", "b", "c"), [(0.0, 0.6, 0.0), (0.0, 0.0, -0.5), (0.4, 0.3, 0.5), (-0.3, 0.0, 0.0)]
)
def test_correlations_are_those_asked_for_and_marginals_stay(a, b, c):
    words = {"age_photoageing": a, "age_severity": b, "photoageing_severity": c}
    people = asked(correlation=words, photoageing={"mean": 0.4, "sd": 0.15, "low": 0, "high": 1})
    got = folk(people, 8000)
    told = report(people, got)
    for name, value in words.items():
        rank = 6 / np.pi * np.arcsin(value / 2)  # rank correlation of two normals
        assert told["correlations_got"][name] == pytest.approx(rank, abs=0.04), name
    assert got["age_year"].mean() == pytest.approx(folk(asked(), 8000)["age_year"].mean(), abs=0.4)
    assert got["true_baseline"].mean() == pytest.approx(0.5, abs=0.02)


def test_impossible_correlations_are_refused():
    with pytest.raises(InputError, match="hold at once"):
        asked(correlation={"age_photoageing": 0.9, "age_severity": 0.9, "photoageing_severity": -0.9})


def test_people_come_by_number():
    people = asked(correlation={"age_severity": 0.4})
    whole, part = folk(people, 50), folk(people, 7, first=21)
    for name, column in some(part.items()):
        assert np.array_equal(column, whole[name][21:28]), name


def clinic_file(tmp_path, count=400, seed=2):
    """An invented clinic: older people have worse scores, and more of them are dark."""
    random = np.random.default_rng(seed)
    age = random.uniform(20, 70, count)
    sex = np.where(random.random(count) < 0.5, "female", "male")
    kind = np.where(random.random(count) < 0.3, "II", np.where(random.random(count) < 0.5, "III", "V"))
    score = np.clip(5 + 0.3 * age + random.normal(0, 3, count), 0, 40)
    lines = ["age_year,sex,phototype,baseline"]
    lines += [f"{a:.0f},{s},{k},{b:.1f}" for a, s, k, b in zip(age, sex, kind, score, strict=True)]
    path = tmp_path / "clinic.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_clinics_table_is_sampled_on_condition(tmp_path):
    people = asked(
        age_year={"mean": 45, "sd": 8, "low": 30, "high": 60},
        phototypes={"II": 0.5, "III": 0.5},
        table="clinic.csv",
    )
    people = people.model_copy(update={"rows": rows_of(clinic_file(tmp_path))})
    clinic = clinic_of(people)
    ages = np.array([float(row["age_year"]) for row in people.rows])
    kinds = np.array([row["phototype"] for row in people.rows])
    assert clinic.acceptance == pytest.approx(np.mean((ages >= 30) & (ages <= 60) & (kinds != "V")))
    assert 20 < clinic.effective_size < clinic.acceptance * 400
    got = folk(people, 6000)
    told = report(people, got)
    assert told["from"] == "clinic table"
    assert told["effective_sample_size"] == pytest.approx(clinic.effective_size, abs=0.1)
    assert got["age_year"].min() >= 30
    assert got["age_year"].max() <= 60
    for name, slack in (("age_year_mean", 0.6), ("age_year_sd", 0.6), ("female_share", 0.03)):
        assert told["marginals"][name]["got"] == pytest.approx(told["marginals"][name]["asked"], abs=slack)
    assert told["marginals"]["phototypes"]["II"]["got"] == pytest.approx(0.5, abs=0.03)
    assert (
        np.corrcoef(got["age_year"], got["true_baseline"])[0, 1] > 0.4
    )  # the table's own correlation stands


def test_people_who_are_not_in_the_table_are_refused(tmp_path):
    rows = rows_of(clinic_file(tmp_path))
    for words in ({"phototypes": "VI"}, {"age_year": {"mean": 90, "sd": 2, "low": 85, "high": 95}}):
        with pytest.raises(InputError, match="at least 5 rows"):
            clinic_of(asked(**words).model_copy(update={"rows": rows}))


@pytest.mark.filterwarnings("error")
def test_people_hardly_in_the_table_are_refused_with_what_cannot_be_met(tmp_path):
    rows = rows_of(clinic_file(tmp_path))
    for words, told in (
        ({"age_year": 59}, "least of all age_year"),
        ({"phototypes": "II", "age_year": {"low": 18, "high": 70}, "female_share": 0.5}, ""),
    ):
        people = asked(**words).model_copy(update={"rows": rows})
        if told:
            with pytest.raises(InputError, match=told):
                clinic_of(people)
        else:
            assert clinic_of(people).effective_size > 5
    alike = tuple({**row, "sex": "male"} for row in rows)
    with pytest.raises(InputError, match="all alike in sex"):
        clinic_of(asked(phototypes=["II", "III"]).model_copy(update={"rows": alike}))


def test_an_empty_cell_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "clinic.csv"
    path.write_text("age_year,sex\n34,\n" + "30,female\n" * 20, encoding="utf-8")
    with pytest.raises(InputError, match="Leave out the row, or the column"):
        rows_of(path)


def test_a_clinics_scores_lie_on_the_scale(tmp_path):
    path = clinic_file(tmp_path)
    table = ('site       = "cheek"', 'site = "cheek"\ntable = "clinic.csv"')
    path.write_text(
        path.read_text(encoding="utf-8") + "\n40,female,II,500\n41,male,II,-1\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match="found 500, and 1 more; allowed: 0 to 84"):
        trial_from_text(text(table), "t", tmp_path)
    judged = (("goodman_baron_quantitative", "percent_improvement"), ("baseline = {", "# {"))
    with pytest.raises(InputError, match="everybody starts at no change"):
        trial_from_text(text(table, *judged), "t", tmp_path)


def test_equal_scores_share_a_rank():
    """Whole scores, and rows of a table taken again and again: no order among equals is made up."""
    random = np.random.default_rng(6)
    count = 400
    got = {
        "age_year": random.integers(20, 23, count).astype(float),
        "photoageing": random.random(count),
        "true_baseline": random.integers(2, 5, count).astype(float),
        "female": np.ones(count),
        "smoker": np.zeros(count),
        "phototype": np.full(count, 3.0),
    }
    told = report(asked(), got)["correlations_got"]
    for name, one, other in (
        ("age_severity", "age_year", "true_baseline"),
        ("age_photoageing", "age_year", "photoageing"),
    ):
        right = float(stats.spearmanr(got[one], got[other])[0])  # type: ignore[arg-type]
        assert told[name] == pytest.approx(right, abs=6e-4)


def test_no_spread_leaves_its_scale_and_nobody_is_younger_than_nothing():
    made = trial(
        ("mean = 19, sd = 6, low = 4, high = 36", "mean = 19, sd = 60"),
        ("mean = 30, sd = 6, low = 18, high = 45", "mean = 20, sd = 30"),
    )
    from microneedling.trials.observed import starts

    scores = np.linspace(0.001, 0.999, 200)
    start = starts(made, np.zeros(200), scores, None)
    assert (start.min(), start.max()) == (0, 84)
    assert np.all(np.diff(start) >= 0)
    ages = folk(made.people, 2000)["age_year"]
    assert ages.min() == 0
    assert ages.max() == 120


def test_a_spoilt_table_is_told_with_every_mistake(tmp_path):
    path = tmp_path / "clinic.csv"
    path.write_text("age_year,sex,name\n34,woman,A\nx,female,B\n", encoding="utf-8")
    with pytest.raises(InputError) as told:
        rows_of(path)
    places = [item.path for item in told.value.mistakes]
    assert places == ["column name", "line 2, sex", "line 3, age_year"]


def test_a_trial_file_reads_its_table_beside_itself(tmp_path):
    clinic_file(tmp_path)
    made = trial_from_text(
        text(('site       = "cheek"', 'site = "cheek"\ntable = "clinic.csv"')), "t", tmp_path
    )
    assert len(made.people.rows) == 400
    with pytest.raises(InputError, match="no such file"):
        trial_from_text(text(('site       = "cheek"', 'site = "cheek"\ntable = "clinc.csv"')), "t", tmp_path)
