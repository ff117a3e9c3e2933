"""Addresses, written out and compared."""

from __future__ import annotations

import pytest

from factpress.models.text import as_uri, place_of


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://roads.example/a?b=c&d#e", "https://roads.example/a?b=c&d#e"),
        ("https://roads.example/ä b", "https://roads.example/%C3%A4%20b"),
        ("https://brücke.example:8443/", "https://xn--brcke-lva.example:8443/"),
        # IDNA 2003 would lead to the hosts strasse.example and fass.example, which may be somebody else's.
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://Faß.example", "https://xn--fa-hia.example"),
        ("https://日本語。example/", "https://xn--wgv71a119e.example/"),
        ("https://☃.example/", "https://xn--n3h.example/"),
        (f"https://{'ü' * 90}.example/", f"https://{'%C3%BC' * 90}.example/"),
    ],
)
def test_addresses_are_written_out_as_browsers_read_them(typed: str, written: str) -> None:
    """What RFC 3986 doesn't allow is encoded: in a host by IDNA 2008, elsewhere by percent signs."""
    assert as_uri(typed) == written
    assert as_uri(written) == written


@pytest.mark.parametrize(
    "other", ["http://www.roads.example/a", "https://ROADS.example/a/", "https://roads.example/a#b"]
)
def test_all_ways_to_write_an_address_are_one_place(other: str) -> None:
    """Scheme, `www.`, the case of the host, the last slash and the fragment make no difference; the rest does."""
    assert place_of("https://roads.example/a") == place_of(other)
    assert place_of("https://roads.example/A") != place_of(other)
