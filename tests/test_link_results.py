"""What asking for addresses gave: problems, exceptions, links.yml and new addresses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from factpress.link_results import (
    Replacement,
    Result,
    exception_problems,
    gone_after,
    links_text,
    problems_of,
    replacements,
    unasked,
)
from factpress.links import links_of, outcome_of
from factpress.loading import load_corpus
from factpress.models.link_files import GoneLink, LinkException
from factpress.models.links import Answer, Failure, Link, Outcome, Place
from factpress.models.site import Site
from factpress.problems import Severity
from factpress.texts import Text
from tests.making import SITE, make_claim, make_corpus

TODAY = date(2025, 6, 1)
OLD = "https://roads.example/closures"
KEPT = "https://archive.example/closures"
NOWHERE: dict[str, Any] = {"claimants": {}, "people": {}, "publishers": {}}


def results(corpus: Any, **answers: Answer) -> list[Result]:
    """Return the results of a corpus where the addresses answer so; all others are fine."""
    given = {answer.address: answer for answer in answers.values()}
    return [
        Result(link, outcome_of(answer), answer, TODAY)
        for link in links_of(corpus, {})
        for answer in [given.get(link.address, Answer(link.address))]
    ]


def found(*answers: Answer, gone: tuple[GoneLink, ...] = (), **fields: Any) -> list[tuple[str, str, str]]:
    """Return code, severity and field of the problems of a claim with one source."""
    claim = make_claim(sources=[{"id": "office", "url": OLD, **fields}])
    corpus = make_corpus(claim, gone_links=gone, **NOWHERE)
    given = {str(number): answer for number, answer in enumerate(answers)}
    return [(p.code, p.severity.value, p.location.field) for p in problems_of(results(corpus, **given), corpus)]


def test_what_is_gone_is_an_error() -> None:
    """At every place that relies on it, and nowhere else."""
    assert found() == []
    assert found(Answer(OLD, Failure.NOT_FOUND)) == [("FP601", "error", "sources[1].url")]
    assert found(Answer(OLD, Failure.UNKNOWN_HOST)) == [("FP601", "error", "sources[1].url")]


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_has_its_words(failure: Failure) -> None:
    """And only what says so itself is gone."""
    answer = Answer(OLD, failure)
    assert Result(Link(OLD, ()), outcome_of(answer), answer, TODAY).why.isprintable()
    is_gone = failure in (Failure.NOT_FOUND, Failure.UNKNOWN_HOST, Failure.WRONG_HOST)
    assert found(answer) == ([("FP601", "error", "sources[1].url")] if is_gone else [])


def test_a_copy_makes_it_a_warning() -> None:
    """Unless the copy is gone as well, now or by what is known."""
    assert found(Answer(OLD, Failure.NOT_FOUND), archive_url=KEPT) == [("FP602", "warning", "sources[1].url")]
    assert found(Answer(OLD, Failure.NOT_FOUND), Answer(KEPT, Failure.SERVER), archive_url=KEPT) == [
        ("FP602", "warning", "sources[1].url")
    ]
    assert found(Answer(OLD, Failure.NOT_FOUND), Answer(KEPT, Failure.NOT_FOUND), archive_url=KEPT) == [
        ("FP601", "error", "sources[1].archive_url"),
        ("FP601", "error", "sources[1].url"),
    ]
    known = (GoneLink(address=KEPT, since=TODAY),)
    assert (
        found(Answer(OLD, Failure.NOT_FOUND), Answer(KEPT, Failure.SERVER), gone=known, archive_url=KEPT)[0][0]
        == "FP601"
    )
    assert found(Answer(OLD, Failure.NOT_FOUND), gone=known, archive_url=KEPT) == [
        ("FP602", "warning", "sources[1].url")
    ]


def test_what_is_noted_needs_nothing_more() -> None:
    """The hint says what to do, and where all is done, that it is."""
    claim = make_claim(sources=[{"id": "office", "url": OLD, "archive_url": KEPT}])
    for gone, words in (((), "--write"), ((GoneLink(address=OLD, since=TODAY),), "Nothing more")):
        corpus = make_corpus(claim, gone_links=gone, **NOWHERE)
        (problem,) = problems_of(results(corpus, old=Answer(OLD, Failure.NOT_FOUND)), corpus)
        assert words in problem.hint
        assert problem.message == f"must lead somewhere; found “{OLD}” gone: the page isn’t there"


def test_what_has_moved_is_a_notice() -> None:
    """It names the new address."""
    moved = Answer(OLD, final="https://roads.example/new")
    assert found(moved) == [("FP603", "notice", "sources[1].url")]


def exception(**fields: Any) -> LinkException:
    """Return an exception of this spring."""
    return LinkException.model_validate({"reason": "x", "added": "2025-01-01", "expires": "2025-06-30", **fields})


def reasons(*exceptions: LinkException, site: Site = SITE) -> dict[str, str]:
    """Return whom nobody asks."""
    addresses = (OLD, f"{OLD}/march", "https://roads.example.evil.example/", "https://checks.example/desk/claims/x/")
    links = [Link(address, ()) for address in addresses]
    return unasked(links, make_corpus(link_exceptions=exceptions), site, TODAY)


def test_exceptions_hold_for_an_address_or_a_beginning() -> None:
    """A host's name is whole; the last day counts; our own pages are never asked."""
    own = {"https://checks.example/desk/claims/x/": "a page of our own"}
    assert reasons() == own
    assert reasons(exception(address="https://Roads.example/closures#x", reason="a")) == {OLD: "a", **own}
    assert reasons(exception(prefix=OLD, reason="b")) == {OLD: "b", f"{OLD}/march": "b", **own}
    assert set(reasons(exception(prefix="https://roads.example"))) == {OLD, f"{OLD}/march", *own}
    assert reasons(exception(address=OLD, expires="2025-05-31")) == own
    assert set(reasons(exception(address=OLD, expires="2025-06-01"))) == {OLD, *own}


def test_addresses_for_examples_are_not_asked() -> None:
    """They lead nowhere by definition."""
    links = [
        Link(address, ()) for address in ("https://example.org/a", "https://www.example.com/", "https://myexample.org/")
    ]
    assert set(unasked(links, make_corpus(), SITE, TODAY)) == {"https://example.org/a", "https://www.example.com/"}


def test_exceptions_pass_and_are_looked_at() -> None:
    """An expired one is an error at its day, one that applies to nothing a notice."""
    exceptions = (exception(address=OLD, expires="2025-05-31"), exception(prefix="https://nobody.example/"))
    problems = list(exception_problems(make_corpus(link_exceptions=exceptions), [Link(OLD, ())], TODAY))
    assert [(p.code, p.severity, p.location.path, p.location.field) for p in problems] == [
        ("FP604", Severity.ERROR, "content/link-exceptions.yml", "[1].expires"),
        ("FP605", Severity.NOTICE, "content/link-exceptions.yml", "[2]"),
    ]


def test_the_list_of_what_is_gone_follows_the_answers() -> None:
    """Newly gone comes in, what answers goes out, what nobody reached stays, what nobody cites goes."""
    addresses = [f"https://a.example/{name}" for name in "abcde"]
    old = tuple(GoneLink(address=address, since=date(2025, 3, day)) for day, address in enumerate(addresses[:4], 1))
    answers = [
        Answer(addresses[0], Failure.NOT_FOUND),
        Answer(addresses[1]),
        Answer(addresses[2], Failure.SERVER),
        Answer(addresses[4], Failure.NOT_FOUND),
    ]
    links = [Link(answer.address, ()) for answer in answers]
    asked_for = [Result(link, outcome_of(a), a, TODAY) for link, a in zip(links, answers, strict=True)]
    after = gone_after(make_corpus(gone_links=old), asked_for, links, TODAY)
    assert [(link.address[-1], link.since) for link in after] == [
        ("a", date(2025, 3, 1)),
        ("c", date(2025, 3, 3)),
        ("e", TODAY),
    ]


@pytest.mark.parametrize(
    "address", [OLD, "https://a.example/a:", "https://a.example/#!x,y[1]&z", "https://a.example/'"]
)
def test_the_list_is_read_as_it_was_written(address: str) -> None:
    """Whatever an address holds."""
    gone = (GoneLink(address=address, since=TODAY),)
    loaded = load_corpus([Text("content/links.yml", links_text(gone).encode())])
    assert loaded.corpus.gone_links == gone
    assert load_corpus([Text("content/links.yml", links_text(()).encode())]).corpus.gone == {}


def replaced(old: str, final: str | None, field: str = "sources[2].url", typed: str = "") -> list[Replacement]:
    """Return what is to be put in for a moved address."""
    link = Link(old, (Place("content/claims/x.yml", field, 3, typed or old),))
    return list(replacements([Result(link, Outcome.MOVED, Answer(old, None, final), TODAY)]))


def test_a_new_address_is_put_in_with_its_fragment() -> None:
    """The field is named as the file counts."""
    (change,) = replaced(OLD, "https://roads.example/new", typed=f"{OLD}#march")
    assert change == Replacement("content/claims/x.yml", ("sources", 1, "url"), "https://roads.example/new#march")
    (change,) = replaced(OLD, "https://roads.example/new#april", typed=f"{OLD}#march")
    assert change.address == "https://roads.example/new#april"


@pytest.mark.parametrize(
    ("old", "final", "field"),
    [
        (OLD, "https://roads.example/", "sources[1].url"),
        (OLD, "http://roads.example/new", "sources[1].url"),
        (OLD, "ftp://roads.example/new", "sources[1].url"),
        (OLD, "https://localhost/new", "sources[1].url"),
        (OLD, "https://user@roads.example/new", "sources[1].url"),
        (OLD, 'https://roads.example/"\n<script>', "sources[1].url"),
        (OLD, None, "sources[1].url"),
        (OLD, "https://roads.example/new", "sources[1].archive_url"),
        (OLD, "https://roads.example/new", "analysis"),
        (OLD, "https://roads.example/new", ""),
    ],
)
def test_what_people_must_look_at_is_left_to_them(old: str, final: str | None, field: str) -> None:
    """A front page in place of a page, a weaker scheme, no address at all; copies, and links in text."""
    assert replaced(old, final, field) == []


def test_a_front_page_may_move() -> None:
    """There is nothing to lose."""
    assert replaced("http://roads.example/", "https://www.roads.example/")
