"""An independent permeation model: nodes on the faces, equations written out again, a library's integrator.

Shares no code with `microneedling.transport`: it takes the numbers by name, the depth profile of the channels and
the dose in plain figures. Unknowns sit on the faces between layers (the solver's sit inside cells), the surface
node is the product itself, the watery ways go straight from the product to the corneum's base.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp

H_PER_D = 24.0


def layer_numbers(v, active: dict, ph: float, sc_mm: float, occluded: bool, living: bool) -> dict:
    """(conductivity mm2/h, storage, loss 1/h) by layer, channel diffusivity, watery permeability mm/h."""
    mw, log_k, fu = active["mw"], active["log_k"], active["fu"]

    def uncharged(at: float) -> float:
        sign = {"acid": 1, "base": -1}.get(active.get("charge", ""), 0)
        return 1.0 if sign == 0 else 1 / (1 + 10 ** (sign * (at - active["pka"])))

    def rule(at: float) -> float:
        log = v("kp_intercept") + v("kp_gain_with_log_k") * log_k - v("kp_loss_with_weight") * mw
        return 10**log * 36000 * (uncharged(at) + v("ion_ratio") * (1 - uncharged(at)))

    scatter = (
        10 ** v("kp_scatter")
        * v("site_ratio.face")
        * (1.0 if occluded or not living else v("open_air_ratio"))
    )
    d_free = 10 ** (v("diffusivity_intercept") + v("diffusivity_slope") * np.log10(mw)) * 3.6e5
    water, albumin, body = v("tissue_water_share"), v("albumin_share"), v("tissue_ph")
    bound = albumin * (1 - fu) / fu
    moving = water * (d_free + bound * min(v("bound_diffusivity_mm2_per_day") / H_PER_D, d_free))
    stored = water * (1 - albumin + albumin / fu + v("lipid_share") * uncharged(body) * 10**log_k)
    wall = v("capillary_kp_ratio") * rule(body)
    wall += (
        v("pore_permeability_mm_per_day")
        / H_PER_D
        * (v("pore_reference_da") / mw) ** v("pore_weight_exponent")
    )
    leak, flow = wall * v("capillary_area_per_mm"), v("blood_flow_per_day") / H_PER_D / fu
    loss = 1 / (1 / leak + 1 / flow) + v("lymph_per_day") / H_PER_D * water if living else 0.0
    slow = v("subcutis_ratio")
    return {
        "corneum": (
            rule(ph) * scatter * sc_mm,
            v("corneum_lipid_share") * uncharged(ph) * 10 ** (v("kp_gain_with_log_k") * log_k)
            + v("corneum_water_share"),
            0.0,
        ),
        "epidermis": (moving * v("epidermis_diffusivity_ratio"), stored, 0.0),
        "dermis": (moving, stored, loss),
        "subcutis": (moving * slow, stored, loss * slow),
        "channel": v("channel_diffusivity_ratio") * d_free,
        "watery": watery(v, mw, uncharged(ph) if active.get("charge") == "acid" else 1.0)
        * scatter
        * d_free
        / sc_mm,
    }


def watery(v, mw: float, uncharged: float) -> float:
    """Share of the corneum's area that watery ways take: anions are kept out, large molecules too."""

    def left(x: float) -> float:
        y = min(x, 0.6)
        return (1 - y) ** 2 * (1 - 2.104 * y + 2.09 * y**3 - 0.95 * y**5) * np.exp(9 * (y - x))

    nm = 0.39 * (mw / 180) ** 0.33 if mw < 2000 else 0.39 * (2000 / 180) ** 0.33 * (mw / 2000) ** 0.58
    few = v("wide_pore_share")
    here, glucose = (
        (1 - few) * left(r / v("polar_pore_nm")) + few * left(r / v("wide_pore_nm")) for r in (nm, 0.39)
    )
    return v("polar_area_share") * (uncharged + v("anion_ratio") * (1 - uncharged)) * here / glucose


def wet_product_ml(v, active: dict, ph: float, volume_ml: float, dose_ug: float) -> float:
    """Water that would hold what lies on the skin under a wrap: the product's own, its oil's, or what dissolves."""
    sign = {"acid": 1, "base": -1}.get(active.get("charge", ""), 0)
    free = 1 / (1 + 10 ** (sign * (ph - active["pka"]))) if sign else 1.0
    soluble = min(active["soluble"] / free, max(v("greatest_solubility_share"), active["soluble"])) * 1e6
    room = volume_ml + 0.1 * v("film_oil_mm") * free * 10 ** active["log_k"]
    return (room**6 + (dose_ug / soluble) ** 6) ** (1 / 6)


def krogh(area: np.ndarray) -> np.ndarray:
    """Exchange of one channel per length over the conductivity, from the solution in an annulus of radius 1."""
    inner = np.sqrt(np.clip(area, 1e-12, 0.99))
    gap = 1 - inner**2
    # Mean of c - c_wall over the annulus for one unit of uniform uptake, by hand from r c' = s (r^2 - 1) / 2.
    mean = (np.log(1 / inner) / 2 - gap / 4 - gap**2 / 8) / gap
    return np.pi * gap / mean


class Skin:
    """Layers [(name, thickness mm)] on nodes at their borders; channels by profile(z) -> (area, per mm2)."""

    def __init__(self, layers: list[tuple[str, float]], numbers: dict, profile, open_at, per_layer: int):
        faces, kind = [0.0], []
        for name, thick in layers:
            share = (np.arange(per_layer) + 1) / per_layer
            faces += list(faces[-1] + thick * share ** (1.6 if name == "subcutis" else 1.0))
            kind += [name] * per_layer
        self.z, self.names, self.per_layer = np.array(faces), [name for name, _ in layers], per_layer
        self.width, middle = np.diff(self.z), 0.5 * (self.z[1:] + self.z[:-1])
        self.lam, self.stored, self.loss = (np.array([numbers[name][k] for name in kind]) for k in range(3))
        self.area, self.per_mm2 = profile(middle)
        top, crowd = self.area[0], self.per_mm2[0]
        self.mouth = 0.4 * numbers["channel"] * np.sqrt(top * crowd / np.pi)  # n 4 r D of all mouths
        self.open_at, self.pipe, self.watery = open_at, numbers["channel"], numbers["watery"]

    def shared(self, each: np.ndarray) -> np.ndarray:
        """Half of what belongs to an interval goes to either of its nodes."""
        found = np.zeros(self.z.size)
        found[:-1] += each / 2
        found[1:] += each / 2
        return found

    def parts(self, hour: float) -> tuple[np.ndarray, ...]:
        """Capacities of tissue and channel, conductances down, exchange, ends, loss; all in mL/cm2(/h)."""
        a, mm = self.area * self.open_at(hour), 0.1 * self.width
        fewer = np.maximum(self.per_mm2 - np.append(self.per_mm2[1:], 0), 0)
        radius = np.sqrt(a / np.pi / np.maximum(self.per_mm2, 1e-12))
        below = np.append(self.lam[1:], self.lam[-1])
        ends = np.append(0, 0.4 * fewer * radius * below / (1 - np.sqrt(a)) ** 1.5)
        return (
            self.shared(mm * (1 - a) * self.stored),
            np.maximum(self.shared(mm * a), 1e-12),
            0.1 * self.lam * (1 - a) / self.width,
            0.1 * self.pipe * a / self.width,
            self.shared(mm * self.per_mm2 * self.lam * krogh(a)) + ends,
            self.shared(mm * (1 - a) * self.loss),
        )

    def split(
        self, state: np.ndarray, hour: float, product_ml: float
    ) -> tuple[np.ndarray, np.ndarray, float]:
        """Amounts in tissue, in channels and on the surface; the first tissue node is one with the product."""
        count = self.z.size
        tissue = self.parts(hour)[0]
        head = state[0] / (product_ml + tissue[0])
        in_tissue = np.concatenate([[head * tissue[0]], state[1 : count - 1], [0.0]])
        return in_tissue, state[count - 1 : 2 * count - 1], head * product_ml

    def rate(self, hour: float, state: np.ndarray, product_ml: float) -> np.ndarray:
        """d/dt of [product, tissue nodes, channel nodes, out]."""
        tissue, channel, down, pipe, across, taken = self.parts(hour)
        in_tissue, in_channel, surface = self.split(state, hour, product_ml)
        u, w = in_tissue / tissue, in_channel / channel
        u[0] = surface / product_ml
        drunk = self.mouth * np.sqrt(self.open_at(hour)) * (u[0] - w[0])
        flow, run, swap = down * (u[:-1] - u[1:]), pipe * (w[:-1] - w[1:]), across * (w - u)
        gain_u, gain_w = swap - taken * u, -swap
        gain_u[:-1] -= flow
        gain_u[1:] += flow
        gain_w[:-1] -= run
        gain_w[1:] += run
        gain_w[0] += drunk
        through = 0.1 * self.watery * (u[0] - u[self.per_layer])
        gain_u[self.per_layer] += through
        out = (taken * u).sum() + gain_u[-1]  # the last tissue node is the sink
        return np.concatenate([[gain_u[0] - drunk - through], gain_u[1:-1], gain_w, [out]])


def deliver(skin: Skin, dose_ug_cm2: float, product_ml, hours: np.ndarray) -> dict[str, np.ndarray]:
    """Amounts (ug/cm2) at `hours` on the surface, in each layer, and `out` (taken by blood or below)."""
    start = np.zeros(2 * skin.z.size)
    start[0] = dose_ug_cm2
    done = solve_ivp(
        lambda hour, state: skin.rate(hour, state, product_ml(hour)),
        (0, hours[-1]),
        start,
        "BDF",
        hours,
        rtol=1e-6,
        atol=1e-7 * dose_ug_cm2,
    )
    assert done.success
    found = {name: np.zeros(hours.size) for name in ("surface", *skin.names)}
    for k, hour in enumerate(hours):
        tissue, channel, found["surface"][k] = skin.split(done.y[:, k], hour, product_ml(hour))
        both, shares = tissue + channel, skin.parts(hour)[0]
        for n, name in enumerate(skin.names):
            low, high = n * skin.per_layer, (n + 1) * skin.per_layer
            top = both[low] if n == 0 else both[low] * _share(skin, low, above=False)
            end = both[high] * _share(skin, high, above=True) if high < shares.size - 1 else 0.0
            found[name][k] = top + both[low + 1 : high].sum() + end
    return found | {"out": done.y[-1]}


def _share(skin: Skin, node: int, above: bool) -> float:
    """Share of a border node's amount that lies in the layer above (or below) it."""
    over, under = (skin.width[k] * skin.stored[k] for k in (node - 1, node))
    return (over if above else under) / (over + under)
