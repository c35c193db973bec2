"""Harm: closed forms for durations, zero without injury, and a risk that is wide and never certain."""

import json
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from helpers.synthetic_tissue import DAYS, person, risen, tissue
from microneedling.outcomes import harm as safety
from microneedling.outcomes.harm import harm

CARE = SimpleNamespace(sunscreen=True, sun="some")
FINE = np.arange(0, 60, 0.01)
PHOTOTYPES = ("I", "II", "III", "IV", "V", "VI")


def struck(draws: int, day=DAYS, size: float = 1.0, sessions=(0.0,)):
    """Skin after sessions: exponential cytokine, gap and opening, each of known time constant."""
    since = np.min([np.where(day > start, day - start, np.inf) for start in sessions], axis=0)
    return tissue(
        draws=draws,
        day=day,
        cytokine=0.05 + 2 * size * np.exp(-since / 0.7),
        epidermal_cytokine=0.05,
        barrier_gap=0.6 * size * np.exp(-since),
        vapour_gap=0.6 * size * np.exp(-since),
        opening_fraction=0.02 * size * np.exp(-since / 0.2),
    )


def test_untouched_skin_has_no_harm_and_neither_have_sessions_without_injury(draws):
    told = harm(person(), CARE, {"skin": tissue(draws=draws.count)}, (), draws)
    for item in (told.erythema_days, told.downtime_days, told.barrier_open_h, told.pih_probability):
        assert (item == 0).all()
    told = harm(person(), CARE, {"skin": tissue(draws=draws.count)}, (0.0,), draws)
    for item in (told.erythema_days, told.downtime_days, told.barrier_open_h, told.pih_probability):
        assert (item == 0).all()


def test_durations_match_their_closed_forms(nominal):
    skin = struck(1, FINE)
    limit = nominal["safety.visible_redness.III"][0]
    flare = 0.0  # long gone when the cytokine part crosses
    crossing = 0.7 * np.log(2 * (1 - limit - flare) / limit)
    assert safety.redness_days(skin, person(), (0.0,), nominal)[0][0] == pytest.approx(crossing, abs=0.02)
    assert safety.barrier_days(skin, (0.0,), nominal)[0][0] == pytest.approx(np.log(0.6 / 0.004), abs=0.02)
    covered = 0.2 * np.log(0.02 / 0.001)
    told = harm(person(), CARE, {"skin": skin}, (0.0,), nominal)
    assert told.downtime_days[0] == pytest.approx(crossing, abs=0.02)
    assert told.channels_open_h[0] == pytest.approx(24 * covered, abs=0.5)
    slow = replace(skin, opening_fraction=0.02 * np.exp(-FINE[None, :]))
    longest = harm(person(), CARE, {"skin": slow}, (0.0,), nominal).downtime_days[0]
    assert longest == pytest.approx(np.log(0.02 / 0.001), abs=0.02)


def test_no_draw_ranks_the_phototypes_wrongly(draws):
    """Melanin hides redness: the limits of all phototypes come from one level and one strength of hiding."""
    limits = np.array([draws.by("safety.visible_redness", kind) for kind in PHOTOTYPES])
    assert (limits[0] == limits[1]).all()
    assert (np.diff(limits[1:], axis=0) > 0).all()
    days = np.array(
        [
            safety.redness_days(struck(draws.count), person(phototype=kind), (0.0,), draws)[0]
            for kind in PHOTOTYPES
        ]
    )
    assert (np.diff(days, axis=0) <= 0).all()
    assert (days[0] > days[-1]).any()


def test_the_worst_session_is_told_and_counts_from_its_own_day(nominal):
    once = harm(person(), CARE, {"skin": struck(1, FINE)}, (0.0,), nominal)
    thrice = harm(
        person(), CARE, {"skin": struck(1, FINE, sessions=(0.0, 14.0, 28.0))}, (0.0, 14.0, 28.0), nominal
    )
    assert thrice.erythema_days[0] == pytest.approx(once.erythema_days[0], abs=0.02)
    assert thrice.downtime_days[0] == pytest.approx(once.downtime_days[0], abs=0.02)


def test_a_session_before_recovery_adds_its_days_and_nothing_resets(nominal):
    daily = (0.0, 1.0, 2.0)
    once = harm(person(), CARE, {"skin": struck(1, FINE)}, (0.0,), nominal)
    thrice = harm(person(), CARE, {"skin": struck(1, FINE, sessions=daily)}, daily, nominal)
    assert thrice.erythema_days[0] == pytest.approx(2 + once.erythema_days[0], abs=0.02)
    assert thrice.barrier_open_h[0] == pytest.approx(48 + once.barrier_open_h[0], abs=1)


def test_a_wound_reddens_and_darkens_without_ceiling(draws):
    def told(size: float):
        skin = tissue(draws=draws.count, day=FINE, wound=size * np.exp(-FINE / 4))
        return harm(person(), CARE, {"skin": skin}, (0.0,), draws)

    series = [told(size) for size in (0.1, 0.5, 2.0, 8.0)]
    for less, more in pairwise(series):
        assert np.median(less.erythema_days) < np.median(more.erythema_days)
        assert (less.pih_probability < more.pih_probability).all()


def test_each_session_is_a_chance_of_its_own_for_dark_marks(nominal, draws):
    """n equal sessions: n^r times the odds of one, neither the same nor n times."""

    def odds(sessions: tuple[float, ...], values) -> np.ndarray:
        since = np.min([np.where(start < FINE, FINE - start, np.inf) for start in sessions], axis=0)
        skin = tissue(draws=values.count, day=FINE, wound=0.3 * np.exp(-since))
        risk = harm(person(), CARE, {"skin": skin}, sessions, values).pih_probability
        return risk / (1 - risk)

    once = odds((0.0,), nominal)
    share = nominal["safety.pih_repeat_share"]
    for sessions in ((0.0, 20.0), (0.0, 15.0, 30.0, 45.0)):
        assert odds(sessions, nominal) == pytest.approx(once * len(sessions) ** share, rel=1e-3)
    assert (odds((0.0, 20.0), draws) > 1.02 * odds((0.0,), draws)).all()
    assert (odds((0.0, 20.0), draws) < 1.98 * odds((0.0,), draws)).all()


def test_earlier_dark_marks_raise_the_odds_of_new_ones(draws):
    skin = {"skin": tissue(draws=draws.count, wound=0.2)}
    calm, marked = (
        harm(person(had_dark_marks=before), CARE, skin, (0.0,), draws).pih_probability
        for before in (False, True)
    )
    odds = marked / (1 - marked) / (calm / (1 - calm))
    assert odds == pytest.approx(np.exp(draws["safety.pih_by_history"]))


def test_redness_is_seen_longer_on_light_skin_and_after_more_injury(draws):
    days = [
        harm(person(phototype=name), CARE, {"skin": struck(draws.count)}, (0.0,), draws).erythema_days
        for name in ("II", "VI")
    ]
    assert np.median(days[0]) > np.median(days[1])
    mild, strong = (
        np.median(harm(person(), CARE, {"skin": struck(draws.count, size=s)}, (0.0,), draws).erythema_days)
        for s in (0.3, 1.5)
    )
    assert mild < strong


def test_faint_pink_of_new_vessels_weeks_later_is_not_counted_as_days_of_redness(nominal):
    skin = struck(1, FINE)
    pink = tissue(
        draws=1,
        day=FINE,
        cytokine=skin.inflammation.cytokine[..., 0],
        vessels=1 + 5 / (1 + np.exp(-(FINE - 14) / 2)),
    )
    values = nominal.with_values({"measures.redness_by_vessels": 0.5})
    assert safety.redness_days(pink, person(), (0.0,), values)[0][0] < 5


def test_dark_spots_are_wide_ordered_and_never_certain(draws):
    def risk(rise: float, sun: str = "some", sunscreen: bool = True, phototype: str = "IV"):
        skin = tissue(draws=draws.count, melanin_epidermis=1 + risen(rise))
        care = SimpleNamespace(sunscreen=sunscreen, sun=sun)
        return harm(person(phototype=phototype), care, {"skin": skin}, (0.0,), draws).pih_probability

    calm, dark = risk(0.02), risk(0.6)
    assert (risk(0.0) == 0).all()  # no wound, no dark spot
    assert (calm > 0).all()
    assert (risk(50.0, "daily", False, "VI") < 1).all()
    assert (dark > calm).all()
    assert (risk(0.2, "daily", False) > risk(0.2, "none", False)).all()
    assert (risk(0.2, "daily", True) < risk(0.2, "daily", False)).all()
    assert np.median(risk(0.2, phototype="V")) > np.median(risk(0.2, phototype="II"))
    low, high = np.quantile(risk(0.2), (0.1, 0.9))
    assert high / low > 5  # the prior stays wide
    assert low < 0.041 < high  # and holds the crude sum of the seven series


def test_json_has_the_agreed_form_and_failed_draws_are_left_out(draws):
    skin = struck(draws.count)
    failed = np.zeros(draws.count, bool)
    failed[0] = True
    told = harm(person(), CARE, {"skin": replace(skin, failed=failed)}, (0.0,), draws)
    assert np.isnan(told.erythema_days[0])
    text = json.loads(json.dumps(told.to_json(), allow_nan=False))
    for name in ("erythema_days", "downtime_days", "pih_probability"):
        assert set(text[name]) - {"mean"} == {"median", "low80", "high80"}
        assert text[name]["low80"] <= text[name]["median"] <= text[name]["high80"]
    assert text["pih_probability"]["mean"] == pytest.approx(told.pih_probability[1:].mean())


@pytest.mark.slow
def test_every_number_of_safety_moves_a_harm(nominal):
    skin = struck(1, FINE, size=0.8)
    skin = replace(
        skin, pigment=replace(skin.pigment, melanin_dermis=np.full_like(skin.pigment.melanin_dermis, 0.05))
    )
    marked = tissue(draws=1, day=FINE, wound=0.3 * np.exp(-FINE), melanin_epidermis=1 + risen(0.2, FINE))
    slow = tissue(draws=1, day=FINE, opening_fraction=0.02 * np.exp(-FINE / 3))
    long = tissue(draws=1, day=FINE, vessels=1 + risen(5, FINE, 4.0), cytokine=0.05 + 2 * np.exp(-FINE))

    def everything(values):
        for phototype in ("I", "II", "III", "IV", "V", "VI"):
            for each in (skin, slow, long, marked):
                who = person(phototype=phototype, had_dark_marks=each is marked)
                told = harm(who, CARE, {"skin": each}, (0.0,), values)
                yield from (told.erythema_days, told.downtime_days, told.pih_probability, told.barrier_open_h)
            yield harm(person(), CARE, {"skin": marked}, (0.0, 14.0), values).pih_probability

    values = nominal.with_values({"measures.redness_by_vessels": 0.25})
    base = [array.copy() for array in everything(values)]
    dead = []
    for key, entry in values.registry.items():
        if key.startswith("safety.") and entry.value is not None:
            changed = everything(values.with_values({key: entry.value * 1.2 + 0.01}))
            if all(np.array_equal(a, b) for a, b in zip(base, changed, strict=True)):
                dead.append(key)
    assert set(dead) <= {"safety.settled_day"}


def test_sessions_in_haste_take_part_in_the_darkening_that_follows_the_last(nominal):
    """Activation falls by half in a day: of the last session's higher rise the one before nears half the distance."""

    def odds(half_life: float) -> float:
        excess = np.where(FINE > 0, 2.0 ** (-FINE / half_life), 0.0)
        rising = 0.05 * np.clip(FINE, 0, 1) + 0.35 * np.clip(FINE - 1, 0, 1)
        skin = tissue(draws=1, day=FINE, wound=0.0)
        pigment = replace(
            skin.pigment,
            activation=skin.pigment.activation + excess,
            melanin_epidermis=skin.pigment.melanin_epidermis * (1 + rising),
            melanin_corneum=skin.pigment.melanin_corneum * (1 + rising),
        )
        risk = harm(
            person(), CARE, {"skin": replace(skin, pigment=pigment)}, (0.0, 1.0), nominal
        ).pih_probability
        return float(risk[0] / (1 - risk[0]))

    spent, half, kept = odds(0.01), odds(1.0), odds(1000.0)
    assert spent < half < kept
    share = nominal["safety.pih_repeat_share"][0]
    assert kept == pytest.approx(_of_equal(2, share, spent, nominal), rel=0.02)


def _of_equal(sessions: int, share: float, spent: float, values) -> float:
    """Odds of so many sessions of the higher rise, from those of one of 0.05 and one of 0.4 of the melanin."""
    bent = values["safety.pih_by_melanin_rise"][0]
    first = (0.05 / 0.4) ** bent
    return spent * sessions**share / (1 + first ** (1 / share)) ** share
