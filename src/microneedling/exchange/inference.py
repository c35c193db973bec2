"""The calibration as ArviZ reads it: draws, prior, what studies reported, and how well each study is foretold.

    posterior               number (chain, draw, key): the shipped draws, one chain a seed; units, grades along `key`
    unconstrained_posterior score (chain, draw, key): the same as standard-normal scores of their priors
    prior                   number (chain, draw, key): as many as requested, none of skin that scars by itself
    posterior_predictive    report (reading), band (banded), direction (directed): what studies like those report,
    prior_predictive        their raters, drift and chance drawn afresh for each draw
    observed_data           report; band_low, band_high; direction (1 improved, 0 neither, -1 worse)
    log_likelihood          report (chain, draw, study): see `marginal`, whole studies with their own effects integrated

Bands and directions stand apart from plain numbers, so that checks compare like with like. Breaks down where nothing
was calibrated (`InputError`). Needs the libraries of the extra `exchange`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from .. import MODEL_NUMBER, __version__
from ..calibration.fit import target
from ..calibration.problem import Calibration, Slot
from ..errors import InputError, Mistake
from ..evidence.posterior import account, shipped
from ..evidence.registry import priors, registry
from ..extras import needed
from ..healing.screening import returns_to_baseline
from ..streams import generator
from .ensemble import COMPRESSED, ENGINE, NOT_FOR, save_whole
from .marginal import log_likelihood

PRIOR_DRAWS = 400
SIGNIFICANT = 1.96
SIGNS = {"improved": 1, "no_difference": 0, "worse": -1}
DIMS = {"value": "reading", "band": "banded", "direction": "directed"}
VARIABLES = {"value": "report", "band": "band", "direction": "direction"}
Progress = Callable[[str], None]


def groups(
    per_chain: int | None = None,
    prior_draws: int = PRIOR_DRAWS,
    seed: int = 1,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Group name -> `xarray.Dataset`, as above.

    `per_chain` takes only so many draws of each seed (all without it); `seed` is that of fresh effects and prior.
    """
    xarray = needed("ArviZ", "exchange", "xarray")
    say = progress or (lambda _: None)
    keys, scores = _shipped_scores(per_chain)
    posed, entries = target(), priors()
    chains, draws = scores.shape[:2]
    flat = scores.reshape(chains * draws, -1)
    say("drawing the prior ...")
    before = _prior_scores(posed, prior_draws, seed)
    say("what studies would report, before and after the data ...")
    z = _placed_among_effects(posed, keys, flat, seed)
    after, earlier = _replicated(posed, z, seed), _replicated(posed, before, seed)
    say("how well each study is foretold ...")
    likely = log_likelihood(posed, keys, flat)

    def numbers(given: np.ndarray) -> np.ndarray:
        return np.stack([entries[key].quantile(given[..., i]) for i, key in enumerate(keys)], axis=-1)

    along = _along_keys(keys)
    readings = _along_readings(posed)

    def drawn(variables: dict[str, tuple[str, np.ndarray]], shape: tuple[int, int], coords: Any) -> Any:
        made = {
            name: (("chain", "draw", dim), found.reshape(*shape, -1))
            for name, (dim, found) in variables.items()
        }
        index = {"chain": np.arange(shape[0]), "draw": np.arange(shape[1])}
        return xarray.Dataset(made, coords={**index, **coords}, attrs=_about())

    own, one = (chains, draws), (1, prior_draws)
    places = [posed.place[key] for key in keys]
    studies = {"study": np.array(posed.studies, object)}
    return {
        "posterior": drawn({"number": ("key", numbers(flat))}, own, along),
        "unconstrained_posterior": drawn({"score": ("key", flat)}, own, along),
        "prior": drawn({"number": ("key", numbers(before[:, places]))}, one, along),
        "posterior_predictive": drawn(after, own, readings),
        "prior_predictive": drawn(earlier, one, readings),
        "observed_data": xarray.Dataset(_observed(posed), coords=readings, attrs=_about()),
        "log_likelihood": drawn({"report": ("study", likely)}, own, studies),
    }


def inference_data(tables: dict[str, Any]) -> Any:
    """The groups as the installed ArviZ holds them: `InferenceData`, from its version 1 on `xarray.DataTree`."""
    arviz = needed("ArviZ", "exchange", "arviz")
    if hasattr(arviz, "InferenceData"):
        return arviz.InferenceData(**tables)
    return needed("ArviZ", "exchange", "xarray").DataTree.from_dict(tables)


def write_arviz(
    path: str | Path, force: bool = False, per_chain: int | None = None, progress: Progress | None = None
) -> Path:
    """Write all groups to one NetCDF 4 file, which `arviz.from_netcdf` reads; whole or not there."""
    needed("ArviZ", "exchange", "xarray", ENGINE)
    return save(groups(per_chain, progress=progress), path, force)


def save(tables: dict[str, Any], path: str | Path, force: bool = False) -> Path:
    """Write groups to one file."""
    tree = needed("ArviZ", "exchange", "xarray").DataTree.from_dict(tables)
    encoding = {
        f"/{group}": {name: dict(COMPRESSED) for name, item in held.items() if item.dtype.kind == "f"}
        for group, held in tables.items()
    }
    return save_whole(path, force, lambda file: tree.to_netcdf(file, engine=ENGINE, encoding=encoding))


def _shipped_scores(per_chain: int | None) -> tuple[tuple[str, ...], np.ndarray]:
    """Names of the calibrated numbers and their scores (chain, draw, key), one chain a seed."""
    found, seeds = shipped(), account().get("seeds", [1])
    if found is None or len(found.z) % len(seeds):
        allowed = "draws of a calibration, as many from each seed"
        raise InputError("ArviZ", [Mistake("posterior", "none", allowed, "Run: microneedling calibrate")])
    z = found.z.astype(float).reshape(len(seeds), -1, len(found.names))
    return found.names, z[:, :per_chain]


def _prior_scores(posed: Calibration, count: int, seed: int) -> np.ndarray:
    """Scores (draw, unknown) of the prior, passing over skin that would scar by itself."""
    chance, kept = generator(seed, "exchange", "prior"), []
    while sum(map(len, kept)) < count:
        z = chance.standard_normal((count, len(posed.names)))
        kept.append(z[returns_to_baseline(posed.values(z))])
    return np.concatenate(kept)[:count]


def _placed_among_effects(
    posed: Calibration, keys: tuple[str, ...], flat: np.ndarray, seed: int
) -> np.ndarray:
    """All unknowns (draw, unknown): the numbers as drawn, the effects of studies afresh."""
    z = generator(seed, "exchange", "effects").standard_normal((len(flat), len(posed.names)))
    z[:, [posed.place[key] for key in keys]] = flat
    return z


def _replicated(posed: Calibration, z: np.ndarray, seed: int) -> dict[str, tuple[str, np.ndarray]]:
    """Reports (draw, reading) of studies like those of the data, by kind of reading."""
    forward, values = posed.forward(z), posed.values(z)
    courses = posed.courses(forward, values)
    found: dict[str, list[np.ndarray]] = {kind: [] for kind in DIMS}
    for slot in posed.slots:
        row = slot.row
        mean, sd, improvement = posed.expected(slot, z, forward, values, courses)
        chance = generator(seed, "exchange", "report", row.row).standard_normal(len(z))
        if row.kind == "direction":
            better = np.sign(np.nan_to_num(improvement))
            size = np.abs(mean) / sd * better + chance
            report = np.sign(size) * (np.abs(size) > SIGNIFICANT)
        else:
            report = mean + sd * chance
        found[row.kind].append(report)
    return {VARIABLES[kind]: (DIMS[kind], np.stack(parts, axis=1)) for kind, parts in found.items() if parts}


def _of_kind(posed: Calibration, kind: str) -> list[Slot]:
    return [slot for slot in posed.slots if slot.row.kind == kind]


def _observed(posed: Calibration) -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    value, band, direction = (_of_kind(posed, kind) for kind in DIMS)

    def column(slots: list[Slot], name: str) -> np.ndarray:
        return np.array([getattr(slot.row, name) for slot in slots], float)

    signs = np.array([SIGNS[str(slot.row.direction)] for slot in direction], float)
    return {
        "report": (("reading",), column(value, "observed")),
        "band_low": (("banded",), column(band, "low")),
        "band_high": (("banded",), column(band, "high")),
        "direction": (("directed",), signs),
    }


def _along_readings(posed: Calibration) -> dict[str, Any]:
    """Study, arm, scale, statistic, unit and day of every reading, along the dimension of its kind."""
    coords: dict[str, Any] = {}
    for kind, dim in DIMS.items():
        rows = [slot.row for slot in _of_kind(posed, kind)]
        coords[dim] = np.array([row.row for row in rows], object)
        words = {
            "study": [row.study for row in rows],
            "arm": [row.arm for row in rows],
            "scale": [row.reading.scale for row in rows],
            "statistic": [row.reading.statistic for row in rows],
            "unit": [row.reading.unit for row in rows],
        }
        coords |= {f"{dim}_{name}": (dim, np.array(held, object)) for name, held in words.items()}
        coords[f"{dim}_day"] = (dim, np.array([row.reading.day_at for row in rows]))
    return coords


def _along_keys(keys: tuple[str, ...]) -> dict[str, Any]:
    book = registry()
    entries = [book[key] for key in keys]
    words = {
        "unit": [entry.unit for entry in entries],
        "grade": [entry.grade for entry in entries],
        "sources": [" ".join(entry.sources) for entry in entries],
        "about": [entry.about for entry in entries],
    }
    coords: dict[str, Any] = {name: ("key", np.array(held, object)) for name, held in words.items()}
    return {"key": np.array(keys, object), **coords}


def _about() -> dict[str, Any]:
    fit = account()
    return {
        "creation_library": "microneedling",
        "inference_library": "microneedling",
        "inference_library_version": __version__,
        "model_number": MODEL_NUMBER,
        "sampler": "sequential Monte Carlo, seeds apart",
        "seeds": " ".join(str(seed) for seed in fit.get("seeds", ())),
        "data_sha256": fit.get("data_sha256", ""),
        "priors_sha256": fit.get("priors_sha256", ""),
        "registry_sha256": registry().fingerprint,
        "not_a_medical_device": "true",
        "comment": NOT_FOR,
    }
