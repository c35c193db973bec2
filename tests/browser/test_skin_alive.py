"""The skin, alive, in a browser: scrubbed, played, by keyboard, without motion or script, side by side, on paper."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpers.browser import Scheme, opened
from helpers.report_result import make_result
from microneedling.figures.alive.telling import disorder_words
from microneedling.report.alive.page import render_alive

pytestmark = pytest.mark.browser

PLAYER = "document.querySelector('[data-alive]').player"
PICTURE = "document.querySelectorAll('canvas.alive-skin')[{}].toDataURL()"
BOXES = (
    "[...document.querySelectorAll('canvas.alive-skin')].map(item => item.getBoundingClientRect().toJSON())"
)
COLOURS = """(canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height), found = new Set();
  for (let n = 0; n < data.length; n += 4 * 97) found.add(data.slice(n, n + 3).join());
  return found.size;
}"""


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("alive") / "one.html"
    path.write_text(render_alive([make_result()]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("alive") / "two.html"
    path.write_text(render_alive([make_result(), make_result(title="Once", sessions=1)]), encoding="utf-8")
    return path


@contextmanager
def shown(browser, path, width, scheme: Scheme = "light"):
    """The page once its first picture is drawn."""
    with opened(browser, path, width, scheme) as seen:
        until(seen.page, f"{PLAYER}?.begun > 0")
        yield seen


@contextmanager
def still(browser, path, width=1400):
    """The page for a reader who asked for less motion."""
    with shown(browser, path, width) as seen:
        seen.page.emulate_media(reduced_motion="reduce")
        yield seen.page


def day(seen) -> float:
    return seen.evaluate(f"{PLAYER}.day")


def until(seen, condition: str, tries: int = 600) -> None:
    """Wait for a condition of the page; asked from outside, since its policy lets no text be run as a program."""
    for _ in range(tries):
        if seen.evaluate(condition):
            return
        seen.wait_for_timeout(50)
    raise AssertionError(f"never: {condition}")


def headline(seen) -> str:
    return seen.locator(".alive-headline").first.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1400])
def test_nothing_bars_anybody_and_the_policy_holds(browser, pair, width, scheme):
    with shown(browser, pair, width, scheme) as seen:
        seen.unfold()
        assert seen.violations() == []
        assert (seen.requests, seen.complaints, seen.overflow()) == ([], [], [])
        assert seen.page.locator("[data-alive]").is_visible()


def test_the_skin_is_drawn_and_one_day_has_one_picture(browser, page):
    with shown(browser, page, 1400) as seen:
        assert seen.page.locator("canvas.alive-skin").evaluate(COLOURS) > 60
        pictures = {}
        for when in (3, 28, 3.5, 3, 28):
            seen.page.evaluate(f"{PLAYER}.go({when})")
            pictures.setdefault(when, set()).add(seen.page.evaluate(PICTURE.format(0)))
        assert [len(found) for found in pictures.values()] == [1, 1, 1]
        assert len(set.union(*pictures.values())) == 3


def test_scrubbing_goes_through_the_course(browser, page):
    with shown(browser, page, 1400) as seen:
        slide = seen.page.locator(".alive-slide")
        assert headline(seen.page).startswith("Day 0, session 1 of 3: the needles reach 0.80 mm")
        found = []
        for place in (0, 250, 500, 750, 1000):
            slide.evaluate(
                "(item, value) => { item.value = value; item.dispatchEvent(new Event('input', { bubbles: true })) }",
                str(place),
            )
            found.append(day(seen.page))
        assert found == sorted(found)
        assert (found[0], found[-1]) == (0, 400)
        assert headline(seen.page).startswith("Day 400, 344 days after session 3 of 3")


def test_keys_go_by_day_and_by_session(browser, page):
    with shown(browser, page, 1400) as seen:
        seen.page.locator(".alive-slide").focus()
        reached = []
        for key in (
            "ArrowRight",
            "ArrowRight",
            "ArrowLeft",
            "PageUp",
            "ArrowRight",
            "PageUp",
            "PageDown",
            "End",
            "Home",
        ):
            seen.page.keyboard.press(key)
            reached.append(day(seen.page))
        assert reached == [1, 2, 1, 28, 29, 56, 28, 400, 0]
        seen.page.keyboard.press("PageUp")
        assert seen.page.locator(".alive-slide").get_attribute("aria-valuetext") == headline(seen.page)


def test_a_day_can_be_typed(browser, page):
    with shown(browser, page, 1400) as seen:
        seen.page.locator(".alive-day").fill("90")
        seen.page.keyboard.press("Tab")
        assert day(seen.page) == 90
        assert headline(seen.page).startswith("Day 90, 34 days after session 3 of 3")
        seen.page.locator(".alive-day").fill("99999")
        seen.page.keyboard.press("Tab")
        assert day(seen.page) == 400


def test_it_plays_through_a_session_and_stops_when_told(browser, page):
    with shown(browser, page, 1400) as seen:
        play = seen.page.locator(".alive-play")
        seen.page.evaluate(f"{PLAYER}.go(27)")
        play.click()
        assert play.inner_text() == "Pause"
        until(seen.page, f"{PLAYER}.strike > 0.5")
        assert day(seen.page) == 28
        assert seen.page.locator(".alive-headline").get_attribute("aria-live") == "off"
        until(seen.page, f"{PLAYER}.day > 28.01")
        play.click()
        assert (play.inner_text(), stopped := day(seen.page)) == ("Play", day(seen.page))
        seen.page.wait_for_timeout(300)
        assert day(seen.page) == stopped
        assert seen.page.locator(".alive-headline").get_attribute("aria-live") == "polite"


def test_a_session_is_jumped_to_and_its_needles_strike(browser, page):
    with shown(browser, page, 1400) as seen:
        seen.page.get_by_role("button", name="Session 2").click()
        assert day(seen.page) == 28
        until(seen.page, f"{PLAYER}.strike > 0")
        assert seen.page.locator(".alive-play").inner_text() == "Pause"


def test_without_motion_it_goes_from_still_to_still(browser, page):
    with still(browser, page) as seen:
        button = seen.locator(".alive-play")
        assert button.inner_text() == "Next picture"
        reached = []
        for _ in range(4):
            button.click()
            reached.append(day(seen))
        assert reached == [0.25, 1, 3, 7]
        seen.get_by_role("button", name="Session 3").click()
        seen.wait_for_timeout(200)
        assert (day(seen), seen.evaluate(f"{PLAYER}.playing")) == (56, False)


def test_what_is_seen_is_told_in_words_and_follows_the_day(browser, page):
    with shown(browser, page, 1400) as seen:
        told = {}
        for when in (0, 1, 9, 400):
            seen.page.evaluate(f"{PLAYER}.go({when})")
            names, words = (seen.page.locator(f".alive-twin {tag}").all_inner_texts() for tag in ("dt", "dd"))
            told[when] = dict(zip(names, words, strict=True))
        assert told[0]["Channels"].endswith("100 % of their width open")
        assert told[400]["Channels"].endswith("shut")
        assert told[0]["Inflammatory cells"].endswith("macrophages as before the first session")
        assert told[1]["Inflammatory cells"].endswith("more than before the first session")
        assert "more than before the first session" in told[9]["New collagen (III and new I)"]
        assert len({str(item) for item in told.values()}) == 4
        assert seen.page.locator("canvas.alive-skin").get_attribute("role") == "img"


def test_two_courses_share_one_day_and_keep_their_own_words(browser, pair):
    with shown(browser, pair, 1400) as seen:
        seen.page.evaluate(f"{PLAYER}.go(56)")
        first, second = seen.page.locator(".alive-headline").all_inner_texts()
        assert first.startswith("Day 56, session 3 of 3: the needles reach")
        assert second.startswith("Day 56, 56 days after session 1 of 1")
        first, second = seen.page.evaluate(BOXES)
        assert first["right"] <= second["left"]
        assert first["top"] == second["top"]  # however the words above them break
        assert seen.page.evaluate(PICTURE.format(0)) != seen.page.evaluate(PICTURE.format(1))
    with shown(browser, pair, 390) as seen:
        first, second = seen.page.evaluate(BOXES)
        assert first["bottom"] <= second["top"]


def test_dark_and_light_are_drawn_in_their_own_colours(browser, page):
    with shown(browser, page, 1400) as seen:
        light = seen.page.evaluate(PICTURE.format(0))
        seen.page.emulate_media(color_scheme="dark")
        until(seen.page, f"{PICTURE.format(0)} !== {light!r}")


def test_on_paper_and_without_script_the_still_pictures_stand(browser, page):
    with shown(browser, page, 1400) as seen:
        assert not seen.page.locator(".slices").first.is_visible()  # folded: the canvas shows all days
        seen.page.emulate_media(media="print")
        assert seen.page.locator(".slices svg").first.is_visible()
        assert not seen.page.locator("canvas.alive-skin").is_visible()
        assert not seen.page.get_by_role("heading", name="What the needles do, day by day").is_visible()
        assert 1 <= seen.printed_pages() <= 2
    quiet = browser.new_context(java_script_enabled=False)
    try:
        plain = quiet.new_page()
        plain.goto(page.as_uri())
        assert plain.locator(".slices svg").first.is_visible()
        assert not plain.locator("[data-alive]").is_visible()
        assert not plain.get_by_role("heading", name="What the needles do, day by day").is_visible()
    finally:
        quiet.close()


def test_each_course_counts_its_own_sessions_and_those_that_agree_are_told_once(browser, page, pair):
    names = "[...document.querySelectorAll('.alive-jumps > span')].map(one => [...one.children].map(x => x.innerText))"
    with shown(browser, pair, 1400) as seen:
        titles = [
            json.loads(item.text_content() or "")["title"]
            for item in seen.page.locator(".alive-frames").all()
        ]
        assert seen.page.evaluate(names) == [
            [titles[0], "Session 1", "Session 2", "Session 3"],
            [titles[1], "Session 1"],
        ]
        seen.page.get_by_role("button", name=f"Session 3, {titles[0]}").click()
        assert day(seen.page) == 56
    with shown(browser, page, 1400) as seen:
        assert seen.page.evaluate(names) == [["Session 1", "Session 2", "Session 3"]]


def test_a_session_beyond_the_last_frame_has_no_button(browser, page, tmp_path):
    text = page.read_text(encoding="utf-8")
    assert '"day":56.0' in text
    late = tmp_path / "late.html"
    late.write_text(text.replace('"day":56.0', '"day":400.5'), encoding="utf-8")
    with shown(browser, late, 1400) as seen:
        days = seen.page.locator(".alive-jumps button").evaluate_all(
            "all => all.map(item => item.dataset.day)"
        )
        assert days == ["0", "28"]
        seen.page.evaluate(f"{PLAYER}.go(400)")
        assert headline(seen.page).startswith("Day 400, 372 days after session 2 of 2")


def test_nothing_is_drawn_before_it_comes_near_and_until_then_the_still_pictures_stand(
    browser, page, tmp_path
):
    far = tmp_path / "far.html"
    text = page.read_text(encoding="utf-8")
    far.write_text(text.replace("<main>", '<main><div style="height: 9000px"></div>'), encoding="utf-8")
    with opened(browser, far, 1400) as seen:
        seen.page.wait_for_timeout(500)
        assert seen.page.evaluate(f"{PLAYER} === undefined")
        assert seen.page.locator("details.alive-stills[open]").count() == 1
        seen.page.locator("canvas.alive-skin").scroll_into_view_if_needed()
        until(seen.page, f"{PLAYER}?.begun > 0")
        assert seen.page.locator("canvas.alive-skin").evaluate(COLOURS) > 60
        assert seen.page.locator("details.alive-stills[open]").count() == 0


@pytest.mark.parametrize("share", [0.0, 0.0004, 0.0031, 0.02, 0.12])
def test_damage_is_told_as_much_as_it_is_and_as_the_shell_tells_it(browser, page, tmp_path, share):
    text, held = page.read_text(encoding="utf-8"), tmp_path / "held.html"
    before = re.search(r'"disarray":\{"unit":"share of the dermis","low":[\d.]+,"high":[\d.]+', text)
    assert before is not None
    told = f'"disarray":{{"unit":"share of the dermis","low":{share},"high":{share}'
    held.write_text(text.replace(before[0], told), encoding="utf-8")
    with shown(browser, held, 1400) as seen:
        words = seen.page.locator(".alive-twin dd").last.inner_text()
    whole = disorder_words(share)
    assert words == (whole if whole == "none" else f"{whole} of the dermis healed in disorder")
