"""`microneedling export [FILE] --sbml|--netcdf|--petab|--arviz OUT`: the model and its answers for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from ...errors import InputError, Mistake
from ...files import check_folder, write_whole
from ...inputs.questions import FEWEST_LAYERS, to_simulate, to_write_sbml
from .. import options
from ..group import command
from ..output import say
from ..progress import Bar, progress, simulating
from ..together import Together

if TYPE_CHECKING:
    from ...course.course import Course

DRAWS, SEED = 400, 1
KINDS = {"sbml": "xml", "netcdf": "netcdf", "arviz": "netcdf"}
OF_A_COURSE, OF_THE_MODEL = ("sbml", "netcdf"), ("petab", "arviz")
READ_BY = {"tissue": "sbml", "layers": "sbml", "draws": "netcdf", "seed": "netcdf"}
FORMS = "--sbml OUT, --netcdf OUT (of a course FILE), --petab FOLDER, --arviz OUT (of the calibration)"


@dataclass(frozen=True)
class Asked:
    """The options of `microneedling export`."""

    file: str | None
    sbml: str | None
    netcdf: str | None
    petab: str | None
    arviz: str | None
    tissue: str | None
    layers: Any
    draws: Any
    seed: Any
    zone: str | None
    force: bool
    despite_stop: bool

    @property
    def outputs(self) -> list[str]:
        """The formats asked for."""
        return [name for name in (*OF_A_COURSE, *OF_THE_MODEL) if getattr(self, name) is not None]


@command()
@options.file(required=False)
@click.option(
    "--sbml",
    type=options.FILE,
    metavar="OUT",
    help="FILE: one tissue as equations, SBML level 3, nominal numbers",
)
@click.option(
    "--netcdf", type=options.FILE, metavar="OUT", help="FILE: all draws of all tissues and outcomes"
)
@click.option(
    "--petab", type=options.FILE, metavar="FOLDER", help="the calibration as a problem in PEtab tables"
)
@click.option(
    "--arviz",
    type=options.FILE,
    metavar="OUT",
    help="the calibration's draws and predictions, for ArviZ (minutes)",
)
@click.option("--tissue", metavar="NAME", help="--sbml: skin or a lesion (the first lesion, else skin)")
@click.option("--layers", type=options.WHOLE, metavar="N", help="--sbml: dermal layers (24)")
@click.option(
    "--draws", type=options.WHOLE, metavar="N", help=f"--netcdf: draws of the uncertain numbers ({DRAWS})"
)
@click.option("--seed", type=options.WHOLE, metavar="S", help=f"--netcdf: seed of the draws ({SEED})")
@options.zone()
@options.force("replace existing files")
@options.despite_stop("export although the safety screen says stop; logged")
def run(**given: Any) -> None:
    """Write the model or an answer in the format of another program; several forms at once are allowed."""
    from ...course.reading import load_course
    from ...course.zones.parts import one_zone

    asked = Asked(**given)
    gathered = Together("export", asked.file)
    _check_numbers(asked, gathered)
    for name in asked.outputs:
        _check_place(name, asked, gathered)
    course = None
    if asked.file is not None:
        course = gathered.read(lambda path: one_zone(load_course(path), "export", asked.zone), asked.file)
    gathered.refuse()
    _check_libraries(asked)
    made: list[str] = []
    if course and asked.sbml:
        made.append(_sbml(course, asked.sbml, asked))
    if course and asked.netcdf:
        made.append(_netcdf(course, asked.netcdf, asked))
    if asked.arviz:
        made.append(_arviz(asked.arviz, asked.force))
    if asked.petab:
        made += _petab(asked.petab, asked.force)
    progress()
    say("\n".join(made))


def _check_numbers(asked: Asked, gathered: Together) -> None:
    """Every mistake in the numbers and in what belongs together is noted."""
    draws = DRAWS if asked.draws is None else asked.draws
    gathered.arguments(to_simulate(draws, SEED if asked.seed is None else asked.seed))
    gathered.arguments(to_write_sbml(FEWEST_LAYERS if asked.layers is None else asked.layers))
    outputs, mistakes = asked.outputs, gathered.mistakes
    if not outputs:
        mistakes.append(Mistake("export", "nothing to write", f"one or more of {FORMS}"))
    for name in outputs if asked.file is None else ():
        if name in OF_A_COURSE:
            mistakes.append(Mistake(f"--{name}", "no course file", f"export FILE --{name} OUT"))
    for name, reader in READ_BY.items():
        if getattr(asked, name) is not None and reader not in outputs:
            mistakes.append(Mistake(f"--{name}", "nothing that reads it", f"--{reader} OUT beside it"))
    if asked.file is not None and outputs and not set(outputs) & set(OF_A_COURSE):
        allowed = "--sbml OUT or --netcdf OUT beside it"
        mistakes.append(Mistake(asked.file, "nothing that reads it", allowed))


def _check_place(name: str, asked: Asked, gathered: Together) -> None:
    """A place to write to, before anything is computed."""
    path = getattr(asked, name)
    if name != "petab":
        gathered.place(f"--{name}", path, asked.force, KINDS[name])
        return
    try:
        check_folder(path, asked.force)
    except InputError as error:
        gathered.mistakes += [
            Mistake(f"--{name} {path}", one.found, one.allowed, one.hint) for one in error.mistakes
        ]


def _check_libraries(asked: Asked) -> None:
    """The optional libraries, asked for before anything is written."""
    if asked.netcdf or asked.arviz:
        from ...extras import needed

        needed("NetCDF" if asked.netcdf else "ArviZ", "exchange", "xarray", "h5netcdf")


def _sbml(course: Course, path: str, asked: Asked) -> str:
    progress("writing the equations ...")
    from ...exchange.sbml import course_sbml, tissue_of
    from ...skin.layers import LAYERS

    layers = LAYERS if asked.layers is None else int(asked.layers)
    text = course_sbml(course, asked.tissue, layers, override_stop=asked.despite_stop)
    write_whole(path, text, asked.force)
    states, events = text.count("<rateRule "), text.count("<event ")
    kind = tissue_of(course, asked.tissue)
    return f"{path}: {kind} as SBML, {layers} layers, {states} states, {events} events"


def _netcdf(course: Course, path: str, asked: Asked) -> str:
    draws, seed = int(asked.draws or DRAWS), int(SEED if asked.seed is None else asked.seed)
    simulating(course, draws)
    from ...exchange.ensemble import write_netcdf

    write_netcdf(path, course, draws, seed, asked.force, asked.despite_stop)
    return f"{path}: {draws} draws as NetCDF"


def _arviz(path: str, force: bool) -> str:
    told = Bar("gathering the calibration", "this takes minutes")
    from ...exchange.inference import write_arviz

    write_arviz(path, force=force, progress=told.words)
    told.end()
    return f"{path}: the calibration for ArviZ"


def _petab(path: str, force: bool) -> list[str]:
    told = Bar("writing the calibration problem")
    from ...exchange.petab import write

    left_out = write(path, force=force)
    told.end()
    return [f"{path}: the calibration problem for PEtab", *left_out]
