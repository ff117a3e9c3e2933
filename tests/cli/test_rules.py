"""Tests of `factpress rules`."""

from __future__ import annotations

import json
from pathlib import Path

from factpress.rules import all_rules
from tests.cli.running import call

COMMITTED = Path(__file__).parents[2] / "docs" / "rules.md"


def test_every_rule_is_listed(tmp_path: Path) -> None:
    """One line a rule, by code."""
    lines = call(tmp_path, "rules").output.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in all_rules()]


def test_a_rule_is_explained(tmp_path: Path) -> None:
    """Sentence, hint and example, whatever the case of the code."""
    output = call(tmp_path, "rules", "fp104").output
    assert "A field with a fixed set of values must hold one of them." in output
    assert "What to do: Choose one of the values." in output
    assert "    status: publish" in output


def test_an_unknown_code_is_wrong_use(tmp_path: Path) -> None:
    """The nearest known one is named."""
    result = call(tmp_path, "rules", "FP1O4")
    assert (result.exit_code, "Did you mean" in result.stderr) == (2, True)


def test_scripts_get_json(tmp_path: Path) -> None:
    """All rules, or the one that was asked for."""
    every = json.loads(call(tmp_path, "rules", "--format", "json").output)
    assert [rule["code"] for rule in every] == [rule.code for rule in all_rules()]
    (one,) = json.loads(call(tmp_path, "rules", "FP104", "--format", "json").output)
    assert one in every


def test_the_committed_reference_is_current(tmp_path: Path) -> None:
    """docs/rules.md is what `factpress rules --format markdown` prints."""
    assert COMMITTED.read_text("utf-8") == call(tmp_path, "rules", "--format", "markdown").output
