"""Sitemaps as sitemaps.org wants them, and robots.txt."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from factpress import sitemap
from factpress.models.site import Site
from factpress.sitemap import robots, sitemap_files
from tests.making import SITE

NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def read(document: bytes, part: str = "url") -> list[tuple[str, str | None]]:
    root = etree.fromstring(document)
    assert root.tag == f"{{{NAMESPACES['s']}}}{'urlset' if part == 'url' else 'sitemapindex'}"
    assert {element.tag for element in root} <= {f"{{{NAMESPACES['s']}}}{part}"}
    return [
        (element.findtext("s:loc", "", NAMESPACES), element.findtext("s:lastmod", "", NAMESPACES) or None)
        for element in root
    ]


def test_lists_pages_by_path() -> None:
    """Each page is listed with its full address, and with its date where it has one."""
    files = sitemap_files([("claims/b/", date(2025, 3, 5)), ("", None)], SITE)
    assert list(files) == ["sitemap.xml"]
    assert read(files["sitemap.xml"]) == [
        ("https://checks.example/desk/", None),
        ("https://checks.example/desk/claims/b/", "2025-03-05"),
    ]


def test_does_not_depend_on_the_order_of_pages() -> None:
    """The same pages give the same bytes."""
    pages = [("a/", date(2025, 3, 5)), ("b/", None), ("c/", None)]
    assert sitemap_files(pages, SITE) == sitemap_files(reversed(pages), SITE)


def test_writes_addresses_as_uris() -> None:
    """Addresses are percent-encoded, and what XML reserves comes back as it was."""
    site = Site("Prüfer", "https://prüfer.example/")
    ((address, _),) = read(sitemap_files([("über/?a&b/", None)], site)["sitemap.xml"])
    assert address == "https://xn--prfer-lva.example/%C3%BCber/?a&b/"


def test_no_pages_are_an_empty_sitemap() -> None:
    """A site without pages has a sitemap all the same."""
    assert read(sitemap_files([], SITE)["sitemap.xml"]) == []


def test_is_split_when_it_grows_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit each page stands in one of several files, and an index names these and their dates."""
    monkeypatch.setattr(sitemap, "MAX_ADDRESSES", 2)
    pages = [("a/", None), ("b/", date(2025, 3, 5)), ("c/", date(2025, 1, 1)), ("d/", None), ("e/", None)]
    files = sitemap_files(pages, SITE)
    assert read(files.pop("sitemap.xml"), "sitemap") == [
        ("https://checks.example/desk/sitemap-1.xml", "2025-03-05"),
        ("https://checks.example/desk/sitemap-2.xml", "2025-01-01"),
        ("https://checks.example/desk/sitemap-3.xml", None),
    ]
    assert [address for file in files.values() for address, _ in read(file)] == [
        SITE.absolute(path) for path, _ in pages
    ]


@pytest.mark.parametrize(("pages", "files"), [(50_000, 1), (50_001, 3)])
def test_holds_fifty_thousand_pages(pages: int, files: int) -> None:
    """One file holds as many pages as sitemaps.org allows."""
    assert len(sitemap_files(((f"claims/{number}/", None) for number in range(pages)), SITE)) == files


def test_robots_names_the_sitemap() -> None:
    """Everybody may read everything, and finds the sitemap."""
    assert robots(SITE) == "User-agent: *\nDisallow:\n\nSitemap: https://checks.example/desk/sitemap.xml\n"
