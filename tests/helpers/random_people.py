"""Random people for the numerics tests: one draw of every prior each, for the engine and as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from microneedling.engine.problem import Problem
from microneedling.evidence.registry import registry
from microneedling.healing.adjuncts import Adjuncts
from microneedling.healing.baseline import Baseline, solve_baseline
from microneedling.healing.process import DRIVERS
from microneedling.healing.run import Setting, flat, problem
from microneedling.skin.anatomy import anatomy_of
from microneedling.skin.layers import Layers
from microneedling.skin.lesion import LESIONS
from microneedling.skin.person import Person
from microneedling.skin.sites import FACE, region

SITES = (*sorted(FACE), "neck", "abdomen", "thigh", "arm", "forearm", "back", "breast", "buttock", "hand")
KINDS = ("skin", "skin", *LESIONS)
PHOTOTYPES = ("I", "II", "III", "IV", "V", "VI")
SEED = 20240611
UNTOUCHED = Adjuncts((), np.zeros(1))


@dataclass(frozen=True)
class Someone:
    """One random tissue: the engine's setting and rest, and the same as plain dicts for the reference."""

    setting: Setting
    baseline: Baseline
    numbers: dict[str, float]
    person: dict
    geometry: dict

    def posed(self, strikes=(), care: Adjuncts = UNTOUCHED, days=(0.0, 1.0)) -> Problem:
        return problem(self.setting, self.baseline, strikes, care, np.asarray(days, float))

    def ageless(self) -> Someone:
        """The same tissue, from which years and sun take nothing: rest is rest."""
        old = self.setting
        values = old.values.with_values({"ageing.pace": 0.0})
        rest = solve_baseline(old.person, old.kind, old.lesional_pigment, old.geometry, values)
        still = self.numbers | {"ageing.pace": 0.0}
        return replace(self, setting=replace(old, values=values), baseline=rest, numbers=still)

    def flat(self, states: dict) -> np.ndarray:
        """Named states of one draw in the flat order of the engine, (1, flat); every state must be named."""
        named = {name: np.asarray(value, float)[None] for name, value in states.items()}
        return flat(named, self.setting.geometry, np.nan)


def _person(rng: np.random.Generator) -> Person:
    return Person(
        age_year=float(rng.uniform(18, 75)),
        sex=str(rng.choice(["female", "male"])),
        phototype=str(rng.choice(PHOTOTYPES)),
        site=str(rng.choice(SITES)),
        photoageing=float(rng.choice([0.0, rng.uniform(0, 1)], p=[0.2, 0.8])),
        smoker=bool(rng.random() < 0.3),
        conditions=("diabetes",) if rng.random() < 0.3 else (),
    )


@cache
def people(count: int = 50, layers: int = 24) -> tuple[Someone, ...]:
    """Always the same `count` people."""
    rng = np.random.default_rng(SEED)
    drawn = registry().draws(count, SEED)
    numbers = {key: np.broadcast_to(drawn[key], (count,)) for key in registry()}
    found = []
    for index in range(count):
        person, kind = _person(rng), str(rng.choice(KINDS))
        spot = str(rng.choice(["uneven", "melasma"]))
        values = drawn.subset(np.arange(count) == index)
        depth = Layers.of(anatomy_of(person, values), layers)
        found.append(
            Someone(
                Setting(person, kind, spot, depth, values),
                solve_baseline(person, kind, spot, depth, values),
                {key: float(value[index]) for key, value in numbers.items()},
                {
                    "age_year": person.age_year,
                    "photoageing": person.photoageing,
                    "smoker": person.smoker,
                    "diabetic": "diabetes" in person.conditions,
                    "on_face": person.site in FACE,
                    "region": region(person.site),
                    "phototype": person.phototype,
                },
                {
                    "faces_mm": depth.faces_mm[0],
                    "papillary_count": depth.papillary_count,
                    "epidermis_mm": float(depth.epidermis_mm[0]),
                },
            )
        )
    return tuple(found)


def perturbed(rest: dict, rng: np.random.Generator) -> dict:
    """States away from rest as a wound has them: what rests at zero positive, others scaled at random."""
    amount = {"neutrophils": 800.0, "macrophages_inflammatory": 600.0, "myofibroblasts": 500.0}
    amount |= {
        "opening_radius_mm": 0.06,
        "barrier_gap": 0.8,
        "vapour_gap": 0.5,
        "wound": 0.4,
        "disarray": 0.1,
        "debris": 0.2,
        "epidermal_cytokine": 1.0,
    }
    amount |= {"cytokine": 3.0, "tgf": 1.0, "platelet_signal": 2.0, "macrophages_repair": 700.0}
    state = {}
    for name, value in rest.items():
        size = np.shape(value)
        state[name] = value * np.exp(rng.normal(0, 0.25, size)) if name not in amount else value
        raised = amount.get(name, 0.3 if not np.any(value) else 0.0)
        state[name] = state[name] + raised * rng.random(size) ** 2
    return state


def random_care(rng: np.random.Generator) -> dict[str, float]:
    """Drivers away from their idle values."""
    care = {name: float(np.exp(rng.normal(0, 0.4))) for name in DRIVERS}
    return care | {"uv": float(rng.random()), "channels_per_mm2": float(rng.uniform(0, 6))}
