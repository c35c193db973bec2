"""Sources behind rules of the screen are references, and stand on the page that the rule names."""

from __future__ import annotations

import re
from pathlib import Path

from helpers.subject import some
from microneedling.course.rule_sources import RULE_SOURCES, rule_sources
from microneedling.course.rules import RULES
from microneedling.course.safety.condition_rules import CONDITION_RULES
from microneedling.evidence.sources import sources

PRACTICE = (Path(__file__).parents[2] / "docs" / "practice.md").read_text(encoding="utf-8")
BY_ID = {rule.id: rule for rule in (*RULES.values(), *CONDITION_RULES.values())}


def test_every_key_is_a_source_that_the_page_of_its_rule_names():
    for rule, keys in some(RULE_SOURCES.items()):
        assert rule in BY_ID, rule
        assert "docs/practice.md" in BY_ID[rule].source
        for key in keys:
            assert key in sources(), (rule, key)
            assert f"[{key}]" in PRACTICE or re.search(rf"\b{key}\b", PRACTICE), (rule, key)


def test_a_rule_that_names_an_authority_has_its_source():
    named = re.compile(r"\b(FDA \d{4}|FDA DEN|CDC \d{4}|CMAC|\d+ CFR|[A-Z][a-z]+ 20\d\d)\b")
    found = [rule.id for rule in BY_ID.values() if named.search(rule.source)]
    assert len(found) > 10
    assert [rule for rule in found if rule not in RULE_SOURCES] == []


def test_by_name_or_short_name_each_once():
    assert rule_sources(["N01 strong cream", "N04", "S01 nothing"]) == ("fda2024",)
