"""Tests of the crawl: small sites written by hand, read by the real LinkChecker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from factpress.adapters import crawling
from factpress.adapters.crawling import BrokenLink, Crawl, CrawlFailed, crawl_site
from factpress.models.site import Site
from tests.cli.running import call
from tests.publications import write_publication

SITE = Site("Desk", "https://checks.example/desk/")


def write_site(folder: Path, pages: dict[str, str]) -> Path:
    """Write files of a site; a text without a tag becomes the body of a page."""
    for path, text in pages.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return folder


def page(*targets: str) -> str:
    """Return a page that links to each target, from line 2 on."""
    return "<!doctype html><html><body>\n" + "\n".join(f'<a href="{target}">x</a>' for target in targets)


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Yield the address of another server on this machine and the paths that somebody asked it for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_each_broken_link_is_told_with_its_page(tmp_path: Path, elsewhere: tuple[str, list[str]]) -> None:
    """Pages that nobody links to are read, too, the site's own full address counts, and so does its base path."""
    outside, asked = elsewhere
    folder = write_site(
        tmp_path / "site",
        {
            "index.html": page("about/", "about", "claims/a b/", "media/%C3%BC.txt", f"{outside}/dead/", "mailto:x@y"),
            "about/index.html": page("../gone/", "/about/", f"{SITE.address}nowhere/", f"{SITE.address}claims/a%20b/"),
            "claims/a b/index.html": "<!doctype html><link rel=stylesheet href=../../s.css>\n<img src=no.png>",
            "orphan/index.html": page("../lost/", "//elsewhere.example/x", "https://other.example/desk/"),
            "s.css": "body { background: url(missing.png) }",
            "media/ü.txt": "Text.",
            "empty/note.txt": "A folder without a page.",
            "404.html": page("/desk/", "/desk/empty/", "/desk/../../secret.txt", "%00", "long" * 100),
        },
    )
    (tmp_path / "secret.txt").write_text("Outside.", "utf-8")
    assert crawl_site(folder, SITE) == Crawl(
        5,
        tuple(
            BrokenLink(on, line, to, "404 Not Found")
            for on, line, to in [
                ("404.html", 3, "empty/"),
                ("404.html", 4, "/secret.txt"),
                ("404.html", 5, "\0"),
                ("404.html", 6, "long" * 100),
                ("about/", 2, "gone/"),
                ("about/", 3, "/about/"),
                ("about/", 4, "nowhere/"),
                ("claims/a b/", 2, "claims/a b/no.png"),
                ("orphan/", 2, "lost/"),
                ("s.css", 1, "missing.png"),
            ]
        ),
    )
    assert asked == []


def test_a_failing_linkchecker_is_no_good_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it doesn't come to its end, nothing is claimed."""
    monkeypatch.setattr(crawling, "CONFIGURATION", "no section\n")
    with pytest.raises(CrawlFailed, match="LinkChecker ended with"):
        crawl_site(write_site(tmp_path / "site", {"index.html": page()}), SITE)


def test_the_command_says_it_in_words(tmp_path: Path) -> None:
    """A site must be built first; a broken link makes it exit with 1; hostile names stay on their line."""
    folder = write_publication(tmp_path / "desk")
    assert (call(folder, "crawl").exit_code, "There is no site" in call(folder, "crawl").stderr) == (2, True)
    write_site(folder / "site", {"index.html": page("x%0A::error::y")})
    result = call(folder, "crawl")
    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            "the home page, line 2 of its HTML: leads to x\\u000a::error::y, which can't be had (404 Not Found).",
            "1 broken link inside the site; 1 page read.",
        ],
    )
