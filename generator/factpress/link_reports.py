"""The report of a run over links as JSON, which other programs read and which the parts of a run are joined from."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from factpress.link_results import Result
from factpress.links import outcome_of
from factpress.models.links import OUTCOMES, Answer, Failure, Link, Outcome
from factpress.problems import Problem

VERSION: Final = 2
MAX_SHARDS: Final = 256
MAX_BYTES: Final = 256 << 20
"""More than two million addresses take."""


class BadReport(ValueError):
    """A file that is no report, or reports that don't belong together; says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a run a report is about, and of what run."""

    number: int
    count: int
    whole: int
    """How many addresses the run as a whole has."""
    digest: str
    """Of all addresses of the run, in order."""

    @classmethod
    def of(cls, links: Iterable[Link], number: int = 1, count: int = 1) -> Part:
        """Return one of `count` parts of a run over these links."""
        addresses = sorted(link.address for link in links)
        return cls(number, count, len(addresses), hashlib.sha256("\n".join(addresses).encode()).hexdigest())


def counts(results: Iterable[Result]) -> dict[str, int]:
    """Return how many results there are of each outcome, in the order of the outcomes."""
    found = Counter(result.outcome for result in results)
    return {outcome.value: found[outcome] for outcome in OUTCOMES}


def report_text(results: Sequence[Result], problems: Iterable[Problem], part: Part, today: date) -> str:
    """Return a report as JSON in plain ASCII; docs/links.md says what stands in it."""
    report = {
        "version": VERSION,
        "day": today.isoformat(),
        "part": {"number": part.number, "count": part.count, "addresses": part.whole, "digest": part.digest},
        "counts": counts(results),
        "results": [_result(result) for result in results],
        "problems": [_problem(problem) for problem in problems],
    }
    # GitHub's runner takes `##[` for the beginning of a command wherever it is printed.
    return json.dumps(report, indent=1, ensure_ascii=True).replace("##[", "#\\u0023[") + "\n"


def _result(result: Result) -> dict[str, Any]:
    answer = result.answer
    return {
        "address": result.link.address,
        "outcome": result.outcome.value,
        "day": result.day.isoformat() if result.day else None,
        "failure": answer.failure.value if answer and answer.failure else None,
        "final": answer.final if answer else None,
        "reason": result.reason,
        "places": [
            {"path": place.path, "field": place.field, "line": place.line, "claim": place.claim, "typed": place.typed}
            for place in result.link.places
        ],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "path": problem.location.path,
        "field": problem.location.field,
        "line": problem.location.line,
        "message": problem.message,
        "hint": problem.hint,
    }


def merged(texts: Iterable[bytes], links: Iterable[Link]) -> tuple[list[Result], Part]:
    """Return the results of reports that together make a run, about links of the content as it is here.

    What a report says of places and problems is passed over: both follow from the content and the answers. Raises
    BadReport where a text is no report, or where parts are missing, there twice, or of runs over other content.
    """
    known = {link.address: link for link in links}
    reports = [_read(raw) for raw in texts]
    if not reports:
        raise BadReport("there is no report to join")
    first = reports[0].part
    for report in reports:
        if (report.part.count, report.part.addresses, report.part.digest) != (
            first.count,
            first.addresses,
            first.digest,
        ):
            raise BadReport("the reports must be parts of one run; found parts of different runs")
    numbers = sorted(report.part.number for report in reports)
    if numbers != list(range(1, first.count + 1)):
        found = ", ".join(map(str, numbers))
        raise BadReport(f"the reports must be all {first.count} parts of a run, each once; found {found}")
    results: dict[str, Result] = {}
    for found_result in (result for report in reports for result in report.results):
        if found_result.address in results:
            raise BadReport("each address must be in one report; found one in two")
        if found_result.address not in known:
            raise BadReport("the reports must be about this content; found an address that it doesn't hold")
        results[found_result.address] = found_result.about(known[found_result.address])
    part = Part.of(result.link for result in results.values())
    if (part.whole, part.digest) != (first.addresses, first.digest):
        raise BadReport("the reports must hold every address of the run; some are missing")
    return [results[address] for address in sorted(results)], part


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


_Text = Annotated[str, Field(max_length=20_000)]
_Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class _ReadPart(_Strict):
    number: Annotated[int, Field(ge=1, le=MAX_SHARDS)]
    count: Annotated[int, Field(ge=1, le=MAX_SHARDS)]
    addresses: Annotated[int, Field(ge=0)]
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _ReadPlace(_Strict):
    path: _Text
    field: _Text
    line: int | None
    claim: _Text
    typed: _Text


class _ReadResult(_Strict):
    address: _Text
    outcome: Outcome
    day: _Day | None
    failure: Failure | None
    final: _Text | None
    reason: _Text
    places: list[_ReadPlace]

    def about(self, link: Link) -> Result:
        """Return what it says of a link; the outcome follows from the answer, whatever is claimed."""
        if self.day is None:
            if self.outcome is not Outcome.SKIPPED:
                raise BadReport("a report must say when an address was asked for; found no day")
            return Result(link, Outcome.SKIPPED, reason=self.reason)
        answer = Answer(link.address, self.failure, self.final)
        try:
            return Result(link, outcome_of(answer), answer, date.fromisoformat(self.day))
        except ValueError:
            raise BadReport("a report must hold days that the calendar has") from None


class _ReadProblem(_Strict):
    code: _Text
    severity: _Text
    path: _Text
    field: _Text
    line: int | None
    message: _Text
    hint: _Text


class _ReadReport(_Strict):
    version: Literal[2]
    day: _Day
    part: _ReadPart
    counts: dict[str, int]
    results: list[_ReadResult]
    problems: list[_ReadProblem]


def _read(raw: bytes) -> _ReadReport:
    if len(raw) > MAX_BYTES:
        raise BadReport(f"a report must have at most {MAX_BYTES:,} bytes")
    try:
        return _ReadReport.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise BadReport(f"a report must be what factpress links writes; at “{where}”: {first['msg']}") from None
