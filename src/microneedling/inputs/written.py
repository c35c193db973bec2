"""The kinds of value that people write: strict numbers, words, tables. Loads without the array library.

A number is a number: `true`, `"3"`, NaN and infinity are refused; a scalar of the array library is the number it
holds. Unknown keys are refused everywhere, and so is text with hidden characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from numbers import Integral, Real
from typing import Annotated, Any, Self, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from ..answers.card import shortened
from ..errors import HIDDEN, InputError, Mistake
from .allowed import nearest
from .mistakes import collected, with_those_between

LONGEST_TEXT = 200
LONGEST_REPR = 600
HIDDEN_SIGNS = "text without control characters or signs that turn the direction of reading"


def plain(value: Any) -> Any:
    """Scalars and arrays of the array library, and fractions, as the plain numbers that they hold; all else as is."""
    if type(value).__module__ == "numpy":
        value = value.tolist()
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else value


def _plain_within(value: Any) -> Any:
    """The same of what a list or a table holds."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if type(value) is dict:
        return {key: plain(item) for key, item in value.items()}
    return plain(value)


def _shown_as_it_is(value: str) -> str:
    if HIDDEN.search(value):
        raise mistaken(HIDDEN_SIGNS)
    return value


def _lines_shown_as_they_are(value: str) -> str:
    """The same of a text of several lines."""
    _shown_as_it_is(value.replace("\n", " ").replace("\r", " ").replace("\t", " "))
    return value


Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=1)]
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Text = Annotated[
    str, Field(strict=True, min_length=1, max_length=LONGEST_TEXT), AfterValidator(_shown_as_it_is)
]
Comment = Annotated[str, Field(strict=True), AfterValidator(_lines_shown_as_they_are)]


def first_paragraph(schema: dict) -> None:
    """Of a docstring, a JSON schema takes the first paragraph: examples are for those who read Python."""
    if "description" in schema:
        schema["description"] = schema["description"].split("\n\n")[0]


class Written(BaseModel):
    """Base of everything that people write: frozen, checked, no unknown keys.

    However one is made, by its class, from plain tables, from JSON, or as a copy with changes, what is wrong is told
    as one `InputError` with every mistake and the place of each as it is in a file.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        json_schema_extra=first_paragraph,
    )

    def __init__(self, /, **data: Any) -> None:
        with _told(type(self), data):
            super().__init__(**data)

    # Pydantic makes parts of a whole without their `__init__` where this is set: so their mistakes join the whole's.
    __init__.__dict__["__pydantic_base_init__"] = True

    def __repr__(self) -> str:
        given = (name for name in type(self).model_fields if name in self.model_fields_set)
        words = ", ".join(f"{name}={getattr(self, name)!r}" for name in given)
        return shortened(f"{type(self).__name__}({words})", LONGEST_REPR)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        """The schema, each field with the text that stands below it. Read when asked for: `check` never does."""
        from .field_words import field_words

        schema = handler(core_schema)
        shown = handler.resolve_ref_schema(schema).get("properties", {})
        for name, words in field_words(cls).items():
            field = cls.model_fields[name]
            shown[field.alias or name].setdefault("description", words)
        return schema

    @model_validator(mode="before")
    @classmethod
    def _plain_values(cls, given: Any) -> Any:
        if type(given) is not dict:
            return given
        # A part is a list of its fields to whoever expects a list: it would be as many mistakes as it has fields.
        parts = {key for key, value in given.items() if isinstance(value, Written)}
        lone = (
            parts & {word for name in cls.model_fields for word in cls._words_of_list(name)} if parts else ()
        )
        return {
            key: as_tables(value) if key in lone else _plain_within(value) for key, value in given.items()
        }

    @classmethod
    def _words_of_list(cls, name: str) -> tuple[str, ...]:
        """The words under which a field may be given, where it holds several parts; else none."""
        field = cls.model_fields[name]
        return (name, field.alias or name) if get_origin(field.annotation) in (tuple, list) else ()

    @classmethod
    def between(cls, raw: Mapping[str, Any]) -> Sequence[Mistake]:
        """Mistakes between the parts of plain tables, which no single part shows; overridden where parts must agree."""
        return ()

    @classmethod
    def model_validate(cls, obj: Any, **settings: Any) -> Self:
        """One made from plain tables or from what is one already; raises `InputError` with every mistake."""
        with _told(cls, obj):
            return super().model_validate(obj, **settings)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **settings: Any) -> Self:
        """One made from JSON; raises `InputError` with every mistake."""
        with _told(cls, None):
            return super().model_validate_json(json_data, **settings)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields replaced, checked as a whole; raises `InputError` with every mistake."""
        if not update:
            return super().model_copy(deep=deep)
        checked = type(self).model_validate({**_fields(self), **update})
        return super().model_copy(update={name: getattr(checked, name) for name in update}, deep=deep)


def _fields(part: Written) -> dict[str, Any]:
    return {name: getattr(part, name) for name in type(part).model_fields}


@contextmanager
def _told(model: type[Written], given: Any) -> Iterator[None]:
    """Pydantic's findings within the block as one `InputError`, with what disagrees between the parts given."""
    try:
        yield
    except ValidationError as error:
        mistakes = collected(error, model, "")
        said = any(not item["loc"] and "mistakes" in item.get("ctx", {}) for item in error.errors())
        if isinstance(given, Mapping) and not said:
            mistakes = with_those_between(mistakes, model.between(as_tables(given, model)))
        raise InputError(model.__name__, dict.fromkeys(mistakes)) from None


def as_tables(given: Any, model: type[Written] | None = None) -> Any:
    """What was given to make something, as plain tables, lists, words and numbers; fields by their names in files."""
    if isinstance(given, Written):
        return given.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(given, Mapping):
        fields = model.model_fields if model is not None else {}
        alias = {name: field.alias or name for name, field in fields.items()}
        return {alias.get(key, key): as_tables(value) for key, value in given.items() if value is not None}
    if isinstance(given, list | tuple):
        return [as_tables(value) for value in given]
    return given


def none_or_from(least: float) -> AfterValidator:
    """The check of an amount that is nothing (0) or at least `least`: less is a slip, and no solver can follow it."""

    def check(value: float) -> float:
        if 0 < value < least:
            raise mistaken(f"0, or a number from {least:g}")
        return value

    return AfterValidator(check)


def canonical(aliases: Mapping[str, str], words: Iterable[str] = ()) -> Callable[[object], object]:
    """A pre-check that writes words in lower case with single blanks and replaces known other names.

    Given the `words` that may stand there, an unknown one is refused with the nearest of them, found by its own
    spelling or by that of one of its other names.
    """
    known = tuple(words)

    def clean(value: object) -> object:
        if not isinstance(value, str):
            return value
        word = " ".join(value.lower().split())
        found = aliases.get(word, word)
        if known and found not in known:
            raise PydanticCustomError("word", "an unknown word", {"hint": nearest(word, known, aliases)})
        return found

    return clean


def mistaken(allowed: str) -> PydanticCustomError:
    """The error of a validator that says in its own words what may stand there."""
    return PydanticCustomError("mistake", "{text}", {"text": allowed})


def disagreeing(mistakes: Sequence[Mistake]) -> PydanticCustomError:
    """The error of a validator that found these mistakes between the parts of a whole."""
    return PydanticCustomError("mistakes", "parts that disagree", {"mistakes": tuple(mistakes)})


def beside(
    model: type[Written], given: Any, mistakes: Sequence[Mistake], said: Iterable[str] = ()
) -> PydanticCustomError:
    """The error of a pre-check that found these mistakes, with all else that is wrong, but for paths of `said`."""
    rest: Sequence[Mistake] = ()
    try:
        model.model_validate(given)
    except InputError as error:
        rest = error.mistakes
    return disagreeing([*mistakes, *(item for item in rest if item.path not in set(said))])
