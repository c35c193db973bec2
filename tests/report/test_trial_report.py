"""The report of a virtual trial: what it shows is what the answer says, and it is one whole page or none."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from microneedling.cli.main import main
from microneedling.errors import InputError
from microneedling.figures.trial import bars_of, curve_chart, difference_chart
from microneedling.report import trial as trial_report
from microneedling.report import trial_words as words
from microneedling.report.trial import render_trial_report, write_trial_report
from microneedling.trials.known import numbers_used
from microneedling.trials.reading import load_trial
from microneedling.trials.result import ArmResult, Comparison, Cost, CurvePoint, Failure, Visit
from microneedling.trials.summary import Described, Histogram, Shape

EXAMPLES = Path(__file__).parents[2] / "examples" / "trials"
SPLIT = EXAMPLES / "acne_scars_depth_split_face.toml"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """One small trial run as a person runs it: its answer and its page."""
    folder = tmp_path_factory.mktemp("trial")
    file = folder / "trial.toml"
    file.write_text(
        SPLIT.read_text(encoding="utf-8").replace("people_per_arm       = 30", "people_per_arm       = 4"),
        encoding="utf-8",
    )
    table, page = folder / "people.parquet", folder / "trial.html"
    pytest.importorskip("pyarrow")
    argv = ["trial", str(file), "--people", "80", "--workers", "1", "--chunks", str(folder / "chunks")]
    assert main([*argv, "--report", str(page), "--people-table", str(table)]) == 0
    from microneedling.trials.chunks import plan_of
    from microneedling.trials.store import store_of
    from microneedling.trials.summed import summed_up

    plan = plan_of(load_trial(file), 80, 1, 240)
    result = summed_up(plan, store_of(folder / "chunks"))
    return result.with_run(Cost(1.0, 10.0, 1, 0, 1, 0), (), None), page


@pytest.fixture(scope="module")
def numbers(written):
    """Keys of the numbers behind the trial's answer."""
    return numbers_used(written[0].trial)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag, attrs):
        self.hidden = tag in ("style", "desc", "title")
        self.addresses += [value for name, value in attrs if name in ("src", "href") and value]

    def handle_endtag(self, tag):
        self.hidden = False

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)


def _read(page: str) -> str:
    parser = _Text()
    parser.feed(page)
    assert not parser.addresses  # asks nothing of the network
    return re.sub(r"\s+", " ", " ".join(parser.words))


def test_the_page_says_what_the_answer_says(written):
    result, page = written
    text = _read(page.read_text(encoding="utf-8"))
    assert result.trial.title in text
    assert "not a medical device" in text
    for arm in result.arms:
        assert arm in text
    from microneedling.phrases import number, signed

    for arm in result.arms.values():
        assert number(arm.endpoint.mean, 3) in text
        assert number(arm.endpoint.quantiles["0.95"], 3) in text
    assert f"{signed(result.comparison.difference, 3)} points" in text
    marginals = result.cohort["marginals"]
    assert number(marginals["age_year_mean"]["asked"], 3) in text
    assert number(marginals["age_year_mean"]["got"], 3) in text
    assert result.result_hash in text
    assert "split face" in text
    needed = result.planning.sample_size["90 %"].power
    assert needed is None or number(needed.enrolled, 6) in text
    assert "Monte-Carlo error" in text


def test_its_charts_are_well_formed_and_carry_the_numbers(written, numbers):
    result, _ = written
    page = render_trial_report(result, numbers)
    charts = re.findall(r"<svg .*?</svg>", page, flags=re.S)
    assert (
        len(charts) == 9
    )  # two arms, shares by grade; visits, difference and curve, wide and for a telephone
    for chart in charts:
        ElementTree.fromstring(chart)
    assert len(set(re.findall(r'id="([^"]+)"', page))) == len(re.findall(r'id="([^"]+)"', page))
    assert page == render_trial_report(result, numbers)


def test_the_share_that_is_known_is_counted_over_what_the_trial_asks_for(written, numbers):
    result, _ = written
    keys = numbers
    assert "scales.sensitivity.acne_scar" in keys
    assert "collagen.maturation_per_day" in keys
    assert "study_effect.rater_study_log_sd" in keys
    assert not any(key.startswith("scales.sensitivity.striae") for key in keys)
    assert f"This answer rests on {len(keys)} numbers" in _read(render_trial_report(result, keys))


def test_products_count_among_what_is_asked_for():
    keys = numbers_used(load_trial(EXAMPLES / "melasma_vitamin_c.toml"))
    assert any(key.startswith("adjunct.") for key in keys)
    assert any(key.startswith("actives.") for key in keys)


def test_long_names_and_markup_are_written_as_words(written, numbers):
    result, _ = written
    evil = "<b>depth</b> & a name that goes on and on"
    trial = result.trial
    arms = (trial.arms[0].model_copy(update={"name": evil}), trial.arms[1])
    aim = trial.aim.model_copy(update={"compare": (evil, "1.5 mm")})
    told = {evil if name == "2.5 mm" else name: arm for name, arm in result.arms.items()}
    renamed = replace(result, trial=trial.model_copy(update={"arms": arms, "aim": aim}), arms=told)
    page = render_trial_report(renamed, numbers)
    assert "<b>depth" not in page
    assert evil in _read(page)


def test_few_trials_and_people_nobody_saw_are_said(written, numbers):
    result, _ = written
    none = Described(None, None, dict.fromkeys(("0.05", "0.25", "0.5", "0.75", "0.95")))
    nobody = ArmResult(80, 3, 0, none, (Visit(0, None),), Shape(None, None, None))
    poor = replace(
        result,
        planning=None,
        comparison=Comparison(None, None, None),
        within_person_correlation=None,
        arms=dict.fromkeys(result.arms, nobody),
        failures=(Failure("2.5 mm", 7, 1, "a made-up reason"),),
    )
    text = _read(render_trial_report(poor, numbers))
    assert "Too few virtual trials to plan by" in text
    assert "person 7, 2.5 mm: a made-up reason" in text
    assert "there is nothing to draw" in text
    assert "No virtual trial could be analysed: fewer than two people of an arm were seen" in text


def test_whole_steps_stand_on_their_step():
    histogram = Histogram([-3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0], [2, 0, 3, 0, 4, 1])
    bars = bars_of(histogram, whole_steps=True)
    assert [round((low + high) / 2) for low, high, _ in bars] == [-3, -2, -1, 0]
    assert sum(share for *_, share in bars) == pytest.approx(1)
    plain = bars_of(histogram, whole_steps=False)
    assert sum(share * (high - low) for low, high, share in plain) == pytest.approx(1)


def test_charts_put_margins_and_goals_where_they_belong():
    svg = ElementTree.fromstring(str(difference_chart("d", -1.0, (-2.0, 0.0), [-0.5, 0.5], "lower")))
    margins = [line for line in svg.iter("line") if line.get("class") == "noticeable"]
    zero = next(line for line in svg.iter("line") if line.get("class") == "set-depth")
    places = sorted(float(line.get("x1", "nan")) for line in margins)
    assert places[0] < float(zero.get("x1", "nan")) < places[1]
    curve = [CurvePoint(n, p, 0, p, 0) for n, p in ((5, 0.1), (100, 0.8), (2000, 0.8))]
    drawn = ElementTree.fromstring(str(curve_chart("c", curve, 1e9)))
    path = next(item for item in drawn.iter("path") if item.get("class") == "line-needled").get("d", "")
    heights = [float(point.split()[1]) for point in path[1:].split("L")]
    goal = next(
        float(line.get("y1", "nan")) for line in drawn.iter("line") if line.get("class") == "baseline"
    )
    assert heights[1] == heights[2] == goal


def test_nothing_is_half_written_and_nothing_replaced(written, monkeypatch, tmp_path):
    result, page = written
    before = page.read_bytes()
    with pytest.raises(InputError, match="a file of that name"):
        write_trial_report(result, (), page)
    assert page.read_bytes() == before

    def broken(*_: object) -> str:
        raise RuntimeError("made-up")

    monkeypatch.setattr(trial_report, "render_trial_report", broken)
    with pytest.raises(RuntimeError):
        write_trial_report(result, (), tmp_path / "new.html")
    assert list(tmp_path.iterdir()) == []


def test_bad_places_are_told_before_anything_is_computed(tmp_path, capsys):
    same = str(tmp_path / "a.html")
    assert main(["trial", str(SPLIT), "--report", same, "--people-table", same]) == 2
    assert "a file of its own" in capsys.readouterr().err
    assert main(["trial", str(SPLIT), "--report", str(tmp_path / "none" / "a.html")]) == 2
    assert "no folder" in capsys.readouterr().err
    (tmp_path / "old.html").write_text("old", encoding="utf-8")
    assert main(["trial", str(SPLIT), "--report", str(tmp_path / "old.html")]) == 2
    assert (tmp_path / "old.html").read_text(encoding="utf-8") == "old"


def test_numbers_of_people_carry_the_error_of_the_simulation(written):
    from microneedling.cli.printed.trial import trial_text

    result, page = written
    plan = result.planning
    told = page.read_text(encoding="utf-8") if hasattr(page, "read_text") else page
    for needed in plan.sample_size.values():
        for there in (needed.power, needed.assurance):
            if there is not None:
                assert there.enrolled_low <= there.enrolled
                assert words.people_words(there.enrolled, there.enrolled_low, there.enrolled_high) in told
    for place in (told, " ".join(trial_text(result).split())):
        assert words.size_error_words(plan) in place
        assert words.ceiling_words(plan) in place


def test_a_number_of_people_is_told_with_its_range():
    assert words.people_words(34, 28, 45) == "34 (28 to 45)"
    assert words.people_words(34, 28, None) == "34 (28 to no end)"
    assert words.people_words(34, 34, 34) == "34"
