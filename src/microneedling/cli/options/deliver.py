"""Options of `microneedling deliver`."""

from __future__ import annotations

from argparse import ArgumentParser

from ...transport.dose import usual_dose_ul_per_cm2, usual_ph

PASSES, STRENGTH_MG_PER_ML = 8, 10.0  # of the short form; a file says its own


def add_options(command: ArgumentParser) -> None:
    """Options of `microneedling deliver`."""
    dose = usual_dose_ul_per_cm2()
    command.add_argument(
        "file", metavar="FILE", nargs="?", help="a deliver file; or --active and what follows"
    )
    command.add_argument("--active", metavar="NAME", help='name of the active, such as "caffeine"')
    command.add_argument("--needle-length-mm", metavar="X", help="roller needles; left out: not needled")
    command.add_argument("--passes", metavar="N", help=f"passes of the roller ({PASSES})")
    command.add_argument("--concentration-mg-per-ml", metavar="X", help=f"({STRENGTH_MG_PER_ML:g})")
    command.add_argument("--ph", metavar="X", help=f"pH of the product ({usual_ph():g})")
    command.add_argument("--dose-ul-per-cm2", metavar="X", help=f'amount, or "infinite" ({dose:g})')
    command.add_argument("--applied-after-min", metavar="X", help="minutes after the needling (0)")
    command.add_argument("--wiped-off-min", metavar="X", help="minutes after putting on")
    command.add_argument("--occluded", action="store_true", help="under a wrap")
    command.add_argument("--franz", action="store_true", help="skin in a Franz cell, not living skin")
    command.add_argument("--dermis-mm", metavar="X", help="dermis left on the skin in a Franz cell")
    command.add_argument("--age-year", metavar="X", help="(40)")
    command.add_argument("--sex", metavar="WORD", help="(female)")
    command.add_argument("--site", metavar="WORD", help="(cheek)")
    command.add_argument("--hours", metavar="X", help="how long to follow (24)")
    command.add_argument("--draws", metavar="N", default="300", help="draws of the uncertain numbers (300)")
    command.add_argument("--seed", metavar="S", default="1", help="seed of the draws (1)")
    command.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    command.add_argument("--html", metavar="PATH", help="write a page with chart and cross-section")
    command.add_argument("--force", action="store_true", help="replace an existing page")
