"""Instruments: nothing moves at rest, each moves the way it must, and the maps are those written down."""

import numpy as np
import pytest

from helpers.subject import some
from helpers.synthetic_tissue import DAYS, REST, person, risen, tissue
from microneedling.observation.noticeable import reading_change, visible_melanin_percent
from microneedling.outcomes import barrier, colour, matrix, measures


def test_every_reading_stands_still_on_tissue_at_rest(draws):
    still = tissue(draws=draws.count)
    for name, reading in some(measures.readings(still, draws, person(), (0.0, 28.0)).items()):
        assert np.abs(reading.relative - 1).max() < 1e-12, name
        assert reading.change.shape == (draws.count, DAYS.size)
        assert (reading.error > 0).all()


def test_collagen_gain_moves_every_matrix_reading_the_right_way(nominal):
    stronger = tissue(draws=1, type1_mature=REST["type1_mature"] + risen(0.15))
    read = measures.readings(stronger, nominal, person())
    for name in ("r2", "r5", "r7", "stained_collagen", "echo_density"):
        assert read[name].change[0, -1] > 0, name
        assert (np.diff(read[name].change[0]) > 0).all(), name
    assert read["pore_diameter"].change[0, -1] < 0


def test_stained_area_moves_more_than_mass_and_echo(nominal):
    more = tissue(
        draws=1, type1_mature=REST["type1_mature"] * 1.18, type3=REST["type3"] * 1.18, type1_new=0.06 * 1.18
    )
    read = measures.readings(more, nominal, person())
    assert read["stained_collagen"].relative[0, -1] == pytest.approx(1.18**2.5)
    assert read["stained_collagen"].relative[0, -1] > read["echo_density"].relative[0, -1]


def test_cutometer_ratio_never_leaves_its_range(draws):
    for factor in (1e-3, 0.5, 3.0, 50.0):
        skin = tissue(draws=draws.count, type1_mature=REST["type1_mature"] * factor)
        for name in ("r2", "r5", "r7"):
            ratio = matrix.cutometer(skin, draws, person(), name).value
            assert (ratio > 0).all()
            assert (ratio < 1).all()


def test_shallower_creases_are_smoother_and_open_mouths_rougher(nominal):
    flat = measures.roughness(tissue(draws=1, crease_depth=1 - risen(0.3)), nominal).change
    gappy = measures.roughness(tissue(draws=1, opening_fraction=0.2 * np.exp(-DAYS)), nominal).change
    assert flat[0, -1] < 0 < gappy[0, 0]


def test_tewl_goes_by_what_is_open_up_to_a_ceiling_and_starts_from_the_site(nominal):
    def added(gap: float, site: str = "forearm") -> float:
        who = person(site=site, on_face=False)
        found = barrier.tewl(tissue(draws=1, vapour_gap=gap), nominal, who)
        return float(found.change[0, 0])

    slope, wound = nominal["measures.tewl_open_g_per_m2_h"][0], nominal["measures.tewl_wound_g_per_m2_h"][0]
    assert added(1e-4) == pytest.approx(slope * 1e-4, rel=1e-3)
    assert added(1e-4) == pytest.approx(added(1e-4, "breast"), rel=1e-3)  # what is open does not ask the site
    assert added(0.01) < added(0.1) < added(1.0) < added(50.0) < wound - 9.69
    assert added(50.0) == pytest.approx(slope / (1 + slope / (wound - 9.69)), rel=1e-6)
    skin = tissue(draws=1, vapour_gap=0.5)
    forearm = barrier.tewl(skin, nominal, person(site="forearm", on_face=False))
    assert forearm.baseline[0] == pytest.approx(9.69)
    assert barrier.tewl(skin, nominal, person(site="thigh", on_face=False)).baseline[0] == pytest.approx(8)


def test_flare_decays_and_follows_only_sessions_that_opened_channels(nominal):
    quiet = colour.flare(tissue(draws=1), nominal, (0.0,))
    assert (quiet == 0).all()
    opened = tissue(draws=1, opening_fraction=0.02 * np.exp(-DAYS / 0.3))
    flare = colour.flare(opened, nominal, (0.0,))[0]
    assert flare[0] == 0  # before the needles
    early = DAYS[1:6]
    assert np.allclose(np.diff(np.log(flare[1:6])), -32 * np.diff(early))


def test_redness_has_no_vessel_or_cytokine_part_at_rest_and_is_bounded(draws):
    hot = tissue(draws=draws.count, cytokine=50.0, vessels=10.0)
    red = colour.redness(hot, draws)
    assert (red > 0.9).all()
    assert (red < 1.5).all()


def test_spot_contrast_is_not_improved_by_darkening_around_it(nominal):
    darker_field = tissue(draws=1, melanin_epidermis=1 + risen(0.3))
    assert np.allclose(colour.lesional_contrast(darker_field, nominal), 1)
    lighter_spot = tissue(draws=1, lesional_melanin_epidermis=REST["lesional_melanin_epidermis"] - risen(0.2))
    assert colour.lesional_contrast(lighter_spot, nominal)[0, -1] < 1


def test_every_number_of_the_instruments_moves_a_reading(nominal):
    """No dead knob: each entry of the group changes some reading's value or error."""
    skin = tissue(
        draws=1,
        cytokine=0.05 + np.exp(-DAYS),
        epidermal_cytokine=0.05 + np.exp(-DAYS),
        barrier_gap=0.5 * np.exp(-DAYS),
        vapour_gap=0.5 * np.exp(-3 * DAYS),
        opening_fraction=0.02 * np.exp(-DAYS),
        vessels=1 + risen(0.3),
        type1_mature=REST["type1_mature"] + risen(0.1),
        type3=REST["type3"] + risen(0.03),
        elastic=0.8 + risen(0.02),
        elastotic=0.2 - risen(0.05),
        hyaluronan=1 + risen(0.2),
        crease_depth=1 - risen(0.2),
        corneocytes=17800 * (1 + risen(0.1)),
        suprabasal=50000 * (1 + risen(0.2)),
        melanin_dermis=risen(0.1),
        lesional_melanin_epidermis=1.5 - risen(0.1),
    )
    sites = [
        person(site=site, on_face=site in ("cheek", "periorbital"))
        for site in ("cheek", "periorbital", "forearm", "breast", "back", "thigh")
    ]
    lesion = tissue("rolling scar", draws=1, rest={"type1_mature": 0.4}, type1_mature=0.5)

    def everything(values):
        from microneedling.outcomes import lesions

        for who in sites:
            for item in measures.readings(skin, values, who, (0.0,)).values():
                yield from (item.value, item.error, reading_change(item, values))
        yield visible_melanin_percent(skin, values)
        yield lesions.depth(lesion, skin, values).error
        faint = tissue(
            draws=1,
            lesional_melanin_epidermis=1.001,
            rest={"lesional_melanin_epidermis": 1.001, "lesional_melanin_corneum": 0.5},
        )
        yield colour.unevenness(faint, values, (0.0,)).value
        red = tissue(
            draws=1, cytokine=2.0, rest={"lesional_melanin_epidermis": 1.001, "lesional_melanin_corneum": 0.5}
        )
        yield colour.unevenness(red, values).value

    base = [array.copy() for array in everything(nominal)]
    dead = []
    for key, entry in nominal.registry.items():
        if key.startswith("measures.") and entry.value is not None:
            changed = everything(nominal.with_values({key: entry.value * 1.07}))
            if all(np.array_equal(a, b) for a, b in zip(base, changed, strict=True)):
                dead.append(key)
    assert not dead
