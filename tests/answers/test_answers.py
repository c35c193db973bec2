"""What every public result promises: a dozen lines, a short repr, an escaped table, tidy rows, one figure."""

from __future__ import annotations

import builtins
import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser

import pandas
import polars
import pytest

from helpers.answers import DRAWS, MADE, SCRIPT, forecast
from microneedling import InputError
from microneedling.answers import frames
from microneedling.answers.card import Card
from microneedling.phrases import NOT_FOR

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
MOST_LINES, LONGEST_REPR, WIDEST = 20, 1000, 120
IN_TIME = {"forecast", "prediction"}  # results whose rows say an outcome on a day


@pytest.fixture(params=MADE, scope="module")
def made(request):
    return request.param, MADE[request.param]()


class Tags(HTMLParser):
    """The tags of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)


def test_a_summary_is_a_dozen_lines_and_says_what_it_is_not(made):
    lines = made[1].summary().splitlines()
    assert 4 <= len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= WIDEST
    assert NOT_FOR in " ".join(lines)


def test_a_repr_is_short_and_holds_no_arrays(made):
    text = repr(made[1])
    assert len(text) < LONGEST_REPR
    assert "array(" not in text
    assert ".summary()" in text


def test_a_notebook_shows_a_table_and_runs_nothing(made):
    text = made[1]._repr_html_()
    tags = Tags(text).found
    assert "table" in tags
    assert "script" not in tags
    assert not {"a", "img", "link", "iframe"} & set(tags)
    assert "href" not in text
    assert "src=" not in text


def test_rows_are_tidy_in_either_library(made):
    name, answer = made
    wide = answer.to_frame()
    assert isinstance(wide, pandas.DataFrame)
    assert len(wide) > 0
    other = answer.to_frame("polars")
    assert isinstance(other, polars.DataFrame)
    assert list(other.columns) == list(wide.columns)
    if name in IN_TIME:
        assert {"outcome", "day", "median", "low80", "high80", "unit", "evidence"} <= set(wide.columns)
        assert not wide.duplicated(
            [name for name in ("outcome", "scale", "statistic", "day") if name in wide]
        ).any()
        assert (wide["low80"] <= wide["median"]).all()
        assert (wide["median"] <= wide["high80"]).all()


def test_a_figure_has_a_title_and_names_both_axes(made):
    from matplotlib import pyplot

    ax = made[1].plot()
    assert ax.get_title(loc="left")
    assert ax.get_xlabel()
    assert ax.has_data()
    mine = pyplot.subplots()[1]
    assert made[1].plot(mine) is mine
    pyplot.close("all")


def test_json_can_be_written(made):
    assert json.dumps(made[1].to_json())


def parts(item, depth=0) -> Iterator[object]:
    """An object and what it is made of."""
    yield item
    if depth > 6:
        return
    inside = []
    if is_dataclass(item):
        inside = [getattr(item, field.name) for field in fields(item)]
    elif isinstance(item, Mapping):
        inside = [item[key] for key in list(item)[:5]]
    elif isinstance(item, tuple | list):
        inside = list(item[:3])
    elif hasattr(type(item), "model_fields"):
        inside = [getattr(item, name) for name in type(item).model_fields]
    for part in inside:
        yield from parts(part, depth + 1)


def test_every_part_of_a_result_has_a_short_repr(made):
    ours = [item for item in parts(made[1]) if type(item).__module__.startswith("microneedling")]
    assert {type(item).__name__ for item in ours if len(repr(item)) >= LONGEST_REPR} == set()


def test_a_forecast_puts_the_concern_first_and_says_which_way_is_better():
    made = forecast()
    lines = made.summary().splitlines()
    assert lines[0] == SCRIPT
    assert "rolling acne scars" in lines[1]
    assert "lower" in made.summary()
    assert made.tidy()[0]["answers_concern"]
    assert f"{DRAWS} draws" in " ".join(lines)


def test_a_library_that_is_missing_is_told_with_what_installs_it(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.split(".")[0] in ("pandas", "polars", "matplotlib"):
            raise ImportError(name)
        return real(name, *rest, **more)

    def lost(name, package=None):
        raise ImportError(name)

    monkeypatch.setattr(frames, "find_spec", lambda name: None)
    monkeypatch.setattr("microneedling.extras.import_module", lost)
    monkeypatch.setattr(builtins, "__import__", without)
    for ask in (forecast().to_frame, forecast().plot):
        with pytest.raises(InputError, match=r'pip install "microneedling\[research\]"'):
            ask()


def test_an_unknown_library_is_a_mistake():
    with pytest.raises(InputError, match='did you mean "polars"'):
        forecast().to_frame("polar")


def test_a_card_without_a_table_has_none():
    card = Card("A title", ("An answer.",))
    assert card.text().splitlines()[:2] == ["A title", "An answer."]
    assert "table" not in Tags(card.html()).found


def test_results_compare_without_an_error_of_the_array_library(made):
    assert isinstance(made[1] == copy.copy(made[1]), bool)
