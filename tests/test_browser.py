"""What a reader's browser does with the site: nothing but show it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from factpress.adapters.building import build_site
from tests import browser as chromium
from tests.hostile import hostile_publication
from tests.making import NOW
from tests.publications import HOSTILE

pytestmark = pytest.mark.browser
PATHS = (
    "",
    "claims/",
    "claims/hostile/",
    "claims/old-bridge/",
    "corrections/",
    "ratings/",
    "people/ida-moss/",
    "bad/",
)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the hostile publication and serve it on the loopback address."""
    base = tmp_path_factory.mktemp("browser")
    built = build_site(hostile_publication(base / "publication"), site_dir=base / "site", strict=False, now=NOW)
    assert built.written, built.problems
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(base / "site"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def reader() -> Iterator[Browser]:
    """Start a headless Chromium."""
    program = chromium.find()
    assert program, "no Chromium: run `make test`, which installs one"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


def opened(reader: Browser, address: str, path: str, **options: Any) -> tuple[Page, list[str], list[str]]:
    """Open a page and return it, what it asked for and what went wrong on it."""
    page = reader.new_context(**options).new_page()
    asked: list[str] = []
    wrong: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        wrong.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", dismissed)
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(address + path, wait_until="load")
    return page, asked, wrong


@pytest.mark.parametrize("path", PATHS)
def test_nothing_runs_and_nobody_else_is_asked(reader: Browser, address: str, path: str) -> None:
    """Hostile texts open no dialog, raise no error, set no cookie; every request goes to the site."""
    page, asked, wrong = opened(reader, address, path)
    assert wrong == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert page.context.cookies() == []
    page.context.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_phone(reader: Browser, address: str, path: str, scheme: Any) -> None:
    """At 390 pixels nothing sticks out, in light and in dark."""
    page, _, _ = opened(
        reader, address, path, viewport={"width": 390, "height": 844}, color_scheme=scheme, is_mobile=True
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def test_a_claim_is_read_without_javascript(reader: Browser, address: str) -> None:
    """Verdict, summary and sources are there, and a citation leads to its source, with scripts off."""
    page, _, _ = opened(reader, address, "claims/old-bridge/", java_script_enabled=False)
    assert page.get_by_role("heading", level=1).inner_text() == "The Old Bridge was closed for one day, not three"
    link = page.locator("sup a").first
    target = page.locator(str(link.get_attribute("href")))
    link.click()
    assert page.url.endswith(str(link.get_attribute("href")))
    assert target.is_visible()
    page.context.close()


def test_hostile_text_is_shown_as_typed(reader: Browser, address: str) -> None:
    """What was typed is what is read."""
    page, _, _ = opened(reader, address, "claims/hostile/")
    assert page.get_by_role("heading", level=1).inner_text() == HOSTILE
    assert page.title().startswith(HOSTILE)
    page.context.close()


def test_every_reader_is_dark_who_wants_to_be(reader: Browser, address: str) -> None:
    """The page follows the system's preference, and text stands out from its ground in both."""
    grounds = {}
    for scheme in ("light", "dark"):
        page, _, _ = opened(reader, address, "claims/old-bridge/", color_scheme=scheme)
        grounds[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.context.close()
    assert grounds["light"] != grounds["dark"]
