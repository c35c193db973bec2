"""One set of virtual people, and what is forecast of them, for all tests of simulated clinics."""

from __future__ import annotations

import pytest

from helpers.shell import ROOT
from microneedling.course.reading import load_course
from microneedling.tracking.audit.simulated import forecasts
from microneedling.tracking.audit.virtual_people import ensemble

COURSE = ROOT / "examples" / "fine_lines_roller.toml"


@pytest.fixture(scope="session")
def people():
    return ensemble(load_course(COURSE), (30.0, 90.0, 150.0, 210.0), kinds=3, draws=48)


@pytest.fixture(scope="session")
def given(people):
    return forecasts(people)
