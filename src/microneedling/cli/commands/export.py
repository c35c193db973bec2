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
from ...inputs.questions import to_simulate, to_write_sbml
from ..arguments import as_options, number_or_text
from ..progress import progress

DRAWS, SEED = 400, 1
OF_A_COURSE, OF_THE_MODEL = ("sbml", "netcdf"), ("petab", "arviz")
READ_BY = {"tissue": "sbml", "layers": "sbml", "draws": "netcdf", "seed": "netcdf"}


def run(options: Namespace) -> int:
    mistakes: list[Mistake] = []
    _check_numbers(options, mistakes)
    _check_targets(options, mistakes)
    if mistakes:
        raise InputError("export", mistakes)
    _check_libraries(options)
    course = None if options.file is None else load_course(options.file)
    made: list[str] = []
    if course and options.sbml:
        made.append(_sbml(course, options))
    if course and options.netcdf:
        made.append(_netcdf(course, options))
    if options.arviz:
        progress("gathering the calibration ...")
        from ...exchange.inference import write_arviz

        write_arviz(options.arviz, force=options.force, progress=progress)
        made.append(f"{options.arviz}: the calibration for ArviZ")
    if options.petab:
        progress("writing the calibration problem ...")
        from ...exchange.petab import write

        made += [
            f"{options.petab}: the calibration problem for PEtab",
            *write(options.petab, force=options.force),
        ]
    progress()
    print("\n".join(made))
    return 0


def _check_numbers(options: Namespace, mistakes: list[Mistake]) -> None:
    """Every mistake in the numbers and in what belongs together is noted."""
    wrong = to_simulate(_number(options.draws, DRAWS), _number(options.seed, SEED))
    if options.layers is not None:
        wrong += to_write_sbml(number_or_text(options.layers))
    mistakes += as_options(wrong)
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


def _number(text: str | None, default: int) -> int | str:
    return default if text is None else number_or_text(text)


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


def _sbml(course: Course, options: Namespace) -> str:
    progress("writing the equations ...")
    from ...exchange.sbml import course_sbml, tissue_of
    from ...skin.layers import LAYERS

    layers = LAYERS if options.layers is None else int(options.layers)
    text = course_sbml(course, options.tissue, layers, override_stop=options.despite_stop)
    write_whole(options.sbml, text, options.force)
    states, events = text.count("<rateRule "), text.count("<event ")
    kind = tissue_of(course, options.tissue)
    return f"{options.sbml}: {kind} as SBML, {layers} layers, {states} states, {events} events"


def _netcdf(course: Course, options: Namespace) -> str:
    draws, seed = int(options.draws or DRAWS), int(options.seed or SEED)
    progress(f"simulating {len(course.sessions)} sessions, {draws} draws ...")
    from ...exchange.ensemble import write_netcdf

    write_netcdf(options.netcdf, course, draws, seed, options.force, options.despite_stop)
    return f"{options.netcdf}: {draws} draws as NetCDF"
