"""Problems as a SARIF log, for code scanning (SARIF 2.1.0, OASIS Standard)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote

from factpress import __version__
from factpress.problems import Problem, Rule, Severity

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
_ROOT: Final = "%SRCROOT%"


def sarif_log(problems: Iterable[Problem], rules: Sequence[Rule]) -> dict[str, Any]:
    """Return the log of one run: every rule with its help, every problem as a result."""
    index = {rule.code: number for number, rule in enumerate(rules)}
    return {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "factpress",
                        "semanticVersion": __version__,
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(problem, index) for problem in problems],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": _message(rule.sentence)},
        "help": {"text": _message(f"{rule.hint}\n\nBreaks it:\n\n{rule.example}")},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(problem: Problem, index: dict[str, int]) -> dict[str, Any]:
    location = problem.location
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": quote(location.path, errors="backslashreplace"), "uriBaseId": _ROOT}
    }
    if location.line:
        physical["region"] = {"startLine": location.line}
        if location.column:
            physical["region"]["startColumn"] = location.column
    place: dict[str, Any] = {"physicalLocation": physical}
    if location.field:
        place["logicalLocations"] = [{"fullyQualifiedName": location.field}]
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "level": _LEVELS[problem.severity],
        "message": {"text": _message(" ".join(text for text in (problem.message, problem.hint) if text))},
        "locations": [place],
    }
    if problem.code in index:
        result["ruleIndex"] = index[problem.code]
    return result


def _message(text: str) -> str:
    """Return a text in which nothing is a link (section 3.11.6) or a placeholder (3.11.5)."""
    text = text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return text.replace("{", "{{").replace("}", "}}")
