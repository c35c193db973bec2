"""Changed course files and tables of people: each is refused with its mistakes, or answered; nothing else happens."""

from __future__ import annotations

import pytest

from helpers.fuzzing.mutations import MUTATIONS
from helpers.fuzzing.noise import NOISE
from helpers.fuzzing.tally import fuzzed

pytestmark = pytest.mark.slow
COUNTS = {"course": 750, "clinic table": 300}


@pytest.mark.parametrize(("kind", "count"), COUNTS.items())
def test_changed_files_are_refused_or_answered(kind, count, tmp_path, capsys):
    tally = fuzzed(kind, count, tmp_path)
    with capsys.disabled():
        print(f"\n{kind}: {tally.words()}")
    assert tally.faults == {}, tally.told()
    assert sum(tally.exits.values()) >= count
    assert tally.exits[0] >= count / 20, "too few files were good enough to be answered"
    assert tally.exits[2] >= count / 4
    assert set(tally.changes) == set(NOISE) | (set() if kind == "clinic table" else set(MUTATIONS))
