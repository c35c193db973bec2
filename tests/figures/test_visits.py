"""The line of weeks and the boxes of days."""

from __future__ import annotations

from microneedling.figures.visits import days_after, visits_line


def test_every_visit_is_numbered():
    text = str(visits_line([0, 28, 56], 150))
    assert text.count('class="visit"') == 3
    assert ">3</text>" in text
    assert "3 visits; the result is judged in week 22 or later." in text


def test_a_plan_without_visits_is_a_line():
    assert 'class="visit"' not in visits_line([], 90)


def test_days_by_what_they_are():
    text = str(days_after(2.0, 4.0, 5.2))
    counts = {kind: text.count(f"day-{kind}") for kind in ("red", "calming", "late", 'calm"')}
    assert counts == {"red": 2, "calming": 2, "late": 1, 'calm"': 2}
    assert str(days_after(2.0, 30.0, 60.0)).count("<rect") == 14
