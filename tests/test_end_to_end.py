"""Whole sites: built as people build them, read as strangers read them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import extruct
import feedparser
import pytest
from lxml import etree
from lxml.html import HtmlElement

from tests.hostile import assert_inert, hostile_publication
from tests.making import SITE, complete_claim
from tests.publications import write_publication
from tests.reading_html import elements, parsed, text, texts

REPOSITORY = Path(__file__).parents[1]
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@dataclass(frozen=True)
class BuiltSite:
    """A site on disk and the address it is made for."""

    folder: Path
    address: str
    claims: int
    """How many claims have a ClaimReview."""
    pages: dict[str, HtmlElement] = field(default_factory=dict)
    """Every HTML page by path, parsed."""

    def __post_init__(self) -> None:
        for place in sorted(self.folder.rglob("*.html")):
            self.pages[place.relative_to(self.folder).as_posix()] = parsed(place.read_bytes())


def build(folder: Path, target: Path, zone: str, seed: str) -> None:
    """Build a site strictly in a process of its own. Raises where the command fails or says anything is wrong."""
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C", "COLUMNS": "80"}
    command = [
        sys.executable,
        "-m",
        "factpress",
        "-C",
        str(folder),
        "build",
        "--strict",
        "--site-dir",
        str(target),
    ]
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def invented(folder: Path) -> Path:
    """Write a publication that has some of everything."""
    retracted = complete_claim(
        claim="The ferry sank twice.", headline="A ferry sank once", status="retracted",
        retraction={"date": "2025-03-20", "reason": "We mixed up two ferries."},
    )  # fmt: skip
    changed = complete_claim(
        claim="The clinic has 40 beds.", headline="The clinic has 38 beds", verdict="half-true",
        aliases=["clinic-beds-2024"],
        corrections=[
            {"date": "2025-03-09", "kind": "typo", "text": "A letter."},
            {"date": "2025-03-10", "kind": "verdict-change", "text": "The clinic sent its list.",
             "from_verdict": "false", "to_verdict": "half-true"},
        ],
        related=[{"claim": "old-bridge", "relation": "later-development-of", "note": "The clinic lies behind it."}],
        figures=[{"key": "beds", "value": "38", "unit": "beds", "source": "office"}],
        events=[{"date": "2025-02", "text": "The clinic counts its beds.", "source": "office"}],
        variants=["There are 40 beds in the clinic."],
    )  # fmt: skip
    return write_publication(
        folder,
        {
            "old-bridge": complete_claim(),
            "clinic-beds": changed,
            "ferry-sank-twice": retracted,
            "unwritten": {"claim": "A draft that nobody may see."},
            "waiting": {"claim": "A held claim.", "status": "hold", "hold_reason": "The office is closed."},
        },
    )


@pytest.fixture(scope="module", params=["demonstration", "invented"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Build a publication twice, in other time zones and with other hash seeds; the sites must be equal."""
    base = tmp_path_factory.mktemp(request.param)
    folder = REPOSITORY if request.param == "demonstration" else invented(base / "publication")
    build(folder, base / "one", "Pacific/Kiritimati", "1")
    build(folder, base / "two", "America/Anchorage", "2")
    assert digests(base / "one") == digests(base / "two")
    config = (folder / "mkdocs.yml").read_text("utf-8")
    address = next(line.split()[1] for line in config.splitlines() if line.startswith("site_url:"))
    published = [p for p in (folder / "content/claims").rglob("*.yml") if "status: published" in p.read_text("utf-8")]
    return BuiltSite(base / "one", address, len(published))


def digests(folder: Path) -> dict[str, str]:
    """Return a hash of every file by path."""
    return {
        place.relative_to(folder).as_posix(): sha256(place.read_bytes()).hexdigest()
        for place in sorted(folder.rglob("*"))
        if place.is_file()
    }


def links(site: BuiltSite) -> Iterator[tuple[str, str]]:
    """Yield every link, asset and fragment inside the site: the page it stands on and its target."""
    for path, page in site.pages.items():
        base = urljoin(site.address, path.removesuffix("index.html"))
        for element, name, target, _ in page.iterlinks():
            rel = element.get("rel", "")
            if name in ("href", "src") and not rel.startswith("preconnect"):
                absolute = urljoin(base, target)
                if absolute.startswith(site.address):
                    yield path, absolute.removeprefix(site.address)


def test_every_inner_link_resolves(site: BuiltSite) -> None:
    """Pages, assets and fragments that a page points to are there."""
    broken = set()
    for page, target in links(site):
        path, _, fragment = unquote(target).partition("#")
        path = path.partition("?")[0]
        name = f"{path}index.html" if path.endswith("/") or not path else path
        present = (site.folder / name).is_file()
        anchored = not fragment or name not in site.pages or fragment in texts(site.pages[name], "//@id")
        if not (present and anchored):
            broken.add((page, target))
    assert sorted(broken) == []


def test_ids_are_unique_on_a_page(site: BuiltSite) -> None:
    """No two elements share an id, so that a citation leads to its source."""
    doubled: set[tuple[str, str]] = set()
    for path, page in site.pages.items():
        ids = texts(page, "//@id")
        doubled.update((path, name) for name in ids if ids.count(name) > 1)
    assert sorted(doubled) == []


def test_nothing_is_loaded_from_elsewhere(site: BuiltSite) -> None:
    """A reader's browser asks nobody but the site."""
    foreign = {
        (path, target)
        for path, page in site.pages.items()
        for element, _, target, _ in page.iterlinks()
        if element.tag in ("script", "img", "iframe", "source", "video", "audio", "object", "embed")
        or (element.tag == "link" and element.get("rel") in ("stylesheet", "preload", "preconnect", "icon"))
        if urlsplit(target).netloc
    }
    assert sorted(foreign) == []
    assert not [p for p in site.folder.rglob("factpress*.css") if "http" in p.read_text("utf-8")]


def test_no_heading_is_empty_and_each_page_has_one_title(site: BuiltSite) -> None:
    """A heading says something; a page has one main heading and a title and description of its own."""
    redirects = {path for path, page in site.pages.items() if elements(page, "//meta[@http-equiv='refresh']")}
    for path, page in site.pages.items():
        if path in redirects:
            continue
        headings = texts(page, "//article//*[self::h1 or self::h2 or self::h3]")
        assert [heading for heading in headings if not heading.strip()] == []
        assert len(elements(page, "//article//h1")) == 1, path
    pages = {path: page for path, page in site.pages.items() if path not in redirects and path != "404.html"}
    titles = [text(page, "//head/title").strip() for page in pages.values()]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_the_feed_can_be_read(site: BuiltSite) -> None:
    """A feed reader finds the verdicts, newest first, without a complaint."""
    feed = feedparser.parse((site.folder / "feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.entries
    assert feed.feed.links[0].href.startswith(site.address) or feed.feed.link.startswith(site.address)
    days = [entry.published_parsed for entry in feed.entries]
    assert days == sorted(days, reverse=True)
    for entry in feed.entries:
        assert (site.folder / entry.link.removeprefix(site.address) / "index.html").is_file()
    for path, page in site.pages.items():
        if elements(page, "//article"):
            assert texts(page, "//link[@type='application/rss+xml']/@href"), path


def test_claim_reviews_equal_what_the_page_shows(site: BuiltSite) -> None:
    """Published claims, and no other page, have a ClaimReview that says what the page says."""
    reviewed = 0
    for path in site.pages:
        found = extruct.extract((site.folder / path).read_bytes(), syntaxes=["json-ld"])["json-ld"]
        assert len(found) <= 1
        if not found:
            continue
        reviewed += 1
        review = found[0]
        shown = " ".join(site.pages[path].text_content().split())
        assert review["@type"] == "ClaimReview"
        assert review["url"] == site.address + path.removesuffix("index.html")
        assert " ".join(review["claimReviewed"].split()) in shown
        assert review["reviewRating"]["alternateName"] in shown
    assert reviewed == site.claims > 0


def test_the_sitemap_lists_what_may_be_found(site: BuiltSite) -> None:
    """Every page that may be indexed is listed once, under its canonical address, and no other."""
    tree = etree.parse(site.folder / "sitemap.xml")
    listed = [loc.text or "" for loc in tree.iterfind(".//s:loc", SITEMAP)]
    indexed = {
        text(page, "//link[@rel='canonical']/@href")
        for path, page in site.pages.items()
        if path != "404.html" and "noindex" not in "".join(texts(page, "//meta[@name='robots']/@content"))
    }
    assert sorted(listed) == sorted(indexed)
    assert tree.find(".//s:lastmod", SITEMAP) is not None
    assert f"{site.address}sitemap.xml" in (site.folder / "robots.txt").read_text("utf-8")


def test_the_desk_keeps_its_drafts(site: BuiltSite) -> None:
    """No word of a draft or a held claim reaches the site."""
    built = b"".join(
        place.read_bytes() for place in site.folder.rglob("*") if place.suffix in (".html", ".xml", ".json")
    )
    assert b"A draft that nobody may see" not in built
    assert b"A held claim." not in built


def test_what_strangers_write_stays_text(tmp_path: Path) -> None:
    """HTML, scripts, template braces and XML ends in any field come out as the characters that were typed."""
    folder = hostile_publication(tmp_path / "publication")
    target = tmp_path / "site"
    command = [sys.executable, "-m", "factpress", "-C", str(folder), "build", "--site-dir", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert_inert(target, SITE)
