"""ArviZ reads the calibration: draws as shipped, reports beside what was observed, each study's likelihood."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest
from scipy.special import logsumexp

from microneedling.calibration.checks import arviz
from microneedling.calibration.fit import target
from microneedling.calibration.problem import Calibration
from microneedling.errors import InputError
from microneedling.evidence.posterior import account, shipped
from microneedling.evidence.registry import priors
from microneedling.exchange import inference
from microneedling.exchange.inference import groups, inference_data, save, write_arviz
from microneedling.exchange.marginal import log_likelihood, spread_points

xarray = pytest.importorskip("xarray")
if find_spec("arviz") is None:
    pytest.skip("ArviZ is not installed", allow_module_level=True)
PER_CHAIN, PRIOR = 12, 20


@pytest.fixture(scope="module")
def made():
    return groups(PER_CHAIN, prior_draws=PRIOR)


@pytest.fixture(scope="module")
def stored(made, tmp_path_factory):
    path = save(made, tmp_path_factory.mktemp("inference") / "calibration.nc")
    return arviz().from_netcdf(str(path), engine="h5netcdf")


@pytest.mark.slow
def test_draws_are_those_shipped_one_chain_a_seed(stored):
    draws, entries = shipped(), priors()
    assert draws is not None
    number = stored.posterior.number
    chains = len(account()["seeds"])
    assert number.sizes["chain"] == chains
    assert number.sizes["draw"] == PER_CHAIN
    size = len(draws.z) // chains
    for key in ("collagen.maturation_per_day", "proliferation.tgf_decay_per_day"):
        scores = draws.z[:, draws.names.index(key)].astype(float)
        expected = entries[key].quantile(scores)
        np.testing.assert_allclose(number.sel(key=key)[1], expected[size : size + PER_CHAIN], rtol=1e-12)
        assert str(number.sel(key=key).unit.values) == entries[key].unit
    assert stored.prior.number.shape == (1, PRIOR, len(draws.names))


@pytest.mark.slow
def test_reports_stand_beside_what_was_observed(stored):
    rows = target().rows
    observed = stored.observed_data
    value = {row.row: row.observed for row in rows if row.kind == "value"}
    assert dict(zip(observed.reading.values, observed.report.values.tolist(), strict=True)) == value
    band = {row.row: (row.low, row.high) for row in rows if row.kind == "band"}
    ends = zip(observed.band_low.values.tolist(), observed.band_high.values.tolist(), strict=True)
    assert dict(zip(observed.banded.values, ends, strict=True)) == band
    assert set(observed.direction.values) <= {-1.0, 0.0, 1.0}
    assert len(rows) == sum(observed.sizes.values())
    for group in (stored.posterior_predictive, stored.prior_predictive):
        assert list(group.reading.values) == list(observed.reading.values)
        assert np.isfinite(group.report.values).all()

    # what was learnt shows: reports after the data lie nearer to the data than before
    def miss(group):
        middle = group.report.median(("chain", "draw"))
        return float((np.abs(middle - observed.report) / (1 + np.abs(observed.report))).median())

    assert miss(stored.posterior_predictive) < miss(stored.prior_predictive)


@pytest.mark.slow
def test_arviz_summarises_and_leaves_studies_out(stored):
    table = arviz().summary(stored, var_names=["number"])
    assert len(table) == stored.posterior.sizes["key"]
    assert {"mean", "sd", "r_hat"} <= set(table.columns)
    with pytest.warns(UserWarning, match="Pareto"):  # few draws: the shape parameters cannot be good
        left_out = arviz().loo(stored, pointwise=True)
    assert left_out.loo_i.sizes["study"] == len(target().studies)
    assert np.isfinite(left_out.elpd_loo)


@pytest.mark.slow
def test_likelihood_is_the_mean_over_effects_of_the_calibrations_own():
    """Brute force: thousands of random open settings and effects, each with a run of the model of its own."""
    whole = target()
    chosen = ("rana2017", "sjogren2009", "fractionallaser2012")
    posed = Calibration([row for row in whole.rows if row.study in chosen], whole.registry)
    draws = shipped()
    assert draws is not None
    keys = tuple(name for name in draws.names if name in posed.place)
    scores = draws.z[3, [draws.names.index(key) for key in keys]].astype(float)
    found = log_likelihood(posed, keys, scores[None])[0]
    count = 2000
    z = np.random.default_rng(4).standard_normal((count, len(posed.names)))
    z[:, [posed.place[key] for key in keys]] = scores
    direct = logsumexp(posed.loglik(z, posed.forward(z)), axis=0) - np.log(count)
    np.testing.assert_allclose(found, direct, atol=0.15)


def test_points_are_standard_normal():
    points = spread_points(4096)
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=0.01)
    np.testing.assert_allclose(np.cov(points.T), np.eye(4), atol=0.04)


def test_without_a_calibration_it_says_so(monkeypatch):
    monkeypatch.setattr(inference, "shipped", lambda: None)
    with pytest.raises(InputError, match="microneedling calibrate"):
        groups(1)


def test_one_file_holds_all_groups(tmp_path):
    """The file alone, with made-up groups: nothing half-written, nothing replaced unasked."""
    small = {
        "posterior": xarray.Dataset({"number": (("chain", "draw"), np.ones((2, 3)))}),
        "observed_data": xarray.Dataset({"report": (("reading",), np.arange(4.0))}),
    }
    path = save(small, tmp_path / "made_up.nc")
    for group, held in small.items():
        with xarray.open_dataset(path, group=group, engine="h5netcdf") as back:
            xarray.testing.assert_identical(back.load(), held)
    with pytest.raises(InputError, match="a file of that name"):
        save(small, path)
    assert inference_data(small).posterior.number.shape == (2, 3)
    broken = {**small, "prior": None}
    with pytest.raises(AttributeError):
        save(broken, tmp_path / "broken.nc")
    assert [item.name for item in tmp_path.iterdir()] == ["made_up.nc"]


def test_missing_libraries_are_named(monkeypatch, tmp_path):
    import sys

    monkeypatch.setitem(sys.modules, "h5netcdf", None)
    with pytest.raises(InputError, match="h5netcdf"):
        write_arviz(tmp_path / "x.nc")
    assert not list(tmp_path.iterdir())
