"""Every page as people open it: on a telephone and a wide screen, in light and dark, and on paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from helpers.browser import opened
from helpers.report_result import make_result
from helpers.validation_results import make_validation
from helpers.zoned import zoned
from microneedling.cli.main import main
from microneedling.course.forecast import Forecast
from microneedling.course.reading import course_from_tables, load_course
from microneedling.course.simulate import simulate
from microneedling.planner.plan import plan
from microneedling.planner.plans import Plans
from microneedling.planner.wishes.reading import load_goals
from microneedling.report.client.sheet import client_sheet
from microneedling.report.course.page import render_report
from microneedling.report.plans.page import render_plans
from microneedling.report.plans.sheet import plan_sheet
from microneedling.report.validation import render_page

pytestmark = pytest.mark.browser

EXAMPLES = Path(__file__).parents[2] / "examples"
SHEETS = {
    "client": 1,
    "course": 8,
    "delivery": 5,
    "plan_sheet": 2,
    "plan_sheet_rare": 2,
    "plans": 8,
    "trial": 6,
    "validation": 20,
    "zones": 24,
    "zones_client": 1,
}  # of A4
WIDTHS, PHONES = (390, 1400), (360, 390)


def _by_command(folder: Path, *words: str) -> str:
    """The page that a command writes."""
    path = folder / "page.html"
    assert main([*words, "--report", str(path)]) == 0
    return path.read_text(encoding="utf-8")


def _delivery(folder: Path) -> str:
    return _by_command(folder, "deliver", str(EXAMPLES / "deliver" / "vitamin_c_roller.toml"), "--draws", "8")


def _trial(folder: Path) -> str:
    """A trial of few people an arm, so that few are enough."""
    text = (EXAMPLES / "trials" / "acne_scars_depth_split_face.toml").read_text(encoding="utf-8")
    file = folder / "trial.toml"
    file.write_text(text.replace("people_per_arm       = 30", "people_per_arm       = 4"), encoding="utf-8")
    return _by_command(folder, "trial", str(file), "--people", "40", "--workers", "1")


@cache
def _zones() -> Forecast:
    return simulate(course_from_tables(zoned()), draws=4)


@cache
def _plans() -> Plans:
    """The wedding's plans in a small space."""
    goals = load_goals(EXAMPLES / "plans" / "acne_scars_wedding_goals.toml")
    few = goals.space.model_copy(update={"interval_day": (42,), "passes": (2,), "sessions": (2, 3)})
    goals = goals.model_copy(update={"space": few})
    return plan(load_course(EXAMPLES / "plans" / "acne_scars_wedding.toml"), goals, draws=12)


@cache
def _rare() -> Plans:
    """Plans whose harm is rarer than one in a hundred: their sheets count a thousand people, the longest they get."""
    goals = load_goals(EXAMPLES / "plans" / "acne_scars_wedding_goals.toml")
    few = {"interval_day": (28,), "passes": (2,), "sessions": (2, 4), "depth_mm": (0.5, 0.75)}
    goals = goals.model_copy(update={"space": goals.space.model_copy(update=few)})
    answer = plan(load_course(EXAMPLES / "plans" / "acne_scars_wedding.toml"), goals, draws=8)
    assert answer.plans[1].objectives["dark marks"]["mean"] < 0.01
    return answer


PAGES = {
    "client": lambda folder: client_sheet(make_result()),
    "course": lambda folder: render_report(make_result()),
    "delivery": _delivery,
    "plan_sheet": lambda folder: plan_sheet(_plans(), _plans().plans[1]),
    "plan_sheet_rare": lambda folder: plan_sheet(_rare(), _rare().plans[1]),
    "plans": lambda folder: render_plans(_plans()),
    "trial": _trial,
    "validation": lambda folder: render_page(make_validation()),
    "zones": lambda folder: render_report(_zones()),
    "zones_client": lambda folder: client_sheet(_zones()),
}


@pytest.fixture(scope="module", params=sorted(PAGES))
def page(request, tmp_path_factory) -> Path:
    """A page as a file; its stem is its name."""
    folder = tmp_path_factory.mktemp("pages")
    path = folder / f"{request.param}.html"
    path.write_text(PAGES[request.param](folder), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_bars_anybody(browser, page, width, scheme):
    with opened(browser, page, width, scheme) as seen:
        seen.unfold()
        assert seen.violations() == []
        assert seen.requests == []
        assert seen.complaints == []


@pytest.mark.parametrize("width", PHONES)
def test_nothing_scrolls_sideways(browser, page, width):
    with opened(browser, page, width) as seen:
        seen.unfold()
        assert seen.overflow() == []


@pytest.mark.parametrize("width", WIDTHS)
def test_pictures_can_be_read(browser, page, width):
    with opened(browser, page, width) as seen:
        seen.unfold()
        assert seen.small_texts() == []


def test_sheets_of_paper(browser, page, record_property):
    with opened(browser, page, 1400) as seen:
        count = seen.printed_pages()
    record_property("printed_pages", count)
    assert 1 <= count <= SHEETS[page.stem]


def test_every_example_on_paper_and_on_a_telephone(browser, tmp_path, record_property):
    """The page as a person gets it, with its ranking and its pathways, and the sheet that goes with it."""
    for file in sorted(EXAMPLES.glob("*.toml")):
        report, sheet = tmp_path / f"{file.stem}.html", tmp_path / f"{file.stem}.client.html"
        words = ["simulate", str(file), "--draws", "30", "--report", str(report), "--client", str(sheet)]
        assert main(words) == 0
        zones = len(load_course(file).zones)
        for path, most in ((report, zones * SHEETS["course"]), (sheet, SHEETS["client"])):
            with opened(browser, path, 390) as seen:
                seen.unfold()
                assert (path.name, seen.overflow(), seen.small_texts()) == (path.name, [], [])
            with opened(browser, path, 1400) as seen:
                record_property(path.name, count := seen.printed_pages())
                assert 1 <= count <= most
