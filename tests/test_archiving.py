"""Tests of what lacks a copy and which capture makes a good one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from factpress.archiving import Uncopied, copy_address, is_of, nearest, uncopied
from factpress.captures import Capture
from factpress.models.publication import Publication
from tests.making import make_claim, make_corpus

TODAY = date(2025, 6, 1)
ADDRESS = "https://roads.example/closures"


def source(**fields: Any) -> dict[str, Any]:
    """Return a source with an address."""
    return {"id": "office", "url": ADDRESS, **fields}


def found(*sources: dict[str, Any], **fields: Any) -> tuple[Uncopied, ...]:
    """Return what lacks a copy in a claim with these sources."""
    claim = make_claim(sources=[*sources], summary=None, what_we_know=None, analysis=None, **fields)
    return uncopied([claim], make_corpus(claim), TODAY)


def capture(day: str, original: str = ADDRESS) -> Capture:
    """Return a capture of a day's noon."""
    return Capture(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC), original)


def test_sources_and_sightings_lack_a_copy() -> None:
    """Each is named by its place in the file."""
    one, seen = found(source(), appearances=[{"url": "https://x.example/1", "date": "2025-03"}])
    assert (one.field, one.place, one.path) == ("sources[1]", ("sources", 0), "content/claims/old-bridge.yml")
    assert (seen.field, seen.address, seen.day) == ("appearances[1]", "https://x.example/1", date(2025, 3, 31))


@pytest.mark.parametrize(
    "fields",
    [
        {"archive_url": "https://web.archive.org/web/2025/https://roads.example/"},
        {"archive_note": "The site forbids it."},
        {"url": None, "note": "A call."},
        {"url": "https://web.archive.org/web/2025/https://roads.example/"},
        {"url": "https://archive.ph/abcde"},
    ],
)
def test_what_needs_no_copy_is_left_out(fields: dict[str, Any]) -> None:
    """A copy, a reason for none, no address, or a page of an archive."""
    one = {key: value for key, value in source(**fields).items() if value is not None}
    assert found(one) == ()


@pytest.mark.parametrize(
    ("fields", "claim", "day"),
    [
        ({"accessed": "2025-03-04", "date": "2025-01-01"}, {}, "2025-03-04"),
        ({"date": "2025-01"}, {}, "2025-01-31"),
        ({}, {"as_of": "2025-02-02"}, "2025-02-02"),
        ({}, {"as_of": None, "published": "2025-02-03"}, "2025-02-03"),
        ({}, {"as_of": None, "published": None}, "2025-06-01"),
        ({"date": "1911"}, {"as_of": "2025-02-02"}, "2025-02-02"),
        ({"date": "0001"}, {"as_of": None, "published": None}, "2025-06-01"),
        ({"date": "2025"}, {}, "2025-06-01"),
    ],
)
def test_the_day_it_was_read(fields: dict[str, Any], claim: dict[str, Any], day: str) -> None:
    """The day somebody read it, or the nearest guess that the web was there on, never one to come."""
    (one,) = found(source(**fields), **claim)
    assert one.day.isoformat() == day


def test_demanded_kinds_come_first() -> None:
    """What the publication demands copies of is asked for before all else."""
    publication = Publication.model_validate({"name": "x", "editorial": {"archive_required_for": ["forum"]}})
    forum = {"id": "thread", "url": "https://forum.example/1", "kind": "forum"}
    claims = [make_claim("a", sources=[source()]), make_claim("b", sources=[source(), forum])]
    wanted = uncopied(claims, make_corpus(*claims, publication=publication), TODAY)
    assert [(one.claim, one.field, one.required) for one in wanted] == [
        ("b", "sources[2]", True),
        ("a", "sources[1]", False),
        ("b", "sources[1]", False),
    ]


def test_the_capture_nearest_to_the_day() -> None:
    """Before or after, the closest one is taken; of two as close, the earlier."""
    (one,) = found(source(accessed="2025-03-04"))
    days = ["2025-01-01", "2025-03-06", "2025-03-01", "2025-05-30"]
    assert nearest(map(capture, days), one) == capture("2025-03-06")
    assert nearest(map(capture, ["2025-03-06", "2025-03-02"]), one) == capture("2025-03-02")


def test_captures_that_cannot_be_trusted() -> None:
    """Not one of another page, of long before or after, or from before the source was published."""
    (one,) = found(source(accessed="2025-03-04", date="2025-03-02"))
    assert nearest([], one) is None
    assert nearest([capture("2025-03-04", "https://roads.example/closures/other")], one) is None
    assert nearest([capture("2025-06-04"), capture("2024-03-04")], one) is None
    assert nearest([capture("2025-02-28")], one) is None
    assert nearest([capture("2025-03-01")], one) == capture("2025-03-01")


@pytest.mark.parametrize(
    "original",
    [
        "http://www.roads.example:80/closures/",
        "https://ROADS.example/closures",
        "https://roads.example:443/closures#march",
        "https://roads.example/%63losures",
    ],
)
def test_addresses_of_one_page(original: str) -> None:
    """Scheme, www., port, last slash, fragment and escapes make no other page."""
    assert is_of(original, ADDRESS)


@pytest.mark.parametrize(
    ("original", "address"),
    [
        ("https://roads.example/", ADDRESS),
        ("https://roads.example/Closures", ADDRESS),
        ("https://roads.example/closures?page=2", ADDRESS),
        ("https://roads.example:8080/closures", ADDRESS),
        ("https://other.example/closures", ADDRESS),
        ("ftp://roads.example/closures", ADDRESS),
        ("https://me@roads.example/closures", ADDRESS),
        ("https://roads.example/a%2Fb", "https://roads.example/a/b"),
        ("javascript:alert(1)", ADDRESS),
        ("https://[::1/closures", ADDRESS),
        ("https://roads.example:port/closures", ADDRESS),
        ("", ADDRESS),
    ],
)
def test_addresses_of_different_pages(original: str, address: str) -> None:
    """What may show something else is another page, and nonsense is none."""
    assert not is_of(original, address)


def test_other_scripts_are_one_page_with_their_escapes() -> None:
    """An address as people type it and as machines write it are the same."""
    assert is_of("https://xn--brcke-lva.example/stra%C3%9Fe", "https://brücke.example/straße")


def test_the_address_of_a_copy_is_ours() -> None:
    """Behind the moment stands the address as our own file has it."""
    copy = copy_address("https://web.archive.org", capture("2025-03-04").stamp, "https://brücke.example/ä?x=1")
    assert copy == "https://web.archive.org/web/20250304120000/https://xn--brcke-lva.example/%C3%A4?x=1"
