"""Sources, citations and publishers, in the finer points."""

from __future__ import annotations

from typing import Any

import pytest

from factpress.models.publication import Editorial, Publication
from factpress.models.registries import Publisher
from tests.making import PUBLISHERS, make_claim
from tests.rules.checking import draft, found, problems


def with_source(**fields: Any) -> list[tuple[str, str]]:
    """Return what is found in a draft with one source."""
    return found(draft(sources=[{"id": "a", "note": "x", "stance": "context", **fields}]))


def test_an_unknown_citation_names_the_nearest() -> None:
    """Each unknown citation is told once a field, with what may be meant."""
    claim = make_claim(analysis="One [@heralt], two [@heralt].", conclusion="Three [@heralt] [@herald].")
    first, second = problems(claim)
    assert (first.code, first.location.field, first.hint) == ("FP236", "analysis", "Did you mean “herald”?")
    assert second.location.field == "conclusion"


def test_duplicate_sources_are_told_once() -> None:
    """A source id that stands three times gives two problems, at the later two."""
    sources = [{"id": "a", "note": "x", "stance": "context"}] * 3
    assert found(draft(sources=sources)) == [("FP235", "sources[2].id"), ("FP235", "sources[3].id")]


def test_archived_copies_are_excused_by_a_note() -> None:
    """Where no copy can be made the desk says why."""
    publication = Publication(name="X", editorial=Editorial(archive_required_for=("social",)))
    source = {"id": "a", "url": "https://x.com/a", "kind": "social", "stance": "context"}
    assert found(draft(sources=[source]), publication=publication) == [("FP234", "sources[1].archive_url")]
    for excuse in ({"archive_url": "https://archive.example/a"}, {"archive_note": "Behind a login."}):
        assert found(draft(sources=[{**source, **excuse}]), publication=publication) == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://mobile.twitter.com/a/status/1", "FP240"),
        ("https://X.com/a/status/1", "FP240"),
        ("https://netflix.com/a", None),
        ("https://www.bit.ly/a", "FP241"),
        ("https://orbit.ly/a", None),
        ("https://checks.example/desk/claims/x/", "FP242"),
        ("https://checks.example/other/", None),
        ("https://roads.example/", None),
    ],
)
def test_hosts(url: str, code: str | None) -> None:
    """Platforms, shorteners and our own site are known by their hosts, subdomains included."""
    claim = draft(sources=[{"id": "a", "url": url}], conclusion="[@a]")
    assert found(claim) == ([(code, "sources[1].archive_url" if code == "FP240" else "sources[1].url")] if code else [])


def test_sightings_on_platforms_are_kept_too() -> None:
    """A post that is under check may vanish like one that is evidence."""
    assert found(draft(appearances=[{"url": "https://t.me/a"}])) == [("FP240", "appearances[1].archive_url")]


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("Millbrook Herald", None),
        ("millbrook herald", None),
        ("millbrook-herald", None),
        ("The Millbrook Herald", "millbrook-herald"),
        ("Milbrook Herald", "millbrook-herald"),
        ("millbrook-heralds", "millbrook-herald"),
        ("Coast-Radio", "coast-radio"),
        ("Millbrook Gazette", None),
        ("Unknown account", None),
        ("???", None),
    ],
)
def test_publishers_in_words(words: str, near: str | None) -> None:
    """Words that are nearly a registered publisher are probably meant to be it."""
    codes = with_source(publisher=words)
    assert codes == ([("FP311", "sources[1].publisher")] if near else [])


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"publisher": "millbrook-herald"}, False),
        ({"publisher": "Millbrook Herald"}, False),
        ({"publisher": "coast-radio"}, True),
        ({"publisher": "Somebody else"}, True),
        ({"publisher": "coast-radio", "via": "Millbrook Herald"}, False),
        ({}, False),
    ],
)
def test_domains_of_publishers(fields: dict[str, str], *, wrong: bool) -> None:
    """An address says whose it is, unless the source says that one took it over from another."""
    codes = with_source(url="https://archive.herald.example/a", **fields)
    assert codes == ([("FP312", "sources[1].publisher")] if wrong else [])


def test_the_nearest_domain_counts() -> None:
    """A publisher with a subdomain of its own isn't taken for the owner of the domain."""
    publishers = {**PUBLISHERS, "weekly": Publisher(name="The Weekly", domains=("weekly.herald.example",))}
    claim = draft(
        sources=[{"id": "a", "url": "https://weekly.herald.example/", "publisher": "weekly", "stance": "context"}]
    )
    assert found(claim, publishers=publishers) == []


def test_unread_publishers_are_nobodys_fault() -> None:
    """Where publishers.yml can't be read nothing is said about publishers."""
    claim = draft(
        sources=[{"id": "a", "url": "https://herald.example/", "publisher": "Milbrook Herald", "stance": "context"}]
    )
    assert found(claim, unread=frozenset({"publishers"})) == []


def test_one_outlet_is_one_source() -> None:
    """Many reports that came through one outlet are noticed."""
    sources = [
        {"id": name, "title": name, "publisher": name, "kind": "news", "note": "x", "via": "The Wire"}
        for name in ("office", "herald")
    ]
    assert found(make_claim(sources=sources)) == [("FP243", "sources")]
