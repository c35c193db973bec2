"""The tool that runs the trial on rendered skin: it goes on where it stopped and keeps what it has."""

from __future__ import annotations

import csv

import pytest

import make_photo_agreement as tool  # pyright: ignore[reportMissingImports]

JOBS = [(1000, "I", 0, []), (1001, "I", 1, []), (2000, "II", 0, [])]


def rows_of(person: int, word: str = "") -> list[dict[str, object]]:
    pair = {"person": person, "phototype": "I", "lamp": "flash", "first": "before", "refused": word}
    return [pair | {"second": second, "told_mm": 0.0123456789} for second in ("again", "late")]


def people(path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["person"] for row in csv.DictReader(file)]


@pytest.fixture
def asked(monkeypatch):
    """People who were rendered, in turn; the last one breaks."""
    found: list[int] = []

    def measured(job):
        found.append(job[0])
        if len(found) == 3:
            raise KeyboardInterrupt
        return rows_of(job[0])

    monkeypatch.setattr(tool, "jobs", lambda: iter(JOBS))
    monkeypatch.setattr(tool, "measured", measured)
    return found


def test_a_trial_that_was_stopped_goes_on_with_who_is_missing(asked, tmp_path):
    path = tmp_path / "rows.csv"
    with pytest.raises(KeyboardInterrupt):
        tool.main(["--render", "--jobs", "1", "--rows", str(path)])
    assert people(path) == ["1000", "1000", "1001", "1001"]
    assert tool.main(["--render", "--jobs", "1", "--rows", str(path)]) == 0
    assert asked == [1000, 1001, 2000, 2000]
    assert people(path) == ["1000", "1000", "1001", "1001", "2000", "2000"]
    before = path.read_bytes()
    assert tool.main(["--render", "--jobs", "1", "--rows", str(path)]) == 0
    assert path.read_bytes() == before
    assert b"0.012346" in before


def test_people_come_in_their_order_whoever_was_rendered_first(asked, monkeypatch, tmp_path):
    path = tmp_path / "rows.csv"
    monkeypatch.setattr(tool, "jobs", lambda: iter(reversed(JOBS[:2])))
    tool.main(["--render", "--jobs", "1", "--rows", str(path)])
    assert asked == [1001, 1000]
    assert people(path) == ["1000", "1000", "1001", "1001"]
