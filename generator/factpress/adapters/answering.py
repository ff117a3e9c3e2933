"""Answers browsers with what a desk sees, and tells them when there is something new."""

from __future__ import annotations

import secrets
import socket
import socketserver
import sys
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import MimeTypes
from threading import Condition
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from factpress.adapters.desk import Desk, View
from factpress.adapters.settings import BadSettings, read_settings
from factpress.adapters.terminal import inert

OWN: Final = "-factpress-/"
"""Where, below the site's root, the reloading lies; no page of a site has such a name."""
_HEARTBEAT: Final = 15.0
_PATIENCE: Final = 60.0
_SCRIPT: Final = """\
// Loads the page again when there is a new edition of the site; where it was scrolled to stays, as at any reload.
(() => {
  const { edition, events } = document.currentScript.dataset;
  let source;
  const follow = () => {
    source?.close();
    source = undefined;
    if (document.visibilityState !== "visible") return; // a browser keeps few connections to one server
    source = new EventSource(events);
    source.onmessage = (event) => {
      if (event.data !== edition) location.reload();
    };
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => source?.close());
  follow();
})();
"""
_NOTHING_YET: Final = "There is nothing to show yet: mend what the terminal says. This page then follows by itself."


class DeskServer(ThreadingHTTPServer):
    """A server of a desk's view, below the path that the site's address has."""

    daemon_threads = True

    def __init__(self, desk: Desk, host: str, port: int, say: Callable[[str], None]) -> None:
        """Take the address. Raises OSError where that can't be."""
        self.desk = desk
        self.say = say
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._session = secrets.token_hex(4)
        self._changes = Condition()
        self._host = f"[{host}]" if ":" in host else host
        super().__init__((host, port), _Answer)

    def server_bind(self) -> None:
        """Take the address, without asking the network for the host's name as the class above does."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self._host, self.server_address[1]

    @property
    def base(self) -> str:
        """The path of the site's root: `/`, or `/checks/`."""
        view = self.desk.view
        return urlsplit(view.checked.site.address if view else read_settings(self.desk.folder).site.address).path

    @property
    def address(self) -> str:
        """Where the site's root is served."""
        return f"http://{self._host}:{self.server_port}{self.base}"

    def edition(self, view: View | None) -> str:
        """Return a word that differs where anything does that a view shows, and with each start."""
        return f"{self._session}-{view.edition if view else 'none'}"

    def announce(self) -> None:
        """Let browsers know that there may be another edition."""
        with self._changes:
            self._changes.notify_all()

    def other_edition(self, than: str) -> str:
        """Wait until there is another edition than one, or for a while, and return it."""
        with self._changes:
            self._changes.wait_for(lambda: self.edition(self.desk.view) != than, _HEARTBEAT)
        return self.edition(self.desk.view)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - socketserver calls it so
        """Say what went wrong in a sentence; that a browser hung up is nothing."""
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, (ConnectionError, TimeoutError)):
            self.say(sentence_of(error))


def sentence_of(error: Exception) -> str:
    """Return what went wrong in words, safe to print."""
    if isinstance(error, BadSettings):
        return inert(f"Nothing new is shown. {error}", 1000)
    return inert(f"Nothing new is shown, for factpress failed: {type(error).__name__}: {error}", 500)


class _Answer(BaseHTTPRequestHandler):
    """Answers one browser."""

    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    server: DeskServer

    def do_GET(self) -> None:
        """Answer with a file of the site, one of ours, or the site's page that says there is none."""
        base = self.server.base
        path, _, query = self.path.partition("?")
        path = unquote(path, errors="replace")
        if path == "/" != base:
            self._lead_to(base)
        elif not path.startswith(base):
            self._answer_missing()
        elif path == f"{base}{OWN}reload.js":
            self._answer(HTTPStatus.OK, "text/javascript; charset=utf-8", _SCRIPT.encode())
        elif path == f"{base}{OWN}editions":
            self._tell_editions()
        else:
            self._answer_path(path.removeprefix(base), query)

    do_HEAD = do_GET  # noqa: N815 - the name of http.server

    def _answer_path(self, path: str, query: str) -> None:
        view = self.server.desk.view
        edition = self.server.edition(view)
        if view is None:
            self._answer_words(HTTPStatus.SERVICE_UNAVAILABLE, _NOTHING_YET, edition)
            return
        name = f"{path}index.html" if path.endswith("/") or not path else path
        try:
            content = view.file(name)
            if content is None and view.file(f"{path}/index.html") is not None:
                self._lead_to(f"{self.server.base}{quote(path)}/" + (f"?{query}" if query else ""))
            elif content is None:
                self._answer_missing()
            else:
                self._answer(HTTPStatus.OK, _kind(name), content, edition)
        except Exception as error:
            if isinstance(error, (ConnectionError, TimeoutError)):
                raise
            # Templates are others' code and raise what they like.
            words = inert(f"/{path} can't be made: {type(error).__name__}: {error}", 500)
            self.server.say(words)
            self._answer_words(HTTPStatus.INTERNAL_SERVER_ERROR, words, edition)

    def _answer_missing(self) -> None:
        view = self.server.desk.view
        edition = self.server.edition(view)
        content = view.file("404.html") if view else None
        if content is None:
            self._answer_words(HTTPStatus.NOT_FOUND, "There is no such page.", edition)
        else:
            self._answer(HTTPStatus.NOT_FOUND, _kind("404.html"), content, edition)

    def _answer_words(self, status: HTTPStatus, words: str, edition: str) -> None:
        html = f"<!doctype html>\n<title>{status.phrase}</title>\n<body><p>{escape(words)}</p></body>\n"
        self._answer(status, _kind("words.html"), html.encode(), edition)

    def _answer(self, status: HTTPStatus, kind: str, content: bytes, edition: str = "") -> None:
        """Answer with some content; an HTML page of an edition is told to follow the next one."""
        if kind.startswith("text/html") and edition:
            content = _following(content, f"{self.server.base}{OWN}", edition)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _lead_to(self, address: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _tell_editions(self) -> None:
        """Tell of the edition that is shown, and of every other one (WHATWG HTML, section 9.2: server-sent events)."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        told = ""
        while self.command != "HEAD":
            edition = self.server.other_edition(told)
            # A line that says nothing finds out whether anybody is still there.
            self.wfile.write(f"data: {edition}\n\n".encode() if edition != told else b":\n\n")
            told = edition

    def end_headers(self) -> None:
        """Let nobody keep what may be another in a second, or guess what it is."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def version_string(self) -> str:
        """Say who serves."""
        return "factpress"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of http.server
        """Be quiet: the terminal belongs to what the desk has to mend."""


_KINDS: Final = MimeTypes()
"""What Python itself knows; what the system adds would differ from machine to machine."""
for _ending, _type in (
    (".avif", "image/avif"),
    (".js", "text/javascript"),
    (".map", "application/json"),
    (".webp", "image/webp"),
    (".woff2", "font/woff2"),
):
    _KINDS.add_type(_type, _ending)


def _kind(path: str) -> str:
    kind, encoding = _KINDS.guess_type(f"/{path}")
    if kind is None or encoding:
        return "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _following(html: bytes, own: str, edition: str) -> bytes:
    """Return a page with the script that loads it again when there is another edition."""
    script = f'<script src="{own}reload.js" data-edition="{edition}" data-events="{own}editions" defer></script>'
    before, end, after = html.rpartition(b"</body>")
    return b"".join((before, script.encode(), end, after)) if end else html + script.encode()
