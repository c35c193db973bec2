"""The page of the skin alive: one course or two, self-contained, and nothing in it that was not asked for."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from markupsafe import escape

from helpers.report_result import make_result
from microneedling.errors import InputError
from microneedling.figures.alive.quantities import QUANTITIES
from microneedling.figures.alive.sure import sure_of
from microneedling.report.alive.page import render_alive, write_alive
from microneedling.report.alive.parts import SCRIPT, alive_view, policy
from microneedling.report.course.page import render_report

FRAMES = re.compile(r'<script type="application/json" class="alive-frames">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def pair() -> str:
    return render_alive([make_result(title="One"), make_result(title="Two", sessions=1)])


def test_two_courses_have_a_canvas_and_frames_each(pair):
    assert pair.count('class="alive-skin"') == 2
    assert [json.loads(text)["title"] for text in FRAMES.findall(pair)] == ["One", "Two"]
    assert 'class="alive-pair two"' in pair


def test_names_of_the_still_pictures_are_each_there_once(pair):
    names = re.findall(r'\sid="([^"]+)"', pair)
    assert len(names) == len(set(names))
    assert {"course-0-slice-0-title", "course-1-slice-0-title"} <= set(names)


def test_the_policy_stands_before_anything_that_runs(pair):
    assert pair.index("Content-Security-Policy") < pair.index("<script")
    assert policy().startswith("default-src 'none'")


def test_words_cannot_end_the_element_of_the_frames():
    view = alive_view(make_result(title="</script><!-- &"))
    assert "<" not in view.frames
    assert json.loads(view.frames)["title"] == "</script><!-- &"


def test_the_script_reads_every_series_and_no_other():
    script = SCRIPT.read_text(encoding="utf-8")
    for item in QUANTITIES:
        assert re.search(rf'"{item.name}"|\b{item.name}:', script), item.name
    read = set(re.findall(r'\.(?:get|base|mean|meanBase|ratio|zone)\("(\w+)"', script))
    assert read - {"risen"} <= {item.name for item in QUANTITIES}
    assert "</script" not in script


@pytest.mark.parametrize("count", [0, 3])
def test_only_one_course_or_two(count):
    with pytest.raises(InputError, match="side by side"):
        render_alive([make_result()] * count)


def test_several_zones_are_refused_with_what_to_do():
    result = make_result()
    with pytest.raises(InputError, match="a course of one zone"):
        render_alive([replace(result, zones=(result, result))])


def test_written_whole_and_never_over_another_unasked(tmp_path):
    path = write_alive([make_result()], tmp_path / "skin.html")
    before = path.read_bytes()
    with pytest.raises(InputError, match="--force"):
        write_alive([make_result(sessions=1)], path)
    assert path.read_bytes() == before
    write_alive([make_result(sessions=1)], path, force=True)
    assert path.read_bytes() != before


def test_a_stop_that_was_overridden_is_said_before_anything_moves(pair):
    assert pair.count("FORECAST DESPITE A STOP") == 2
    assert pair.index("FORECAST DESPITE A STOP") < pair.index("data-alive")
    clear = render_alive([replace(make_result(), overridden=())])
    assert "FORECAST DESPITE A STOP" not in clear


def test_it_is_said_what_the_drawing_is_and_under_each_how_sure(pair):
    assert "One middle course of the model, not a promise." in pair
    assert pair.count("How sure is this?") == 2
    assert pair.count("in this drawing; middle of the draws") == 8


def test_the_report_of_a_course_draws_and_tells_the_same(pair):
    report = render_report(make_result(title="One"))
    assert FRAMES.findall(report)[0] == FRAMES.findall(pair)[0]
    for words in sure_of(make_result(title="One")).words:
        assert str(escape(words)) in report
        assert str(escape(words)) in pair


def test_it_is_said_that_a_lesion_is_not_what_is_shown(pair):
    assert "the person's own skin, never a lesion in it" in pair
