"""Sources, sightings, timeline and media."""

from __future__ import annotations

from datetime import date

from factpress.citations import numbered
from factpress.models.link_files import GoneLink
from factpress.models.parts import SourceKind, Stance
from factpress.pages.evidence import (
    SOURCE_KINDS,
    STANCES,
    event_views,
    reference,
    sightings,
    source_views,
)
from factpress.pages.names import Name
from tests.making import make_claim, make_corpus


def test_every_kind_and_stance_has_words() -> None:
    """No reader sees an id."""
    assert set(SOURCE_KINDS) == set(SourceKind)
    assert set(STANCES) == set(Stance)


def test_sources_stand_in_the_order_of_their_numbers() -> None:
    """The list begins with the source that is cited first, wherever the file lists it."""
    claim = make_claim(verdict_reason="One day [@herald].")
    views = source_views(claim, make_corpus(), numbered(claim), {})
    assert [(view.number, view.id) for view in views] == [(1, "herald"), (2, "office")]


def test_registered_publishers_have_a_page() -> None:
    """A publisher of the registry leads to its page, however it is named; others are words."""
    claim = make_claim(appearances=[{"publisher": name} for name in ("millbrook-herald", "Coast Radio", "A wall")])
    assert [seen.publisher for seen in sightings(claim, make_corpus())] == [
        Name("Millbrook Herald", "publishers/millbrook-herald/"),
        Name("Coast Radio", "publishers/coast-radio/"),
        Name("A wall"),
    ]


def test_addresses_are_written_out() -> None:
    """Other scripts in an address are percent-encoded where it is linked."""
    (seen,) = sightings(make_claim(appearances=[{"url": "https://news.example/ü[1]"}]), make_corpus())
    assert seen.url == seen.title == "https://news.example/%C3%BC%5B1%5D"


def test_the_timeline_runs_forward() -> None:
    """Events stand oldest first, a year before its days."""
    events = [{"date": date, "text": date} for date in ("2025-03-02", "2025", "2024-12")]
    assert [event.text for event in event_views(make_claim(events=events), {})] == [
        "2024-12",
        "2025",
        "2025-03-02",
    ]


def test_an_unknown_source_has_no_number() -> None:
    """A field that names no source, or one that the claim lacks, leads nowhere."""
    assert reference(None, {"a": 1}) is None
    assert reference("b", {"a": 1}) is None


def test_of_what_is_gone_the_copy_comes_first() -> None:
    """What links.yml lists is told with its day; a copy that is gone as well is no copy."""
    original, copy = "https://roads.example/closures#march", "https://archive.example/closures"
    claim = make_claim(appearances=[{"url": original, "archive_url": copy}])
    since = date(2025, 5, 1)
    original_gone = GoneLink(address="https://roads.example/closures", since=since)
    copy_gone = GoneLink(address=copy, since=since)
    for gone, first, archive in (
        ((), original, copy),
        ((original_gone,), copy, copy),
        ((copy_gone,), original, ""),
        ((original_gone, copy_gone), original, ""),
    ):
        (seen,) = sightings(claim, make_corpus(claim, gone_links=gone))
        assert (seen.url, seen.first, seen.archive_url) == (original, first, archive)
        assert ("1 May 2025" in seen.gone) is (original_gone in gone)
