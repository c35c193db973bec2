"""One chance per concern: carried by the concern's own scale, the same wherever it is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.course_files import EXAMPLES
from microneedling.course.course import Concern, Course
from microneedling.course.reading import load_course
from microneedling.course.simulate import simulate
from microneedling.observation.asked import asked_for, carrier, outcome_name
from microneedling.skin.concern import KIND_ALIASES, SCALES

BASE = load_course(EXAMPLES[0]).as_file()


@pytest.fixture(scope="module")
def forecast():
    kinds = [{"kind": kind} for kind in SCALES if kind not in ("atrophic acne scar", "surgical scar")]
    scar = {"kind": "atrophic acne scar", "subtype": "rolling"}
    concerns = [scar | {"scale": "ecca", "baseline": 60}, {"kind": "surgical scar", "scale": "vss"}, *kinds]
    return simulate(Course.model_validate(BASE | {"concern": concerns}), draws=96)


def test_every_concern_has_one_chance(forecast):
    assert [item.concern for item in forecast.chances] == [c.kind for c in forecast.course.concerns]
    assert set(KIND_ALIASES.values()) <= {item.concern for item in forecast.chances}
    for item in forecast.chances:
        assert 0 <= item.chance <= 1
        assert item.day == forecast.course.assessment_day
        if item.low80 is not None and item.high80 is not None:
            assert item.low80 <= item.chance <= item.high80


def test_it_is_carried_by_the_concern_s_own_scale(forecast):
    scales = {c.kind: carrier(c, forecast.outcomes).scale for c in forecast.course.concerns}
    assert scales["atrophic acne scar"] == "ecca"
    assert scales["surgical scar"] == "vss"
    assert scales["melasma"] == "mmasi"
    assert scales["rejuvenation"] == "gais"
    assert "percent_improvement" not in scales.values()


def test_the_table_of_outcomes_gives_the_same_chance(forecast):
    told = forecast.to_json()
    for item, concern in zip(told["chances"], forecast.course.concerns, strict=True):
        outcome = carrier(concern, forecast.outcomes)
        assert outcome.name == item["of"] == outcome_name(concern)
        assert item["chance"] == outcome.summary(item["day"])["chance_of_noticeable"]


def test_a_nominal_run_has_no_interval():
    (item,) = simulate(load_course(EXAMPLES[0]), draws=1).chances
    assert item.low80 is None
    assert item.high80 is None


def test_untreated_skin_notices_nothing():
    course = Course.model_validate(BASE | {"session": [], "concern": [{"kind": "fine lines"}]})
    (item,) = simulate(course, draws=24).chances
    assert item.chance == 0


def test_a_followed_course_that_ends_early_is_judged_on_its_last_day():
    course = Course.model_validate(BASE | {"follow_up": {"until_day": 100}})
    (item,) = simulate(course, draws=12).chances
    assert item.day == 100


def test_chances_follow_the_size_of_the_gain_and_not_the_score_to_start_from():
    """What is noticed is a share of the way, on a deep line and a middling one; half of next to nothing is not seen."""

    def chance(sessions: int, baseline: float) -> float:
        given = {"kind": "fine lines", "scale": "lemperle", "baseline": baseline}
        planned = BASE | {"concern": [given], "session": BASE["session"][:sessions]}
        return simulate(Course.model_validate(planned), draws=24).chances[0].chance

    assert chance(1, 5) < chance(3, 5) == chance(3, 3)
    assert chance(3, 0.2) < 0.5 * chance(3, 3)


def test_the_chance_of_one_of_many_people_is_what_sampling_them_gives():
    """Against people sampled one by one through the law of scores."""
    from microneedling.evidence.registry import registry
    from microneedling.observation.score_law import PERSON_SD, of_person, people_who_reach, person_factor

    values, needed = registry().draws(3, 2), np.full(3, 0.25)
    share = np.array([[0.15], [0.3], [0.6]])
    told = people_who_reach(share, needed, values[PERSON_SD])[:, 0]
    own = of_person(share, person_factor(values, np.random.default_rng(1).standard_normal((3, 40_000))))
    assert told == pytest.approx((own >= needed[:, None]).mean(axis=1), abs=0.01)


def test_the_chance_on_an_instrument_is_what_sampling_people_gives():
    from microneedling.observation.instruments import change_of_person, people_who_reach

    change, start, smallest = np.array([[-1.5], [0.4], [-3.0]]), np.full((3, 1), 10.0), np.full((3, 1), 2.0)
    told = people_who_reach(change, start, smallest, -1, np.full((3, 1), 0.3))[:, 0]
    own = change_of_person(change, start, np.exp(0.3 * np.random.default_rng(1).standard_normal((3, 40_000))))
    assert told == pytest.approx((-own >= smallest).mean(axis=1), abs=0.01)


def test_a_concern_of_mixed_scars_is_named_after_all_types():
    assert outcome_name(Concern(kind="atrophic acne scar")) == "acne_scar_mixed"


def two_acne_scars(first, second):
    scar = {"kind": "atrophic acne scar"}
    return simulate(Course.model_validate(BASE | {"concern": [scar | first, scar | second]}), draws=24)


def test_two_kinds_of_acne_scars_each_show_their_own_outcome():
    forecast = two_acne_scars({"subtype": "boxcar"}, {"subtype": "rolling"})
    names = [item.name for item in asked_for(forecast.course.concerns[1:], forecast.outcomes)]
    assert names == ["acne_scar_rolling", "acne_scar_rolling_improvement"]
    lines = " ".join(forecast.summary().split())
    boxcar, rolling = (item.chance for item in forecast.chances)
    assert boxcar != rolling
    assert lines.index("boxcar acne scars, ") < lines.index("rolling acne scars, ")


def test_one_scar_on_two_scales_has_a_card_for_each():
    from microneedling.report.course.concerns import concern_views
    from microneedling.report.course.outcomes import outcome_views

    scales = ("ecca", "goodman_baron_qualitative")
    forecast = two_acne_scars(*({"subtype": "rolling", "scale": scale} for scale in scales))
    assert tuple(item.scale for item in forecast.chances) == scales
    views = concern_views(forecast, outcome_views(forecast))
    assert len({view.change for view in views}) == 2


def test_the_summary_of_two_concerns_stays_short():
    forecast = simulate(
        load_course(next(path for path in EXAMPLES if path.stem == "fine_lines_roller")), draws=24
    )
    lines = forecast.summary().splitlines()
    assert len(forecast.chances) == 2
    assert len(lines) <= 20
    assert all(carrier(c, forecast.outcomes).label in " ".join(lines[:4]) for c in forecast.course.concerns)


def test_people_widen_the_band_and_leave_the_middle_where_it_is(forecast):
    for item in forecast.outcomes:
        at = item.summary(270)
        # where many draws lie close together at an end, people spread half of them inwards
        slack = 0.05 * (at["typical_high80"] - at["typical_low80"]) + 1e-9
        assert at["low80"] <= at["typical_low80"] + slack
        assert at["high80"] >= at["typical_high80"] - slack
        assert at["low80"] <= at["median"] <= at["high80"]
        assert at["people_sd"] >= 0
