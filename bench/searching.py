"""Searches a built site in a browser and counts what the first search on it downloads."""

from __future__ import annotations

import statistics
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"


def first_search(site: Path, words: Sequence[str]) -> tuple[float, float]:
    """Return the median and the most of the bytes that a search for one of the words downloads in a new browser.

    Counted are the files below `search/`: program, index and the results shown. The page itself, its style and
    script are those of any page.
    """
    sizes = []
    with _served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM if Path(CHROMIUM).exists() else None)
        for word in words:
            page = browser.new_context().new_page()
            paths: set[str] = set()
            page.on(
                "response", lambda answer, paths=paths: paths.add(answer.url.removeprefix(address).partition("?")[0])
            )
            page.goto(f"{address}browse/?q={word}")
            page.locator(".fp-card").first.wait_for(timeout=60_000)
            page.wait_for_load_state("networkidle")
            sizes.append(sum((site / path).stat().st_size for path in paths if path.startswith("search/")))
        browser.close()
    return statistics.median(sizes), max(sizes)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _served(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
