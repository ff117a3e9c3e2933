"""The corpus and the theme -> every file of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from factpress import feeds, sitemap
from factpress.corpus import Corpus
from factpress.models.site import Site
from factpress.pages import browse, claim, home, listings, registers
from factpress.pages.page import Page
from factpress.pages.templates import Templates
from factpress.search import SearchPart
from factpress.shell import LATEST, Shells

Mapped = tuple[str, date | None]
"""A page that may be found: its path, and the newest date of its content."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site."""

    path: str
    """From the site's root: `claims/x/index.html`."""
    content: bytes
    mapped: Mapped | None = None
    """What the sitemap says of it; None keeps it out."""


Part = Callable[[], Iterator[File]]
"""Some files of the site, which can be made without the others."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the theme gives: hand-written pages and assets, and the shells for all other pages."""

    files: Mapping[str, bytes]
    """By path. A hand-written page may hold the place where the newest verdicts go."""
    shells: Shells
    warnings: tuple[str, ...] = field(default=())
    """What the theme's builder had to say about the hand-written pages."""


class SamePath(ValueError):
    """Two files of the site would have one path, which is its only argument."""


def site_parts(
    corpus: Corpus, site: Site, templates: Templates, frame: Frame, searched: Sequence[SearchPart]
) -> list[Part]:
    """Return every file of the site but the media and the maps, in parts that can be made each on its own.

    The corpus is what readers, or at the desk the desk, may see; `searched` is what its search finds, and its
    index isn't among the files.
    """

    def filled(pages: Callable[[], Iterator[Page]]) -> Iterator[File]:
        for page in pages():
            mapped = (page.address, page.updated) if page.indexed else None
            yield File(page.file, frame.shells.fill(page).encode(), mapped)

    def rest() -> Iterator[File]:
        for path, html in claim.redirect_pages(corpus, site):
            yield File(path, html.encode())
        yield from _framed(corpus, site, templates, frame)
        yield File("feed.xml", feeds.verdict_feed(corpus, site))
        yield File("feeds/corrections.xml", feeds.corrections_feed(corpus, site))

    return [*(partial(filled, pages) for pages in page_parts(corpus, site, templates, searched)), rest]


def page_parts(
    corpus: Corpus, site: Site, templates: Templates, searched: Sequence[SearchPart]
) -> list[Callable[[], Iterator[Page]]]:
    """Return every page that the generator makes, in parts that can be made each on its own."""
    return [
        *listings.listing_parts(corpus, site, templates),
        *claim.claim_parts(corpus, site, templates),
        partial(registers.register_pages, corpus, site, templates),
        lambda: iter([browse.browse_page(corpus, site, templates, searched)]),
    ]


def maps(mapped: Iterable[Mapped], site: Site) -> Iterator[File]:
    """Yield what tells search engines of the pages."""
    for path, content in sitemap.sitemap_files(mapped, site).items():
        yield File(path, content)
    yield File("robots.txt", sitemap.robots(site).encode())


def _framed(corpus: Corpus, site: Site, templates: Templates, frame: Frame) -> Iterator[File]:
    latest = home.latest(corpus, site, templates, "").encode()
    for path, content in frame.files.items():
        if path.endswith("index.html"):
            mapped = (path.removesuffix("index.html"), None)
            yield File(path, content.replace(LATEST.encode(), latest), mapped)
        else:
            yield File(path, content)
