"""Tests of `factpress schema`."""

from __future__ import annotations

import json
from pathlib import Path

from factpress.reference import fields_page
from factpress.schema import FILES, json_schema
from tests.cli.running import call


def test_schemas_are_listed(tmp_path: Path) -> None:
    """Without a name it says which there are, and for which files."""
    output = call(tmp_path, "schema").output
    assert all(name in output and files in output for name, files in FILES.items())


def test_a_schema_is_printed(tmp_path: Path) -> None:
    """Nothing but JSON stands on standard output."""
    assert json.loads(call(tmp_path, "schema", "topics").output) == json_schema("topics")


def test_schemas_are_written(tmp_path: Path) -> None:
    """Into a folder that is made, all of them or one."""
    call(tmp_path, "schema", "--output", str(tmp_path / "a" / "b"))
    assert sorted(p.stem for p in (tmp_path / "a" / "b").iterdir()) == sorted(FILES)
    call(tmp_path, "schema", "claim", "--output", str(tmp_path / "c"))
    assert [p.name for p in (tmp_path / "c").iterdir()] == ["claim.json"]


def test_the_reference_is_printed(tmp_path: Path) -> None:
    """As Markdown, in one piece."""
    assert call(tmp_path, "schema", "--format", "markdown").output == fields_page()
    assert call(tmp_path, "schema", "claim", "--format", "markdown").exit_code == 2
