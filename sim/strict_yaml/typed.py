"""Check a document against a pydantic model, and say in people's words what does not fit."""

from __future__ import annotations

import re
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ValidationError

from sim.strict_yaml.document import Document, Fault, InputFault, Location, nearest

LARGEST_NUMBER = 1e15
_NUMBER = re.compile(r"[+-]?(\d[\d_]*(\.\d[\d_]*)?|\.\d[\d_]*)([eE][+-]?\d{1,3})?")


def number_from(value: Any) -> float:
    """Turn the text of a number into one; ValueError says what to write instead."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"must be a number; got {_shown(value)}")
    text = str(value).strip()
    if not _NUMBER.fullmatch(text):
        if re.fullmatch(r"[\d.,]+ ?%", text):
            raise ValueError(f"must be a number without %; got {text} (a share of one half is 0.5)")
        if re.fullmatch(r"\d+,\d+", text):
            raise ValueError(f"must be written with a decimal point; got {text}")
        raise ValueError(f"must be a number; got {_shown(value)}")
    if re.match(r"[+-]?0\d", text):
        raise ValueError(f"begins with a zero; write {text.lstrip('+-').lstrip('0') or '0'} if that is meant")
    number = float(text.replace("_", ""))
    if abs(number) > LARGEST_NUMBER:
        raise ValueError(f"is too large; got {text}")
    return number


def _whole(value: Any) -> int:
    number = number_from(value)
    if number != int(number):
        raise ValueError(f"must be a whole number; got {value}")
    return int(number)


def _flag(value: Any) -> bool:
    if value not in ("true", "false", True, False):
        raise ValueError(f"must be true or false; got {_shown(value)}")
    return value in ("true", True)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be a text; got {_shown(value)}")
    return value


def _shown(value: Any) -> str:
    """Name a value in a message: short texts as they are, the rest by what it is."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return repr(text if len(text) <= 40 else text[:37] + "...")


Number = Annotated[float, BeforeValidator(number_from)]
Whole = Annotated[int, BeforeValidator(_whole)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Text = Annotated[str, BeforeValidator(_text)]


def parse[Model: BaseModel](model: type[Model], document: Document, context: dict[str, Any] | None = None) -> Model:
    """Check the document; InputFault has one fault for everything that does not fit."""
    try:
        return model.model_validate(document.data, context=context)
    except ValidationError as error:
        faults = [_fault(model, document, item) for item in error.errors()]
        raise InputFault(dict.fromkeys(faults)) from None


def _fault(model: type[BaseModel], document: Document, error: Any) -> Fault:
    location = _inside(document, error["loc"])
    kind, name = error["type"], str(error["loc"][-1]) if error["loc"] else ""
    if kind == "extra_forbidden":
        known = _fields_at(model, location[:-1])
        return document.fault(location, f"unknown key {name!r}{nearest(name, known) or _list(known)}", key=True)
    if kind == "missing":
        return document.fault(location, f"{name} is missing here; add '{name}: ...'")
    return document.fault(location, _message(error, location))


def _message(error: Any, location: Location) -> str:
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    name = next((str(part) for part in reversed(location) if isinstance(part, str)), "the file")
    if kind == "value_error":
        text = str(context["error"])
        return text if ":" in text.split(" ")[0] or text.startswith(("two ", "sources")) else f"{name} {text}"
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", str(context["expected"]))
        return f"{name} must be one of {', '.join(choices)}; got {_shown(value)}{nearest(str(value), choices)}"
    for bound, words in (("ge", "at least"), ("gt", "more than"), ("le", "at most"), ("lt", "less than")):
        if bound in context:
            return f"{name} must be {words} {context[bound]:g}; got {_shown(value)}"
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"{name} must be a mapping of keys and values; got {_shown(value)}"
    if kind in ("list_type", "tuple_type"):
        return f"{name} must be a list; got {_shown(value)}"
    if kind == "string_pattern_mismatch":
        return f"{name} does not have the form {context['pattern']}; got {_shown(value)}"
    if found := re.fullmatch(r"(string_|)too_(long|short)", kind):
        size = context[f"{'max' if found[2] == 'long' else 'min'}_length"]
        what = "letter" if isinstance(value, str) else "entry"
        many = what if size == 1 else {"letter": "letters", "entry": "entries"}[what]
        return f"{name} must have at {'most' if found[2] == 'long' else 'least'} {size} {many}; it has {len(value)}"
    text = str(error["msg"])
    return f"{name}: {text[0].lower()}{text[1:]}"


def _inside(document: Document, location: Location) -> Location:
    """Leave out what the checker adds to a place and the file does not have (names of unions and functions)."""
    known: Location = ()
    for part in location:
        if (*known, part) in document.values or (*known, part) in document.keys:
            known = (*known, part)
    return known


def _fields_at(model: type[BaseModel], location: Location) -> list[str]:
    """Give the keys that the mapping at a place may have."""
    current: Any = model
    for part in location:
        if isinstance(part, str) and hasattr(current, "model_fields") and part in current.model_fields:
            current = _model_in(current.model_fields[part].annotation)
    return list(current.model_fields) if hasattr(current, "model_fields") else []


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part)) is not None), None)


def _list(known: list[str]) -> str:
    return f"; allowed here: {', '.join(known)}" if known else ""
