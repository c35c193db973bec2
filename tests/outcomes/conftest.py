"""Numbers that the tests of the outcomes share: the nominal ones, and a few draws."""

import pytest

from microneedling.evidence.registry import registry


@pytest.fixture
def nominal():
    return registry().nominal()


@pytest.fixture
def draws():
    return registry().draws(60, 7)
