"""An archive on 127.0.0.1 that speaks like the Wayback Machine, and badly where a test wants it to."""

from __future__ import annotations

import json
import ssl
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qs, urlsplit

Row = tuple[str, str, str]


@dataclass
class Reply:
    """An answer that doesn't follow the rules."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    endless: bool = False
    """Whether the body never ends."""
    dripping: Literal["", "status", "body"] = ""
    """What never ends, of which a byte comes now and then."""


@dataclass
class Archive:
    """What it holds and what it was asked."""

    address: str = ""
    rows: dict[str, list[Row]] = field(default_factory=dict)
    """Stamp, address and status of the captures, by the address asked for."""
    jobs: list[object] = field(default_factory=list)
    """What is answered about a job, one after the other."""
    replies: defaultdict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    """What is answered instead, by the first part of the path, one after the other."""
    asked: list[str] = field(default_factory=list)
    """Method and path of every request."""
    headers: list[dict[str, str]] = field(default_factory=list)
    forms: list[dict[str, list[str]]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def holds(self, address: str, *rows: Row | str) -> None:
        """Add captures of an address; a stamp alone is a good one."""
        self.rows[address] = [(row, address, "200") if isinstance(row, str) else row for row in rows]

    def reply(self, asked: str, form: dict[str, list[str]]) -> Reply:
        parts = urlsplit(asked.partition(" ")[2])
        kind = parts.path.split("/")[1]
        if self.replies[kind]:
            return self.replies[kind].pop(0)
        if kind == "cdx":
            rows = self.rows.get(parse_qs(parts.query)["url"][0], [])
            head = [["timestamp", "original", "statuscode"]] if rows else []
            return Reply(body=json.dumps([*head, *rows]).encode())
        if kind == "web":
            stamp = parts.path.split("/")[2]
            moment = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            return Reply(headers={"Memento-Datetime": format_datetime(moment, usegmt=True)})
        if form:
            return Reply(body=json.dumps({"url": form["url"][0], "job_id": "spn2-7"}).encode())
        return Reply(body=json.dumps(self.jobs.pop(0)).encode())


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Archive]:
    """Serve an archive while the block runs; over https, if it is told how."""
    archive = Archive()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
            archive.asked.append(f"{self.command} {self.path}")
            archive.headers.append(dict(self.headers.items()))
            if form:
                archive.forms.append(form)
            self.answer(archive.reply(archive.asked[-1], form))

        do_HEAD = do_POST = do_GET  # noqa: N815 - names of http.server

        def answer(self, reply: Reply) -> None:
            self.close_connection = True
            if reply.dripping == "status":
                self.drip()
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if not (reply.endless or reply.dripping or "Content-Length" in reply.headers):
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if self.command == "HEAD":
                return
            with suppress(OSError):
                self.wfile.write(reply.body)
                while reply.endless and not archive.ended.is_set():
                    self.wfile.write(b"[" * 65536)
            if reply.dripping:
                self.drip()

        def drip(self) -> None:
            with suppress(OSError):
                while not archive.ended.wait(0.05):
                    self.wfile.write(b" ")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of http.server
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    archive.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield archive
    finally:
        archive.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
