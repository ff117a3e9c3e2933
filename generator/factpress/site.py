"""The corpus and the theme -> every file of the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from factpress import feeds, sitemap
from factpress.corpus import Corpus
from factpress.models.site import Site
from factpress.pages import claim, home, listings, registers
from factpress.pages.page import Page
from factpress.pages.templates import Templates
from factpress.shell import LATEST, Shells


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site."""

    path: str
    """From the site's root: `claims/x/index.html`."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """What the theme gives: hand-written pages and assets, and the shells for all other pages."""

    files: Mapping[str, bytes]
    """By path. A hand-written page may hold the place where the newest verdicts go."""
    shells: Shells
    warnings: tuple[str, ...] = field(default=())
    """What the theme's builder had to say about the hand-written pages."""


class SamePath(ValueError):
    """Two files of the site would have one path."""

    def __init__(self, path: str) -> None:
        super().__init__(f"two files of the site have the path {path}")
        self.path = path


def site_files(corpus: Corpus, site: Site, templates: Templates, frame: Frame) -> Iterator[File]:
    """Yield every file of the site but the media, each path once.

    The corpus is what readers, or at the desk the desk, may see. Raises SamePath at the second file with a path,
    which is always one of the hand-written pages.
    """
    paths: set[str] = set()
    for file in _all_files(corpus, site, templates, frame):
        if file.path in paths:
            raise SamePath(file.path)
        paths.add(file.path)
        yield file


def site_pages(corpus: Corpus, site: Site, templates: Templates) -> Iterator[Page]:
    """Yield every page that the generator makes."""
    yield from claim.claim_pages(corpus, site, templates)
    yield from listings.listing_pages(corpus, site, templates)
    yield from registers.register_pages(corpus, site, templates)


def _all_files(corpus: Corpus, site: Site, templates: Templates, frame: Frame) -> Iterator[File]:
    mapped: list[tuple[str, date | None]] = []
    for page in site_pages(corpus, site, templates):
        if page.indexed:
            mapped.append((page.address, page.updated))
        yield File(page.file, frame.shells.fill(page).encode())
    for path, html in claim.redirect_pages(corpus, site):
        yield File(path, html.encode())
    latest = home.latest(corpus, site, templates, "").encode()
    for path, content in frame.files.items():
        if path.endswith("index.html"):
            mapped.append((path.removesuffix("index.html"), None))
            content = content.replace(LATEST.encode(), latest)
        yield File(path, content)
    yield File("feed.xml", feeds.verdict_feed(corpus, site))
    yield File("feeds/corrections.xml", feeds.corrections_feed(corpus, site))
    for path, content in sitemap.sitemap_files(mapped, site).items():
        yield File(path, content)
    yield File("robots.txt", sitemap.robots(site).encode())
