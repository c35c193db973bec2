"""`clinic fhir`: a client's records as a FHIR R4 bundle; a bundle turned into tables that `import` takes."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say
from ...errors import InputError, Mistake
from .options import chosen, command, with_home, write_private


@command()
@click.argument("target", type=click.Path(path_type=Path))
@with_home
@click.option("--client", type=int, metavar="NUMBER", help="whose records go into TARGET")
@click.option("--pictures", is_flag=True, help="photographs too, in the bundle itself")
@click.option(
    "--read", "source", type=click.Path(path_type=Path), metavar="BUNDLE", help="turn a bundle into tables"
)
@click.option(
    "--force", is_flag=True, help="replace a file of that name; write into a folder that holds something"
)
def run(
    target: Path, home: Path | None, client: int | None, pictures: bool, source: Path | None, force: bool
) -> int:
    """Write all of a client to TARGET as a FHIR R4 bundle; or, with --read, a bundle's tables to the folder TARGET.

    The tables come in by `import`, which tries them first, in the order clients, lots, sessions, measurements.
    """
    if (client is None) == (source is None):
        found = "both" if client is not None else "neither"
        raise InputError("clinic fhir", [Mistake("--client, --read", found, "one of the two")])
    from ..store import opened

    opened(chosen(home))
    if source is not None:
        return _read(source, target, force)
    from ...files import check_target
    from ..exchange.fhir.bundle import as_bytes, bundle_of
    from ..records.models import Client
    from ..records.services.act import Actor

    check_target(target, force)
    row = Client.objects.filter(number=client).first()
    if row is None:
        raise InputError("clinic fhir", [Mistake("--client", str(client), "the number of a client")])
    bundle = bundle_of(actor=Actor(), client=row.pk, pictures=pictures)
    write_private(target, as_bytes(bundle), force)
    say(
        f"{target}: {len(bundle['entry'])} resources. It holds a person's data: keep it as you keep the records."
    )
    return 0


def _read(source: Path, target: Path, force: bool) -> int:
    from ...files import check_folder, write_folder
    from ..exchange.fhir.reading import tables_of

    check_folder(target, force)
    try:
        data = source.read_bytes()
    except OSError as error:
        found = error.strerror or str(error)
        raise InputError(str(source), [Mistake("--read", found, "a bundle that may be read")]) from None
    tables = tables_of(data, source.name)
    write_folder(target, {f"{kind}.csv": table.decode("utf-8-sig") for kind, table in tables.items()}, force)
    for kind in tables:
        (target / f"{kind}.csv").chmod(0o600)
        say(f"{target / f'{kind}.csv'}: microneedling clinic import {kind} {target / f'{kind}.csv'}")
    return 0
