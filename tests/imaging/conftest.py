"""Photographs of one rendered person that several tests look at."""

from __future__ import annotations

import pytest

from helpers.pictures.shots import shots
from microneedling import photo


@pytest.fixture(scope="session")
def usual():
    """One person of phototype III in daylight: before, again, moved."""
    return shots("III", 0, 41)


@pytest.fixture(scope="session")
def still(usual):
    """The answer for the usual person before and again, nothing changed."""
    return photo(usual[0].picture, usual[1].picture, days=(-7, 30))


@pytest.fixture(scope="session")
def changed(usual):
    """The answer for the usual person before and moved."""
    return photo(usual[0].picture, usual[2].picture, zone="cheek", days=(0, 90))
