"""A small result with made-up but well-formed arrays: shapes, names and words as a simulation gives them.

Nothing here is a number of the model; curves are simple pulses, so that every part has something to show.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from microneedling.course.around_session import layer_ends_mm, water_around
from microneedling.course.course import Course
from microneedling.course.delivered import Delivered
from microneedling.course.forecast import Forecast, SessionResult
from microneedling.course.screen import Finding
from microneedling.device.strokes import Stroke
from microneedling.evidence.registry import registry
from microneedling.observation.forecast import OutcomeForecast
from microneedling.outcomes.harm import Harm
from microneedling.protocol.comfort import Numbed
from microneedling.skin.anatomy import anatomy_of
from microneedling.skin.tissue import GROUPS, Tissue, TissueTrajectory

DRAWS, LAYERS = 25, 12
OUTCOMES = {
    "acne_scar_rolling": ("goodman_baron_qualitative", "grade", "lower is better", "low", True, 3.0, -0.8),
    "fine_lines": ("lemperle", "grade", "lower is better", "low", True, 1.2, -0.25),
    "texture": ("alexiades_armenakas", "grade", "lower is better", "very low", True, 1.5, -0.3),
    "pore_size": ("diameter", "%", "lower is better", "none", False, 100.0, -4.0),
    "hydration": ("corneometer", "%", "higher is better", "none", False, 100.0, 3.0),
    "tewl": ("evaporimeter", "g/m2/h", "lower is better", "very low", True, 11.0, 0.1),
    "elasticity": ("cutometer_r2", "%", "higher is better", "low", True, 60.0, 6.0),
    "perfusion": ("laser Doppler", "%", "higher is better", "very low", True, 100.0, 4.0),
}


@dataclass(frozen=True)
class FakePunctures:
    density_per_cm2: np.ndarray
    bleeding_fraction: np.ndarray
    channel_radius_mm: np.ndarray
    reach: tuple[float, float, float]
    stroke: Stroke

    @property
    def channels_per_cm2(self) -> np.ndarray:
        return 0.8 * self.density_per_cm2

    @property
    def recoil_width(self) -> np.ndarray:
        return np.full(self.density_per_cm2.shape, 0.4)

    def depth_quantile_mm(self, share: float) -> np.ndarray:
        return self.depth_median_mm * (0.7 + 0.6 * share)

    @property
    def depth_median_mm(self) -> np.ndarray:
        low, middle, high = self.reach
        return middle + (high - low) / 0.8 * np.linspace(-0.5, 0.5, len(self.density_per_cm2))

    def depth_quantiles_mm(self) -> tuple[float, float, float]:
        return self.reach


def course(
    title: str = "Made-up course", sessions: int = 3, until_day: int = 400, topical: tuple[dict, ...] = ()
) -> Course:
    pen = {
        "kind": "pen", "needle_count": 12, "needle_diameter_mm": 0.25, "needle_length_mm": 2.0,
        "frequency_hz": 90, "tip_width_mm": 8,
    }  # fmt: skip
    session = {"instrument": "pen", "depth_mm": 1.5, "passes": 4, "glide_speed_mm_per_s": 40}
    numbing = {"product": "lidocaine 4 %", "minutes": 45}
    person = {"age_year": 34, "sex": "female", "phototype": "IV", "site": "cheek", "photoageing": 0.2}
    concern = {
        "kind": "atrophic acne scar",
        "subtype": "rolling",
        "scale": "goodman_baron_qualitative",
        "baseline": 3,
    }
    return Course.model_validate(
        {
            "title": title,
            "person": person,
            "concern": [concern],
            "instrument": {"pen": pen},
            "session": [
                {**session, "day": 28 * n, "numbing": numbing, "topical": list(topical)}
                for n in range(sessions)
            ],
            "aftercare": {"sunscreen": True},
            "follow_up": {"until_day": until_day},
        }
    )


def pulses(day: np.ndarray, sessions: list[float], rise: float, fall: float) -> np.ndarray:
    """The sum over sessions of (t/rise) exp(1 - t/rise) stretched by `fall`, zero before each."""
    total = np.zeros(day.shape)
    for start in sessions:
        after = np.maximum(day - start, 0.0)
        total += (1 - np.exp(-after / rise)) * np.exp(-after / fall)
    return total


def _tissue(day: np.ndarray, sessions: list[float], body) -> TissueTrajectory:
    """Every state rests at its own level and moves by a pulse that fades with depth."""
    top = float(body.stratum_corneum_mm[0] + body.epidermis_mm[0])
    faces = top + np.linspace(0, 1, LAYERS + 1) ** 1.4 * float(body.dermis_mm[0])
    middle = 0.5 * (faces[1:] + faces[:-1])
    fade = np.exp(-middle / 0.6)
    quick, slow = pulses(day, sessions, 0.2, 1.2), pulses(day, sessions, 9.0, 60.0)
    moves = {
        "debris": (0.0, 0.05 * quick), "cytokine": (0.05, 3 * quick), "neutrophils": (20.0, 700 * quick),
        "macrophages_inflammatory": (40.0, 500 * pulses(day, sessions, 1.5, 4)),
        "macrophages_repair": (250.0, 400 * pulses(day, sessions, 3, 9)), "fibroblasts": (1600.0, 900 * slow),
        "type3": (0.15, 0.05 * slow), "type1_new": (0.05, 0.03 * slow), "type1_mature": (0.7, 0.02 * slow),
        "opening_radius_mm": (0.0, 0.05 * pulses(day, sessions, 0.01, 0.3)), "basal": (26000.0, 2000 * slow),
        "suprabasal": (50000.0, 6000 * slow), "corneocytes": (17000.0, 900 * slow),
        "melanin_epidermis": (1.4, 0.2 * slow), "melanin_corneum": (0.4, 0.1 * slow),
        "barrier_gap": (0.0, 0.6 * pulses(day, sessions, 0.01, 1.0)),
    }  # fmt: skip
    layered = {"inflammation", "proliferation", "collagen", "elastin"}
    groups, rests = {}, {}
    for group, type_ in GROUPS.items():
        now, rest = {}, {}
        for item in fields(type_):
            start, move = moves.get(item.name, (1.0, np.zeros(day.shape)))
            if group in layered and not item.name.startswith("epidermal"):
                now[item.name] = (start + move[:, None] * fade)[None]
                rest[item.name] = np.full((1, LAYERS), start)
            else:
                now[item.name], rest[item.name] = (start + move)[None], np.full(1, start)
        groups[group], rests[group] = type_(**now), type_(**rest)
    opening = 0.04 * pulses(day, sessions, 0.01, 0.3)[None]
    return TissueTrajectory(
        kind="skin", **groups, day=day, baseline=Tissue("skin", **rests), opening_fraction=opening,
        thickness_mm=np.diff(faces)[None], depth_mm=middle[None], failed=np.zeros(1, bool), observers={},
    )  # fmt: skip


def _stroke() -> Stroke:
    one = np.ones(DRAWS)
    return Stroke(1.5, 0.125 * one, 2.3, 0.006 * one, 0.18 * one, 0.005 * one, 5 * one, 12, None)


FAMILIES = {
    "acne_scar_rolling": "acne_scar",
    "fine_lines": "fine_lines",
    "texture": "texture",
    "firmness": "firmness",
}


def _forecast(name: str, day: np.ndarray, sessions: list[float], noise: np.ndarray) -> OutcomeForecast:
    scale, unit, direction, certainty, data, baseline, size = OUTCOMES[name]
    change = size * noise[:, None] * pulses(day, sessions, 40.0, 600.0) / max(len(sessions), 1)
    if name == "tewl":
        change = change + 20 * pulses(day, sessions, 0.01, 0.8)
    return OutcomeForecast(
        name=name,
        label=name.replace("_", " "),
        scale=scale,
        unit=unit,
        direction=direction,  # type: ignore[arg-type]
        certainty=certainty,
        monotherapy_data=data,
        note="" if data else "no monotherapy data",
        baseline=np.full(DRAWS, baseline),
        day=day,
        change=change,
        smallest=np.full(DRAWS, abs(size) / 2),
        noticeable=np.full(DRAWS, abs(size) / 2),
        plain=name == "perfusion",
        family=FAMILIES.get(name, "instrument"),
        untreated=0.1 * size * noise if name == "acne_scar_rolling" else None,
    )


def _session(day: float, punctures: FakePunctures, noise: np.ndarray) -> SessionResult:
    """Numb at the needles' reach in the later draws only; one product with its warnings."""
    late = np.arange(DRAWS) >= DRAWS // 2
    onset, over = np.where(late, 15 * noise, np.nan), np.where(late, 100 * noise, np.nan)
    numbed = Numbed("lidocaine 4 %", 45.0, None, 0.3 * noise, onset, over, 0.7 * noise)
    product = Delivered("ascorbic acid", "papillary", 0.4 * noise, 0.9 * noise / noise.max(), True, True)
    return SessionResult(day, punctures, 2 * noise, 4 * noise, numbed, (product,))  # type: ignore[arg-type]


def make_result(
    title: str = "Made-up course",
    sessions: int = 3,
    until_day: int = 400,
    topical: tuple[dict, ...] = (),
    **extra,
) -> Forecast:
    """A result for a made-up course; `extra` goes into the manifest."""
    written = course(title, sessions, until_day, topical)
    book = registry()
    values = book.draws(DRAWS, 1)
    anatomy_of(written.person, values)  # marks the numbers of the anatomy as used
    days = [float(item.day) for item in written.sessions]
    end = float(max(until_day, written.assessment_day))
    early = np.geomspace(0.02, 14, 30)
    grid = np.unique(np.concatenate([[0.0, end], np.arange(0, end, 7), *[start + early for start in days]]))
    grid = grid[grid <= end]
    noise = np.linspace(0.3, 1.9, DRAWS)
    skin = _tissue(grid, days, anatomy_of(written.person, book.nominal()))
    punctures = FakePunctures(
        np.full(DRAWS, 900.0), np.full(DRAWS, 0.6), np.full(DRAWS, 0.04), (0.55, 0.8, 1.05), _stroke()
    )
    clock = {
        "cytokine_peak_h": 6.0, "neutrophil_peak_d": 1.0, "macrophage_peak_d": 3.0, "fibroblast_peak_d": 9.0,
        "reepithelialised_d": 0.9, "sealed_90_percent_d": 0.1, "barrier_90_percent_d": 0.6, "collagen3_peak_d": 25.0,
        "collagen1_new_peak_d": None,
    }  # fmt: skip
    closed = {
        name: hours * noise
        for name, hours in {"tewl": 20, "impedance": 40, "dye": 12, "oct": 14, "confocal": 0.2}.items()
    }
    findings = (
        Finding("P01 darker skin", "caution", "person.phototype", "dark marks are more likely", "made up"),
        Finding("X01 made up", "stop", "person.conditions", "a reason", "made up"),
    )
    manifest = {
        "version": "0",
        "model_number": 1,
        "seed": 1,
        "draws": DRAWS,
        "course_sha256": "00ff",
        **extra,
    }
    return Forecast(
        course=written,
        findings=findings,
        sessions=tuple(_session(day, punctures, noise) for day in days),
        outcomes=tuple(_forecast(name, grid, days, noise) for name in OUTCOMES),
        harm=Harm(1.5 * noise, 2 * noise, 0.05 * noise, 15 * noise, 40 * noise, 6 * noise, closed),
        clock=clock if days else dict.fromkeys(clock),
        tissues={"skin": skin},
        section=skin,
        section_punctures=tuple(punctures for _ in days),  # type: ignore[misc]
        values=values,
        manifest=manifest,
        report_days=(0.0, 30.0, 90.0, end),
        layers_mm=layer_ends_mm(written.person, book.nominal()),
        water=water_around(written, skin, book.nominal(), skin, values),
        overridden=findings[1:],
    )
