"""JSON Schemas of the content files, derived from the models, for editors and other people's programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel

from factpress.models.claim import Claim
from factpress.models.meaning import meanings
from factpress.models.model import Model
from factpress.models.publication import Publication
from factpress.models.text import ID_LENGTH
from factpress.parsing import LISTS, REGISTRIES

Schema = dict[str, Any]
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
FILES: Final[Mapping[str, str]] = {
    "claim": "content/claims/**/*.yml",
    **{name: f"content/{name}.yml" for name in REGISTRIES},
    **{name: f"content/{name}.yml" for name in LISTS},
    "publication": "content/publication.yml",
}
"""Each schema's name and the files it describes."""
_ID_PATTERN: Final = "^[a-z0-9]+(-[a-z0-9]+)*$"


def json_schema(name: str) -> Schema:
    """Return the JSON Schema (draft 2020-12) of one of the FILES, as an editor sees the file.

    Loading takes every scalar as text, and what says nothing as absent. An editor's YAML parser doesn't, so a
    text may be a number or a boolean here where it can look like one, and what isn't needed may be null.
    """
    if name in REGISTRIES:
        schema = _inside(REGISTRIES[name])
        return _with_head(
            name,
            {
                "type": "object",
                "propertyNames": {"pattern": _ID_PATTERN, "maxLength": ID_LENGTH},
                "additionalProperties": {"$ref": f"#/$defs/{REGISTRIES[name].__name__}"},
                "$defs": schema,
            },
        )
    if name in LISTS:
        listed, _ = LISTS[name]
        items = {"$ref": f"#/$defs/{listed.__name__}"}
        return _with_head(name, {"type": "array", "items": items, "$defs": _inside(listed)})
    model: type[BaseModel] = Claim if name == "claim" else Publication
    definitions = _inside(model)
    return _with_head(name, {**definitions.pop(model.__name__), "$defs": definitions})


def _with_head(name: str, schema: Schema) -> Schema:
    return {"$schema": DIALECT, "title": FILES[name], **schema}


def _inside(model: type[BaseModel]) -> Schema:
    """Return the definitions of a model and of everything in it, by name."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})
    definitions[model.__name__] = schema
    for one in _models():
        properties = definitions.get(one.__name__, {}).get("properties", {})
        for field, meaning in meanings(one).items():
            if field in properties:
                properties[field]["description"] = meaning
    return {name: _plain(definition) for name, definition in sorted(definitions.items())}


def _models(above: type[BaseModel] = Model) -> Iterator[type[BaseModel]]:
    for model in above.__subclasses__():
        yield model
        yield from _models(model)


def _plain(node: Any) -> Any:
    """Return a schema without what only pydantic needs, with the types that an editor may see."""
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if key != "title" and not _says_nothing(key, value)}
    if "properties" in kept:
        needed = kept.get("required", [])
        kept["properties"] = {
            name: _plain(value) if name in needed else _nullable(_plain(value))
            for name, value in kept["properties"].items()
        }
    if "const" in kept:
        kept["enum"] = [kept.pop("const")]
    if "items" in kept:
        kept["items"] = _plain(kept["items"])
    if "anyOf" in kept:
        kept["anyOf"] = [_plain(choice) for choice in kept["anyOf"]]
    if kept.get("type") == "string" and "enum" not in kept:
        kept["type"] = _seen_types(kept.get("pattern", ""))
    elif kept.get("type") == "integer":
        kept |= {"type": ["integer", "string"], "pattern": "^[0-9]+$"}
    return kept


def _says_nothing(key: str, value: Any) -> bool:
    return key == "default" and not isinstance(value, str | int)


def _seen_types(pattern: str) -> str | list[str]:
    """Return the types that a YAML parser may see where a text of that pattern stands."""
    types = ["string"]
    if any(re.search(pattern, text) for text in ("2025", "1.5")):
        types.append("number")
    if any(re.search(pattern, text) for text in ("true", "no")):
        types.append("boolean")
    return types if len(types) > 1 else "string"


def _nullable(node: Schema) -> Schema:
    """Return a schema that also allows null, as flat as it can be."""
    about: Schema = {key: node[key] for key in ("description", "default") if key in node}
    choices = [choice for choice in node.get("anyOf", [node]) if choice != {"type": "null"}]
    choices = [{k: v for k, v in choice.items() if k not in about} for choice in choices]
    if len(choices) == 1 and "type" in choices[0] and "enum" not in choices[0]:
        types = choices[0].pop("type")
        choices[0].pop("minLength", None)
        return {**about, "type": [*(types if isinstance(types, list) else [types]), "null"], **choices[0]}
    return {**about, "anyOf": [*choices, {"type": "null"}]}
