"""Tests of the JSON Schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from factpress.cli.schema import schema_text
from factpress.loading import load_corpus
from factpress.schema import FILES, json_schema
from factpress.texts import Text
from tests.making import complete_claim

COMMITTED = Path(__file__).parents[1] / "schema"


def faults(name: str, value: Any) -> list[str]:
    """Return where a value breaks a schema."""
    errors = Draft202012Validator(json_schema(name)).iter_errors(value)
    return sorted(".".join(map(str, error.absolute_path)) for error in errors)


@pytest.mark.parametrize("name", FILES)
def test_every_schema_is_one(name: str) -> None:
    """Each is valid against its own dialect, and holds nothing that only pydantic needs."""
    schema = json_schema(name)
    Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    assert text.count('"title": "') == 1
    assert '"default": null' not in text


@pytest.mark.parametrize("name", FILES)
def test_the_committed_schemas_are_current(name: str) -> None:
    """schema/ holds what the models say; `factpress schema --output schema` renews it."""
    assert (COMMITTED / f"{name}.json").read_text("utf-8") == schema_text(name)


def test_a_complete_claim_validates() -> None:
    """What the models take, the schema takes."""
    assert faults("claim", complete_claim()) == []


def test_what_the_file_never_holds_is_no_field() -> None:
    """Id and path come from the file's name."""
    assert not {"id", "path"} & set(json_schema("claim")["properties"])


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"verdikt": "false"}, ""),
        ({"status": "publish"}, "status"),
        ({"as_of": "27/03/2025"}, "as_of"),
        ({"topics": ["Roads & Bridges"]}, "topics.0"),
        ({"topics": "traffic"}, "topics"),
        ({"claimant": ["Ada Lund"]}, "claimant"),
        ({"sources": [{"id": "a", "url": "javascript:alert(1)"}]}, "sources.0.url"),
        ({"sources": [{"title": "no id"}]}, "sources.0"),
        ({"sources": [{"id": "a", "titel": "x"}]}, "sources.0"),
        ({"claim": None}, ""),
        ({"headline": "x" * 161}, "headline"),
    ],
)
def test_mistakes_do_not_validate(fields: dict[str, Any], place: str) -> None:
    """An editor underlines what loading would refuse, at the same field."""
    assert faults("claim", complete_claim(**fields)) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "claim: 2025",
        "claim: true",
        "claim: x\nverdict: true",
        "claim: x\nclaimant: 1984",
        "claim: x\nclaimant: unknown\nclaim_date: 2025",
        "claim: x\ntopics:\nsources:\nstatus:\nkind:\nretraction:\nlang: no",
        "claim: x\nfigures: [{key: 9-11, value: 007, unit: 1.5, low: -3}]",
        "claim: x\npublished: unknown",
        "claim: x\nsources: [{id: 2025, title: 12:30, url: }]",
    ],
)
def test_what_editors_see_validates(text: str) -> None:
    """Editors see numbers, booleans and null where loading takes texts and nothing."""
    seen = yaml.load(text, _CoreLoader)  # noqa: S506 - a safe loader
    assert faults("claim", seen) == []
    path = "content/claims/x.yml"
    assert [p for p in load_corpus([Text(path, text.encode())]).problems if p.location.path == path] == []


class _CoreLoader(yaml.SafeLoader):
    """Reads dates as texts, as parsers of YAML 1.2 do in editors."""


_CoreLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_registries_are_mappings_by_id() -> None:
    """An id is a key of the right form, and what it holds is checked."""
    assert faults("topics", {"traffic": {"name": "Traffic"}, "2025": {"name": 2025, "parent": None}}) == []
    assert faults("topics", {"Traffic & Roads": {"name": "Traffic"}}) == [""]
    assert faults("topics", {"traffic": {"nam": "Traffic"}}) == ["traffic", "traffic"]
    assert faults("people", [{"name": "Ida Moss"}]) == [""]


def test_verdicts_are_a_list() -> None:
    """Values may be quoted, since loading takes them as text first."""
    verdict = {"id": True, "name": True, "meaning": "It holds.", "value": "3"}
    assert faults("verdicts", [verdict]) == []
    assert faults("verdicts", [{**verdict, "value": 0}, {**verdict, "color": "red"}]) == [
        "0.value",
        "1.color",
    ]


def test_a_publication_needs_its_name_only() -> None:
    """All else has a default or may be absent."""
    assert faults("publication", {"name": "Millbrook Checks", "policies": None, "feeds": {"length": 5}}) == []
    assert faults("publication", {"feeds": {"length": 0}}) == ["", "feeds"]
