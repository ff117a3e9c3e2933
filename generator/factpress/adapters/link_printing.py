"""Prints what asking for addresses gave: a table by file for people, and one in Markdown for an issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

import click

from factpress.adapters.reporters import counted
from factpress.adapters.terminal import inert
from factpress.link_reports import counts
from factpress.link_results import Result
from factpress.models.links import Failure, Outcome, Place
from factpress.problems import Problem

MANY: Final = 50
"""More places than this whose addresses nobody could reach are only counted."""
MAX_ROWS: Final = 250
MAX_CHARACTERS: Final = 60_000
"""GitHub takes 65,536 in an issue."""
_COLOURS: Final = {Outcome.GONE: "red", Outcome.MOVED: "blue"}
_UNKNOWN: Final = (Outcome.BLOCKED, Outcome.UNREACHABLE)
_ORDER: Final = (Outcome.GONE, Outcome.MOVED, *_UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Row:
    place: Place
    result: Result


def text_lines(results: Sequence[Result], others: Iterable[Problem], *, colour: bool) -> Iterator[str]:
    """Yield the report for people: by file what is gone and moved, then what else is wrong, then the numbers."""
    rows = _rows(results)
    unknown = sum(row.result.outcome in _UNKNOWN for row in rows)
    shown = [row for row in rows if unknown <= MANY or row.result.outcome not in _UNKNOWN]
    for path, of_one_file in groupby(shown, key=lambda row: row.place.path):
        yield _styled(inert(path, 300), colour, bold=True)
        for row in of_one_file:
            outcome = row.result.outcome
            name = _styled(f"{outcome.value:11}", colour, fg=_COLOURS.get(outcome, "yellow"), bold=True)
            yield f"  {row.place.line or '':>5}  {name}  {inert(row.place.field, 120)}".rstrip()
            yield f"         {inert(row.place.typed, 200)}"
            yield f"         {inert(row.result.why, 200)}"
        yield ""
    for problem in others:
        place = ":".join(str(part) for part in (problem.location.path, problem.location.line) if part is not None)
        yield f"{inert(place, 300)}  {problem.severity} {problem.code}  {inert(problem.location.field, 120)}".rstrip()
        yield f"    {inert(problem.message)}"
        yield f"    {inert(problem.hint)}\n"
    if len(shown) < len(rows):
        yield f"{counted(unknown, 'place')} whose addresses nobody could reach this time; --format json lists them.\n"
    yield summary(results)


def summary(results: Sequence[Result]) -> str:
    """Return the numbers in one line, and how many nobody asked."""
    found = ", ".join(f"{number:,} {name}" for name, number in counts(results).items() if number)
    unasked = sum(result.answer is not None and result.answer.failure is Failure.NOT_ASKED for result in results)
    over = f"; the run came to its bounds before {unasked:,} could be asked" if unasked else ""
    return f"{counted_addresses(len(results))}{': ' if found else ''}{found}{over}"


def counted_addresses(number: int) -> str:
    """Return a number with its word: “1 address”, “41 addresses”."""
    return f"{number:,} address{'' if number == 1 else 'es'}"


def markdown_text(results: Sequence[Result], others: Sequence[Problem], today: date) -> str:
    """Return the report as Markdown for an issue: what is gone and moved, by file, no longer than an issue may be.

    All contributed and remote text stands in code spans, where nobody is mentioned, nothing is loaded or linked.
    """
    rows = [row for row in _rows(results) if row.result.outcome not in _UNKNOWN]
    parts = [f"{summary(results)}. Checked on {today.isoformat()}.\n"]
    left_out = 0
    length = 0
    for outcome, title in ((Outcome.GONE, "Gone"), (Outcome.MOVED, "Moved for good")):
        chosen = [row for row in rows if row.result.outcome is outcome]
        if not chosen:
            continue
        parts.append(f"\n## {title}\n\n| File | Line | Field | Address | Why |\n|---|---|---|---|---|\n")
        for number, row in enumerate(chosen):
            line = _table_row(row)
            length += len(line)
            if number >= MAX_ROWS or length > MAX_CHARACTERS:
                left_out += len(chosen) - number
                break
            parts.append(line)
    if others:
        parts.append("\n## Also\n\n")
        parts += [f"- {_code(p.location.path)}: {p.code}, {_code(p.message, 200)}\n" for p in others[:20]]
        left_out += max(0, len(others) - 20)
    if left_out:
        parts.append(f"\nAnd {left_out:,} more, which the report in JSON lists.\n")
    return "".join(parts)


def _rows(results: Iterable[Result]) -> list[_Row]:
    rows = [_Row(place, result) for result in results if result.outcome in _ORDER for place in result.link.places]
    return sorted(
        rows,
        key=lambda row: (
            row.place.path,
            _ORDER.index(row.result.outcome),
            row.place.line or 0,
            row.place.field,
            row.place.typed,
        ),
    )


def _table_row(row: _Row) -> str:
    answer = row.result.answer
    moved = row.result.outcome is Outcome.MOVED and answer
    why = f"leads to {_code(answer.final or '')}" if moved and answer else inert(row.result.why, 80)
    place = row.place
    cells = (_code(place.path), str(place.line or ""), _code(place.field), _code(place.typed), why)
    return f"| {' | '.join(cells)} |\n"


def _code(text: str, limit: int = 120) -> str:
    shown = inert(text, limit).replace("`", "'").replace("|", "¦").strip()
    return f"`{shown}`" if shown else ""


def _styled(text: str, colour: bool, **style: Any) -> str:
    return click.style(text, **style) if colour else text
