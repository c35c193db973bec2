"""Every question of the bench: the page, the API and the command agree; jobs are the command itself."""

from __future__ import annotations

import html
import json
import time

import pytest

from helpers.shell import ROOT, here
from microneedling.phrases import amount

HTMX = {"HX-Request": "true"}
STARTS = ROOT / "src" / "microneedling" / "clinic" / "bench" / "starts"
STUDY = (STARTS / "study.redness_days.toml").read_text(encoding="utf-8")
TRIAL = (STARTS / "trial.acne_scars_sham.toml").read_text(encoding="utf-8")


def told_by(words: str, folder, **files: str) -> str:
    """What a command prints of files in a folder."""
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    done = here(*words.split()[1:], cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


def test_what_one_starts_from_are_the_examples():
    starts = sorted(STARTS.glob("*.toml"))
    assert len(starts) >= 6
    folders = {"study": "studies", "trial": "trials"}
    for path in starts:
        kind, _, name = path.name.partition(".")
        assert path.read_bytes() == (ROOT / "examples" / folders[kind] / name).read_bytes()


def test_a_delivery_is_a_file_whose_command_gives_its_numbers(served, tmp_path):
    status, page = served.answer(
        "/delivery/?active=caffeine&device=pen,%2012%20needles&depth_mm=0,5&passes=3"
    )
    assert status == 200
    file = html.unescape(page.split('id="file-text"')[1].split(">", 1)[1].split("</pre>")[0])
    line = "microneedling deliver delivery.toml --draws 8 --seed 1 --json"
    assert line in page
    printed = told_by(line, tmp_path, delivery=file)
    answer = json.loads(printed)
    assert served.answer("/api/v1/bench/deliver?draws=8&seed=1", file.encode())[1] == printed
    assert answer["needling"]["channels_per_cm2"] > 0
    assert f"{amount(answer['intervals']['delivered_ug_per_cm2']['median'])} µg/cm²" in page


def test_a_delivery_with_mistakes_says_what_its_file_would(served):
    status, page = served.answer("/delivery/?ph=99&hours=x&depth_mm=9")
    assert status == 422
    for name in ("ph", "hours", "depth_mm"):
        assert f'id="{name}-wrong"' in page


def test_a_study_is_predicted_as_its_command_does(served, tmp_path):
    status, page = served.form("/study/", {"text": STUDY, "amount": "24"}, **HTMX)
    assert status == 200
    line = "microneedling predict study.toml --draws 24 --seed 1 --json"
    assert line in page
    printed = told_by(line, tmp_path, study=STUDY)
    assert served.answer("/api/v1/bench/predict?draws=24&seed=1", STUDY.encode())[1] == printed


def test_a_published_study_stands_beside_what_was_predicted_without_it(served):
    known = served.answer_json("/api/v1/bench/validation")
    first = known["studies"][0]["study"]
    said = served.answer_json(f"/api/v1/bench/validation/{first}")["studies"]
    assert said == [item for item in known["studies"] if item["study"] == first]
    status, page = served.answer(f"/study/published/?study={first}")
    assert status == 200
    assert page.count("<li") >= len(said)
    assert served.answer("/study/published/?study=nobody2000")[0] == 404
    assert served.answer_json("/api/v1/bench/validation/nobody2000")["status"] == 422


def test_a_trial_is_tried_as_its_command_does(served, tmp_path):
    status, page = served.form("/trial/", {"text": TRIAL, "amount": "800"}, **HTMX)
    assert status == 200
    line = "microneedling trial trial.toml --people 800 --seed 1 --json"
    assert line in page
    answer = json.loads(told_by(line, tmp_path, trial=TRIAL))
    over = served.answer_json("/api/v1/bench/trial?people=800&seed=1", TRIAL.encode())
    assert over["result_hash"] == answer["result_hash"]
    assert over["planning"] == answer["planning"]
    needed = answer["planning"]["sample_size"]["80 %"]["power"]["analysed"]
    assert f">{needed}" in page


def test_a_trial_takes_people_by_the_size_of_its_arms(served):
    page = served.answer("/trial/")[1]
    people = int(TRIAL.split("people_per_arm")[1].split("=")[1].split()[0])
    assert f'<option value="{20 * people}" selected>' in page
    assert f'name="amount" inputmode="numeric" value="{100 * people}"' in page


def test_a_bad_trial_and_a_bad_study_list_their_mistakes(served):
    for path, name in (("/trial/", "trial.toml"), ("/study/", "study.toml")):
        status, page = served.form(path, {"text": "format = 7\nnonsense = 1\n"}, **HTMX)
        assert status == 422
        assert f"{name}:" in page
        assert page.count("<li>") >= 3


@pytest.mark.parametrize("key", ["injury.dimple_um", "permeation.tissue_ph"])
def test_a_number_with_its_sources_is_the_same_in_the_shell(served, tmp_path, key):
    printed = told_by(f"microneedling evidence show {key} --json", tmp_path)
    assert json.loads(served.answer(f"/api/v1/bench/evidence/{key}")[1]) == json.loads(printed)
    status, page = served.answer(f"/evidence/{key}/")
    assert status == 200
    said = json.loads(printed)
    assert all(item["key"] in page for item in said["sources"])
    assert said["grade"] in page


def test_what_a_number_moves_is_the_same_in_the_shell(served, tmp_path):
    course = (ROOT / "examples" / "fine_lines_roller.toml").read_text(encoding="utf-8")
    words = "microneedling evidence show injury.dimple_um --course course.toml --json"
    said = json.loads(told_by(words, tmp_path, course=course))
    over = served.answer("/api/v1/bench/evidence/injury.dimple_um?course=fine_lines_roller")[1]
    assert json.loads(over) == said
    assert said["moves"]["used"]
    assert any(item["at_low"] != item["at_high"] for item in said["moves"]["moved"])
    status, page = served.answer("/evidence/injury.dimple_um/moves/?course=fine_lines_roller")
    assert status == 200
    assert page.count("<tr>") == 1 + len(said["moves"]["moved"])


def test_numbers_are_found_by_group_grade_and_words(served):
    every = served.answer_json("/api/v1/bench/evidence")["numbers"]
    assert len(every) > 500
    found = served.answer_json("/api/v1/bench/evidence?group=injury&grade=measured")["numbers"]
    assert {item["grade"] for item in found} == {"measured"}
    assert [item["key"] for item in found] == [
        item["key"] for item in every if item["key"].startswith("injury.") and item["grade"] == "measured"
    ]
    page = served.answer("/evidence/?group=injury&grade=measured")[1]
    assert all(item["key"] in page for item in found)
    assert served.answer("/evidence/no.such_number/")[0] == 404
    assert served.answer_json("/api/v1/bench/evidence/no.such_number")["status"] == 422


def test_the_validation_is_that_of_the_command(served, tmp_path):
    printed = told_by("microneedling validate --json", tmp_path)
    assert served.answer("/api/v1/bench/validation")[1] == printed
    status, page = served.answer("/validation/?family=fine_lines")
    assert status == 200
    assert 'id="family"' in page


def over(served, identity: str) -> dict:
    """A job once it is over."""
    for _ in range(600):
        job = served.answer_json(f"/api/v1/bench/jobs/{identity}")
        if job["state"] not in ("waiting", "running"):
            return job
        time.sleep(0.3)
    raise AssertionError("the job never ended")


def test_a_job_is_the_command_and_its_files_are_handed_out(served, tmp_path):
    put = served.answer_json("/api/v1/bench/jobs?of=predict&amount=20", STUDY.encode())
    assert put["status"] == 202
    job = over(served, put["id"])
    assert (job["state"], job["exit_code"]) == ("done", 0)
    printed = told_by(job["command"], tmp_path, study=STUDY)
    assert served.answer(f"/api/v1/bench/jobs/{put['id']}/answer")[1].rstrip("\n") == printed
    assert served.answer(f"/jobs/{put['id']}/answer.json")[1].rstrip("\n") == printed
    assert served.answer(f"/jobs/{put['id']}/study.toml") == (200, STUDY)
    for name in ("told.txt", "course.toml", "..", "report.html"):
        assert served.answer(f"/jobs/{put['id']}/{name}")[0] == 404, name
    assert served.answer(f"/jobs/{put['id']}/report/")[0] == 404
    assert job["command"] in served.answer("/jobs/")[1]


def test_a_job_with_mistakes_is_none_and_one_that_runs_can_be_cancelled(served):
    said = served.answer_json("/api/v1/bench/jobs?of=simulate&amount=0", b"format = 2")
    assert said["status"] == 422
    assert len(said["mistakes"]) > 2
    assert served.answer_json("/api/v1/bench/jobs?of=dance", b"")["status"] == 422
    put = served.answer_json("/api/v1/bench/jobs?of=trial&amount=80000", TRIAL.encode())
    served.answer_json(f"/api/v1/bench/jobs/{put['id']}/cancel", b"")
    assert over(served, put["id"])["state"] == "cancelled"
    assert served.answer_json(f"/api/v1/bench/jobs/{put['id']}/answer")["status"] == 422


def test_a_refused_course_fails_as_a_job_with_the_reasons(served):
    text = (ROOT / "examples" / "fine_lines_roller.toml").read_text(encoding="utf-8")
    assert "conditions" not in text
    text = text.replace("[person]", '[person]\nconditions = ["pregnancy"]')
    put = served.answer_json("/api/v1/bench/jobs?of=simulate&amount=8", text.encode())
    job = over(served, put["id"])
    assert (job["state"], job["exit_code"]) == ("failed", 4)
    assert "the safety screen says stop" in job["told"]
