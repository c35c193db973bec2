"""The model of one person and course as SBML Level 3 Version 2 core, for any program that integrates SBML.

    numbers, states, helpers -> parameters;  state' = rate -> rate rules;  helpers, zone means -> assignment rules;
    sessions and changes of adjuncts -> events at their day, all their changes at once

States are parameters under rate rules, not species: they are mostly amounts relative to young skin, and cross no
membrane that SBML could know. Time is in days, every quantity has a unit, every number of the registry carries its
grade, range and sources as an annotation, and the model lists all numbers that it was made from. The numbers are the
nominal ones unless others are given. Breaks for more than one draw; outcomes and scales are not part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import numpy as np

from .. import MODEL_NUMBER, __version__
from ..course.course import Course
from ..course.protocol import protocol_of
from ..course.screen import overridden
from ..course.zones.parts import one_zone
from ..errors import InputError, Mistake, did_you_mean, visible
from ..evidence.registry import Entry, Registry, Values, registry
from ..evidence.sources import count_by_grade, numbers_behind
from ..healing.run import PosedTissue, Setting
from ..inputs.questions import refuse, to_write_sbml
from ..phrases import overridden_words
from ..skin.layers import LAYERS, layered
from ..skin.lesion import tissue_kinds
from .dimensions import Dimension
from .mathml import affine, math, time_reached
from .model_text import ModelText, Quantity, Switch, model_text

CORE = "http://www.sbml.org/sbml/level3/version2/core"
XHTML = "http://www.w3.org/1999/xhtml"
EVIDENCE = "urn:microneedling:evidence"
BASES = (("item", "cell", 0, 1), ("metre", "mm", -3, 1), ("second", "day", 0, 86400))
NOT_FOR = "NOT A MEDICAL DEVICE: for education, research and consultation support only."
MIDDLES = "Numbers are the middles of their priors, as nominal runs use them; one person, no uncertainty."


def tissue_of(course: Course, tissue: str | None = None) -> str:
    """The tissue named, if the course has it; without a name the first lesion of its concerns, else the skin."""
    kinds = tissue_kinds(course.concerns)
    if tissue is None:
        lesions = kinds[1:]
        return lesions[0] if lesions else kinds[0]
    if tissue not in kinds:
        raise InputError(
            "export", [Mistake("tissue", f'"{tissue}"', ", ".join(kinds), did_you_mean(tissue, kinds))]
        )
    return tissue


def course_sbml(
    course: Course,
    tissue: str | None = None,
    layers: int = LAYERS,
    values: Values | None = None,
    override_stop: bool = False,
) -> str:
    """SBML text of a course: one of its tissues, nominal numbers unless `values` (one draw) are given.

    Raises `InputError` for a tissue that the course has not, or fewer than two layers; `Refused` where the safety
    screen says stop, unless `override_stop`, which is remarked on in the text.
    """
    course = one_zone(course, "export")
    let_through = overridden(course, override_stop)
    remarks = [overridden_words(let_through)] if let_through else []
    kind = tissue_of(course, tissue)
    refuse("export", to_write_sbml(layers))
    remarks = [*remarks, MIDDLES] if values is None else remarks
    values = registry().nominal() if values is None else values
    until = [float(max(course.until_day, course.assessment_day))]
    posed = protocol_of(course, np.array(until), geometry=layered(layers)).prepare(values).pose(kind)
    return column_sbml(posed, f"{course.title}: {kind}", remarks)


def column_sbml(tissue: PosedTissue, title: str, remarks: Sequence[str] = ()) -> str:
    """SBML text of one draw of a tissue, with all switches up to its last output day."""
    words = [*_tissue_words(tissue.setting), *remarks]
    return text_sbml(model_text(tissue), tissue.setting.values, title, words)


def text_sbml(written: ModelText, values: Values, title: str, remarks: Sequence[str] = ()) -> str:
    """SBML text of any model text; `values` are the numbers that it was made from."""
    root = Element("sbml", {"xmlns": CORE, "xmlns:sbml": CORE, "level": "3", "version": "2"})
    attributes = {
        "id": "column",
        "name": title,
        "timeUnits": "day",
        "extentUnits": "item",
        "substanceUnits": "item",
    }
    model = SubElement(root, "model", attributes)
    used = numbers_behind(values.used, values.registry)
    model.append(_notes([*_about(values, used), *remarks]))
    model.append(_all_numbers(used, values))
    _units(model, written)
    _parameters(model, written, values.registry)
    _rules(model, written)
    _events(model, written)
    _no_hidden_characters(root)
    _indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _tissue_words(setting: Setting) -> list[str]:
    return [f"Tissue: {setting.kind}; {setting.geometry.count} dermal layers, numbered from the top."]


def _about(values: Values, used: Sequence[str]) -> list[str]:
    counts = count_by_grade(used, values.registry)
    grades = ", ".join(f"{count} {grade}" for grade, count in counts.items() if count)
    return [
        NOT_FOR,
        f"Written by microneedling {__version__} (model number {MODEL_NUMBER}); time in days. The model rests on "
        f"{len(used)} numbers ({grades}), all listed in the annotation; those that the equations read are parameters.",
        "Start values, solved numbers (such as type1_synthesis) and the sizes of the sessions were reckoned from "
        "these numbers and stay as they are when a parameter is changed.",
    ]


def _notes(lines: Sequence[str]) -> Element:
    notes = Element("notes")
    for line in lines:
        SubElement(notes, "p", {"xmlns": XHTML}).text = line
    return notes


def _all_numbers(keys: Sequence[str], values: Values) -> Element:
    """Every number of the registry behind the model, those of the solved baseline and of the sessions included."""
    annotation = Element("annotation")
    about = {
        "xmlns": EVIDENCE,
        "software": "microneedling",
        "version": __version__,
        "model_number": str(MODEL_NUMBER),
    }
    evidence = SubElement(annotation, "evidence", about | {"registry_sha256": values.registry.fingerprint})
    for key in keys:
        entry = values.registry[key]
        SubElement(evidence, "number", {"value": repr(float(values[key][0]))} | _known(entry))
    return annotation


def _known(entry: Entry) -> dict[str, str]:
    """What the registry knows about a number, as attributes."""
    found = {"key": entry.key, "unit": entry.unit, "grade": entry.grade, "seen": entry.seen}
    if entry.range:
        found |= {"low": repr(entry.range[0]), "high": repr(entry.range[1])}
    return found | ({"sources": " ".join(entry.sources)} if entry.sources else {})


def _units(model: Element, written: ModelText) -> None:
    found = {quantity.dimension for quantity in written.quantities.values()}
    found |= {written.quantities[name].dimension.times(Dimension(day=-1)) for name in written.rates}
    found |= {Dimension(day=1)}
    listed = SubElement(model, "listOfUnitDefinitions")
    for dimension in sorted(found - {Dimension()}, key=lambda one: one.word):
        one = SubElement(SubElement(listed, "unitDefinition", {"id": dimension.word}), "listOfUnits")
        for kind, base, scale, multiplier in BASES:
            if exponent := getattr(dimension, base):
                what = {
                    "kind": kind,
                    "exponent": str(exponent),
                    "scale": str(scale),
                    "multiplier": str(multiplier),
                }
                SubElement(one, "unit", what)


def _parameters(model: Element, written: ModelText, book: Registry) -> None:
    listed = SubElement(model, "listOfParameters")
    for quantity in written.quantities.values():
        attributes = {"id": quantity.name, "name": quantity.label, "units": quantity.dimension.word}
        if quantity.value is not None:
            attributes["value"] = repr(quantity.value)
        element = SubElement(
            listed, "parameter", attributes | {"constant": "true" if quantity.fixed else "false"}
        )
        _describe(element, quantity, book)


def _describe(element: Element, quantity: Quantity, book: Registry) -> None:
    if quantity.key:
        entry = book[quantity.key]
        span = f", 95 % range {entry.range[0]:g} to {entry.range[1]:g}" if entry.range else ""
        sources = f", sources: {', '.join(entry.sources)}" if entry.sources else ", no source"
        element.append(
            _notes([f"{quantity.about}. {entry.key} ({entry.unit}): {entry.grade}{span}{sources}"])
        )
        SubElement(SubElement(element, "annotation"), "number", {"xmlns": EVIDENCE} | _known(entry))
    elif quantity.about:
        element.append(_notes([quantity.about]))


def _rules(model: Element, written: ModelText) -> None:
    listed = SubElement(model, "listOfRules")
    for name, text in written.assigned.items():
        rule = SubElement(listed, "assignmentRule", {"variable": name})
        rule.append(math(text, written.quantities[name].dimension.word))
    for name, text in written.rates.items():
        rule = SubElement(listed, "rateRule", {"variable": name})
        rule.append(math(text, written.quantities[name].dimension.times(Dimension(day=-1)).word))


def _events(model: Element, written: ModelText) -> None:
    if not written.switches:
        return
    listed = SubElement(model, "listOfEvents")
    for switch in written.switches:
        _event(listed, switch, written)


def _event(listed: Element, switch: Switch, written: ModelText) -> None:
    """Fires once, at the day or at the start if that is day 0; all changes are reckoned from the values before."""
    attributes = {"id": switch.name, "name": switch.label, "useValuesFromTriggerTime": "true"}
    event = SubElement(listed, "event", attributes)
    trigger = SubElement(event, "trigger", {"initialValue": "false", "persistent": "true"})
    trigger.append(time_reached(switch.day, "day"))
    changes = SubElement(event, "listOfEventAssignments")
    for name, (scale, add) in switch.changes.items():
        change = SubElement(changes, "eventAssignment", {"variable": name})
        change.append(affine(name, scale, add, written.quantities[name].dimension.word))


def _no_hidden_characters(root: Element) -> None:
    """No XML may hold a control character, not even escaped: those in titles and names are written out."""
    for element in root.iter():
        element.text = None if element.text is None else visible(element.text)
        for name, value in element.attrib.items():
            element.set(name, visible(value))


def _indent(element: Element, level: int = 0) -> None:
    """Line breaks down to the rules and events; an equation stays on one line."""
    if element.tag in ("math", "p", "number") or not len(element):
        return
    element.text = "\n" + " " * (level + 1)
    for child in element:
        _indent(child, level + 1)
        child.tail = "\n" + " " * (level + 1)
    element[-1].tail = "\n" + " " * level
