"""Whatever stands in a study file is told as a mistake or read; nothing crashes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.study_files import plain
from microneedling.errors import InputError
from microneedling.studies.study_file import parse_study


def told(raw) -> list:
    """The mistakes of tables that may be right."""
    try:
        assert parse_study(raw).reading
    except InputError as error:
        return list(error.mistakes) or [None]
    return []


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["scale", "day", "n", "mean", "low", "kind", "days"]), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from(["population", "device", "course", "reading", "population__age_year", "device__passes",
                     "course__days", "reading__0", "reading__0__baseline", "reading__0__scale", "reading__0__hour",
                     "population__phototypes", "device__depth_mm"]),
)  # fmt: skip
def test_nonsense_anywhere_is_told_never_crashed_on(value, place):
    raw = plain()
    *way, last = [int(part) if part.isdigit() else part for part in place.split("__")]
    table = raw
    for part in way:
        table = table[part]
    table[last] = value
    found = told(raw)
    assert all(mistake.path and mistake.allowed for mistake in found)
