"""What learning must keep: no order, more teaches more, noise nothing, a wild reading little, a floor that stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from microneedling.observation.score_law import of_person
from microneedling.tracking.durations import Duration
from microneedling.tracking.law import Law, Reading, log_density, nodes, wander, wander_on
from microneedling.tracking.learning import learn
from microneedling.tracking.predicted import Predicted

DAYS = np.arange(0.0, 271.0, 15.0)
SCARS = "scars"


def law(draws: int = 200, wander_share: float = 0.2, **numbers: float) -> Law:
    """The laws with even numbers."""
    even = np.ones(draws)
    duration, error = numbers.get("duration_sd", 0.4), numbers.get("duration_error", 0.3)
    return Law(wander_share * even, 90 * even, duration * even, error * even, numbers.get("freedom", 4.0))


def score(
    draws: int = 200, seed: int = 5, error: float = 0.3, leniency: float = 0.3, start_sd: float = 0.0
) -> Predicted:
    """A grade from 1 to 4 that starts at 3, whose middle people go 20 to 80 % of the way, sooner or later."""
    generator = np.random.default_rng(seed)
    end, soon = generator.uniform(0.2, 0.8, draws), generator.uniform(40, 120, draws)
    even = np.ones(draws)
    return Predicted(
        day=DAYS,
        way=end[:, None] * -np.expm1(-DAYS / soon[:, None]),
        start=3 * even,
        start_sd=start_sd * even,
        person_sd=0.25 * even,
        error=error * even,
        leniency=leniency * even,
        itself=0 * even,
        credit=0 * even,
        better=-1,
        ends=(1.0, 4.0),
        needed=0.25 * even,
        smallest=0.8 * even,
    )


def truth(item: Predicted, numbers: Law, days: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Share of the way and true score (day,) of one person drawn from the ensemble."""
    generator = np.random.default_rng(seed)
    draw = int(generator.integers(item.way.shape[0]))
    at = nodes(item.day[-1])
    tau = numbers.wander_day[:1]
    w = wander_on(days, at, wander(at, generator.standard_normal((1, at.size)), tau), tau)[0]
    q, e = numbers.wander_share[draw], generator.standard_normal()
    factor = np.exp(item.person_sd[draw] * (np.sqrt(1 - q) * e + np.sqrt(q) * w))
    share = of_person(item.at(days)[draw], factor)
    score_now = item.true(item.at(days)[draw], factor, item.start[draw], np.zeros(1))
    return share, score_now


def read(
    true: np.ndarray, days: np.ndarray, seed: int, spread: float = 0.3, rater: str = "A"
) -> list[Reading]:
    """Readings of true scores with errors."""
    errors = spread * np.random.default_rng(seed).standard_t(4, days.size)
    values = np.clip(true + errors, 1, 4)
    return [Reading(SCARS, float(day), float(value), rater) for day, value in zip(days, values, strict=True)]


LAST = 270.0
VISITS = np.array([60.0, 90.0, 120.0, 150.0])


def reached(learnt, day=LAST) -> np.ndarray:
    return learnt.reached(SCARS, [day])[:, 0]


def width(learnt, day=LAST) -> float:
    low, high = np.quantile(reached(learnt, day), (0.1, 0.9))
    return float(high - low)


def at(value, days=VISITS, rater="A", readings=1) -> list[Reading]:
    return [Reading(SCARS, float(day), value, rater, 0.0, readings) for day in days]


@pytest.fixture(scope="module")
def ensemble():
    return {SCARS: score()}


def test_without_readings_people_are_those_of_the_forecast(ensemble):
    learnt = learn(ensemble, (), law())
    assert learnt.effective_draws == pytest.approx(200)
    spread = np.log(learnt.factor(SCARS, np.array([0.0, 97.0, LAST]))).std(axis=0)
    assert spread == pytest.approx(0.25, abs=0.015)  # the spread between people, on every day


def test_the_order_of_readings_does_not_matter(ensemble):
    readings = [*at(2.4), Reading(SCARS, 0.0, 3.0, "A"), *at(2.0, VISITS[:2], "B")]
    first, last = (learn(ensemble, order, law()) for order in (readings, readings[::-1]))
    assert np.array_equal(first.reached(SCARS, DAYS), last.reached(SCARS, DAYS))


def test_readings_move_the_forecast_their_way(ensemble):
    medians = [np.median(reached(learn(ensemble, at(value), law()))) for value in (3.0, 2.6, 2.2, 1.8, 1.4)]
    assert np.all(np.diff(medians) > 0.04)


def test_more_readings_teach_more(ensemble):
    widths = [width(learn(ensemble, at(2.2, VISITS[:count]), law())) for count in range(5)]
    assert widths[4] < 0.85 * widths[1] < 0.85 * widths[0]
    assert width(learn(ensemble, at(2.2, VISITS, readings=4), law())) < widths[4]


def test_pure_noise_teaches_nothing(ensemble):
    """Readings whose error is far beyond the scale leave the people where they were."""
    deaf = {SCARS: replace(ensemble[SCARS], error=50 * np.ones(200), leniency=50 * np.ones(200))}
    before, after = learn(deaf, (), law()), learn(deaf, at(1.2), law())
    assert after.effective_draws > 199
    assert np.quantile(reached(after), (0.1, 0.5, 0.9)) == pytest.approx(
        np.quantile(reached(before), (0.1, 0.5, 0.9)), abs=0.015
    )


@pytest.mark.slow
def test_readings_that_know_nothing_of_the_truth_do_not_make_sharp_wrong_bands(ensemble):
    """Random scores of random people: the band stays wide, and holds 80 % of them or nearly."""
    generator, inside = np.random.default_rng(3), 0
    before = width(learn(ensemble, (), law()))
    for k in range(40):
        share, _ = truth(ensemble[SCARS], law(), np.array([LAST]), 900 + k)
        noise = [Reading(SCARS, float(day), float(generator.uniform(1.6, 3.0)), None) for day in VISITS[:2]]
        learnt = learn(ensemble, noise, law(), people=3200)
        low, high = np.quantile(reached(learnt), (0.1, 0.9))
        inside += low <= share[0] <= high
        assert high - low > 0.6 * before
    assert inside >= 24  # 80 % of 40 is 32


def test_one_wild_reading_moves_the_forecast_little(ensemble):
    """Less than a quarter of what it would move under normal errors, and less than a fifth of the band's width."""
    good = at(2.1, np.arange(60.0, 180.0, 15.0))
    wild = [*good, Reading(SCARS, 172.0, 4.0, "A")]

    def moved(numbers: Law) -> float:
        before, after = (np.median(reached(learn(ensemble, items, numbers))) for items in (good, wild))
        return abs(float(before - after))

    heavy, normal = moved(law(freedom=4.0)), moved(law(freedom=1e6))
    assert heavy < 0.5 * normal
    assert heavy < 0.2 * width(learn(ensemble, good, law()))


def test_it_never_knows_more_than_what_wanders_and_raters_leave(ensemble):
    """Forty readings leave the wandering part of the response, and a rater's leniency where nobody read the start."""
    days = np.linspace(20.0, 120.0, 40)
    _, true = truth(ensemble[SCARS], law(), days, 4)
    readings = read(true, days, 4, spread=0.3)
    learnt = learn(ensemble, readings, law(), most_people=60_000)
    sd = np.log(learnt.factor(SCARS, np.array([LAST]))).std()
    assert sd > 0.7 * 0.25 * np.sqrt(0.2)
    fair = {SCARS: replace(ensemble[SCARS], leniency=1e-6 * np.ones(200))}
    assert width(learnt) > width(learn(fair, readings, law(), most_people=60_000)) > 0.03


def test_a_rater_told_by_name_cancels_in_the_change(ensemble):
    """A lenient rater who read the start too says more of the change than one who did not."""
    item = {SCARS: replace(ensemble[SCARS], start_sd=0.6 * np.ones(200))}
    start = [Reading(SCARS, 0.0, 3.0, "A", 0.0, 3)]
    same = learn(item, [*start, *at(2.2, VISITS, "A")], law())
    others = learn(item, [*start, *at(2.2, VISITS, "B")], law())
    assert width(same) < width(others)


@pytest.mark.slow
def test_coverage_and_score_of_people_who_live_by_the_law(ensemble):
    """Eighty per cent bands hold 80 %, and are nearer to the truth than those of everybody (CRPS), after two visits."""
    numbers, inside, ours, theirs, count = law(), 0, 0.0, 0.0, 100
    everybody = reached(learn(ensemble, (), numbers, people=6400))
    for k in range(count):
        days = np.array([60.0, 120.0, LAST])
        share, true = truth(ensemble[SCARS], numbers, days, k)
        learnt = learn(ensemble, read(true[:2], days[:2], 5000 + k), numbers, people=3200, most_people=3200)
        people = reached(learnt)
        low, high = np.quantile(people, (0.1, 0.9))
        inside += low <= share[-1] <= high
        ours += crps(people, share[-1])
        theirs += crps(everybody, share[-1])
    assert 0.70 <= inside / count <= 0.90
    assert ours < 0.93 * theirs


def crps(people: np.ndarray, true: float) -> float:
    """Continuous ranked probability score of equally likely values."""
    ordered = np.sort(people)
    place = 2 * np.arange(1, ordered.size + 1) - ordered.size - 1
    return float(np.abs(people - true).mean() - (place * ordered).sum() / ordered.size**2)


def test_a_lower_error_law_is_students(ensemble):
    z = np.linspace(-400, 400, 400_001)
    density = np.exp(log_density(z / 0.3, np.full_like(z, 0.3), 4.0))
    assert np.sum(density) * (z[1] - z[0]) == pytest.approx(1, abs=1e-4)
    assert density[np.argmin(abs(z - 3))] > 1e3 * np.exp(-0.5 * 100)  # ten spreads away


def test_what_wanders_keeps_its_spread_between_its_nodes_and_forgets():
    at_days = nodes(300)
    tau = np.full(20_000, 90.0)
    drawn = wander(at_days, np.random.default_rng(1).standard_normal((20_000, at_days.size)), tau)
    days = np.array([0.0, 41.0, 130.0, 300.0])
    w = wander_on(days, at_days, drawn, tau)
    assert w.std(axis=0) == pytest.approx(1, abs=0.02)
    assert np.corrcoef(w[:, 0], w[:, 3])[0, 1] == pytest.approx(np.exp(-300 / 90), abs=0.03)


@pytest.mark.parametrize(
    ("value", "seen", "way"), [(1.0, None, -1), (9.0, None, 1), (4.0, True, 1), (1.0, False, -1)]
)
def test_early_healing_informs_healing_times(ensemble, value, seen, way):
    days = np.random.default_rng(2).lognormal(np.log(2.5), 0.5, 200)
    before = learn(ensemble, (), law())
    after = learn(ensemble, (), law(), durations=[Duration("redness", days, value, seen)])
    told = [np.median(days[one.draw] * np.exp(0.4 * one.healing)) for one in (before, after)]
    assert way * (told[1] - told[0]) > 0.15


def test_where_few_people_agree_what_is_an_outcomes_own_is_tried_again_then_people_are_added(ensemble):
    hard = at(3.6, np.arange(30.0, 200.0, 20.0))
    once, tried = (learn(ensemble, hard, law(), people=6400, most_people=most) for most in (6400, 60_000))
    more = learn(ensemble, hard, law(), people=6400)
    assert once.people == tried.people == 6400 < more.people
    assert 1.5 * once.effective_people < tried.effective_people < more.effective_people
    assert np.median(reached(more)) == pytest.approx(np.median(reached(once)), abs=0.05)
    assert learn(ensemble, at(2.4), law()).trusted


def test_weights_of_draws_count_as_so_many_draws(ensemble):
    weights = np.where(np.arange(200) < 20, 1.0, 0.0)
    learnt = learn(ensemble, (), law(), weights=weights)
    assert learnt.draw.max() < 20
    assert learnt.effective_draws == pytest.approx(20)
