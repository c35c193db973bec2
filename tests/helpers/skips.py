"""A pytest plugin: a test may be left out only for a reason listed here; any other skip fails.

What is listed belongs to the machine or to whoever runs the tests. A package that is not installed is not listed:
`make setup` installs all of them, and a test that silently left itself out would look as if it had passed.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import TypeVar

import pytest

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
LEFT_OUT_FOR = (
    r"there is a graphics processor",
    r'.*"cuda" without a graphics processor.*',
    r'.*"cuda" without its compiler.*|numba-cuda is not installed',  # the extra `gpu`: not in `make setup`
    r"the CUDA libraries \(NVVM, NVRTC\) are not installed",
    r"root may write everywhere",
    r"this machine mounts no file system for a test",
    r"this machine has no make",
    r"not a git checkout",
)


def is_listed(reason: str) -> bool:
    """Whether a reason for skipping, as pytest reports it, is one of those above."""
    return any(re.fullmatch(pattern, reason.removeprefix("Skipped: ")) for pattern in LEFT_OUT_FOR)


def _judged(report: Report) -> Report:
    """The report itself, or a failure where it skips for a reason that nobody listed."""
    if report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return report
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not is_listed(reason):
        report.outcome = "failed"
        report.longrepr = f"left out, for a reason that tests/helpers/skips.py does not list: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _judged((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _judged((yield))
