"""`microneedling evidence FILE`: the ranked table as text and as one JSON object, deeper studies, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from microneedling.cli.main import main
from microneedling.evidence.posterior import Posterior
from microneedling.evidence.registry import registry
from microneedling.sensitivity import ranking

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COURSE = str(EXAMPLES / "fine_lines_roller.toml")


def _json(capsys, *words: str) -> dict:
    assert main(["evidence", *words, "--json"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.count("\n") == 1
    return json.loads(told.out)


def test_the_table_as_text(capsys):
    assert main(["evidence", COURSE, "--draws", "100"]) == 0
    text = capsys.readouterr().out
    for words in (
        "rests on",
        "Would be narrowed by",
        "Source:",
        "would narrow each outcome most",
        "NOT A MEDICAL",
    ):
        assert words in text
    assert max(map(len, text.splitlines())) < 150


def test_the_table_as_json(capsys):
    answer = _json(capsys, COURSE, "--draws", "120", "--seed", "3")
    assert answer["draws"] == 120
    assert answer["manifest"]["seed"] == 3
    assert answer["manifest"]["model_number"]
    assert answer["numbers"]
    assert answer["ranked_for"] == ["fine_lines", "texture", "roughness"]  # what the person came for
    assert {row["outcome"] for row in answer["numbers"]} <= set(answer["ranked_for"])
    for row in answer["numbers"]:
        assert row["grade"] == registry()[row["key"]].grade
        assert row["source"]
        assert row["outcome"] in {item["name"] for item in answer["outcomes"]}
    assert all(item["explained"] < 1.2 for item in answer["outcomes"])
    shares = [reading["share"] for item in answer["outcomes"] for reading in item["readings"]]
    assert shares
    assert all(0 < share <= 1 for share in shares)
    assert _json(capsys, COURSE, "--draws", "120", "--seed", "3") == answer


def test_what_a_calibration_taught_stands_in_the_table(capsys, monkeypatch):
    names = ("scales.sensitivity.fine_lines", "surface_topography.crease_exponent", "study:none2000")
    z = np.random.default_rng(1).standard_normal((500, 3)) * [0.3, 1.0, 1.0]
    monkeypatch.setattr(ranking, "shipped", lambda: Posterior(names, z))
    answer = _json(capsys, COURSE, "--draws", "120")
    assert answer["identification"]["numbers"] == 2
    assert answer["identification"]["learnt"] == 1
    by_key = {row["key"]: row["contraction"] for row in answer["numbers"]}
    assert by_key["scales.sensitivity.fine_lines"] == pytest.approx(0.7, abs=0.05)
    assert by_key.get("surface_topography.crease_exponent", 0.0) == pytest.approx(0.0, abs=0.1)
    assert all(value is None for key, value in by_key.items() if key not in names)
    assert main(["evidence", COURSE, "--draws", "100"]) == 0
    assert "Published data narrowed 1 of 2 numbers" in capsys.readouterr().out


@pytest.mark.slow
def test_deeper_studies_are_printed(capsys, monkeypatch):
    pytest.importorskip("SALib")
    from microneedling.sensitivity import screening as sensitivity

    monkeypatch.setattr(
        sensitivity,
        "numbers_of",
        lambda course: (
            "scales.sensitivity.fine_lines",
            "surface_topography.crease_exponent",
            "measures.r2_exponent",
        ),
    )
    monkeypatch.setattr(sensitivity.sobol, "__defaults__", (None, 16, 1, None))
    assert main(["evidence", COURSE, "--draws", "100", "--sensitivity", "sobol"]) == 0
    text = capsys.readouterr().out
    assert "Morris screening: 3 numbers, 40 runs" in text
    assert "Sobol shares of the leaders" in text
    assert "80 runs" in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("chek",), 'did you mean "check"?'),
        (("none.toml",), "no such file"),
        ((COURSE, "practice"), 'a name only after "show"'),
        ((COURSE, "--draws", "3"), "--draws"),
        ((COURSE, "--draws", "3", "--seed", "x"), "2 mistakes"),
    ],
)
def test_mistakes_are_told(capsys, words, told):
    assert main(["evidence", *words]) == 2
    shown = capsys.readouterr()
    assert told in shown.err
    assert shown.out == ""


def test_a_stop_is_a_refusal_here_too(capsys, tmp_path):
    path = tmp_path / "course.toml"
    text = Path(COURSE).read_text(encoding="utf-8")
    assert "[person]\n" in text
    lines = [line for line in text.splitlines() if not line.startswith("conditions")]
    path.write_text(
        "\n".join(lines).replace("[person]", '[person]\nconditions = ["pregnancy"]'), encoding="utf-8"
    )
    assert main(["evidence", str(path)]) == 4
    assert "--despite-stop" in capsys.readouterr().err
    answer = _json(capsys, str(path), "--draws", "100", "--despite-stop")
    assert answer["manifest"]["despite_stop"]
    assert [item["rule"] for item in answer["overridden"]] == ["S13 pregnancy"]
