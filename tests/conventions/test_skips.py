"""No test passes without its subject: a skip that nobody listed fails, and so does a test of no cases."""

from __future__ import annotations

import subprocess
import sys

import pytest

from helpers.skips import is_listed
from helpers.source_files import ROOT

FILES = {
    "listed": "import pytest\ndef test_it(): pytest.skip('root may write everywhere')",
    "unlisted": "import pytest\ndef test_it(): pytest.skip('nothing is shipped yet')",
    "fixture": "import pytest\n@pytest.fixture\ndef it(): pytest.skip('no data')\ndef test_it(it): ...",
    "absent": "import pytest\npytest.importorskip('no_such_package')\ndef test_it(): ...",
    "no_cases": "import pytest\n@pytest.mark.parametrize('case', [])\ndef test_it(case): ...",
}


TOLD = {
    "unlisted": "nothing is shipped yet",
    "fixture": "no data",
    "absent": "could not import 'no_such_package'",
    "no_cases": "Empty parameter set",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, str]:
    """What pytest says of each file, by its name."""
    folder = tmp_path_factory.mktemp("files")
    for name, text in FILES.items():
        (folder / f"test_{name}.py").write_text(text, encoding="utf-8")
    plain = [
        "-p",
        "helpers.skips",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--continue-on-collection-errors",
    ]
    words = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), *plain, str(folder)]
    said = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", timeout=60).stdout
    short = said.partition("short test summary info")[2].splitlines()
    return {name: "\n".join(line for line in short if f"test_{name}.py" in line) for name in FILES} | {
        "": said
    }


@pytest.mark.parametrize("name", TOLD)
def test_a_test_without_its_subject_fails(outcomes, name):
    assert outcomes[name].startswith(("FAILED", "ERROR")), outcomes[""]
    assert TOLD[name] in outcomes[""]


def test_a_listed_reason_skips(outcomes):
    assert outcomes["listed"].startswith("SKIPPED"), outcomes[""]


def test_reasons_are_matched_whole():
    assert is_listed("Skipped: this machine has no make")
    assert not is_listed("this machine has no makefile")
