"""Gradients of outcomes by numbers of the registry, against differences of whole tight runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from microneedling.course.days import up_to
from microneedling.course.protocol import protocol_of
from microneedling.course.reading import load_course
from microneedling.errors import InputError
from microneedling.evidence.registry import Values, registry
from microneedling.sensitivity.gradient import Gradient, gradient
from microneedling.sensitivity.read_out import outcome_of
from microneedling.skin.layers import layered

pytest.importorskip("numba")

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DAY, LAYERS, TIGHT = 200.0, 8, 1e-8

KEYS = (
    "inflammation.debris_clearance_per_day",
    "inflammation.cytokine_decay_per_day",
    "inflammation.macrophage_switch_per_day",
    "inflammation.cytokine_diffusivity_mm2_per_day",
    "proliferation.tgf_decay_per_day",
    "proliferation.fibroblast_growth_per_day",
    "proliferation.vessel_pruning_per_day",
    "proliferation.fibroblasts_baseline_cells_per_mm3.papillary",
    "collagen.maturation_per_day",
    "collagen.type1_induction",
    "collagen.mature_decay_per_day.reticular",
    "elastin.assembly_per_day",
    "elastin.tropoelastin_induction",
    "turnover.closure_speed_mm_per_day",
    "turnover.basal_by_quickening",
    "pigment.melanin_by_activation",
    "pigment.activation_decay_per_day",
    "hydration.hyaluronan_by_fibroblasts",
    "hydration.vapour_seal_per_day",
    "damage.disarray_by_wound_per_mm2_day",
    "damage.redness_by_wound",
    "surface_topography.crease_reset_per_day",
    "surface_topography.tether_release",
    "session_effect.full_share",
    "session_effect.lone_channel",
    "session_effect.debris_per_wound",
    "injury.shaft_friction_kpa",
    "anatomy.dermis_kpa",
    "anatomy.papillary_mm",
    "skin.collagen_loss_per_year",
    "lesion.collagen_deficit_papillary.rolling_scar",
    "adjunct.sunscreen_pass",
    "scales.sensitivity.acne_scar",
    "measures.redness_by_vessels",
    "measures.recovery_by_stiffness",
)
OUTCOMES = (  # with the day asked about; the last session is on day 84
    ("acne_scar_rolling", DAY),
    ("elasticity", DAY),
    ("hydration", DAY),
    ("hyperpigmentation", DAY),
    ("echo_density", DAY),
    ("fine_lines", DAY),
    ("erythema_index", 86.0),
    ("tewl", 86.0),
)


@pytest.fixture(scope="module")
def course():
    """The example with its sessions, without what is put on: a product's way in is tested by itself."""
    given = load_course(EXAMPLES / "acne_scars_cheek.toml")
    bare = tuple(session.model_copy(update={"topical": ()}) for session in given.sessions)
    return given.model_copy(update={"sessions": bare})


def outcome(course, name: str, values: Values, tolerance: float, day: float = DAY) -> np.ndarray:
    """The outcome by running the course forward, (draw,)."""
    protocol = protocol_of(course, up_to(course, day), geometry=layered(LAYERS), tolerance=tolerance)
    tissues = protocol.run(values).tissues
    return outcome_of(course, name)(tissues, values)


def by_differences(
    course, name: str, keys, tolerance: float = TIGHT, step: float = 2e-4, day: float = DAY
) -> np.ndarray:
    """x dO/dx of each number by central differences of whole tight runs."""
    nominal = registry().nominal()
    middles = [float(nominal[key][0]) for key in keys]
    changes = [{key: x * way} for key, x in zip(keys, middles, strict=True) for way in (1 + step, 1 - step)]
    ends = outcome(course, name, nominal.stacked(changes), tolerance, day).reshape(-1, 2)
    return (ends[:, 0] - ends[:, 1]) / (2 * step)


def effects(found: Gradient, keys) -> np.ndarray:
    return np.array([found.per_e_fold[key][0] for key in keys])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "day"), OUTCOMES)
def test_gradients_agree_with_differences_of_tight_runs(course, name, day):
    known = by_differences(course, name, KEYS, day=day)
    tight = gradient(course, name, day, KEYS, layers=LAYERS, tolerance=1e-7)
    usual = gradient(course, name, day, KEYS, layers=LAYERS)
    biggest = np.abs(known).max()
    assert biggest > 0
    assert np.allclose(effects(tight, KEYS), known, rtol=1e-3, atol=1e-5 * biggest)
    assert np.allclose(effects(usual, KEYS), known, rtol=1e-3, atol=1e-3 * biggest)
    assert tight.value == pytest.approx(outcome(course, name, registry().nominal(), 1e-7, day), rel=1e-9)


def test_the_numbers_tested_move_the_outcomes_tested(course):
    moved = [
        np.abs(effects(gradient(course, name, day, KEYS, layers=LAYERS), KEYS)) for name, day in OUTCOMES
    ]
    most = np.max([each / each.max() for each in moved], axis=0)
    assert (most > 1e-4).sum() >= 26, [key for key, each in zip(KEYS, most, strict=True) if each <= 1e-4]


def test_numbers_that_a_course_does_not_use_have_no_slope(course):
    keys = (
        "lesion.vessels.striae_rubra",
        "anatomy.dermis_thickness_female_mm.thigh",
        "collagen.maturation_per_day",
    )
    found = gradient(course, "acne_scar_rolling", DAY, keys, layers=LAYERS)
    assert found.derivatives[keys[0]] == 0
    assert found.derivatives[keys[1]] == 0
    assert found.derivatives[keys[2]] != 0


def test_a_product_is_followed_into_the_skin():
    course = load_course(EXAMPLES / "acne_scars_cheek.toml")
    keys = (
        "adjunct.ascorbic_acid_collagen_gain",
        "adjunct.ascorbic_acid_half_ug_h_per_ml",
        "injury.recoil_width",
    )
    found = gradient(course, "acne_scar_rolling", DAY, keys, layers=LAYERS)
    known = by_differences(course, "acne_scar_rolling", keys, step=1e-3)
    assert np.allclose(effects(found, keys), known, rtol=0.02, atol=1e-3 * np.abs(known).max())
    assert effects(found, keys)[0] != 0


def test_an_outcome_of_ones_own(course):
    keys = KEYS[:4]

    def gained(tissues, values):
        return 3.0 * outcome_of(course, "acne_scar_rolling")(tissues, values)

    ours = gradient(course, gained, DAY, keys, layers=LAYERS)
    plain = gradient(course, "acne_scar_rolling", DAY, keys, layers=LAYERS)
    assert np.allclose(effects(ours, keys), 3 * effects(plain, keys), rtol=1e-6)
    assert np.allclose(list(ours.elasticities.values()), list(plain.elasticities.values()), rtol=1e-6)


def test_draws_have_the_gradient_they_have_alone(course):
    values, keys = registry().draws(3, 7), KEYS[:6]
    together = gradient(course, "acne_scar_rolling", DAY, keys, values=values, layers=LAYERS)
    for draw in range(3):
        alone = gradient(
            course, "acne_scar_rolling", DAY, keys, values=values.subset(np.arange(3) == draw), layers=LAYERS
        )
        assert together.value[draw] == pytest.approx(alone.value[0], rel=1e-9)
        for key in keys:
            assert together.derivatives[key][draw] == pytest.approx(alone.derivatives[key][0], rel=1e-5)


def test_what_cannot_be_asked_is_told_at_once(course):
    made = next(key for key, entry in registry().items() if entry.formula is not None)
    keys = ("collagen.maturaton_per_day", made, "adjunct.ascorbic_acid_day")
    with pytest.raises(InputError) as told:
        gradient(course, "acne_scar_rolling", -1.0, keys)
    assert len(told.value.mistakes) == 4
    for word in ('did you mean "collagen.maturation_per_day"', made, "day", "adjunct.ascorbic_acid_day"):
        assert word in str(told.value)
    with pytest.raises(InputError, match="one number of the registry or more"):
        gradient(course, "acne_scar_rolling", DAY, ())
    with pytest.raises(InputError, match='did you mean "erythema_index"'):
        gradient(course, "erythema_indx", DAY, KEYS[:1], layers=LAYERS)
