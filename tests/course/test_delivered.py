"""What is told of products: the share that acts, with the warnings of the screen; nothing of what is not followed."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.course_files import EXAMPLES
from microneedling.course.course import Course
from microneedling.course.delivered import Delivered, delivered
from microneedling.course.protocol import protocol_of
from microneedling.course.reading import load_course
from microneedling.course.screen import screen
from microneedling.evidence.registry import registry

VALUES = registry().draws(8, 3)


def course_with(*topicals: dict) -> Course:
    raw = load_course(next(path for path in EXAMPLES if path.stem == "acne_scars_cheek")).as_file()
    return Course.model_validate(
        raw | {"session": [{**row, "topical": list(topicals)} for row in raw["session"]]}
    )


def told(course: Course) -> tuple[Delivered, ...]:
    """What is told of the first session."""
    prepared = protocol_of(course, np.zeros(1)).prepare(VALUES)
    return delivered(prepared.applications[0], prepared.product_shares[0], screen(course))


@pytest.mark.parametrize(
    ("name", "after_min", "off_label", "granuloma"),
    [
        ("ascorbic acid", 0, True, True),
        ("tranexamic acid", 0, True, False),
        ("ascorbic acid", 20160, False, False),  # two weeks later the channels are shut
    ],
)
def test_warnings_are_those_of_the_screen(name, after_min, off_label, granuloma):
    (item,) = told(course_with({"name": name, "applied_after_min": after_min}))
    assert (item.off_label, item.granuloma_warning) == (off_label, granuloma)
    assert (item.effect_share > 0).all()
    assert (item.effect_share < 1).all()
    assert (item.channels_share < 1e-6 if after_min else item.channels_share > 0.3).all()


def test_products_that_are_not_followed_are_not_told():
    assert told(course_with({"name": "saline"}, {"name": "corticosteroid"})) == ()
