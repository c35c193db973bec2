"""`microneedling export [FILE] --sbml|--netcdf|--petab|--arviz OUT`: the model and its answers for other programs."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from ...course.course import Course
from ...course.reading import load_course
from ...errors import InputError, Mistake
from ...files import check_target, write_whole
from ..options import progress, whole_number
from .simulate import MOST_DRAWS, pass_screen

DRAWS, SEED = "400", "1"
MOST_LAYERS = 60
OF_A_COURSE, OF_THE_MODEL = ("sbml", "netcdf"), ("petab", "arviz")
READ_BY = {"tissue": "sbml", "layers": "sbml", "draws": "netcdf", "seed": "netcdf"}


def run(options: Namespace) -> int:
    mistakes: list[Mistake] = []
    layers, draws, seed = _numbers(options, mistakes)
    _check_targets(options, mistakes)
    if mistakes:
        raise InputError("export", mistakes)
    _check_libraries(options)
    course, overridden = _course(options)
    made: list[str] = []
    if course and options.sbml:
        made.append(_sbml(course, options, layers, overridden))
    if course and options.netcdf:
        progress(f"simulating {len(course.sessions)} sessions, {draws} draws ...")
        from ...exchange.ensemble import write_netcdf

        more = {"despite_stop": overridden} if overridden else {}
        write_netcdf(options.netcdf, course, draws, seed, force=options.force, **more)
        made.append(f"{options.netcdf}: {draws} draws as NetCDF")
    if options.arviz:
        progress("gathering the calibration ...")
        from ...exchange.inference import write_arviz

        write_arviz(options.arviz, force=options.force, told=progress)
        made.append(f"{options.arviz}: the calibration for ArviZ")
    if options.petab:
        progress("writing the calibration problem ...")
        from ...exchange.petab import write

        made += [
            f"{options.petab}: the calibration problem for PEtab",
            *write(options.petab, force=options.force),
        ]
    progress("")
    print("\n".join(made))
    return 0


def _numbers(options: Namespace, mistakes: list[Mistake]) -> tuple[int | None, int, int]:
    """Layers (None where not asked for), draws and seed; every mistake in what was asked for is noted."""
    layers = None
    if options.layers is not None:
        layers = whole_number(options.layers, "--layers", 2, MOST_LAYERS, mistakes)
    draws = whole_number(options.draws or DRAWS, "--draws", 1, MOST_DRAWS, mistakes)
    seed = whole_number(options.seed or SEED, "--seed", 0, 2**63 - 1, mistakes)
    outputs = [name for name in (*OF_A_COURSE, *OF_THE_MODEL) if getattr(options, name)]
    if not outputs:
        mistakes.append(
            Mistake("export", "nothing to write", "--sbml, --netcdf, --petab or --arviz with a path")
        )
    for name in outputs if options.file is None else ():
        if name in OF_A_COURSE:
            mistakes.append(Mistake(f"--{name}", "no course file", f"export FILE --{name} OUT"))
    for name, reader in READ_BY.items():
        if getattr(options, name) is not None and reader not in outputs:
            mistakes.append(Mistake(f"--{name}", "nothing that reads it", f"--{reader} OUT beside it"))
    if options.file is not None and outputs and not set(outputs) & set(OF_A_COURSE):
        mistakes.append(
            Mistake(options.file, "nothing that reads it", "--sbml OUT or --netcdf OUT beside it")
        )
    return layers, draws, seed


def _check_targets(options: Namespace, mistakes: list[Mistake]) -> None:
    """Every place to write to, before anything is computed; what is wrong with any of them is noted."""
    checks: dict[str, Callable[[str, bool], Path]] = {"petab": _check_folder}
    seen = {} if options.file is None else {Path(options.file).resolve(): "the course file"}
    for name in (*OF_A_COURSE, *OF_THE_MODEL):
        path = getattr(options, name)
        if not path:
            continue
        try:
            target = checks.get(name, check_target)(path, options.force).resolve()
            if target in seen:
                mistakes.append(
                    Mistake(f"--{name}", f"the same place as {seen[target]}", "a place of its own")
                )
            seen[target] = f"--{name}"
        except InputError as error:
            mistakes += [
                Mistake(f"--{name} {path}", one.found, one.allowed, one.hint) for one in error.mistakes
            ]


def _check_folder(path: str, force: bool) -> Path:
    """A folder to be made, or an empty one; one with something in it only with `force`."""
    target = Path(path)
    if not target.is_dir():
        return check_target(path, force=False)
    if any(target.iterdir()) and not force:
        found = "a folder with something in it"
        raise InputError(
            path, [Mistake("folder", found, "a new or empty one", "Use --force to write into it.")]
        )
    if not os.access(target, os.W_OK):
        found = "a folder that may not be written to"
        raise InputError(path, [Mistake("folder", found, "a folder of your own")])
    return target


def _check_libraries(options: Namespace) -> None:
    """The optional libraries, asked for before anything is written."""
    if options.netcdf or options.arviz:
        from ...exchange.libraries import needed

        needed("NetCDF" if options.netcdf else "ArviZ", "xarray", "h5netcdf")


def _course(options: Namespace) -> tuple[Course | None, list[str]]:
    """The course, if one is read, and the rules of the safety screen that were overridden."""
    if options.file is None:
        return None, []
    course = load_course(options.file)
    return course, pass_screen(course, options)


def _sbml(course: Course, options: Namespace, layers: int | None, overridden: list[str]) -> str:
    progress("writing the column ...")
    from ...exchange.sbml import course_sbml, tissue_of
    from ...skin.layers import LAYERS

    remarks = [f"FORECAST DESPITE STOP: {', '.join(overridden)}"] if overridden else []
    text = course_sbml(course, options.tissue, layers or LAYERS, remarks=remarks)
    write_whole(options.sbml, text, options.force)
    states, events = text.count("<rateRule "), text.count("<event ")
    kind = tissue_of(course, options.tissue)
    return f"{options.sbml}: {kind} as SBML, {layers or LAYERS} layers, {states} states, {events} events"
