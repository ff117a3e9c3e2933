"""Where search engines find the pages: sitemaps (sitemaps.org, version 0.9) and robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from factpress.models.site import Site
from factpress.models.text import as_uri

SITEMAP = "sitemap.xml"
"""The path of the sitemap, or of the index where one file can't hold all pages."""
MAX_ADDRESSES = 50_000
"""How many pages one sitemap may list ("Sitemaps XML format")."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Pages = list[tuple[str, date | None]]


def sitemap_files(pages: Iterable[tuple[str, date | None]], site: Site) -> dict[str, bytes]:
    """Return the sitemap of pages as files by path, one of them `SITEMAP`.

    A page is its path from the site's root and the newest date of its content, None where it has none. Pages
    stand by path. Beyond `MAX_ADDRESSES` they are in `sitemap-1.xml` and so on, and `SITEMAP` is their index.
    """
    ordered = sorted(pages, key=lambda page: page[0])
    if len(ordered) <= MAX_ADDRESSES:
        return {SITEMAP: _document("urlset", "url", ordered, site)}
    parts = [ordered[start : start + MAX_ADDRESSES] for start in range(0, len(ordered), MAX_ADDRESSES)]
    files = {f"sitemap-{number}.xml": part for number, part in enumerate(parts, 1)}
    index = [(path, max((day for _, day in part if day), default=None)) for path, part in files.items()]
    return {
        SITEMAP: _document("sitemapindex", "sitemap", index, site),
        **{path: _document("urlset", "url", part, site) for path, part in files.items()},
    }


def robots(site: Site) -> str:
    """Return robots.txt: everybody may read everything, and the sitemap is named.

    Search engines ask for it at the root of a host; a site below a path has to be told to them by hand.
    """
    return f"User-agent: *\nDisallow:\n\nSitemap: {as_uri(site.absolute(SITEMAP))}\n"


def _document(name: str, part: str, pages: Pages, site: Site) -> bytes:
    from lxml import etree  # takes long to import, and after most edits no sitemap is written

    # The stubs of lxml know no default namespace, which lxml writes None.
    root = etree.Element(f"{{{_NAMESPACE}}}{name}", nsmap={None: _NAMESPACE})  # type: ignore[dict-item]
    for path, day in pages:
        element = etree.SubElement(root, f"{{{_NAMESPACE}}}{part}")
        etree.SubElement(element, f"{{{_NAMESPACE}}}loc").text = as_uri(site.absolute(path))
        if day:
            etree.SubElement(element, f"{{{_NAMESPACE}}}lastmod").text = day.isoformat()
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
