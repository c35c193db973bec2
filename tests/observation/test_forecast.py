"""Forecasts: complete, still at rest, right in sign, honest about evidence, and in the agreed JSON form."""

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from helpers.subject import some
from helpers.synthetic_tissue import DAYS, REST, concern, person, risen, tissue
from microneedling.evidence.registry import registry
from microneedling.observation.asked import carrier
from microneedling.observation.forecasts import forecasts
from microneedling.skin.concern import SCALES, Concern

ALWAYS = {
    "fine_lines", "texture", "roughness", "tone_evenness", "pore_size", "rejuvenation", "perfusion",
    "hyperpigmentation", "hydration", "tewl", "elasticity", "elastic_recovery", "firmness",
}  # fmt: skip
KINDS = (
    "rolling scar",
    "boxcar scar",
    "icepick scar",
    "surgical scar",
    "traumatic scar",
    "striae alba",
    "striae rubra",
)
SCARRED = {"type1_mature": 0.5, "type3": 0.08, "tether_mm": 0.2}
CONCERNS = (
    *(concern("atrophic acne scar", subtype=name) for name in ("rolling", "boxcar", "icepick", "mixed")),
    concern("surgical scar"),
    concern("traumatic scar", scale="posas", baseline=5),
    concern("striae alba"),
    concern("striae rubra", scale="manchester"),
    concern("melasma", scale="masi", baseline=12),
)


def grown(share: float) -> dict:
    """The matrix and the relief that follows it after a gain of `share`."""
    return {
        "type1_mature": REST["type1_mature"] + risen(share * REST["type1_mature"]),
        "type3": REST["type3"] + risen(share * REST["type3"]),
        "crease_depth": 1 - risen(min(0.8 * share, 0.9)),
        "lesional_melanin_epidermis": REST["lesional_melanin_epidermis"] - risen(share),
    }


def tissues(draws: int, share: float) -> dict:
    lesions = {
        kind: tissue(
            kind,
            draws,
            rest=SCARRED,
            type1_mature=0.5 + risen(0.5 * share),
            type3=0.08 + risen(0.08 * share),
            tether_mm=0.2 - risen(0.2 * share),
        )
        for kind in KINDS
    }
    return {"skin": tissue(draws=draws, **grown(share)), **lesions}


def by_name(found) -> dict:
    return {item.name: item for item in found}


def test_of_almost_nothing_that_is_left_nobody_sees_a_quarter(draws):
    """The chance to notice rises with the baseline from nothing, without a cliff; beyond a grade it is one share."""
    chances, needed = [], []
    for baseline in (1.0, 1.02, 1.1, 1.2, 1.35, 1.5, 2.0, 3.0, 4.0):
        wish = concern("atrophic acne scar", subtype="rolling", baseline=baseline)
        item = by_name(forecasts(person(), (wish,), tissues(draws.count, 0.6), draws, DAYS, (0.0,)))[
            "acne_scar_rolling"
        ]
        chances.append(item.chance_at(DAYS[-1]))
        needed.append(item.noticed_from)
    assert chances[0] == 0.0
    assert needed[0] == np.inf
    assert chances[1] < 0.02
    assert all(after >= before - 1e-9 for before, after in pairwise(chances))
    assert chances[-1] > 0.3
    assert max(after - before for before, after in pairwise(chances)) < 0.45
    share, least = draws["scales.noticeable_share"], draws["scales.least_noticed_of_typical"]
    usual = draws["scales.typical_points.goodman_baron_qualitative"] - 1
    assert needed[1] == pytest.approx(np.median(share * least * usual))
    assert needed[-1] == pytest.approx(np.median(share * np.maximum(3, least * usual)))


def test_every_outcome_is_given_and_nothing_moves_at_rest(draws):
    found = by_name(forecasts(person(), CONCERNS, tissues(draws.count, 0.0), draws, DAYS, (0.0, 28.0)))
    assert set(found) >= ALWAYS
    for name in (
        "acne_scar_rolling",
        "acne_scar_mixed",
        "surgical_scar",
        "traumatic_scar",
        "striae_alba",
        "striae_rubra",
    ):
        assert name in found
    for item in found.values():
        assert np.abs(item.change).max() < 1e-9, item.name
        assert item.chance_of_noticeable.max() == 0
        assert "No visible change" in item.words(90) or item.plain


def test_more_collagen_is_better_everywhere_with_diminishing_returns():
    values = registry().nominal()
    scored = (
        "fine_lines",
        "texture",
        "firmness",
        "rejuvenation",
        "acne_scar_rolling",
        "surgical_scar",
        "striae_alba",
    )
    ends = {name: [] for name in scored}
    for share in (0.0, 0.1, 0.2, 0.3):
        found = by_name(forecasts(person(), CONCERNS, tissues(1, share), values))
        for name in scored:
            ends[name].append(found[name].better * found[name].change[0, -1])
    for name, gain in ends.items():
        steps = np.diff(gain)
        assert (steps > 0).all(), name
        assert (np.diff(steps) < 1e-12).all(), name


def test_icepick_scars_respond_least_and_rolling_most():
    values = registry().nominal()
    found = by_name(forecasts(person(), CONCERNS, tissues(1, 0.2), values))
    rolling, boxcar, icepick, mixed = (
        found[f"acne_scar_{name}_improvement"].change[0, -1]
        for name in ("rolling", "boxcar", "icepick", "mixed")
    )
    assert rolling > boxcar > mixed > icepick > 0


def test_the_scale_and_baseline_a_person_named_are_used(draws):
    given = (
        concern("atrophic acne scar", subtype="rolling", scale="ecca", baseline=120),
        concern("fine lines", scale="wsrs", baseline=4),
        concern("hyperpigmentation", scale="mmasi", baseline=9),
    )
    found = by_name(forecasts(person(), given, tissues(draws.count, 0.2), draws))
    assert (found["acne_scar_rolling"].scale, found["acne_scar_rolling"].baseline[0]) == ("ecca", 120)
    assert (found["fine_lines"].scale, found["fine_lines"].baseline[0]) == ("wsrs", 4)
    assert (found["hyperpigmentation"].scale, found["hyperpigmentation"].baseline[0]) == ("mmasi", 9)
    assert (found["hyperpigmentation"].change[:, -1] < 0).all()


def test_missing_evidence_is_said_in_those_words(draws):
    found = by_name(forecasts(person(), CONCERNS, tissues(draws.count, 0.2), draws))
    for name in ("pore_size", "hydration"):
        assert found[name].monotherapy_data is False
        assert found[name].note == "no monotherapy data"
        assert found[name].certainty == "none"
        assert "No monotherapy data" in found[name].words(90)
    assert found["acne_scar_rolling"].certainty == "moderate"
    assert found["melasma"].certainty == "low"
    assert {item.certainty for item in found.values()} <= {"moderate", "low", "very low", "none"}
    for item in forecasts(person(phototype="VI"), CONCERNS, tissues(draws.count, 0.2), draws):
        assert not item.monotherapy_data
        assert item.certainty == "none"


def test_json_has_the_agreed_form_and_round_trips(draws):
    days = (0.0, 30.0, 90.0, 180.0)
    for item in forecasts(person(), CONCERNS, tissues(draws.count, 0.2), draws, DAYS, (0.0,)):
        told = json.loads(json.dumps(item.to_json(days), allow_nan=False))
        for key in ("name", "scale", "unit", "direction", "grade", "monotherapy_data", "at"):
            assert key in told
        assert told["direction"] in ("lower is better", "higher is better")
        assert [at["day"] for at in told["at"]] == list(days)
        for at in told["at"]:
            assert set(at) == {"day", "median", "low80", "high80", "chance_of_noticeable",
                               "typical_low80", "typical_high80", "people_sd"}  # fmt: skip
            assert at["low80"] <= at["median"] <= at["high80"]
            assert at["typical_low80"] <= at["median"] <= at["typical_high80"]
            assert 0 <= at["chance_of_noticeable"] <= 1
    quantitative = concern(
        "atrophic acne scar", subtype="rolling", scale="goodman_baron_quantitative", baseline=15
    )
    told = by_name(forecasts(person(), (quantitative,), tissues(draws.count, 0.2), draws))[
        "acne_scar_rolling"
    ].to_json((90,))
    assert told["untreated_change"]["median"] < 0


def test_a_day_between_two_followed_is_between_their_values(nominal):
    item = by_name(forecasts(person(), (), tissues(1, 0.2), nominal))["fine_lines"]
    left, right = item.at(DAYS[-2]), item.at(DAYS[-1])
    assert item.at((DAYS[-2] + DAYS[-1]) / 2)[0] == pytest.approx((left[0] + right[0]) / 2)
    assert item.at(1e4)[0] == right[0]
    assert np.array_equal(item.at(0.0), item.change[:, 0])


def test_one_draw_of_many_is_the_same_as_that_draw_alone(draws):
    both = tissues(draws.count, 0.2)
    many = by_name(forecasts(person(), CONCERNS, both, draws))
    alone = by_name(forecasts(person(), CONCERNS, tissues(1, 0.2), draws.subset(np.arange(draws.count) == 4)))
    for name, item in some(many.items()):
        assert np.allclose(item.change[4], alone[name].change[0]), name


def test_failed_draws_are_left_out_of_every_summary(draws):
    kinds = tissues(draws.count, 0.2)
    failed = np.zeros(draws.count, bool)
    failed[:5] = True
    kinds["skin"] = replace(kinds["skin"], failed=failed)
    for item in some(forecasts(person(), (), kinds, draws)):
        assert np.isnan(item.change[:5]).all()
        assert np.isfinite([value for key, value in item.summary(90).items() if key != "day"]).all()


def test_a_lesion_without_its_tissue_is_an_error_that_names_it(nominal):
    with pytest.raises(KeyError, match="surgical scar"):
        forecasts(person(), (concern("surgical scar"),), {"skin": tissue(draws=1)}, nominal)


@pytest.mark.slow
def test_every_number_of_the_scores_moves_a_forecast():
    """No dead knob among the scores."""
    values = registry().nominal()
    scales = {
        "atrophic acne scar": ("goodman_baron_qualitative", "goodman_baron_quantitative", "ecca", "asas"),
        "surgical scar": ("vss", "posas", "vas_100", "manchester", "face_q"),
        "melasma": ("masi", "mmasi", "melasqol"),
    }
    asked = [concern(kind, subtype="rolling", scale=name) for kind, names in scales.items() for name in names]
    asked += [concern(kind.removesuffix(" scar"), scale=None) for kind in KINDS if "striae" in kind]
    asked += [concern("atrophic acne scar", subtype=name) for name in ("boxcar", "icepick")]
    asked += [concern("traumatic scar"), concern("fine lines", scale="wsrs")]
    mild = (concern("atrophic acne scar", subtype="rolling", baseline=1.3),)
    kinds = tissues(1, 0.2)
    shallow = {**SCARRED, "type1_mature": 0.639, "tether_mm": 0.0}
    kinds["surgical scar"] = tissue(
        "surgical scar", 1, rest=shallow, type1_mature=0.639 + risen(0.0005), tether_mm=0.0
    )
    kinds["striae rubra"] = tissue(
        "striae rubra", 1, rest=SCARRED | {"vessels": 1.6}, vessels=1.6 - risen(0.3)
    )
    kinds["striae alba"] = tissue(
        "striae alba",
        1,
        rest=shallow | {"melanin_epidermis": 0.6},
        melanin_epidermis=0.6 - risen(0.1),
        type1_mature=0.639 + risen(0.0005),
        tether_mm=0.0,
    )

    def everything(numbers):
        for who in (person(), person(age_year=26), person(age_year=60, photoageing=0.8)):
            for item in forecasts(who, asked, kinds, numbers, None, (0.0,)):
                yield from (item.change, item.baseline, item.smallest, item.noticed)
                yield np.zeros(1) if item.untreated is None else item.untreated
            for item in forecasts(who, mild, kinds, numbers):
                yield item.noticed
            for item in forecasts(who, (), kinds, numbers):
                yield from (item.change, item.baseline, item.smallest)

    base = [array.copy() for array in everything(values)]
    dead = []
    for key, entry in values.registry.items():
        if not key.startswith("scales.") or entry.value is None:
            continue
        other = entry.value * 1.3 + 0.03 if entry.prior != "logit" else entry.value * 0.8
        changed = everything(values.with_values({key: other}))
        if all(np.array_equal(a, b) for a, b in zip(base, changed, strict=True)):
            dead.append(key)
    # The customary change hides behind the rater's own error, or the other way round: one of a pair counts.
    hidden = {key for key in dead if key.split(".")[1] in ("smallest_change_points", "rater_sd_points")}
    assert not set(dead) - hidden
    names = [key.split(".")[2] for key in hidden]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "kind", ["fine lines", "atrophic acne scar", "surgical scar", "striae alba", "melasma"]
)
def test_the_chance_of_noticing_is_the_same_on_every_scale_of_a_concern(draws, kind):
    """Scales disagree in points, never in whether this person notices."""
    subtype = {"subtype": "rolling"} if kind == "atrophic acne scar" else {}
    grew, told = tissues(draws.count, 0.3), {}
    for scale in SCALES[kind]:
        named = Concern(kind=kind, scale=scale, **subtype)
        carried = carrier(named, forecasts(person(), (named,), grew, draws, DAYS, (0.0, 28.0)))
        assert carried.scale == scale
        told[scale] = carried.chance_at(DAYS[-1])
    assert len(told) > 3
    assert max(told.values()) == pytest.approx(min(told.values()), abs=1e-12)
    assert 0 < max(told.values()) < 1
