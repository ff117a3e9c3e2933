"""What the models refuse, said in words: rules of form and the problems they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import UnionType
from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from factpress.models.claim import Claim
from factpress.models.text import ID_LENGTH
from factpress.problems import Location, Problem, Rule, Severity, quoted
from factpress.reading import Path


def _error(code: str, sentence: str, hint: str, example: str) -> Rule:
    return Rule(code, Severity.ERROR, sentence, hint, example)


UNKNOWN_KEY = _error(
    "FP101",
    "A field must be one that the format knows.",
    "Look the field up in the reference, or delete it.",
    "claim: The bridge is closed\nverdikt: false",
)
MISSING = _error(
    "FP102",
    "A field that is always needed must be there and say something.",
    "Fill the field in.",
    "claim:\nverdict: false",
)
WRONG_SHAPE = _error(
    "FP103",
    "A field must have its shape: a text, a list or a group of fields.",
    "Write lists with a dash before each line; write groups as indented fields.",
    "topics: roads",
)
NOT_A_CHOICE = _error(
    "FP104",
    "A field with a fixed set of values must hold one of them.",
    "Choose one of the values.",
    "status: publish",
)
WRONG_LENGTH = _error(
    "FP105",
    "A text or a list must keep to its length.",
    "Shorten it; what doesn't fit belongs into the sections.",
    'summary: ["a text of more than 280 characters …"]',
)
WRONG_FORM = _error(
    "FP106",
    "A text with a form must keep to it: ids, numbers, colours, paths, languages, zones.",
    "Correct the text.",
    "topics: [Roads & Bridges]",
)
WRONG_ADDRESS = _error(
    "FP107",
    "An address must be http or https, with a host with a dot, no user name and no blanks.",
    "Copy the address from the browser's address bar.",
    'sources:\n  - id: herald\n    url: "javascript:alert(1)"',
)
WRONG_DATE = _error(
    "FP108",
    "A date must be one that the calendar has, written year first.",
    "Write 2025-03-27; where only the month or the year is known and allowed, 2025-03 or 2025.",
    "as_of: 27/03/2025",
)
FORM_RULES: Final = (
    UNKNOWN_KEY,
    MISSING,
    WRONG_SHAPE,
    NOT_A_CHOICE,
    WRONG_LENGTH,
    WRONG_FORM,
    WRONG_ADDRESS,
    WRONG_DATE,
)
_RULE_OF_TYPE: Final[Mapping[str, Rule]] = {
    "extra_forbidden": UNKNOWN_KEY,
    "missing": MISSING,
    "enum": NOT_A_CHOICE,
    "literal_error": NOT_A_CHOICE,
    "too_long": WRONG_LENGTH,
    "string_too_long": WRONG_LENGTH,
    "greater_than_equal": WRONG_FORM,
    "less_than_equal": WRONG_FORM,
    "int_parsing": WRONG_FORM,
    "int_parsing_size": WRONG_FORM,
    "identifier": WRONG_FORM,
    "form": WRONG_FORM,
    "timezone": WRONG_FORM,
    "address": WRONG_ADDRESS,
    "partial_date": WRONG_DATE,
    "published": WRONG_DATE,
    "day": WRONG_DATE,
}


def form_problem(details: ErrorDetails, model: type[BaseModel], path: str, base: Path) -> Problem:
    """Return what a model said of a value as a problem of the field at `base` and below."""
    kind, found = details["type"], details["input"]
    location = Location(path, field_name((*base, *details["loc"])))
    last = details["loc"][-1] if details["loc"] else ""
    rule = _RULE_OF_TYPE.get(kind, WRONG_SHAPE)
    context = details.get("ctx", {})
    hint = ""
    if kind == "extra_forbidden":
        known = _fields_at(model, details["loc"][:-1])
        message = f"{quoted(last)} must be a field that the format knows"
        hint = did_you_mean(str(last), known, f"Known here: {', '.join(known)}.")
    elif kind == "missing":
        message = f"{quoted(last)} must be filled in; found nothing"
    elif kind == "too_short" and not found:
        rule, message = MISSING, "must hold at least one entry; found none"
    elif kind in ("too_short", "string_too_short"):
        rule, message = MISSING, "must say something; found only blanks"
    elif kind in ("enum", "literal_error"):
        choices = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        message = f"must be one of {', '.join(choices)}; found {quoted(found)}"
        hint = did_you_mean(str(found), choices)
    elif kind in ("too_long", "string_too_long"):
        what = "entries" if isinstance(found, list) else "characters"
        length = context.get("actual_length", len(found))
        message = f"must have at most {context.get('max_length')} {what}; found {length}"
    elif kind in ("int_parsing", "int_parsing_size", "int_type"):
        message = f"must be a whole number; found {quoted(found)}"
    elif kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        message = f"must be at {'least' if 'ge' in context else 'most'} {bound}; found {quoted(found)}"
    elif rule is WRONG_SHAPE:
        message = f"must be {_WANTED.get(kind, 'of another shape')}; found {shape(found)}"
        if kind == "string_type" and isinstance(found, dict) and len(found) == 1:
            hint = "Put the text in quotation marks; a colon and a blank inside of it make it a field."
    else:
        message = f"{details['msg']}; found {quoted(found)}"
    return rule.broken(location, message, hint)


_WANTED: Final = {
    "string_type": "a text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a group of fields",
    "model_type": "a group of fields",
    "model_attributes_type": "a group of fields",
}


def shape(data: object) -> str:
    """Return in words what was found where something of another shape must be."""
    if isinstance(data, dict):
        return "a group of fields"
    if isinstance(data, list):
        return "a list"
    return "nothing" if data is None else f"the text {quoted(data)}"


def _fields_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """Return the names of the fields that the model has at a place inside it."""
    for part in path:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[part].annotation if part in model.model_fields else None
        inner = _model_in(annotation)
        if inner is None:
            return []
        model = inner
    return [name for name in model.model_fields if not (model is Claim and name in ("id", "path"))]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if isinstance(annotation, UnionType) or get_args(annotation):
        return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
    return None


def did_you_mean(found: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a hint that names the nearest known word, or `otherwise` where none is near."""
    near = get_close_matches(found, list(known), n=1, cutoff=0.6)
    return f"Did you mean {quoted(near[0])}?" if near else otherwise


def field_name(path: Path) -> str:
    """Return a field as authors write it: `sources[2].url`, counted from one."""
    name = ""
    for part in path:
        if isinstance(part, int):
            name += f"[{part + 1}]"
        else:
            name += ("." if name else "") + (part if len(part) <= ID_LENGTH else f"{part[:ID_LENGTH]}…")
    return name
