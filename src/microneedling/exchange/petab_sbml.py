"""Any column text as an SBML document: that of `exchange.sbml`, for columns that were put together or added to."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ..evidence.registry import Registry
from . import sbml
from .column_text import ColumnText


def text_sbml(column: ColumnText, book: Registry, title: str, about: Sequence[str]) -> str:
    """SBML text with units, parameters, rules and events of a column; `about` is said in the notes of the model."""
    root = Element("sbml", {"xmlns": sbml.CORE, "xmlns:sbml": sbml.CORE, "level": "3", "version": "2"})
    units = {"timeUnits": "day", "extentUnits": "item", "substanceUnits": "item"}
    model = SubElement(root, "model", {"id": "column", "name": title, **units})
    model.append(sbml._notes(list(about)))
    sbml._units(model, column)
    sbml._parameters(model, column, book)
    sbml._rules(model, column)
    sbml._events(model, column)
    sbml._indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
