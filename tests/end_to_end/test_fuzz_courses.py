"""Changed course files and tables of people: each is refused with its mistakes, or answered; nothing else happens."""

from __future__ import annotations

import pytest

from helpers.fuzzing.tally import hold

pytestmark = pytest.mark.slow
COUNTS = {"course": 750, "clinic table": 300}


@pytest.mark.parametrize(("kind", "count"), COUNTS.items())
def test_changed_files_are_refused_or_answered(kind, count, tmp_path, capsys):
    hold(kind, count, tmp_path, capsys)
