"""Tests of how problems are printed."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from factpress.adapters.reporters import FORMATS, report
from factpress.problems import Location, Problem, Severity
from factpress.rules import all_rules

BAD = Problem(
    "FP104",
    Severity.ERROR,
    Location("content/claims/a.yml", "status", 3, 9),
    "must be one of draft, published; found “publish”",
    "Did you mean “published”?",
)
DOUBTFUL = Problem("FP101", Severity.WARNING, Location("content/claims/a.yml", "x", 7), "must be known")
WHOLE = Problem("FP013", Severity.ERROR, Location("content/verdicts.yml"), "must be there")
HOSTILE = Problem(
    "FP104",
    Severity.ERROR,
    Location("content/claims/a\n::error::b,c:d%.yml", "x\x1b[2J", 1, 1),
    "::add-mask::x\n::error::y ##[error]z \u202e 100%",
    "\r::stop-commands::x [click](https://evil.example) {0}",
)


def printed(problems: list[Problem], form: str = "text", **options: Any) -> str:
    """Return what is printed."""
    stream = io.StringIO()
    report(problems, form, stream, **options)
    return stream.getvalue()


def test_people_read_place_message_and_hint() -> None:
    """Problems stand together by file, and the last line counts."""
    assert printed([BAD, DOUBTFUL, WHOLE], claims=41) == (
        "content/claims/a.yml:3:9  error FP104  status\n"
        "    must be one of draft, published; found “publish”\n"
        "    Did you mean “published”?\n"
        "content/claims/a.yml:7  warning FP101  x\n"
        "    must be known\n"
        "\n"
        "content/verdicts.yml  error FP013\n"
        "    must be there\n"
        "\n"
        "2 errors, 1 warning in 2 files; 41 claims read\n"
    )


def test_no_problems_is_one_line() -> None:
    """Nothing wrong takes no searching."""
    assert printed([], claims=1) == "No problems; 1 claim read\n"
    assert printed([]) == "No problems\n"


def test_many_notices_are_summed_up() -> None:
    """More than ten of one code become one, which says where the first is."""
    notices = [
        Problem("FP107", Severity.NOTICE, Location(f"content/claims/{n:02}.yml", "claim", 1), "is long")
        for n in range(37)
    ]
    text = printed([*notices, BAD])
    assert "notice FP107  37 times, first in content/claims/00.yml:1\n" in text
    assert text.count("FP107") == 1
    assert text.endswith("1 error, 37 notices in 38 files\n")
    assert printed(notices[:10]).count("FP107") == 10


def test_colours_are_escapes_and_nothing_else() -> None:
    """Without its colours a coloured report is the plain one."""
    import click

    coloured = printed([BAD, WHOLE], colour=True)
    assert "\x1b[" in coloured
    assert click.unstyle(coloured) == printed([BAD, WHOLE])


@pytest.mark.parametrize("form", FORMATS)
def test_contributed_text_speaks_to_no_terminal_and_no_runner(form: str) -> None:
    """No line is a command of a stranger's, and no control gets out, in any format."""
    lines = printed([HOSTILE], form).split("\n")
    assert all(line.isprintable() and "##[" not in line for line in lines)
    commands = [line[:13] for line in lines if line.lstrip().startswith("::")]
    assert commands == (["::error file="] if form == "github" else [])


def test_scripts_read_stable_keys() -> None:
    """The JSON has a version, and null where a line isn't known."""
    log = json.loads(printed([BAD, WHOLE], "json", claims=2))
    assert (log["version"], log["claims"]) == (1, 2)
    assert log["problems"][0] == {
        "code": "FP104",
        "severity": "error",
        "path": "content/claims/a.yml",
        "field": "status",
        "line": 3,
        "column": 9,
        "message": "must be one of draft, published; found “publish”",
        "hint": "Did you mean “published”?",
    }
    assert (log["problems"][1]["line"], log["problems"][1]["field"]) == (None, "")


def test_json_keeps_every_character() -> None:
    """What was typed comes back, escaped on the way."""
    log = json.loads(printed([HOSTILE], "json"))
    assert log["problems"][0]["message"] == HOSTILE.message
    assert log["problems"][0]["path"] == HOSTILE.location.path


def test_pull_requests_get_annotations() -> None:
    """One workflow command a problem, message and hint on lines of their own, then the sum."""
    assert printed([BAD, DOUBTFUL, WHOLE], "github", claims=3).splitlines() == [
        "::error file=content/claims/a.yml,line=3,col=9,title=FP104 status::"
        "must be one of draft, published; found “publish”%0ADid you mean “published”?",
        "::warning file=content/claims/a.yml,line=7,title=FP101 x::must be known",
        "::error file=content/verdicts.yml,title=FP013::must be there",
        "2 errors, 1 warning in 2 files; 3 claims read",
    ]


def test_values_of_annotations_are_escaped() -> None:
    """Per cent, colon and comma can't end a property (actions/toolkit, command.ts)."""
    command = printed([HOSTILE], "github").splitlines()[0]
    _, properties, message = command.split("::", 2)
    assert properties == (
        "error file=content/claims/a\\u000a%3A%3Aerror%3A%3Ab%2Cc%3Ad%25.yml,line=1,col=1,title=FP104 x\\u001b[2J"
    )
    assert message.startswith("\\u003a:add-mask::x")
    assert message.count("%0A") == 1
    assert "100%25" in message


def test_the_sarif_log_is_well_formed() -> None:
    """It has what SARIF 2.1.0 asks for: version, tool, rules with help, results at rules and places."""
    log = json.loads(printed([BAD, DOUBTFUL, WHOLE], "sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in all_rules()]
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    assert {rule["defaultConfiguration"]["level"] for rule in rules} <= {"error", "warning", "note"}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert len(result["locations"]) == 1
    first, second, third = (result["locations"][0] for result in run["results"])
    assert first["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 9}
    assert first["logicalLocations"] == [{"fullyQualifiedName": "status"}]
    assert second["physicalLocation"]["region"] == {"startLine": 7}
    assert third == {
        "physicalLocation": {
            "artifactLocation": {"uri": "content/verdicts.yml", "uriBaseId": "%SRCROOT%"},
        }
    }


def test_sarif_texts_hold_no_links_and_no_placeholders() -> None:
    """Brackets and braces are escaped, and a path is a relative URI."""
    (result,) = json.loads(printed([HOSTILE], "sarif"))["runs"][0]["results"]
    assert "\\[click\\](https://evil.example) {{0}}" in result["message"]["text"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "content/claims/a%0A%3A%3Aerror%3A%3Ab%2Cc%3Ad%25.yml"
