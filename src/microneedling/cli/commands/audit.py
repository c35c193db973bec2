"""`microneedling audit RECORDS.csv`: a clinic's own results beside what was forecast for them."""

from __future__ import annotations

import click

from .. import options
from ..group import command
from ..output import say, say_json
from ..together import Together


@command()
@options.file("RECORDS.CSV")
@click.option(
    "--local",
    is_flag=True,
    help="judge also what the clinic's own effect would have made of the forecasts, each learnt from the days before",
)
@options.as_json()
@options.report("write the audit as a page, one HTML file")
@options.force()
def run(file: str, local: bool, as_json: bool, report: str | None, force: bool) -> None:
    """Whether the forecasts hold in a clinic: its bands, promises, raters, and an alarm for when they do not."""
    from ...tracking.audit.records_file import load_records

    gathered = Together("audit", file)
    gathered.place("--report", report, force, "page")
    records = gathered.read(load_records, file)
    gathered.refuse()
    from ...tracking.audit.audit import audit

    found = audit(records, local_effect=local)
    if report:
        from ...report.audit import write_audit_report

        write_audit_report(found, report, force)
    if as_json:
        say_json(found.to_json())
        return
    from ..printed.audit import audit_text

    say("\n".join([audit_text(found), *([f"\nReport: {report}"] if report else [])]))
