"""`microneedling predict`: the shape that programs read, the words that people read, mistakes before any work."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from microneedling.cli.main import main
from microneedling.cli.printed.predict import prediction_text
from microneedling.studies.predict import PredictedReading, Prediction
from microneedling.studies.study_file import load_study

EXAMPLES = Path(__file__).parents[2] / "examples" / "studies"
LAXITY = EXAMPLES / "laxity_texture_alexiades.toml"
LEVELS = ["0.1", "0.25", "0.5", "0.75", "0.9"]
FEW = ("--draws", "20")


def predicted(capsys, *words) -> object:
    assert main(["predict", *map(str, words), *FEW, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def check_reading(item: dict) -> None:
    for made in (item, item["without_study_effect"]):
        values = [made["quantiles"][level] for level in LEVELS]
        assert list(made["quantiles"]) == LEVELS
        assert values == sorted(values)
        assert made["sd"] >= 0
        assert values[0] - made["sd"] <= made["mean"] <= values[-1] + made["sd"]
    assert {"scale", "unit", "day", "statistic", "rater", "family"} <= set(item)
    assert item["record"]["family"] == item["family"]
    assert item["record"]["verdict"]
    chance = item["probability_of_improvement"]
    assert chance is None or 0 <= chance <= 1


def test_one_file_gives_one_object_with_every_reading(capsys):
    answer = predicted(capsys, LAXITY)
    assert isinstance(answer, dict)
    assert [item["scale"] for item in answer["readings"]] == ["alexiades_laxity", "alexiades_texture"]
    for item in answer["readings"]:
        check_reading(item)
        assert item["quantiles"] != item["without_study_effect"]["quantiles"]
    assert answer["not_a_medical_device"] is True
    assert any(item["where"] == "population.photoageing" for item in answer["assumed"])
    assert all(item["calibrated"] is True for item in answer["readings"])


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(capsys):
    first, again = predicted(capsys, LAXITY), predicted(capsys, LAXITY)
    other = predicted(capsys, LAXITY, "--seed", "2")
    assert first == again
    assert first != other


def test_several_files_give_a_list_in_their_order(capsys):
    answers = predicted(capsys, EXAMPLES / "sham_arm.toml", LAXITY)
    assert isinstance(answers, list)
    assert [len(answer["readings"]) > 0 for answer in answers] == [True, True]
    assert answers[1]["title"].startswith("Lower face")


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_example_is_predicted(path, capsys):
    answer = predicted(capsys, path)
    assert isinstance(answer, dict)
    assert answer["readings"]
    for item in answer["readings"]:
        check_reading(item)


def test_people_read_a_table_what_was_assumed_and_what_it_is_not_for(capsys):
    assert main(["predict", str(LAXITY), *FEW]) == 0
    text = capsys.readouterr().out
    assert (
        "Alexiades-Armenakas laxity grade, mean change, day 200, judged by the investigator (grade)" in text
    )
    assert text.count("  reported  ") == text.count("  biology   ") == 2
    assert "lower is better" in text
    assert text.count("Past predictions. ") == 2
    assert "Past predictions. Firmness: " in " ".join(text.split())
    assert "roller taken as typical" in text
    assert "NOT A MEDICAL DEVICE" in text
    assert max(map(len, text.splitlines())) <= 110


def a_prediction(readings: tuple[PredictedReading, ...] = ()) -> Prediction:
    return Prediction(load_study(LAXITY), readings, 400, 1)


def test_hours_are_told_as_hours_and_levels_have_no_chance_of_improvement():
    study = load_study(LAXITY)
    reading = study.reading[0].model_copy(
        update={"scale": "tewl", "statistic": "mean", "rater": "instrument", "day": 0.25}
    )
    draws = np.linspace(-2.0, 0.0, 401)
    text = prediction_text(a_prediction((PredictedReading(reading, draws, draws, "instrument"),)))
    assert "TEWL, at 6.00 h (g/m2/h)" in text
    assert "-1.00   -1.50 .. -0.50  -1.80 .. -0.20" in text
    flat = " ".join(text.split())
    assert "chance" not in flat.replace("the chance of", "").replace("that chance", "")


@pytest.mark.parametrize("shipped", [True, False])
def test_numbers_that_no_result_has_taught_are_called_so(shipped, monkeypatch):
    monkeypatch.setattr("microneedling.studies.predict.account", lambda: {"made": "up"} if shipped else {})
    assert ("before any calibration" in prediction_text(a_prediction())) == (not shipped)


def wrong(folder: Path, name: str, **changes: str) -> Path:
    text = LAXITY.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_mistake_is_told_before_the_array_library_is_loaded(tmp_path):
    path = wrong(tmp_path, "wrong.toml", alexiades_laxity="alexiades_laxitee", sessions="sesions")
    code = "import sys\nfrom microneedling.cli.main import main\ncode = main(sys.argv[1:])\n"
    code += "sys.exit('array library loaded' if 'numpy' in sys.modules else code)"
    done = subprocess.run(
        [sys.executable, "-c", code, "predict", str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "reading[0].scale" in done.stderr
    assert "alexiades_laxity" in done.stderr
    assert "course.sesions" in done.stderr


def test_mistakes_of_all_files_come_together_and_nothing_is_predicted(tmp_path, capsys):
    first = wrong(tmp_path, "first.toml", alexiades_laxity="nonsense")
    second = wrong(tmp_path, "second.toml", sessions="sesions")
    assert main(["predict", str(first), str(LAXITY), str(second), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "first.toml: reading[0].scale" in err
    assert "second.toml: course.sesions" in err


def test_impossible_options_are_told_together(capsys):
    assert main(["predict", str(LAXITY), "--draws", "3", "--seed", "x"]) == 2
    err = capsys.readouterr().err
    assert "--draws" in err
    assert "--seed" in err
