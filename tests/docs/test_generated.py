"""What `make generate` writes is fresh: most of it is held where its subject is tested; here the rest, and the list."""

from __future__ import annotations

import re
from pathlib import Path

import microneedling
from helpers.source_files import text_of
from microneedling.__main__ import FACES
from microneedling.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
# Script of `make generate` -> the test that compares what it writes.
HELD_BY = {
    "generate.py": "tests/numerics/test_generator.py",
    "make_spared.py": "tests/course/test_assumed.py",
    "make_manual.py": "tests/conventions/test_manual.py",
    "make_validation.py": "tests/validation/bench/test_tables.py",
    "make_validation_page.py": "tests/validation/test_shipped_results.py",
    "make_study_file.py": "tests/studies/test_study_manual.py",
    "make_catalogue.py": "tests/clinic/language/test_clinic_catalogues.py",
    "make_photo_agreement.py": "tests/imaging/test_kept_agreement.py",
}
SCHEMAS_HELD_BY = {
    "course": "tests/course/test_course_schema.py",
    "study": "tests/studies/test_study_manual.py",
    "trial": "tests/trials/test_trial_file.py",
    "goals": "tests/planner/test_goals_file.py",
}


def recipe() -> str:
    """The lines of `make generate`."""
    return text_of(ROOT / "Makefile").split("\ngenerate:", 1)[1].split("\n\n", 1)[0]


def test_everything_that_is_generated_is_held_fresh():
    assert set(re.findall(r"tools/(\w+\.py)", recipe())) == set(HELD_BY)
    kinds = re.search(r"for kind in ([\w ]+);", recipe())
    assert kinds is not None
    assert set(kinds.group(1).split()) == set(SCHEMAS_HELD_BY)
    for script, test in HELD_BY.items():
        assert script.removesuffix(".py") in text_of(ROOT / test) or "codegen" in text_of(ROOT / test), script
    for kind, test in SCHEMAS_HELD_BY.items():
        assert "schema" in text_of(ROOT / test), kind


def test_every_command_stands_in_the_reference():
    page = text_of(ROOT / "docs" / "reference" / "command-line.md")
    shown = re.findall(r"^\$ microneedling ([\w-]+) --help$", page, re.MULTILINE)
    assert sorted(shown) == sorted([*COMMANDS, *FACES])


def test_every_public_name_stands_in_the_reference():
    page = text_of(ROOT / "docs" / "reference" / "python.md")
    shown = set(re.findall(r"^\.\. auto\w+:: microneedling\.(\w+)$", page, re.MULTILINE))
    same_as = {"read_delivery"}  # the former name of load_delivery
    public = set(microneedling.__all__)  # pyright: ignore[reportAttributeAccessIssue]
    assert shown == public - {"MODEL_NUMBER"} - same_as


def test_every_page_of_the_manual_stands_in_the_reference():
    page = text_of(ROOT / "docs" / "reference" / "manual.md")
    shown = re.findall(r"^\.\./manual/(\w+)$", page, re.MULTILINE)
    assert sorted(shown) == sorted(path.stem for path in (ROOT / "docs" / "manual").glob("*.md"))
