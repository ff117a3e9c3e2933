"""Reports as JSON, and the joining of the parts of a run."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from factpress.link_reports import BadReport, Part, merged, report_text
from factpress.link_results import Result
from factpress.links import outcome_of
from factpress.models.links import Answer, Failure, Link, Outcome, Place
from factpress.problems import Location, Problem, Severity

TODAY = date(2025, 6, 1)
ANSWERS = (
    Answer("https://a.example/"),
    Answer("https://b.example/", Failure.NOT_FOUND),
    Answer("https://c.example/", None, "https://c.example/new"),
    Answer("https://d.example/", Failure.TIMEOUT),
)
LINKS = tuple(Link(answer.address, (Place("content/claims/x.yml", "sources[1].url", 3),)) for answer in ANSWERS)
RESULTS = [
    *(Result(link, outcome_of(answer), answer, TODAY) for link, answer in zip(LINKS[:3], ANSWERS[:3], strict=True)),
    Result(LINKS[3], Outcome.SKIPPED, reason="It answers nobody."),
]


def parts(count: int = 2) -> list[dict[str, Any]]:
    """Return the reports of a run in parts."""
    return [
        json.loads(report_text(RESULTS[number - 1 :: count], [], Part.of(LINKS, number, count), TODAY))
        for number in range(1, count + 1)
    ]


def join(*reports: dict[str, Any], links: tuple[Link, ...] = LINKS) -> list[Result]:
    """Join reports."""
    return merged([json.dumps(report).encode() for report in reports], links)[0]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_parts_make_a_whole(count: int) -> None:
    """Joined they say what one run would have, in whatever order they come."""
    assert join(*reversed(parts(count))) == RESULTS
    assert merged([json.dumps(one).encode() for one in parts(count)], LINKS)[1] == Part.of(LINKS)


def test_a_report_says_all_there_is() -> None:
    """Counts, results with their places, problems; in ASCII, in which nothing is a command."""
    problem = Problem("FP601", Severity.ERROR, Location("content/x.yml", "", 3), "gone: “##[error]\x1b[2J”", "x")
    text = report_text(RESULTS, [problem], Part.of(LINKS), TODAY)
    assert text.isascii()
    assert "##[" not in text
    assert "\x1b" not in text
    report = json.loads(text)
    assert report["version"] == 2
    assert report["day"] == "2025-06-01"
    assert report["counts"] == {"ok": 1, "moved": 1, "gone": 1, "blocked": 0, "unreachable": 0, "skipped": 1}
    assert report["results"][2]["final"] == "https://c.example/new"
    assert report["results"][0]["places"] == [
        {"path": "content/claims/x.yml", "field": "sources[1].url", "line": 3, "claim": "x", "typed": ""}
    ]
    assert report["problems"][0]["message"] == problem.message


def changed(change: Callable[[list[dict[str, Any]]], Any]) -> list[dict[str, Any]]:
    """Return the parts of a run after somebody changed them."""
    reports = parts()
    change(reports)
    return reports


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda r: r.clear(), "no report"),
        (lambda r: r.pop(), "all 2 parts"),
        (lambda r: r.append(r[0]), "found 1, 1, 2"),
        (lambda r: r[0]["part"].update(digest="0" * 64), "different runs"),
        (lambda r: r[0]["part"].update(count=3), "different runs"),
        (lambda r: r[0]["results"].pop(), "some are missing"),
        (lambda r: r[0]["results"].append(r[1]["results"][0]), "one in two"),
        (lambda r: r[0]["results"][0].update(address="https://evil.example/"), "doesn't hold"),
        (lambda r: r[0]["results"][0].update(day=None), "no day"),
        (lambda r: r[0]["results"][0].update(day="2025-02-30"), "calendar"),
        (lambda r: r[0]["results"][0].update(day="today"), "day"),
        (lambda r: r[0]["results"][0].update(status=200), "status"),
        (lambda r: r[0]["results"][0].update(failure="418"), "failure"),
        (lambda r: r[0]["results"][0].update(outcome="fine"), "outcome"),
        (lambda r: r[0]["results"][0].update(final="x" * 20_001), "final"),
        (lambda r: r[0].update(version=1), "version"),
        (lambda r: r[0].update(more=1), "more"),
        (lambda r: r[0].pop("counts"), "counts"),
    ],
)
def test_what_does_not_belong_together_is_refused(change: Callable[[list[dict[str, Any]]], Any], words: str) -> None:
    """A report is an artifact, in which anything may stand."""
    with pytest.raises(BadReport, match=words):
        join(*changed(change))


def test_no_json_and_foreign_json_are_refused() -> None:
    """With a sentence."""
    for raw in (b"", b"[]", b"{", b"\xff", b'{"version": 1}', b"[" * 100_000):
        with pytest.raises(BadReport, match="what factpress links writes"):
            merged([raw], LINKS)


def test_an_outcome_follows_from_the_answer() -> None:
    """Whatever a report claims, and whatever places it names."""
    report = parts(1)[0]
    report["results"][0].update(outcome="gone", places=[])
    report["results"][1].update(outcome="ok")
    assert join(report) == RESULTS


def test_the_content_must_be_the_same() -> None:
    """Reports about addresses that aren't there any more say nothing of this content."""
    with pytest.raises(BadReport, match="doesn't hold"):
        join(*parts(), links=LINKS[:3])
