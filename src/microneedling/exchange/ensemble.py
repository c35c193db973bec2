"""A simulated course as one labelled dataset (xarray), and as a NetCDF file that any such library reads.

    <state>                    tissue x draw x day (x zone): every state of `skin.tissue`, just before a session
    rest_<state>               tissue x draw (x zone): the same before the first session
    section_<state>            day (x layer): the person's own skin in full depth, middle numbers
    change_<outcome>           draw x day; with baseline_<outcome>, smallest_change_<outcome> (draw)
    harm_<what>                draw: durations of the worst session, risk of dark marks
    session_<what>             session x draw: what each session did and felt like
    number                     draw x key: every number of the model behind the answer; along `key` also unit, grade,
                               sources, and the ends of its 95 % range

States are kept with seven digits (float32), four more than the steps' tolerance leaves; all else with all of them.
Needs the libraries of the extra `exchange`; without them one `InputError` says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..course.zones.parts import one_zone
from ..evidence.report import EvidenceReport
from ..evidence.sources import count_by_grade, numbers_behind
from ..extras import needed
from ..files import placed
from ..healing.cascade import STATES
from ..observation.observer import OBSERVERS
from ..skin.tissue import GROUPS, ZONES, Tissue, TissueTrajectory
from .cf_units import measured_in

if TYPE_CHECKING:
    from ..course.course import Course
    from ..course.forecast import Forecast

NOT_FOR = "Not a medical device: a forecast of a model, never advice on treatment."
ENGINE = "h5netcdf"
COMPRESSED = {"zlib": True, "complevel": 4, "shuffle": True}
PUNCTURE_FIELDS = {
    "reach_median_mm": "depth_median_mm"
}  # variables whose name in files is older than that here
SESSION_UNITS = {
    "density_per_cm2": ("1/cm2", "punctures per area"),
    "channel_radius_mm": ("mm", "radius of the mouths of the channels"),
    "bleeding_fraction": ("1", "share of the punctures that bleed"),
    "reach_median_mm": ("mm", "median depth of the punctures below the surface"),
}
HARM_UNITS = {
    "erythema_days": ("d", "days of visible redness after the worst session"),
    "downtime_days": ("d", "days of visible after-effects of the worst session"),
    "pih_probability": ("1", "probability of post-inflammatory hyperpigmentation, not a personal one"),
    "channels_open_h": ("h", "hours until the channels are closed"),
    "barrier_open_h": ("h", "hours until little is open to what is put on"),
    "peak_melanin_rise_percent": ("%", "greatest rise of epidermal melanin over baseline"),
}
Variable = tuple[tuple[str, ...], np.ndarray, dict[str, Any]]


def dataset(simulation: Forecast) -> Any:
    """The `xarray.Dataset` of a simulated course; shapes as above, units and long names as attributes."""
    xarray = needed("NetCDF", "exchange", "xarray")
    one_zone(simulation.course, "export")
    made: dict[str, Variable] = {}
    made |= dict(_states(simulation.tissues))
    made |= dict(_section(simulation.section))
    made |= dict(_outcomes(simulation))
    made |= dict(_harm(simulation))
    made |= dict(_sessions(simulation))
    keys = numbers_behind(simulation.values.used, simulation.values.registry)
    made["number"] = _numbers(simulation, keys)
    return xarray.Dataset(made, coords=_coordinates(simulation, keys), attrs=_about(simulation))


def write_netcdf(
    path: str | Path,
    course: Course,
    draws: int = 400,
    seed: int = 1,
    force: bool = False,
    override_stop: bool = False,
) -> Path:
    """Simulate a course and write its dataset to `path`, compressed; the file is whole or not there.

    Rules of the safety screen that were overridden stand in the file. `InputError` where a library is missing or the
    file cannot be written; `Refused` and `SolverError` as `simulate` raises them.
    """
    needed("NetCDF", "exchange", "xarray", ENGINE)
    from ..course.simulate import simulate

    course = one_zone(course, "export")
    return save(dataset(simulate(course, draws, seed, override_stop=override_stop)), path, force)


def save(dataset: Any, path: str | Path, force: bool = False) -> Path:
    """Write a dataset as compressed NetCDF 4; the same dataset gives the same values back."""
    needed("NetCDF", "exchange", ENGINE)
    encoding = {name: dict(COMPRESSED) for name, item in dataset.data_vars.items() if item.dtype.kind == "f"}
    return save_whole(path, force, lambda file: dataset.to_netcdf(file, engine=ENGINE, encoding=encoding))


def save_whole(path: str | Path, force: bool, write: Callable[[BytesIO], Any]) -> Path:
    """Write a NetCDF file that `write` makes in memory: the library of HDF5 ends the process on a full disk."""
    with placed(path, force) as part:
        file = BytesIO()
        write(file)
        part.write_bytes(file.getbuffer())
    return Path(path)


def _words(name: str) -> dict[str, Any]:
    observed = (state for process in OBSERVERS for state in process.states)
    state = next(state for state in (*STATES, *observed) if state.name == name)
    return measured_in(state.unit, state.about)


def _named(tissue: Tissue) -> Iterator[tuple[str, str, np.ndarray]]:
    """Process, state and array of all states of a tissue."""
    for group, type_ in GROUPS.items():
        for item in fields(type_):
            yield group, item.name, getattr(getattr(tissue, group), item.name)


def _observed(tissue: TissueTrajectory) -> Iterator[tuple[str, str, np.ndarray]]:
    """The same of those who look at a tissue."""
    for process in OBSERVERS:
        for state in process.states:
            yield process.name, state.name, tissue.observers[state.name]


def _states(tissues: Mapping[str, TissueTrajectory]) -> Iterator[tuple[str, Variable]]:
    """Every state of every tissue over the draws, and at baseline."""
    courses = list(tissues.values())
    for group, name, first in _named(courses[0]):
        dims = ("tissue", "draw", "day", "zone")[: first.ndim + 1]
        words = {**_words(name), "process": group}
        together = np.stack([getattr(getattr(item, group), name) for item in courses])
        yield name, (dims, together.astype(np.float32), words)
        baselines = [getattr(getattr(item.baseline, group), name) for item in courses]
        dims = ("tissue", "draw", *dims[3:])
        yield (
            f"rest_{name}",
            (
                dims,
                np.stack(baselines).astype(np.float32),
                {**words, "long_name": f"{words['long_name']}, at baseline"},
            ),
        )
    for process, name, _ in _observed(courses[0]):
        together = np.stack([item.observers[name] for item in courses])
        words = {**_words(name), "process": process}
        yield name, (("tissue", "draw", "day"), together.astype(np.float32), words)
    opening = np.stack([item.opening_fraction for item in courses])
    words = {"units": "1", "long_name": "share of the surface that is open channel"}
    yield "opening_fraction", (("tissue", "draw", "day"), opening.astype(np.float32), words)
    for name, about in (("thickness_mm", "thickness"), ("depth_mm", "middle below the surface")):
        found = np.stack([getattr(item, name) for item in courses])
        yield (
            f"zone_{name}",
            (("tissue", "draw", "zone"), found, {"units": "mm", "long_name": f"{about} of the dermal zone"}),
        )


def _section(section: TissueTrajectory) -> Iterator[tuple[str, Variable]]:
    """The person's own skin in full depth under the middle numbers."""
    for group, name, found in (*_named(section), *_observed(section)):
        dims = ("day", "layer")[: found.ndim - 1]
        words = {**_words(name), "process": group, "comment": "middle numbers of the model, one run"}
        yield f"section_{name}", (dims, found[0].astype(np.float32), words)


def _outcomes(simulation: Forecast) -> Iterator[tuple[str, Variable]]:
    """Every outcome: change from the own baseline; two scales of one outcome differ by the name of the scale."""
    names = [item.name for item in simulation.outcomes]
    for item in simulation.outcomes:
        name = item.name if names.count(item.name) == 1 else f"{item.name}_{item.scale}"
        words = measured_in(item.unit, item.label)
        words |= {
            "scale": item.scale,
            "direction": item.direction,
            "certainty_of_evidence": item.certainty,
            "rests_on_data_of_needling_alone": "yes" if item.monotherapy_data else "no",
        }
        if item.note:
            words["comment"] = item.note
        yield f"change_{name}", (("draw", "day"), item.change, words)
        for kind, about, found in (
            ("baseline", "before the first session", item.baseline),
            ("smallest_change", "smallest change that differs from none", item.smallest),
            ("untreated_change", "change on an untreated side", item.untreated),
        ):
            if found is not None:
                whole = np.broadcast_to(found, item.change.shape[:1])
                yield (
                    f"{kind}_{name}",
                    (("draw",), whole, measured_in(item.unit, f"{item.label}, {about}")),
                )


def _harm(simulation: Forecast) -> Iterator[tuple[str, Variable]]:
    count = simulation.values.count
    harm = {name: getattr(simulation.harm, name) for name in HARM_UNITS}
    for name, found in harm.items():
        unit, about = HARM_UNITS[name]
        yield f"harm_{name}", (("draw",), np.broadcast_to(found, count), {"units": unit, "long_name": about})
    for instrument, hours in simulation.harm.closure_h.items():
        about = f"hours until {instrument} finds the pores closed, worst session"
        yield (
            f"harm_closure_h_{instrument}",
            (("draw",), np.broadcast_to(hours, count), {"units": "h", "long_name": about}),
        )


def _sessions(simulation: Forecast) -> Iterator[tuple[str, Variable]]:
    sessions, count = simulation.sessions, simulation.values.count
    if not sessions:
        return

    def over(parts: list[np.ndarray]) -> np.ndarray:
        return np.stack([np.broadcast_to(part, count) for part in parts])

    for name, (unit, about) in SESSION_UNITS.items():
        found = over([getattr(item.punctures, PUNCTURE_FIELDS.get(name, name)) for item in sessions])
        yield f"session_{name}", (("session", "draw"), found, {"units": unit, "long_name": about})
    for name, about in (("pain_vas", "pain"), ("pain_without_numbing_vas", "pain without numbing")):
        found = over([getattr(item, name) for item in sessions])
        yield (
            f"session_{name}",
            (("session", "draw"), found, measured_in("VAS 0-10", f"{about} during the session")),
        )


def _numbers(simulation: Forecast, keys: tuple[str, ...]) -> Variable:
    values = simulation.values
    # read past the record of the numbers used, which belongs to the simulation
    found = [np.broadcast_to(values.values[key], values.count) for key in keys]
    about = "numbers of the model that this answer rests on, one set a draw"
    return (
        ("draw", "key"),
        np.stack(found, axis=1),
        {"units": "1", "long_name": about, "comment": "each in its own unit, which stands along `key`"},
    )


def _coordinates(simulation: Forecast, keys: tuple[str, ...]) -> dict[str, Any]:
    book, section = simulation.values.registry, simulation.section
    entries = [book[key] for key in keys]
    ends = np.array([entry.range or (np.nan, np.nan) for entry in entries], float).reshape(-1, 2)
    tissue = next(iter(simulation.tissues.values()))
    dermal = ("layer",)

    def text(words: list[str]) -> np.ndarray:
        return np.array(words, dtype=object)

    return {
        "tissue": text(list(simulation.tissues)),
        "draw": np.arange(simulation.values.count),
        "day": ("day", tissue.day, {"units": "d", "long_name": "days from the first session"}),
        "zone": text(list(ZONES)),
        "layer_depth_mm": (
            dermal,
            section.depth_mm[0],
            {"units": "mm", "long_name": "middle of the layer below the surface", "positive": "down"},
        ),
        "layer_thickness_mm": (dermal, section.thickness_mm[0], {"units": "mm"}),
        "session_day": ("session", np.array([item.day for item in simulation.sessions]), {"units": "d"}),
        "key": text(list(keys)),
        "unit": ("key", text([entry.unit for entry in entries])),
        "grade": ("key", text([entry.grade for entry in entries])),
        "sources": ("key", text([" ".join(entry.sources) for entry in entries])),
        "about": ("key", text([entry.about for entry in entries])),
        "range_low": ("key", ends[:, 0], {"long_name": "lower end of the 95 % range"}),
        "range_high": ("key", ends[:, 1], {"long_name": "upper end of the 95 % range"}),
    }


def _about(simulation: Forecast) -> dict[str, Any]:
    """What a file must say about itself: its writer, its numbers, how much of it is known, what it is not for."""
    values, manifest = simulation.values, simulation.manifest
    keys = numbers_behind(values.used, values.registry)
    counts = count_by_grade(keys, values.registry)
    report = EvidenceReport(keys, counts, ())
    told = {
        name: manifest[name]
        for name in ("model_number", "seed", "draws", "passed_over_draws", "failed_draws")
        if name in manifest
    }
    overridden = manifest.get("despite_stop")
    return {
        "title": simulation.course.title,
        "source": f"microneedling {manifest.get('version', '')}",
        **told,
        "registry_sha256": values.registry.fingerprint,
        "course_sha256": manifest.get("course_sha256", ""),
        "numbers_by_grade": json.dumps(counts),
        "share_assumed": round(counts["assumed"] / max(len(keys), 1), 4),
        "how_much_is_known": report.sentence,
        "not_a_medical_device": "true",
        "comment": NOT_FOR,
        "course": json.dumps(simulation.course.as_file(), sort_keys=True, ensure_ascii=False),
        **({"despite_stop": ", ".join(overridden)} if overridden else {}),
    }
