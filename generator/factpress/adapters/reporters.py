"""Prints problems: for people, for scripts, for GitHub's pull requests, for code scanning (SARIF)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, TextIO

import click

from factpress.adapters.sarif import sarif_log
from factpress.adapters.terminal import inert
from factpress.problems import Problem, Severity

FORMATS: Final = ("text", "json", "github", "sarif")
MANY_NOTICES: Final = 10
"""More notices of one code than this are summed up."""
JSON_VERSION: Final = 1
_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "blue"}


def report(
    problems: Sequence[Problem],
    form: str,
    stream: TextIO,
    *,
    claims: int | None = None,
    colour: bool = False,
) -> None:
    """Print problems, which stand in order, in one of the FORMATS.

    `claims` is how many claims were read, where that is to be told. What people contributed comes out
    escaped, shortened and on one line.
    """
    if form == "json":
        lines: Iterable[str] = [_dumped(_listed(problems, claims))]
    elif form == "sarif":
        from factpress.rules import all_rules  # they take a while to import

        lines = [_dumped(sarif_log(problems, all_rules()))]
    elif form == "github":
        lines = _github(problems, claims)
    else:
        lines = _text(problems, claims, colour)
    stream.writelines(f"{line}\n" for line in lines)


def counted(number: int, word: str) -> str:
    """Return a number with its word: “1 claim”, “41 claims”."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _text(problems: Sequence[Problem], claims: int | None, colour: bool) -> Iterable[str]:
    style: Callable[..., str] = click.style if colour else _plain
    notices = Counter(p.code for p in problems if p.severity is Severity.NOTICE)
    many = [code for code, number in sorted(notices.items()) if number > MANY_NOTICES]
    shown = [p for p in problems if not (p.severity is Severity.NOTICE and p.code in many)]
    for _, of_one_file in groupby(shown, key=lambda p: p.location.path):
        for problem in of_one_file:
            severity = style(problem.severity, fg=_COLOURS[problem.severity], bold=True)
            field = inert(problem.location.field, 120)
            yield f"{style(_place(problem), bold=True)}  {severity} {problem.code}  {field}".rstrip()
            yield f"    {inert(problem.message)}"
            if problem.hint:
                yield f"    {style(inert(problem.hint), dim=True)}"
        yield ""
    from factpress.rules import all_rules

    sentences = {rule.code: rule.sentence for rule in all_rules()}
    for code in many:
        first = next(p for p in problems if p.code == code)
        notice = style("notice", fg=_COLOURS[Severity.NOTICE], bold=True)
        yield f"{notice} {code}  {notices[code]} times, first in {_place(first)}"
        yield f"    {sentences.get(code) or inert(first.message)}"
        yield ""
    yield _summary(problems, claims)


def _plain(text: str, **_style: Any) -> str:
    return text


def _place(problem: Problem) -> str:
    location = problem.location
    parts = (inert(location.path, 300), location.line, location.column if location.line else None)
    return ":".join(str(part) for part in parts if part is not None)


def _summary(problems: Sequence[Problem], claims: int | None) -> str:
    read = "" if claims is None else f"; {counted(claims, 'claim')} read"
    if not problems:
        return f"No problems{read}"
    severities = Counter(problem.severity for problem in problems)
    found = ", ".join(counted(severities[s], s.value) for s in Severity if severities[s])
    files = len({problem.location.path for problem in problems})
    return f"{found} in {counted(files, 'file')}{read}"


def _listed(problems: Sequence[Problem], claims: int | None) -> dict[str, Any]:
    return {
        "version": JSON_VERSION,
        "claims": claims,
        "problems": [
            {
                "code": problem.code,
                "severity": problem.severity.value,
                "path": problem.location.path,
                "field": problem.location.field,
                "line": problem.location.line,
                "column": problem.location.column,
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in problems
        ],
    }


def _dumped(value: Mapping[str, Any]) -> str:
    """Return JSON in plain ASCII, in which no text can be a command to GitHub's runner (see `inert`)."""
    return json.dumps(value, indent=2, ensure_ascii=True).replace("##[", "#\\u0023[")


def _github(problems: Sequence[Problem], claims: int | None) -> Iterable[str]:
    """Yield workflow commands, their values escaped as actions/toolkit's `command.ts` does."""
    for problem in problems:
        location = problem.location
        properties = {
            "file": location.path,
            "line": location.line,
            "col": location.column if location.line else None,
            "title": f"{problem.code} {location.field}".strip(),
        }
        written = ",".join(
            f"{name}={_escaped_property(inert(str(value), 300))}"
            for name, value in properties.items()
            if value is not None
        )
        message = "\n".join(inert(text) for text in (problem.message, problem.hint) if text)
        yield f"::{problem.severity.value} {written}::{_escaped_message(message)}"
    yield _summary(problems, claims)


def _escaped_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped_message(text).replace(":", "%3A").replace(",", "%2C")
