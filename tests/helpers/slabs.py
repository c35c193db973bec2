"""Skin made to order for the tests of permeation: slabs whose answer is known, and people at hand."""

from __future__ import annotations

import numpy as np

from microneedling.device.instruments import Roller
from microneedling.device.needling import Needling
from microneedling.evidence.registry import Values, priors
from microneedling.injury.punctures import punctures
from microneedling.skin.anatomy import anatomy_of
from microneedling.skin.person import Person
from microneedling.transport import channel_course
from microneedling.transport.barrier_layers import Barrier, Layer
from microneedling.transport.mesh import FiniteVolumes, mesh

NOTHING, FREE = 1e-9, 1e9  # a storage, a conductivity that make a layer disappear


def layer(thickness_mm: float, conductivity=FREE, storage=NOTHING, blood_per_h=0.0, breakdown=0.0) -> Layer:
    """A layer of one draw."""
    return Layer(
        *(np.array([float(x)]) for x in (thickness_mm, conductivity, storage, blood_per_h, breakdown))
    )


def slab(only: str, made: Layer) -> Barrier:
    """Skin in which one layer counts and the others let everything through and hold nothing."""
    names = ("stratum_corneum", "epidermis", "papillary", "reticular")
    layers = {name: made if name == only else layer(1e-3) for name in names}
    return Barrier(layers, channel_mm2_per_h=np.array([1.0]), aqueous_area=np.zeros(1))


def volumes_of(skin: Barrier, finer: int = 1) -> FiniteVolumes:
    """The finite volumes of skin that was not needled."""
    return FiniteVolumes(mesh(skin, finer), skin, channel_course.none(skin.aqueous_area.size))


def values(draws: int = 1, seed: int = 1) -> Values:
    return priors().nominal() if draws == 1 else priors().draws(draws, seed)


def person(site: str = "cheek", age_year: float = 40.0) -> Person:
    return Person.model_validate({"age_year": age_year, "sex": "female", "site": site, "phototype": "II"})


def roller(length_mm: float = 0.5) -> Roller:
    return Roller(
        needle_count=192,
        needle_diameter_mm=0.25,
        needle_length_mm=length_mm,
        drum_diameter_mm=20,
        drum_width_mm=20,
    )


def needled(numbers: Values, length_mm: float = 0.5, passes: int = 8):
    """(skin, punctures) of a person under a roller."""
    skin = anatomy_of(person(), numbers)
    return skin, punctures(Needling.of(roller(length_mm), passes=passes), skin, numbers)
