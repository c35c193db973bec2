"""A batch of people answers every equation as each of them would alone."""

import numpy as np
import pytest

from microneedling.evidence.registry import registry
from microneedling.healing.adjuncts import Adjuncts
from microneedling.healing.run import Setting, pose
from microneedling.skin.anatomy import anatomy_of
from microneedling.skin.layers import Layers
from microneedling.skin.people import People
from microneedling.skin.person import Person

FOLK = (
    Person(age_year=24, sex="female", phototype="II", site="cheek", photoageing=0.0),
    Person(age_year=61, sex="male", phototype="V", site="cheek", photoageing=0.6, smoker=True),
    Person(
        age_year=40, sex="female", phototype="III", site="cheek", photoageing=0.2, conditions=("diabetes",)
    ),
)


def together() -> People:
    each = [People.of(person, 1) for person in FOLK]
    names = [name for name in vars(each[0]) if name != "site"]
    return People("cheek", **{name: np.concatenate([getattr(one, name) for one in each]) for name in names})


@pytest.mark.parametrize("kind", ["skin", "acne scar rolling"])
def test_a_batch_rests_and_moves_as_each_person_alone(kind):
    drawn = registry().draws(len(FOLK), 5)
    days = np.array([0.0, 10.0, 40.0])

    def followed(who, values):
        layers = Layers.of(anatomy_of(who, values), 8)
        setting = Setting(who, kind, "uneven", layers, values)
        return pose(setting, [], Adjuncts((), np.ones(values.count)), days).follow()

    batch = followed(together(), drawn)
    for index, person in enumerate(FOLK):
        alone = followed(person, drawn.subset(np.arange(len(FOLK)) == index))
        np.testing.assert_array_equal(batch.collagen.type3[index], alone.collagen.type3[0])
        np.testing.assert_array_equal(
            batch.pigment.melanin_epidermis[index], alone.pigment.melanin_epidermis[0]
        )


def test_categories_are_looked_up_for_each_draw():
    values = registry().nominal().stacked([{}, {}])
    both = values.by("pigment.supply", np.array(["I", "VI"]))
    alone = [values.by("pigment.supply", name)[0] for name in ("I", "VI")]
    assert both.tolist() == alone
    assert both[0] < both[1]


def test_copies_are_made_in_the_order_promised():
    pair = together().subset(np.array([0, 1]))
    assert pair.repeated(2).age_year.tolist() == [24, 24, 61, 61]
    assert pair.tiled(2).age_year.tolist() == [24, 61, 24, 61]
    assert pair.count == 2
    assert pair.on_face
