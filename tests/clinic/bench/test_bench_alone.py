"""The bench by itself: on this machine alone, without a clinic; pages, API and commands say the same."""

from __future__ import annotations

import html
import json
import re

import pytest

from helpers.shell import PLAIN, ROOT, here

BAD = 'format = 2\ntitle = "Bad"\n[person]\nage_year = 300\nsex = "femal"\nphototype = "IX"\nsite = "cheek"\n'
HTMX = {"HX-Request": "true"}


def part(pattern: str, text: str) -> str:
    """What a pattern finds in a page."""
    found = re.search(pattern, text, re.DOTALL)
    assert found is not None
    return found[1]


def shown(text: str) -> str:
    """The words of a page without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_it_answers_this_machine_alone_and_makes_no_clinic(served, nowhere):
    assert set(served.connections()) == {"127.0.0.1"}
    assert served.answer("/")[0] == 200
    assert served.answer("/", Host="clinic.example")[0] == 400
    assert not nowhere.exists()


def test_pages_of_other_sites_cannot_ask(served):
    crossed = {"Sec-Fetch-Site": "cross-site", "Content-Type": "text/plain"}
    assert served.answer("/api/v1/bench/simulate", b"", **crossed)[0] == 403
    assert served.answer("/api/v1/bench/simulate", b"", **{"Content-Type": "text/plain"})[0] == 422
    assert served.answer("/course/", b"text=x")[0] == 403


@pytest.mark.parametrize("path", ["/nowhere/", "/course/start/?name=nothing"])
def test_what_is_not_there_is_said(served, path):
    assert served.answer(path)[0] == 404


def test_the_course_page_the_api_and_the_command_say_the_same(served, tmp_path):
    text = PLAIN.read_text(encoding="utf-8")
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    status, page = served.form("/course/", {"text": text, "amount": "8"}, **HTMX)
    assert status == 200
    line = shown(part(r'id="shell-line">(.*?)</code>', page))
    call = shown(part(r'id="call-line">(.*?)</code>', page))
    told = here(*line.split()[1:], cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    answer = json.loads(told.stdout)
    path = part(r'"http://[^/]+(/[^"]+)"', call)
    assert served.answer(path, text.encode())[1] == told.stdout.rstrip("\n")
    words = shown(page)
    for session in answer["sessions"][:1]:
        reached = session["reach_mm"]
        assert f"{reached['median']:.1f} mm ({reached['low80']:.1f} to {reached['high80']:.1f})" in words
    assert f"{answer['manifest']['draws']} draws" in words
    assert all(item["reason"] in words for item in answer["findings"])
    file = part(r'id="file-text"[^>]*>(.*?)</pre>', page)
    assert html.unescape(file) == text


def test_a_bad_course_has_the_same_mistakes_on_the_page_over_the_api_and_in_the_shell(served, tmp_path):
    (tmp_path / "course.toml").write_text(BAD, encoding="utf-8")
    told = here("simulate", "course.toml", "--draws", "0", cwd=tmp_path)
    assert told.returncode == 2
    mistakes = [line.strip().removeprefix("course.toml: ") for line in told.stderr.splitlines()[1:]]
    assert len(mistakes) == 5
    status, page = served.form("/course/", {"text": BAD, "amount": "0"}, **HTMX)
    assert status == 422
    words = shown(page)
    over = served.answer_json("/api/v1/bench/simulate?draws=0", BAD.encode())
    assert over["status"] == 422
    said = [
        f"{item['path']}: found {item['found']}; allowed: {item['allowed']}"
        + (f". {item['hint']}" * bool(item["hint"]))
        for item in over["mistakes"]
    ]
    assert [item.removeprefix("course.toml: ") for item in said] == mistakes
    for item in over["mistakes"]:
        assert item["path"] in words
        assert item["allowed"] in " ".join(words.split())


def test_without_scripts_the_whole_page_comes_back_with_what_was_typed(served):
    status, page = served.form("/course/", {"text": BAD.replace("\n", "\r\n"), "amount": "8"})
    assert status == 422
    assert "<!doctype html>" in page
    assert "femal" in html.unescape(page)


def test_a_stop_of_the_screen_is_told_and_can_be_overridden(served):
    text = PLAIN.read_text(encoding="utf-8").replace("conditions = []", 'conditions = ["pregnancy"]')
    status, page = served.form("/course/", {"text": text, "amount": "8"}, **HTMX)
    assert (status, "the safety screen says stop" in page) == (422, True)
    status, page = served.form("/course/", {"text": text, "amount": "8", "despite_stop": "1"}, **HTMX)
    assert status == 200
    assert "--despite-stop" in page


def test_a_file_that_is_no_text_is_one_mistake(served):
    over = served.answer_json("/api/v1/bench/simulate", b"\xff\xfe")
    assert [item["path"] for item in over["mistakes"]] == ["file"]


def test_the_dose_is_a_course_whose_command_gives_its_numbers(served, tmp_path):
    fields = "device=pen,%2012%20needles&depth_mm=0,75&passes=6&sessions=2&phototype=III"
    said = served.answer_json(f"/api/v1/bench/dose?{fields}")
    assert said["status"] == 200
    (tmp_path / "course.toml").write_text(said["file"], encoding="utf-8")
    told = here(*said["command"].split()[1:], cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    answer = json.loads(told.stdout)
    water = next(item for item in answer["outcomes"] if item["name"] == "tewl")["at"][0]
    assert water["day"] == 1
    assert said["rows"]["reached"] == answer["sessions"][0]["reach_mm"]
    assert said["rows"]["redness"] == answer["harm"]["erythema_days"]
    assert said["rows"]["water_loss"] == water
    assert said["rows"]["benefit"]["median"] == 100 * answer["chances"][0]["chance"]
    assert answer["course"]["sessions"][0]["depth_mm"] == 0.75
    status, page = served.answer(f"/dose/?{fields}")
    assert (status, said["command"] in html.unescape(page)) == (200, True)


def test_depths_beyond_the_device_are_left_out_with_the_reason(served):
    said = served.answer_json("/api/v1/bench/dose/depths?device=Exceed")
    places = [item["depth_mm"] for item in said["rows"]["reached"]]
    assert places == [0.25, 0.5, 1.0, 1.5]
    assert [words.split(":")[0] for words in said["left_out"]] == ["2 mm", "2.5 mm"]
    reached = [item["median"] for item in said["rows"]["reached"]]
    assert reached == sorted(reached)


def test_a_dose_with_mistakes_marks_the_fields_they_are_in(served):
    status, page = served.answer("/dose/?depth_mm=9&passes=x&age_year=")
    assert status == 422
    for name in ("depth_mm", "passes", "age_year"):
        assert f'id="{name}-wrong"' in page
    assert served.answer_json("/api/v1/bench/dose?dept_mm=1")["mistakes"][0]["path"] == "dept_mm"


def test_the_shape_of_the_api_is_told(served):
    paths = served.answer_json("/api/v1/openapi.json")["paths"]
    assert "/api/v1/bench/simulate" in paths


def test_examples_come_with_the_bench(served):
    assert served.answer("/course/start/?name=fine_lines_roller")[1] == (
        ROOT / "examples" / "fine_lines_roller.toml"
    ).read_text(encoding="utf-8")
