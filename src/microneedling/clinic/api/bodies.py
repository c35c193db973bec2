"""The API is the services, word for word: what a service takes is the body, what it returns the answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from django.db import models
from ninja import Schema
from ninja.orm import create_schema
from pydantic import ConfigDict, create_model

_answers: dict[str, type[Schema]] = {}


class Body(Schema):
    """A body with the fields of a service and no others."""

    model_config = ConfigDict(extra="forbid")


def body_of(act: Callable[..., Any]) -> type[Body]:
    """The body that a service takes: its keywords, all but the actor."""
    signature = inspect.signature(act, eval_str=True)
    fields: dict[str, Any] = {
        name: (item.annotation, ... if item.default is inspect.Parameter.empty else item.default)
        for name, item in signature.parameters.items()
        if name != "actor"
    }
    name = "".join(word.title() for word in act.__name__.split("_"))
    return create_model(name, __base__=Body, **fields)


def answer_of(act: Callable[..., Any]) -> type[Schema]:
    """The schema of the record that a service returns."""
    return schema_of(inspect.signature(act, eval_str=True).return_annotation)


def schema_of(model: type[models.Model]) -> type[Schema]:
    """All columns of a table as a schema; one a table."""
    label = model._meta.label
    if label not in _answers:
        _answers[label] = create_schema(model, name=f"{model.__name__}Record")
    return _answers[label]
