"""The reference of all fields, for authors, derived from the models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import TypeAdapter

from factpress.models.dates import Day, PartialDate, Published
from factpress.models.text import (
    Address,
    Colour,
    Domain,
    Email,
    Identifier,
    Language,
    MediaPath,
    Number,
)
from factpress.parsing import LISTS
from factpress.schema import FILES, Schema, json_schema

_OPENING: Final = """\
# Fields

Every field of every content file. This page is made by `factpress schema --format markdown`.

A field that says nothing (empty, `~` or `null`) counts as absent. Every value is read as text first:
`007`, `true` and `12:30` stay what was typed. A *text* is on one line, and line ends inside it become blanks;
*text with lines* and *Markdown* keep theirs. A *date* is a day, a month or a year: `2025-03-27`, `2025-03`,
`2025`. An *id* is words of a to z and digits joined by single hyphens, at most 80 characters. An *address*
begins with `http://` or `https://`.

*Needed* says from when a field must be there: *always*; *published*, once `status` is `published`;
*complete*, for a claim published on or after `editorial.complete_from` (by default for every claim)."""
_WORDS: Final[Mapping[str, str]] = {
    TypeAdapter(kind).json_schema()["pattern"]: words
    for kind, words in (
        (Identifier, "id"),
        (Number, "number"),
        (Language, "language tag"),
        (Email, "email address"),
        (Domain, "domain"),
        (Colour, "colour"),
        (MediaPath, "path below `content/media/`"),
        (Address, "address"),
        (Day, "day"),
        (PartialDate, "date"),
        (Published, "date, day with time and zone, or `unknown`"),
    )
}
_LISTED: Final = {
    "verdicts": "A list, truest first; each verdict begins with a dash.",
    "links": "A list; each address begins with a dash. `factpress links --write` keeps it.",
    "link-exceptions": "A list; each exception begins with a dash. It has either `address` or `prefix`.",
}
_FORMS: Final = {"text/plain": "text with lines", "text/markdown": "Markdown"}


_NEEDED_WHEN: Final[Mapping[str, Mapping[str, str]]] = {
    "Claim": {
        **dict.fromkeys(("verdict", "published"), "published"),
        **dict.fromkeys(("headline", "claimant", "claim_date", "verdict_reason", "as_of"), "complete"),
        **dict.fromkeys(("summary", "conclusion", "sources", "topics", "authors", "reviewed_by"), "complete"),
        "interpretation": "with `kind: reported`",
        "hold_reason": "with `status: hold`",
        "retraction": "with `status: retracted`",
    },
    "Source": dict.fromkeys(("title", "publisher", "kind"), "complete"),
    "Correction": dict.fromkeys(("from_verdict", "to_verdict"), "with `verdict-change`"),
}
"""What rules ask beyond the models, by group and field; a test holds it against them."""


def fields_page() -> str:
    """Return the reference as a Markdown page: a table for each file and for each group of fields in it."""
    parts = [_OPENING]
    for name, files in FILES.items():
        schema = json_schema(name)
        groups = {title: group for title, group in schema["$defs"].items() if "properties" in group}
        if "properties" in schema:
            top, about = schema, ""
        elif name in LISTS:
            top = groups.pop(schema["items"]["$ref"].rpartition("/")[2])
            about = _LISTED[name]
        else:
            top = groups.pop(schema["additionalProperties"]["$ref"].rpartition("/")[2])
            about = "An id, a colon, and below it the fields of that id, indented."
        parts += [f"## `{files}`", about, *_section("Claim" if name == "claim" else "", top, schema)]
        for title, group in groups.items():
            parts += [f"### {title}", *_section(title, group, schema)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(title: str, group: Schema, schema: Schema) -> tuple[str, str]:
    rows = ["| Field | Type | Needed | Meaning |", "|---|---|---|---|"]
    for name, field in group["properties"].items():
        needed = "always" if name in group.get("required", ()) else _NEEDED_WHEN.get(title, {}).get(name, "")
        meaning = field.get("description") or _described(field, schema)
        if "default" in field:
            meaning += f" Without it: `{field['default']}`."
        rows.append(f"| `{name}` | {_type(field, schema)} | {needed} | {meaning} |".replace("|  |", "| |"))
    return group.get("description", ""), "\n".join(rows)


def _described(field: Schema, schema: Schema) -> str:
    """Return what the group behind a field says of itself; pydantic says it only there where both agree."""
    references = [choice["$ref"] for choice in field.get("anyOf", [field]) if "$ref" in choice]
    return str(schema["$defs"][references[0].rpartition("/")[2]].get("description", "")) if references else ""


def _type(field: Schema, schema: Schema) -> str:
    """Return a field's type in words."""
    if "$ref" in field:
        title = field["$ref"].rpartition("/")[2]
        group = schema["$defs"][title]
        return f"[{title}](#{title.lower()})" if "properties" in group else _type(group, schema)
    if "anyOf" in field:
        return ", or ".join(_type(choice, schema) for choice in field["anyOf"] if choice != {"type": "null"})
    if "enum" in field:
        return "one of " + ", ".join(f"`{choice}`" for choice in field["enum"])
    types = field["type"] if isinstance(field["type"], list) else [field["type"]]
    if "array" in types:
        return f"list{_limits(field, 'minItems', 'maxItems')}: {_type(field['items'], schema)}"
    if "integer" in types:
        return f"whole number{_limits(field, 'minimum', 'maximum')}"
    if words := _WORDS.get(field.get("pattern", "")):
        return words
    words = _FORMS.get(field.get("contentMediaType", ""), "text")
    return f"{words}, up to {field['maxLength']:,} characters" if "maxLength" in field else words


def _limits(field: Schema, least: str, most: str) -> str:
    if most not in field:
        return ""
    return f" ({field.get(least, 0)} to {field[most]})"
