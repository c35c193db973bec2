"""One arm of the calibration as a model text: the tissues that its readings judge, and what the readings move with.

Several tissues (acne scars of mixed kind) stand side by side in one model: what belongs to one bears its name as a
prefix (`rolling_scar_dent_mm`), the registry's numbers are shared. Gains of raters' scores and ratios of instruments
are assignment rules over zone means, with the baseline as numbers; see `outcomes.lesions`, `.field`, `.matrix`:

    depth = filling - sum over zones part (1 + remodelled) + dent
    gain = visible [w (1 - depth/depth0) + (1 - w) colour] - s disarray

The device and the people are the middle ones of the arm. Breaks down (`KeyError`) for readings without such a text;
ask `TEXTS` first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..evidence.registry import Values
from ..outcomes import colour, lesions, matrix
from ..people.recipe import typical_people
from ..protocol.protocol import Prepared
from ..skin.lesion import lesion_key, lesions_of
from ..skin.tissue import ZONES, TissueTrajectory
from ..studies.arm import Arm, Latent, concern, follow, protocol_of_arm, recipe
from ..studies.published import Reported
from ..studies.readings import READINGS
from ..studies.study import Study
from .dimensions import ONE, Dimension
from .mathml import renamed
from .model_text import ModelText, Quantity, Switch, model_text

MM = Dimension(mm=1)


def prepared(study: Study, values: Values, until_day: float) -> Prepared:
    """The arm for its middle person and device, for every draw of `values`, not yet run."""
    people, latent = typical_people(recipe(study), values), Latent.middle(values.count)
    return protocol_of_arm(study, people, values, latent, np.array([float(until_day)])).prepare(values)


@dataclass
class ArmModel:
    """A model under construction: the model text, the arm at baseline, the name prefix of each of its tissues."""

    written: ModelText
    baseline: Arm
    prefix: Mapping[str, str]
    values: Values

    def at_baseline(self, kind: str, name: str, found: float, unit: Dimension = ONE) -> str:
        """Name of a number at baseline, written down once."""
        own = f"{self.prefix[kind]}rest_{name}"
        if own not in self.written.quantities:
            words = f"{name.replace('_', ' ')} at baseline, {kind}"
            self.written.add(Quantity(own, words, unit, float(found)))
        return own

    def number(self, key: str) -> str:
        """A number of the registry: the name of the constant where the equations read it too, else as it stands."""
        shared = next((name for name, item in self.written.quantities.items() if item.key == key), None)
        return repr(float(self.values[key][0])) if shared is None else shared

    def assign(self, name: str, label: str, text: str) -> str:
        """A dimensionless quantity that an expression gives."""
        if name not in self.written.quantities:
            self.written.add(Quantity(name, label, ONE, None, fixed=False))
            self.written.assigned[name] = text
        return name


def arm_model(study: Study, rows: list[Reported], values: Values) -> tuple[ArmModel, dict[str, str]]:
    """The model of an arm and, for each row, the name of what its reading moves with; `values` is one draw."""
    until = max(row.reading.day_at for row in rows) + 1.0
    done = prepared(study, values, until)
    kinds = list(dict.fromkeys(kind for row in rows for kind in tissues_of(study, row)))
    prefix = {kind: f"{lesion_key(kind)}_" if len(kinds) > 1 else "" for kind in kinds}
    parts = {k: model_text(done.pose(k)) for k in kinds}
    people = typical_people(recipe(study), values)
    days = np.array([0.0, max((until, *study.days)) + 1.0])
    rest = follow(study, people, values, Latent.middle(1), days)
    model = ArmModel(begun(side_by_side(parts, prefix)), rest, prefix, values)
    return model, {row.row: _moves_with(model, study, row) for row in rows}


def side_by_side(parts: Mapping[str, ModelText], prefix: Mapping[str, str]) -> ModelText:
    """Several models as one: names prefixed, numbers of the registry shared."""
    if len(parts) == 1:
        return next(iter(parts.values()))
    whole = ModelText()
    by_day: dict[float, Switch] = {}
    for kind, part in parts.items():
        names = {name: f"{prefix[kind]}{name}" for name, item in part.quantities.items() if not item.key}
        for name, item in part.quantities.items():
            if name in names or name not in whole.quantities:
                whole.add(replace(item, name=names.get(name, name), label=f"{item.label}, {kind}"))
            elif whole.quantities[name].value != item.value:
                raise ValueError(f"{name} differs between tissues of one draw")
        whole.assigned |= {names[name]: renamed(text, names) for name, text in part.assigned.items()}
        whole.rates |= {names[name]: renamed(text, names) for name, text in part.rates.items()}
        for switch in part.switches:
            changes = {names.get(name, name): change for name, change in switch.changes.items()}
            same = by_day.get(switch.day, replace(switch, changes={}))
            by_day[switch.day] = replace(same, changes={**same.changes, **changes})
        whole.flat += tuple(names[name] for name in part.flat)
    whole.switches += by_day.values()
    return whole


def begun(written: ModelText) -> ModelText:
    """The model just after what happens on day 0: start values hold it, since programs differ in events there."""
    now = ModelText(dict(written.quantities), written.assigned, written.rates, [], written.flat)
    for switch in written.switches:
        if switch.day > 0:
            now.switches.append(switch)
            continue
        for name, (scale, add) in switch.changes.items():
            item = now.quantities[name]
            now.quantities[name] = replace(item, value=scale * float(item.value or 0.0) + add)
    return now


def above_zero(text: str) -> str:
    """max(text, 0) without the branches over which some programs that compile a model stumble."""
    return f"(({text}) + abs({text}))/2"


def tissues_of(study: Study, row: Reported) -> tuple[str, ...]:
    """The tissues that a reading judges."""
    family = READINGS[row.reading.scale].family_for(study.population.condition)
    asked = concern(study)
    if family in LESIONS and asked is not None:
        part = row.reading.part
        narrowed = asked.model_copy(update={"subtype": part}) if part not in (None, "mixed") else asked
        return lesions_of(narrowed)
    if family == "instrument" and row.reading.scale in OF_BIOPSY and asked is not None:
        return lesions_of(asked)[:1] or ("skin",)
    return ("skin",)


def _moves_with(model: ArmModel, study: Study, row: Reported) -> str:
    family = READINGS[row.reading.scale].family_for(study.population.condition)
    kinds = tissues_of(study, row)
    if family in LESIONS:
        gains = [_lesion_gain(model, kind) for kind in kinds]
        if len(gains) == 1:
            return gains[0]
        mean = f"({' + '.join(gains)})/{len(gains)}"
        return model.assign(f"gain_of_{len(gains)}_kinds", "mean visible gain of the lesions", mean)
    name = row.reading.scale if family == "instrument" else family
    return TEXTS[name](model, kinds[0])


def _lesion_gain(model: ArmModel, kind: str) -> str:
    own, p = lesion_key(kind), model.prefix[kind]
    lesion, surround = model.baseline.tissues[kind], model.baseline.tissues["skin"]
    thickness, held = lesion.thickness_mm[0], matrix.intact(lesion.baseline)[0]
    filling = float((thickness * matrix.intact(surround.baseline)[0]).sum())
    start = lesions.scar_depth_mm(lesion.baseline, lesion.baseline, surround, lesion.thickness_mm)[0]
    start = max(float(start), float(model.values["scales.scar_depth_floor_mm"][0]))
    parts = [model.at_baseline(kind, "filling_around_mm", filling, MM)]
    for place, zone in enumerate(ZONES):
        part = model.at_baseline(kind, f"filling_{zone}_mm", float(thickness[place] * held[place]), MM)
        parts.append(f"{part}*(1 + {p}{zone}_remodelled)")
    sunk = above_zero(f"{' - '.join(parts)} + {p}dent_mm")
    depth = f"{sunk}/{model.at_baseline(kind, 'depth_mm', start, MM)}"
    shade, weight = _colour_gain(model, kind), model.number(f"scales.depth_weight.{own}")
    visible = model.number(f"scales.visible_share.{own}")
    seen = f"{visible}*({weight}*(1 - {depth}) + (1 - {weight})*({above_zero(f'{shade} + 1')} - 1))"
    text = f"{seen} - {model.number('damage.seen_by_disarray')}*{p}disarray"
    return model.assign(f"{p}gain", f"visible gain, {kind}", text)


def _colour_gain(model: ArmModel, kind: str) -> str:
    """Share of the difference in colour to the surrounding skin that is gone."""
    p, lesion, surround = model.prefix[kind], model.baseline.tissues[kind], model.baseline.tissues["skin"]
    field = model.at_baseline(kind, "melanin_around", colour.melanin(surround.baseline, model.values)[0])
    vessels = colour.papillary_or_whole(surround.baseline.proliferation.vessels)[0]
    flow = model.at_baseline(kind, "vessels_around", vessels)
    start = float(lesions.colour_difference(lesion.baseline, lesion.baseline, surround, model.values)[0])
    floor = max(start, float(model.values["measures.contrast_floor"][0]))
    here = f"({p}melanin_epidermis + {p}melanin_corneum + {model.number(DERMAL)}*{p}melanin_dermis)"
    red = f"{model.number('measures.redness_by_vessels')}*abs({p}papillary_vessels/{flow} - 1)"
    own = model.at_baseline(kind, "melanin", colour.melanin(lesion.baseline, model.values)[0])
    dark = f"({own} + {above_zero(f'{here} - {own}')})"
    difference = f"abs({dark}/{field} - 1) + {red}"
    return f"({start!r} - ({difference}))/{floor!r}"


def _fine_lines(model: ArmModel, kind: str) -> str:
    """Gain in crease depth as eyes take it: what one has got used to no longer counts."""
    p, rest = model.prefix[kind], model.baseline.tissues[kind].baseline
    crease = model.at_baseline(kind, "crease_depth", rest.surface_topography.crease_depth[0])
    gain = model.assign(f"{p}crease_gain", "gain in crease depth", f"1 - {p}crease_depth/{crease}")
    used_to = above_zero(f"{p}habituation")
    text = f"{above_zero(f'{gain} - {used_to}')} - {above_zero(f'-{gain}')}"
    return model.assign(f"{p}gain_fine_lines", "perceived gain in fine lines", text)


def _texture(model: ArmModel, kind: str) -> str:
    p, rest = model.prefix[kind], model.baseline.tissues[kind].baseline
    gain = _fine_lines(model, kind)
    cells = model.at_baseline(kind, "corneocytes", rest.turnover.corneocytes[0], Dimension(mm=-2, cell=1))
    names = ("crease", "corneocytes", "open_area")
    a, b, c = (model.number(f"measures.roughness_by_{name}") for name in names)
    rough = f"(1 - {gain})**{a}*({p}corneocytes/{cells})**(-{b})*(1 + {c}*{p}opening_fraction)"
    return model.assign(f"{p}gain_texture", "gain in texture", f"1 - {rough}")


def _firmness(model: ArmModel, kind: str) -> str:
    p, rest = model.prefix[kind], model.baseline.tissues[kind].baseline
    a, b = (model.number(f"measures.recovery_by_{name}") for name in ("stiffness", "elastotic"))
    load, elastic = (
        model.number(f"surface_topography.stiffness_by_{name}") for name in ("collagen", "elastin")
    )
    parts = []
    for place, zone in enumerate(ZONES):
        own = model.at_baseline(kind, f"{zone}_elastic", rest.elastin.elastic[0, place])
        held = f"((1 + {p}{zone}_remodelled)*{p}{zone}_vigour)"
        parts.append(f"{held}**{load}*({p}{zone}_elastic/{own})**{elastic}")
    old = model.at_baseline(kind, "papillary_elastotic", rest.elastin.elastotic[0, 0])
    clearing = f"((1 + {old})/(1 + {p}papillary_elastotic))**{b}"
    text = f"1 - 1/(({'*'.join(parts)})**{a}*{clearing})"
    return model.assign(f"{p}gain_firmness", "gain in firmness", text)


def _melasma(model: ArmModel, kind: str) -> str:
    p, rest = model.prefix[kind], model.baseline.tissues[kind].baseline
    surround = float(colour.melanin(rest, model.values)[0])
    patch = float(colour.melanin(rest, model.values, lesional=True)[0])
    start = max(patch - surround, float(model.values["measures.contrast_floor"][0]))
    dermal = f"{model.number(DERMAL)}*{p}melanin_dermis"
    here = f"{p}lesional_melanin_epidermis + {p}lesional_melanin_corneum + {dermal}"
    field = model.at_baseline(kind, "melanin", surround)
    contrast = model.at_baseline(kind, "lesional_contrast", start)
    return model.assign(f"{p}gain_spot", "gain of the darker patch", f"1 - ({here} - {field})/{contrast}")


def _ratio(name: str, label: str, key: str, states: tuple[str, ...]) -> Callable[[ArmModel, str], str]:
    """An instrument that reads a power of a sum of states over its baseline."""

    def made(model: ArmModel, kind: str) -> str:
        p, rest = model.prefix[kind], model.baseline.tissues[kind]
        total = sum(_resting(rest, state) for state in states)
        unit = model.written.quantities[f"{p}{states[0]}"].dimension
        start = model.at_baseline(kind, f"sum_of_{name}", total, unit)
        now = " + ".join(f"{p}{state}" for state in states)
        return model.assign(f"{p}ratio_{name}", label, f"(({now})/{start})**{model.number(key)}")

    return made


def _resting(tissue: TissueTrajectory, state: str) -> float:
    """A state at baseline; `papillary_<state>` is its papillary mean."""
    plain = state.removeprefix("papillary_")
    group = tissue.baseline.collagen if state != plain else tissue.baseline.turnover
    found = np.asarray(getattr(group, plain)[0])
    return float(found[0] if found.ndim else found)


DERMAL = "measures.dermal_melanin_weight"
OF_BIOPSY = ("stained_collagen", "stained_reticulin")
LESIONS = ("acne_scar", "other_scar", "striae")
TEXTS: dict[str, Callable[[ArmModel, str], str]] = {
    "fine_lines": _fine_lines,
    "texture": _texture,
    "firmness": _firmness,
    "melasma": _melasma,
    "epidermal_thickness": _ratio(
        "epidermal_thickness",
        "living epidermis over baseline",
        "measures.thickness_by_cells",
        ("basal", "suprabasal"),
    ),
    "stained_collagen": _ratio(
        "stained_collagen",
        "stained collagen over baseline",
        "measures.stained_area_exponent",
        ("papillary_type3", "papillary_type1_new", "papillary_type1_mature"),
    ),
    "stained_reticulin": _ratio(
        "stained_reticulin",
        "silver-stained fibres over baseline",
        "measures.silver_area_exponent",
        ("papillary_type3", "papillary_type1_new"),
    ),
}
