"""Changed study, trial and deliver files: each is refused with its mistakes, or answered; nothing else happens."""

from __future__ import annotations

import pytest

from helpers.fuzzing.tally import hold

pytestmark = pytest.mark.slow
COUNTS = {"study": 400, "trial": 350, "delivery": 300}


@pytest.mark.parametrize(("kind", "count"), COUNTS.items())
def test_changed_files_are_refused_or_answered(kind, count, tmp_path, capsys):
    hold(kind, count, tmp_path, capsys)
