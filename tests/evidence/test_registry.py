"""Reading parameter files, and values drawn, varied and cut from them."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.errors import InputError
from microneedling.evidence.entry import Entry
from microneedling.evidence.parameter_files import FOLDER, GroupWhenAsked, read_folder
from microneedling.evidence.registry import Registry, registry

ENTRY = 'about = "x"\nvalue = 2\nunit = "1"\nrange = [1, 4]\ngrade = "assumed"\nwhere = "hand-set"\n'


def _book(*entries: Entry) -> Registry:
    return Registry({entry.key: entry for entry in entries})


def _entry(key: str, **fields) -> Entry:
    given = {"unit": "1", "grade": "assumed", "about": "x", "where": "hand-set"} | fields
    return Entry(key=key, **given)


def test_the_shipped_registry_reads_and_keys_start_with_their_group():
    book = registry()
    assert len(book) > 100
    assert all(key == entry.key and key.startswith(f"{entry.group}.") for key, entry in book.items())


def test_entries_nest_once_for_categories(tmp_path):
    (tmp_path / "skin.toml").write_text(
        f"[a]\n{ENTRY}\n[b_mm.cheek]\n{ENTRY}\n[b_mm.nose]\n{ENTRY}", encoding="utf-8"
    )
    assert list(read_folder(tmp_path)) == ["skin.a", "skin.b_mm.cheek", "skin.b_mm.nose"]


def test_a_whole_number_is_read_as_a_real_one(tmp_path):
    (tmp_path / "g.toml").write_text(f"[a]\n{ENTRY}", encoding="utf-8")
    assert Registry(read_folder(tmp_path)).nominal()["g.a"].dtype == float


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path):
    (tmp_path / "one.toml").write_text(
        '[a]\nvalue = 1\nformula = "g.b"\nunit = "1"\nrang = [1, 2]\n', encoding="utf-8"
    )
    (tmp_path / "two.toml").write_text(
        f"[b]\n{ENTRY.replace('[1, 4]', '[1]')}\n[c]\nvalue = true\n", encoding="utf-8"
    )
    (tmp_path / "three.toml").write_text("not toml", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_folder(tmp_path)
    text = str(caught.value)
    for part in (
        "one.a.rang: found an unknown field",
        'did you mean "range"?',
        "one.a: found no grade",
        "one.a: found both value and formula",
        "two.b.range",
        "two.c.value",
        "two.c: found no unit",
        "three.toml",
    ):
        assert part in text


def test_entries_read_when_asked_for_are_those_of_the_whole_registry():
    asked = {
        f"{file.stem}.{name}": entry
        for file in FOLDER.glob("*.toml")
        for name, entry in GroupWhenAsked(file.stem).items()
    }
    assert asked == read_folder()


def test_a_lone_entry_that_cannot_be_read_says_so_when_asked_for(tmp_path):
    (tmp_path / "one.toml").write_text(f"[a]\n{ENTRY}\n[b]\nvalue = true\n", encoding="utf-8")
    group = GroupWhenAsked("one", tmp_path)
    assert list(group) == ["a", "b"]
    assert group["a"].key == "one.a"
    with pytest.raises(InputError, match=r"one\.b\.value"):
        group["b"]
    with pytest.raises(InputError, match=r"one\.b\.value"):
        group["b"]  # and again
    assert not GroupWhenAsked("no such group", tmp_path)


@pytest.mark.parametrize(
    ("prior", "value", "span"),
    [("lognormal", 2.0, (1.0, 8.0)), ("normal", -1.0, (-2.0, 3.0)), ("logit", 0.2, (0.1, 0.7))],
)
def test_the_range_is_the_central_95_percent_and_the_value_the_median(prior, value, span):
    entry = _entry("g.a", value=value, range=span, prior=prior)
    z = np.array([-1.959963984540054, 0.0, 1.959963984540054])
    assert entry.quantile(z) == pytest.approx([span[0], value, span[1]], rel=1e-12)


def test_a_uniform_prior_stays_in_its_range():
    entry = _entry("g.a", value=2.0, range=(1.0, 3.0), prior="uniform")
    drawn = _book(entry).draws(2000, seed=3)["g.a"]
    assert drawn.min() >= 1.0
    assert drawn.max() <= 3.0
    assert np.mean(drawn) == pytest.approx(2.0, abs=0.05)


def test_a_new_number_leaves_the_draws_of_the_others_untouched():
    one = _entry("g.a", value=2.0, range=(1.0, 4.0))
    two = _entry("g.b", value=2.0, range=(1.0, 4.0))
    alone, together = _book(one).draws(50, 7), _book(two, one).draws(50, 7)
    assert np.array_equal(alone["g.a"], together["g.a"])
    assert not np.array_equal(together["g.a"], together["g.b"])


def test_formulas_follow_what_they_are_made_from():
    book = _book(_entry("g.a", value=2.0), _entry("g.b", formula="3*g.a"))
    values = book.nominal()
    assert values["g.b"] == pytest.approx([6.0])
    assert values.with_values({"g.a": 5.0})["g.b"] == pytest.approx([15.0])
    assert values.stacked([{}, {"g.a": 1.0}, {"g.b": 0.0}])["g.b"] == pytest.approx([6.0, 3.0, 0.0])


def test_asking_marks_a_number_and_those_behind_it_as_used():
    book = _book(_entry("g.a", value=2.0), _entry("g.b", formula="3*g.a"), _entry("g.c", value=1.0))
    values = book.nominal()
    values["g.b"]
    assert values.used == {"g.a", "g.b"}


def test_unknown_numbers_are_named():
    values = _book(_entry("g.a", value=2.0)).nominal()
    with pytest.raises(KeyError, match=r"g\.z"):
        values.with_values({"g.z": 1.0})
    with pytest.raises(KeyError, match=r"g\.z"):
        values.stacked([{"g.z": 1.0}])


def test_a_subset_keeps_the_draws_marked():
    values = _book(_entry("g.a", value=2.0, range=(1.0, 4.0))).draws(6, 1)
    keep = np.array([True, False, True, False, False, True])
    assert np.array_equal(values.subset(keep)["g.a"], values["g.a"][keep])


def test_the_fingerprint_changes_with_any_number():
    assert (
        _book(_entry("g.a", value=2.0)).fingerprint
        == _book(_entry("g.a", value=2.0)).fingerprint
        != _book(_entry("g.a", value=2.1)).fingerprint
    )
