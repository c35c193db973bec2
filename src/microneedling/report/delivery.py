"""The page of a delivery: one self-contained HTML file with a chart over time and the skin in cross-section."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ..figures.delivery import Part, Section, gain_chart, parts_chart, section
from ..files import check_target, write_whole
from ..phrases import number, sentence
from ..transport.deliver import COMPARTMENTS, Delivery
from ..transport.delivery_summary import delivered
from ..transport.dose import MIN_PER_H
from .delivery_cards import cards, known_rows, rates
from .delivery_words import amount_rows, product_words, skin_words, titles
from .draws import median_words
from .pages import rendered

SLICE_HOURS = (0.25, 1.0, 4.0, 24.0)
OPEN = 1e-3  # share of a channel's first area below which it is drawn as closed


def write_page(run: Delivery, path: Path | str, force: bool = False) -> Path:
    """Write the page; refuses an existing file unless `force`. The file is whole or not there."""
    return write_whole(check_target(path, force), render(run), force)


def render(run: Delivery) -> str:
    """The page as text; the same delivery gives the same bytes."""
    return rendered("deliver.html.j2", **page(run))


def page(run: Delivery) -> dict[str, Any]:
    """Everything that the template shows."""
    words = titles(run)
    hours = run.median.permeation.hours
    named = [Part(name, words[name], getattr(run.median.permeation, name)[0]) for name in COMPARTMENTS]
    shown = [
        part for part in named if np.isfinite(part.amount).all()
    ]  # an endless dose has no surface amount
    whole = float(np.sum([part.amount for part in shown], axis=0).max())
    where = "Into the receptor" if run.file.mode == "franz" else "Past the corneum"
    intact = _intact_draws(run)
    return {
        "title": run.file.title,
        "lead": sentence(f"{run.file.substance().title}: {product_words(run)}"),
        "skin": sentence(skin_words(run, median_words)),
        "cards": list(cards(run)),
        "rates": rates(run, words["receptor_or_blood"]),
        "notes": run.notes,
        "known": known_rows(run),
        "run": f"{run.draws} draws, seed {run.seed}.",
        "parts": parts_chart(hours, shown, whole),
        "part_words": [(part.name, part.words) for part in shown],
        "gain": gain_chart(hours, delivered(run.drawn.permeation), intact, where),
        "where": where,
        "needled": run.file.instrument is not None,
        "sections": sections(run),
        "head": list(words.values()),
        "rows": amount_rows(run),
    }


def _intact_draws(run: Delivery) -> np.ndarray | None:
    return delivered(run.drawn.intact) if run.file.instrument is not None else None


def sections(run: Delivery) -> list[dict[str, Any]]:
    """Slices at a few hours of the run at the median numbers."""
    found = run.median.permeation
    hours, cells = found.hours, found.cells
    wanted = [hour for hour in SLICE_HOURS if hour <= hours[-1]]
    places = [int(np.argmin(np.abs(hours - hour))) for hour in wanted]
    skin = cells.faces_mm[:, 0]
    borders = tuple(float(skin[np.flatnonzero(cells.of(name))[-1] + 1]) for name in cells.names[:4])
    inside = skin[1:] <= borders[-1] + 1e-9
    living = inside & ~cells.of("stratum_corneum")
    largest = float(max(found.free_in_cells[k, inside, 0].max() for k in places))
    return [
        {
            "title": f"{hours[k]:g} h",
            "picture": section(
                Section(
                    name=f"slice-{n}",
                    title=f"The skin after {hours[k]:g} hours",
                    borders_mm=(borders[0], borders[1], borders[2], borders[3]),
                    faces_mm=skin,
                    free=found.free_in_cells[k, :, 0],
                    largest=largest,
                    channel_mm=_channel(run, float(hours[k])),
                    per_mm=_per_mm(run),
                )
            ),
            "words": f"at most {number(float(found.free_in_cells[k, living, 0].max()))} µg/mL free in living skin",
        }
        for n, k in enumerate(places)
    ]


def _per_mm(run: Delivery) -> float:
    """Channels that a line over the skin meets, about the root of their density."""
    return float(np.sqrt(run.median.punctures.density_per_cm2[0] / 100)) if run.median.punctures else 0.0


def _channel(run: Delivery, hour: float) -> np.ndarray:
    """Depth and half width of the median channel at an hour after putting on; empty when shut."""
    punctures, channels = run.median.punctures, run.median.channels
    if punctures is None:
        return np.empty((0, 2))
    left = float(channels.at(hour + run.file.product.applied_after_min / MIN_PER_H)[0])
    if left < OPEN:
        return np.empty((0, 2))
    reach = float(punctures.depth_median_mm[0])
    depth = np.linspace(0.0, reach, 12)
    radius = punctures.stroke.radius_mm(reach - depth) * punctures.recoil_width[0] * np.sqrt(left)
    return np.column_stack([depth, np.ravel(radius)])
