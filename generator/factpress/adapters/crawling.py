"""Reads the built site as a stranger's crawler does: LinkChecker, as a program, over a server on this machine."""

from __future__ import annotations

import csv
import io
import mimetypes
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from factpress.models.site import Site


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link inside the site that leads nowhere."""

    page: str
    """The page it stands on, from the site's root: `claims/x/`; empty for the home page."""
    line: int
    """In the page's HTML."""
    target: str
    """Where it leads: a path from the site's root, or a path above it with a slash at its beginning."""
    reason: str
    """What the server or LinkChecker said: `404 Not Found`."""


@dataclass(frozen=True, slots=True)
class Crawl:
    """What a crawl gave."""

    pages: int
    broken: tuple[BrokenLink, ...]


class CrawlFailed(OSError):
    """LinkChecker could not do its work; says why."""


def crawl_site(folder: Path, site: Site) -> Crawl:
    """Request every page of a built site and all that they name inside it: pages, pictures, styles, scripts.

    The site is served on 127.0.0.1 below its own base path; its own full address counts as inside, too. Nothing
    outside is requested. Raises CrawlFailed where LinkChecker doesn't come to its end.
    """
    pages = sorted(place.relative_to(folder).as_posix() for place in folder.rglob("*.html"))
    with _served(folder, site, pages) as local:
        done = _linkchecker(local + _START)
    rows = _rows(done)
    base = urlsplit(site.address).path
    broken = {
        BrokenLink(
            page=_from_root(row["parentname"], local, base),
            line=int(row["line"] or 0),
            target=_from_root(row["url"] or row["urlname"], local, base),
            reason=row["result"].removeprefix("Error: "),
        )
        for row in rows
    }
    return Crawl(len(pages), tuple(sorted(broken, key=lambda link: (link.page, link.line, link.target, link.reason))))


CONFIGURATION: Final = f"""\
[output]
status=0
warnings=0
log=csv
[csv]
encoding=utf-8
separator=,
parts=urlname,parentname,result,url,line,outro
[checking]
# The server is ours: no politeness, and bounds that no page comes near.
threads={min(8, 2 * (os.cpu_count() or 1))}
timeout=60
maxrequestspersecond=1000000
maxfilesizeparse={64 << 20}
maxfilesizedownload={256 << 20}
resultcachesize=10000000
# Every depth; robots.txt speaks to strangers.
recursionlevel=-1
robotstxt=0
[filtering]
# Only the server on this machine is asked for anything.
checkextern=0
"""
"""Everything that LinkChecker is told. Fragments are checked when the site is built, so AnchorCheck stays off."""

_START: Final = "/.every-page"
"""A page that only the crawl sees. It names all pages, so that those are read, too, that no other leads to."""


def _linkchecker(address: str) -> subprocess.CompletedProcess[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder) / "linkcheckerrc"
        configuration.write_text(CONFIGURATION, "utf-8")
        return subprocess.run(  # noqa: S603 - no shell, and every word is ours
            [str(Path(sys.executable).parent / "linkchecker"), "-f", str(configuration), address],
            # Of the environment only what finds programs: no proxy, no settings of somebody's own.
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": folder},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )


def _rows(done: subprocess.CompletedProcess[bytes]) -> Sequence[dict[str, str]]:
    """Return LinkChecker's rows, one for each broken link. It exits with 1 for broken links, 2 for its own failures."""
    text = done.stdout.decode("utf-8", "replace")
    rows = list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))
    if done.returncode not in (0, 1) or "# Stopped checking" not in text or bool(rows) != (done.returncode == 1):
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise CrawlFailed(0, f"LinkChecker ended with {done.returncode}: {said[-1] if said else 'it said nothing'}")
    return rows


def _from_root(address: str, local: str, base: str) -> str:
    path = unquote(address.removeprefix(local))
    return path.removeprefix(base) if path.startswith(base) else path


def _address(page: str) -> str:
    """Return a page's address from the site's root, as links name it."""
    folder, slash, name = page.rpartition("/")
    return folder + slash if name == "index.html" else page


@contextmanager
def _served(folder: Path, site: Site, pages: Sequence[str]) -> Iterator[str]:
    """Serve a built site as GitHub Pages does; yield the server's address without a slash at its end."""
    server = _Server(folder, site, pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.local
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Path, site: Site, pages: Sequence[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.local = f"http://127.0.0.1:{self.server_port}"
        self._folder = folder.resolve()
        self._base = urlsplit(site.address).path
        self._own = (site.address.encode(), (self.local + self._base).encode())
        links = (f'<a href="{escape(quote(self._base + _address(page)))}">.</a>' for page in pages)
        self._start = ("<!doctype html>\n" + "\n".join(links)).encode()

    def answer(self, path: str) -> tuple[HTTPStatus, str, bytes]:
        """Return status, content type (for a redirect its address) and body."""
        if path == _START:
            return HTTPStatus.OK, "text/html", self._start
        try:
            place = self._place(path)
        except (OSError, ValueError):  # no file can have such a name
            place = None
        if place is None:
            return HTTPStatus.NOT_FOUND, "text/plain", b""
        if place.is_dir():
            return HTTPStatus.MOVED_PERMANENTLY, quote(path + "/"), b""
        body = place.read_bytes()
        if place.suffix == ".html":
            return HTTPStatus.OK, "text/html; charset=utf-8", body.replace(*self._own)
        return HTTPStatus.OK, mimetypes.guess_type(place.name)[0] or "application/octet-stream", body

    def _place(self, path: str) -> Path | None:
        """Return the file that a path leads to, or the folder whose address lacks its slash."""
        place = (self._folder / path.removeprefix(self._base)).resolve()
        if not path.startswith(self._base) or not place.is_relative_to(self._folder):
            return None
        if path.endswith("/"):
            place /= "index.html"
            return place if place.is_file() else None
        return place if place.exists() else None


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet

    def do_GET(self) -> None:
        status, kind, body = self.server.answer(unquote(urlsplit(self.path).path))
        self.send_response(status)
        self.send_header("Location" if status is HTTPStatus.MOVED_PERMANENTLY else "Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        # Without this header LinkChecker asks ten times a second at most (linkcheck/director/aggregator.py).
        self.send_header("LinkChecker", "welcome")
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        """Answer until the other side hangs up, however it does."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *_words: object) -> None:
        pass
