"""The delivery agrees with an independent implementation: other unknowns, another integrator, no shared code."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.reference import permeation as reference
from helpers.slabs import needled, values
from helpers.subject import some
from microneedling.transport import channel_course
from microneedling.transport.actives import find
from microneedling.transport.dose import Dose
from microneedling.transport.permeation import permeate

pytestmark = pytest.mark.slow
HOURS = np.array([0.0, 0.25, 1.0, 4.0, 12.0, 24.0])
ACTIVES = {
    "caffeine": {},
    "lidocaine": {"charge": "base"},
    "ascorbic acid": {"charge": "acid"},
}


def referenced(name: str, more: dict, numbers, skin, made, mode: str, needles: bool) -> dict:
    def v(key: str) -> float:
        return float(numbers[f"permeation.{key}"][0])

    def own(key: str) -> float:
        return float(numbers[f"actives.{key}.{name.replace(' ', '_')}"][0])

    active = {"mw": own("molecular_weight_da"), "log_k": own("log_k"), "fu": own("unbound_fraction"), **more}
    active["soluble"] = own("solubility_share")
    if more:
        active["pka"] = own("pka")
    living = mode == "in vivo"
    figures = reference.layer_numbers(
        v, active, 5.5, float(skin.stratum_corneum_mm[0]), occluded=True, living=living
    )
    product_ml = reference.wet_product_ml(v, active, 5.5, 0.01, 100.0)
    layers = [
        ("corneum", skin.stratum_corneum_mm),
        ("epidermis", skin.epidermis_mm),
        ("dermis", skin.dermis_mm),
    ]
    layers = [(key, float(thick[0])) for key, thick in layers]
    if living:
        layers.append(("subcutis", v("subcutis_mm")))

    def profile(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        faces = np.concatenate([[0.0], 0.5 * (z[1:] + z[:-1]), [z[-1]]])
        area = made.wounded_fraction(faces)[0] * needles
        per_mm2 = made.density_per_cm2[0] / 100 * made.reached_fraction(z[None, :])[0] * needles
        return area, np.where(area > 0, per_mm2, 0.0)

    # Under a wrap no plug dries in, so that what is open is what passes, and the rim advances evenly.
    struck = float(made.density_per_cm2[0]) / 100
    speed = float(numbers["turnover.closure_speed_mm_per_day"][0]) / 24
    speed *= float(numbers["adjunct.occlusion_barrier_gain"][0])
    older = 40.0 - float(numbers["skin.reference_age_year"][0])
    speed *= np.exp(-float(numbers["skin.repair_loss_per_year"][0]) * older)
    speed /= 1 + float(numbers["turnover.closure_by_crowding_mm2"][0]) * struck
    radius = float(made.channel_radius_mm[0])

    def open_at(hour: float) -> float:
        return (max(0.0, radius - speed * hour) / radius) ** 2 if living else 1.0

    def run(per_layer: int) -> dict:
        body = reference.Skin(layers, figures, profile, open_at, per_layer)
        return reference.deliver(body, 100.0, lambda hour: product_ml, HOURS)

    # Of second order, so that a third of the difference is still missing; a cheek's dermis is nearly 2 mm thick.
    coarse, fine = run(36), run(72)
    return {key: fine[key] + (fine[key] - coarse[key]) / 3 for key in fine}


@pytest.mark.parametrize("mode", ["in vivo", "franz"])
@pytest.mark.parametrize("needles", [False, True])
@pytest.mark.parametrize("name", ACTIVES)
def test_the_independent_reference_finds_the_same(name, needles, mode):
    numbers = values()
    skin, made = needled(numbers)
    channels = channel_course.none(1)
    if needles:
        channels = (
            channel_course.closing(made, skin, numbers, occluded=True)
            if mode == "in vivo"
            else channel_course.losing(made, None)
        )
    dose = Dose(10.0, 10.0, occluded=True)
    found = permeate(dose, find(name), skin, channels, numbers, HOURS, mode, tolerance=1e-5, finer=4)
    seen = referenced(name, ACTIVES[name], numbers, skin, made, mode, needles)
    below = seen["out"] + seen.get("subcutis", 0.0)
    ours = {
        "surface": found.surface,
        "corneum": found.stratum_corneum,
        "epidermis": found.epidermis,
        "dermis": found.dermis,
        "out": found.receptor_or_blood,
    }
    # Beside a needle's channel ours lead the watery ways through its mouth, the reference straight: half a per cent
    # of the dose on a face, whose watery ways are wide.
    apart = 0.6 if needles else 0.15
    for key, array in some(ours.items()):
        theirs = below if key == "out" else seen[key]
        assert array[0] == pytest.approx(theirs, rel=0.01, abs=apart), (key, array[0], theirs)
