"""One person's model as text: every quantity, equation and switch, each under one name of its own.

    state' = rate (time in days),    helper = expression,    at a day: quantity <- scale quantity + add

Layers are numbered from the top: `type3_layer_07`. Exchange of a signal c between neighbouring nodes is written out,

    D [(c_above - c)/distance_above - (c - c_below)/distance_below] / thickness

and `papillary_<state>` and `reticular_<state>` are the thickness-weighted means of the two zones. The texts are
those of the healing processes with their names replaced; the numbers are those that `healing.run` poses. Formats
(`exchange.sbml`) only write this down. Made for one draw; more raise ValueError.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..engine.generated import layout
from ..engine.problem import Problem
from ..evidence.registry import Values
from ..healing.baseline_names import BASELINE, LAYER_BASELINE
from ..healing.cascade import PROCESSES
from ..healing.process import COMPARTMENT, DRIVERS, EPIDERMIS, LAYER, State
from ..healing.run import PosedTissue, Setting, diffusivity_key
from ..healing.session_effect import SessionEffect
from ..observation.observer import OBSERVERS
from ..skin.tissue import ZONES
from ..units import promised_unit
from .dimensions import ONE, PER_DAY, Dimension, dimension_of, expect, infer
from .mathml import renamed

WRITTEN = (*PROCESSES, *OBSERVERS)  # the processes whose text a model holds, in the order of the kernel


@dataclass(frozen=True)
class Quantity:
    """A number, state or helper. `value` is that at the start; None where an equation gives it."""

    name: str
    label: str
    dimension: Dimension
    value: float | None
    about: str = ""
    fixed: bool = True  # neither an equation nor a switch ever changes it
    key: str = ""  # of the registry, for numbers that stand there


@dataclass(frozen=True)
class Switch:
    """At `day`, all at once: each named quantity becomes scale * itself + add."""

    name: str
    label: str
    day: float
    changes: Mapping[str, tuple[float, float]]


@dataclass
class ModelText:
    """The whole model. `assigned` and `rates` give expressions by name; both read names of `quantities`."""

    quantities: dict[str, Quantity] = field(default_factory=dict)
    assigned: dict[str, str] = field(default_factory=dict)
    rates: dict[str, str] = field(default_factory=dict)
    switches: list[Switch] = field(default_factory=list)
    flat: tuple[str, ...] = ()  # names of the states in the order of the kernel

    def add(self, quantity: Quantity) -> None:
        """Add a quantity; raises `ValueError` where its name is taken."""
        if quantity.name in self.quantities:
            raise ValueError(f"two quantities are called {quantity.name}")
        self.quantities[quantity.name] = quantity

    def assign(self, name: str, label: str, text: str, about: str = "") -> None:
        """A quantity that an expression gives at all times; its unit is inferred."""
        known = {key: quantity.dimension for key, quantity in self.quantities.items()}
        self.add(Quantity(name, label, infer(text, known), None, about, fixed=False))
        self.assigned[name] = text


def model_text(tissue: PosedTissue) -> ModelText:
    """The equations of one draw of a tissue with its sessions and adjuncts, from day 0 to the last output day."""
    setting, posed = tissue.setting, tissue.problem
    if setting.values.count != 1:
        raise ValueError(f"one model is written for one draw, not for {setting.values.count}")
    model = ModelText()
    for quantity in (*_constants(posed, setting.values), *_geometry(setting), *_drivers(posed)):
        model.add(quantity)
    names = _layer_names(setting.geometry.count)
    _add_states(model, posed, names)
    for layer, own in enumerate(names):
        for place, name in enumerate(layout.LAYER_BASELINE):
            unit, about = LAYER_BASELINE[name]
            value = float(posed.layer_baseline[0, layer, place])
            model.add(Quantity(own[name], _in_layer(name, layer), dimension_of(unit), value, about))
    _add_zone_means(model, names, int(setting.geometry.is_papillary.sum()))
    _add_helpers(model, names)
    _add_rates(model, names)
    model.switches += _switches(posed, tissue.session_effects, model.flat)
    return model


def _words(name: str) -> str:
    return name.replace("_", " ")


def _in_layer(name: str, layer: int) -> str:
    return f"{_words(name)}, layer {layer + 1}"


def _layer_names(count: int) -> list[dict[str, str]]:
    """For each layer, what the names of its states, numbers and helpers become."""
    digits = max(2, len(str(count)))
    helpers = [name for process in WRITTEN for name in process.helpers.get(LAYER, {})]
    own = (
        *layout.LAYER_STATES,
        *layout.LAYER_BASELINE,
        *helpers,
        "share_of_zone",
        "thickness_mm",
        "distance_above_mm",
    )
    return [{name: f"{name}_layer_{layer + 1:0{digits}}" for name in own} for layer in range(count)]


def _constants(posed: Problem, values: Values) -> Iterator[Quantity]:
    for place, name in enumerate(layout.CONSTANTS):
        value, key = float(posed.constants[0, place]), layout.CONSTANT_KEYS.get(name, "")
        if key:
            entry = values.registry[key]
            yield Quantity(name, _words(name), dimension_of(entry.unit), value, entry.about, key=key)
        else:
            unit, about = BASELINE[name]
            yield Quantity(name, _words(name), dimension_of(unit), value, about)
    for signal in layout.SIGNALS:
        entry = values.registry[diffusivity_key(signal)]
        name, value = f"{signal}_diffusivity", float(values[entry.key][0])
        yield Quantity(name, _words(name), dimension_of(entry.unit), value, entry.about, key=entry.key)


def _geometry(setting: Setting) -> Iterator[Quantity]:
    """Thickness of every node, distance of its middle from that of the node above, share of its zone."""
    geometry, length = setting.geometry, dimension_of("mm")
    above = epidermis = float(geometry.epidermis_mm[0])
    yield Quantity("thickness_epidermis_mm", "thickness of the living epidermis", length, epidermis)
    weights = geometry.zone_weights()[0].sum(axis=0)
    for layer, own in enumerate(_layer_names(geometry.count)):
        thickness = float(geometry.thickness_mm[0, layer])
        distance, about = 0.5 * (above + thickness), "from its middle to that of the node above"
        yield Quantity(own["thickness_mm"], _in_layer("thickness", layer), length, thickness)
        yield Quantity(own["distance_above_mm"], _in_layer("distance", layer), length, distance, about)
        share, about = float(weights[layer]), "its weight in the mean of its zone"
        yield Quantity(own["share_of_zone"], _in_layer("share of its zone", layer), ONE, share, about)
        above = thickness


def _drivers(posed: Problem) -> Iterator[Quantity]:
    for place, (name, about) in enumerate(DRIVERS.items()):
        course = posed.drivers[0, :, place]
        unit = dimension_of(promised_unit(name))
        yield Quantity(
            name, _words(name), unit, float(course[0]), about, fixed=bool((course == course[0]).all())
        )


def _add_states(model: ModelText, posed: Problem, names: list[dict[str, str]]) -> None:
    """Every state at baseline, in the flat order of the kernel."""
    about = {state.name: state for process in WRITTEN for state in process.states}
    flat: list[tuple[str, str, State]] = [
        (name, _words(name), about[name]) for name in layout.EPIDERMIS_STATES
    ]
    flat += [
        (own[name], _in_layer(name, k), about[name])
        for k, own in enumerate(names)
        for name in layout.LAYER_STATES
    ]
    flat += [(name, _words(name), about[name]) for name in layout.COMPARTMENT_STATES]
    for (name, label, state), value in zip(flat, posed.start[0], strict=True):
        model.add(Quantity(name, label, dimension_of(state.unit), float(value), state.about, fixed=False))
    model.flat = tuple(name for name, _, _ in flat)


def _add_zone_means(model: ModelText, names: list[dict[str, str]], papillary_count: int) -> None:
    zones = (names[:papillary_count], names[papillary_count:])
    for zone, members in zip(ZONES, zones, strict=True):
        for name in layout.LAYER_STATES:
            text = " + ".join(f"{own['share_of_zone']}*{own[name]}" for own in members)
            model.assign(f"{zone}_{name}", f"{_words(name)}, {zone} mean", text)


def _add_helpers(model: ModelText, names: list[dict[str, str]]) -> None:
    """Helpers in the order of the processes, which never read one that comes later."""
    for place in (EPIDERMIS, COMPARTMENT):
        for name, text in _helpers(place).items():
            model.assign(name, _words(name), renamed(text, {}))
    for layer, own in enumerate(names):
        for name, text in _helpers(LAYER).items():
            model.assign(own[name], _in_layer(name, layer), renamed(text, own))


def _helpers(place: str) -> dict[str, str]:
    return {name: text for process in WRITTEN for name, text in process.helpers.get(place, {}).items()}


def _add_rates(model: ModelText, names: list[dict[str, str]]) -> None:
    rates = {name: text for process in WRITTEN for name, text in process.rates.items()}
    nodes = [dict(zip(layout.SIGNALS, layout.EPIDERMIS_STATES, strict=False)), *names]
    flows = [_flows(nodes, node) for node in range(len(nodes))]
    for name in layout.EPIDERMIS_STATES:
        model.rates[name] = renamed(rates[name], {}) + flows[0].get(name, "")
    for own, flow in zip(names, flows[1:], strict=True):
        for name in layout.LAYER_STATES:
            model.rates[own[name]] = renamed(rates[name], own) + flow.get(own[name], "")
    for name in layout.COMPARTMENT_STATES:
        model.rates[name] = renamed(rates[name], {})
    known = {key: quantity.dimension for key, quantity in model.quantities.items()}
    for name, text in model.rates.items():
        expect(text, known, known[name].times(PER_DAY))


def _flows(nodes: list[dict[str, str]], node: int) -> dict[str, str]:
    """Exchange of each signal with the nodes above and below, by the name of the state."""
    found = {}
    for signal in layout.SIGNALS:
        here, terms = nodes[node][signal], []
        if node > 0:
            terms.append(f"({nodes[node - 1][signal]} - {here})/{nodes[node]['distance_above_mm']}")
        if node + 1 < len(nodes):
            terms.append(f"({nodes[node + 1][signal]} - {here})/{nodes[node + 1]['distance_above_mm']}")
        thickness = nodes[node].get("thickness_mm", "thickness_epidermis_mm")
        found[here] = f" + {signal}_diffusivity*({' + '.join(terms)})/{thickness}"
    return found


def _switches(
    posed: Problem, session_effects: Sequence[SessionEffect], flat: Sequence[str]
) -> Iterator[Switch]:
    """One switch a day on which there is a session or an adjunct changes; drivers of the first day are start values."""
    sessions = {float(item.day): number for number, item in enumerate(session_effects, 1)}
    adjunct_changes = 0
    for segment, day in enumerate(posed.segment_day[:-1].tolist()):
        scale, add = posed.jump_scale[0, segment], posed.jump_add[0, segment]
        changes = {
            name: (float(a), float(b))
            for name, a, b in zip(flat, scale, add, strict=True)
            if a != 1.0 or b != 0.0
        }
        if segment:
            now, before = posed.drivers[0, segment], posed.drivers[0, segment - 1]
            changes |= {name: (0.0, float(now[k])) for k, name in enumerate(DRIVERS) if now[k] != before[k]}
        if changes:
            number, adjunct_changes = sessions.get(day), adjunct_changes + (day not in sessions)
            label = f"session {number}" if number else f"adjuncts change: {', '.join(map(_words, changes))}"
            yield Switch(f"session_{number}" if number else f"care_{adjunct_changes}", label, day, changes)
