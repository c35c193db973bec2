"""Tables fit the terminal: numbers stay in one piece, words are broken last, colours only where they are wanted."""

from __future__ import annotations

import pytest

from microneedling.cli.text import table, width, wrapped

ROWS = [
    ("Outcome", "change, median [80 %]", "read on", "better"),
    ("rolling acne scars, improvement", "-1.48 [-1.86 .. -0.83]", "Alexiades-Armenakas grade", "lower"),
    ("texture", "12.0 [1.00 .. 20.0]", "percent improvement", "higher"),
]


@pytest.mark.parametrize("columns", [70, 80, 120])
def test_a_table_fits_and_its_numbers_stay_whole(columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = table(ROWS, whole=(1,))
    assert max(map(len, lines)) <= min(columns, 110)
    assert any("-1.48 [-1.86 .. -0.83]" in line for line in lines)
    text = " ".join(" ".join(lines).split())
    assert "Alexiades-Armenakas" in text
    assert "improvement" in text
    assert "\x1b" not in text


def test_lines_are_as_wide_as_the_terminal_and_never_wider_than_can_be_read(monkeypatch):
    for columns, wide in (("80", 80), ("300", 110), ("3", 40)):
        monkeypatch.setenv("COLUMNS", columns)
        assert width() == wide
        assert max(map(len, wrapped("word " * 100))) <= wide


def test_signs_for_weight_only_on_a_terminal_that_wants_them(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "\x1b[1m" in table(ROWS)[0]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in "".join(table(ROWS))


@pytest.mark.parametrize("columns", [40, 55])
def test_where_columns_would_break_words_each_row_is_a_block(columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = table([*ROWS, ("others", "", "", "")], whole=(1,))
    assert max(map(len, lines)) <= columns
    text = " ".join(" ".join(lines).split())
    for name, *cells in ROWS[1:]:
        assert name in text
        for head, cell in zip(ROWS[0][1:], cells, strict=True):
            assert f"{head}: {cell}" in text
    assert lines[-1] == "others"
    assert any(line == "rolling acne scars, improvement" for line in lines)
