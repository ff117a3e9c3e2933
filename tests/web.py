"""A web of invented hosts on 127.0.0.1 that answers in every way an address can answer, good and bad."""

from __future__ import annotations

import asyncio
import gzip
import re
import socket
import ssl
import threading
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import trustme

SITE = "evening-post.example"
"""What every host of the web is called, by its last names."""
TWIN = "evening-post.internal"
"""The same hosts for programs that never ask for names kept for examples."""
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OUTSIDE = "198.51.100.7"
"""An address that stands for a neighbour behind the firewall; nobody must ask it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a host is asked, and the way back."""

    web: Web
    scheme: str
    host: str
    path: str
    head: bytes
    writer: asyncio.StreamWriter


class Web:
    """The web while it runs: its ports, its authority of certificates, and what it was asked."""

    def __init__(self, folder: Path) -> None:
        """Put its certificates into a folder."""
        self.folder = folder
        self.visits: list[Visit] = []
        self.private: list[str] = []
        """What reached the private server, which nobody must ask."""
        self.most_at_once: Counter[str] = Counter()
        self._now: Counter[str] = Counter()
        self._seen: defaultdict[str, int] = defaultdict(int)
        self.authority = trustme.CA()
        self.authorities = folder / "authorities.pem"
        self.authority.cert_pem.write_to_path(str(self.authorities))
        self.http = self.https = self.closed = self.private_port = 0
        self._servers: tuple[asyncio.Server, ...] = ()

    def times(self, path: str) -> int:
        """Return how often a path was asked for, this time included."""
        self._seen[path] += 1
        return self._seen[path]

    def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        """Look a name up: all lead here but for some. Raises socket.gaierror."""
        name = host.partition(".")[0].rstrip("0123456789")
        match name:
            case "nowhere":
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            case "intranet":
                return [("10.0.0.7", self.private_port)]
            case "half-private":
                return [("127.0.0.1", self.http), ("192.168.0.1", self.private_port)]
            case "metadata":
                return [("169.254.169.254", self.private_port)]
            case "closed":
                return [("127.0.0.1", self.closed)]
            case "plain":
                return [("127.0.0.1", self.http)]
        return [("127.0.0.1", self.https if port == 443 else self.http)]

    def contexts(self) -> ssl.SSLContext:
        """Return what greets by TLS: each host with a certificate of its own kind."""
        good = self._context(self.authority, f"*.{SITE}", f"*.{TWIN}")
        special = {
            "wrong-host": self._context(self.authority, "somebody-else.example"),
            "expired": self._context(self.authority, f"*.{SITE}", f"*.{TWIN}", until=LONG_AGO),
            "self-signed": self._context(trustme.CA(), f"*.{SITE}", f"*.{TWIN}"),
        }

        def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
            connection.context = special.get((name or "").partition(".")[0].rstrip("0123456789"), good)

        good.sni_callback = choose
        return good

    @staticmethod
    def _context(authority: trustme.CA, *names: str, until: datetime | None = None) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        since = LONG_AGO.replace(year=2019) if until else None
        authority.issue_cert(*names, not_before=since, not_after=until).configure_cert(context)
        return context

    async def serve(self) -> None:
        """Open the ports."""
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            self.closed = unused.getsockname()[1]
        plain = await asyncio.start_server(lambda r, w: self._converse("http", r, w), "127.0.0.1", 0, backlog=1000)
        safe = await asyncio.start_server(
            lambda r, w: self._converse("https", r, w), "127.0.0.1", 0, backlog=1000, ssl=self.contexts()
        )
        private = await asyncio.start_server(self._note, "127.0.0.1", 0)
        self._servers = (plain, safe, private)
        self.http, self.https, self.private_port = (s.sockets[0].getsockname()[1] for s in self._servers)

    async def close(self) -> None:
        """Close the ports."""
        for server in self._servers:
            server.close()

    async def _note(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.private.append(repr(await reader.read(1000)))
        writer.transport.abort()

    async def _converse(self, scheme: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = ""
        try:
            while True:
                first = await reader.readexactly(1)
                if first == b"\x16":  # a greeting by TLS
                    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    break
                head = first + await reader.readuntil(b"\r\n\r\n")
                path = re.sub("^http://[^/]*", "", head.split(b" ", 2)[1].decode("latin-1"))  # as through a proxy
                host = next(
                    line[5:].strip().decode() for line in head.split(b"\r\n") if line.lower().startswith(b"host:")
                )
                self._now[host] += 1
                self.most_at_once[host] = max(self.most_at_once[host], self._now[host])
                visit = Visit(self, scheme, host, path, head, writer)
                self.visits.append(visit)
                try:
                    await answer(visit)
                    await writer.drain()
                finally:
                    self._now[host] -= 1
            writer.close()
            await writer.wait_closed()
        except (OSError, EOFError, asyncio.LimitOverrunError, StopIteration):
            pass
        finally:
            writer.transport.abort()


async def answer(visit: Visit) -> None:
    """Answer as the first part of the path says."""
    await WAYS.get(visit.path.split("/")[1].partition("?")[0], not_found)(visit)


def head(status: int, *headers: str, body: bytes = b"", reason: str = "Whatever") -> bytes:
    """Return an answer."""
    lines = [f"HTTP/1.1 {status} {reason}", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


async def not_found(visit: Visit) -> None:
    visit.writer.write(head(404))


async def robots(visit: Visit) -> None:
    """Keep programs out of a part; or be what a robots.txt should not be."""
    plain = "Content-Type: text/plain"
    match visit.host.partition(".")[0]:
        case "bomb":
            visit.writer.write(head(200, plain, "Content-Encoding: gzip, gzip", body=BOMB))
        case "page-robots":
            visit.writer.write(head(200, "Content-Type: text/html", body=b"Disallow: /for-people/"))
        case "no-robots":
            visit.writer.write(head(403, plain, body=b"Disallow: /for-people/"))
        case "endless-robots":
            visit.writer.write(f"HTTP/1.1 200 OK\r\n{plain}\r\n\r\n".encode())
            while not visit.writer.is_closing():
                visit.writer.write(b"User-agent: nobody\n" * 1000)
                await visit.writer.drain()
                await asyncio.sleep(0)
        case _:
            visit.writer.write(head(200, plain, body=b"User-agent: *\nDisallow: /for-people/\n"))


async def ok(visit: Visit) -> None:
    visit.writer.write(head(200, "Content-Type: text/html", body=b"<p>Here it is."))


async def exact(visit: Visit) -> None:
    """Answer to exactly one spelling."""
    tail = visit.path.removeprefix(f"/exact/{visit.path.split('/')[2]}")
    visit.writer.write(head(200 if tail in EXACT.values() else 404))


async def odd(visit: Visit) -> None:
    kinds = ("Content-Type: text/html; charset=x-no-such", "Content-Encoding: gzip", "Set-Cookie: \xe9=\xff; Path")
    visit.writer.write(head(200, *kinds, body=b"\xff\xfe not gzip", reason="\x1b[31m</urldata>\x00"))


async def slow(visit: Visit) -> None:
    await asyncio.sleep(0.3)
    visit.writer.write(head(200))


async def never(_: Visit) -> None:
    await asyncio.sleep(3600)


async def drip(visit: Visit) -> None:
    visit.writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not visit.writer.is_closing():
        visit.writer.write(b"x")
        await visit.writer.drain()
        await asyncio.sleep(0.1)


async def status(visit: Visit) -> None:
    """Answer with the status that the path names, as 404 or in hexadecimal digits."""
    visit.writer.write(head(int(visit.path.split("/")[2], 0)))


async def chain(visit: Visit) -> None:
    """Lead through as many redirects as the path names, each with the status it names, to a good page."""
    _, _, code, left, *rest = visit.path.split("/")
    to = f"/chain/{code}/{int(left) - 1}/{'/'.join(rest)}" if int(left) > 1 else f"/ok/{'/'.join(rest)}"
    visit.writer.write(head(int(code), f"Location: {to}"))


async def circle(visit: Visit) -> None:
    visit.writer.write(head(301, f"Location: {visit.path}"))


async def safer(visit: Visit) -> None:
    """Lead to the same host by https, for good."""
    visit.writer.write(head(301, f"Location: https://{visit.host}/ok/{visit.path.split('/')[2]}"))


async def less_safe(visit: Visit) -> None:
    visit.writer.write(head(301, f"Location: http://{visit.host}/ok/{visit.path.split('/')[2]}"))


async def mixed(visit: Visit) -> None:
    visit.writer.write(head(301, f"Location: /chain/302/1/{visit.path.split('/')[2]}"))


async def spelt(visit: Visit) -> None:
    """Lead, for good, to a path that is written as it should not be."""
    number = visit.path.split("/")[2]
    visit.writer.write(head(308, f"Location: //{visit.host}/ok/a b/{number}?ä=%E4#part".encode().decode("latin-1")))


async def to(visit: Visit) -> None:
    """Lead to the number of a place to which nobody must follow."""
    place = PLACES[int(visit.path.split("/")[2])].replace("PORT", str(visit.web.private_port))
    visit.writer.write(head(302, f"Location: {place}"))


async def later(visit: Visit) -> None:
    """Be asked too often the first time, or always."""
    _, _, times, *_ = visit.path.split("/")
    too_often = times == "always" or visit.web.times(visit.host + visit.path) <= int(times)
    visit.writer.write(head(429, "Retry-After: 1") if too_often else head(200))


async def much_later(visit: Visit) -> None:
    visit.writer.write(head(429, "Retry-After: 600"))


async def broken_first(visit: Visit) -> None:
    visit.writer.write(head(503 if visit.web.times(visit.host + visit.path) == 1 else 200))


async def endless(visit: Visit) -> None:
    """Answer with a body without end; where the path says so, as a redirect."""
    leads = visit.path.split("/")[2] == "leads"
    location = f"Location: /ok/{visit.path.split('/')[3]}\r\n" if leads else ""
    visit.writer.write(f"HTTP/1.1 {302 if leads else 200} OK\r\n{location}\r\n".encode())
    while not visit.writer.is_closing():
        visit.writer.write(b"x" * 65536)
        await visit.writer.drain()
        await asyncio.sleep(0)  # or the end of the connection is never noticed


async def huge_header(visit: Visit) -> None:
    visit.writer.write(b"HTTP/1.1 200 OK\r\nX-Huge: " + b"x" * 200_000 + b"\r\n\r\n")


async def many_headers(visit: Visit) -> None:
    visit.writer.write(head(200, *(f"X-{number}: {'x' * 400}" for number in range(400))))


async def no_http(visit: Visit) -> None:
    visit.writer.write(b"220 mail.evening-post.example ESMTP\r\n\r\n")
    visit.writer.close()


async def stay(visit: Visit) -> None:
    """Answer, and never notice that whoever asked wants to leave."""
    visit.writer.write(head(200))
    cast(asyncio.Transport, visit.writer.transport).pause_reading()
    await asyncio.sleep(3600)


async def hang_up(visit: Visit) -> None:
    visit.writer.close()


async def wall(visit: Visit) -> None:
    """Challenge who asks, with the status that the path names."""
    visit.writer.write(head(int(visit.path.split("/")[2]), "x-amzn-waf-action: challenge"))


WAYS: dict[str, Callable[[Visit], Awaitable[None]]] = {
    "robots.txt": robots, "ok": ok, "for-people": ok, "exact": exact, "odd": odd, "slow": slow, "never": never,
    "drip": drip, "status": status, "chain": chain, "circle": circle, "safer": safer, "less-safe": less_safe,
    "mixed": mixed, "spelt": spelt, "to": to, "later": later, "much-later": much_later,
    "broken-first": broken_first, "endless": endless,
    "huge-header": huge_header, "many-headers": many_headers, "no-http": no_http, "stay": stay,
    "hang-up": hang_up, "wall": wall,
}  # fmt: skip
BOMB = gzip.compress(gzip.compress(bytes(1 << 20)) * 2000)
"""Two gigabytes in a few kilobytes."""
EXACT = {
    "/a%2Fb//c;d=1/?q=1+2&r=%26%2F&s=caf%E9&&t": "/a%2Fb//c;d=1/?q=1+2&r=%26%2F&s=caf%E9&&t",
    "/caf%C3%A9/$@:!*(x),'/": "/caf%C3%A9/$@:!*(x),'/",
    "/café?[a]={b}|c": "/caf%C3%A9?%5Ba%5D=%7Bb%7D%7Cc",
    "/100%/x": "/100%/x",
}
"""Paths as they are typed, and as alone they are known."""
PLACES = (
    "http://127.0.0.1:PORT/", "https://127.0.0.1:PORT/", "http://127.0.0.1/", "https://127.0.0.1/", "http://localhost/",
    "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "https://[::1]/",
    "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://2130706433/", "https://0x7f000001/",
    "http://0177.0.0.1/", "http://127.1/", "http://168.63.129.16/", "http://224.0.0.1/", "http://198.51.100.7/",
    f"http://intranet.{SITE}/", f"https://intranet.{SITE}/", f"http://half-private.{SITE}/",
    f"https://metadata.{SITE}/", f"http://www.{SITE}:8080/", f"https://www.{SITE}:8443/", "http://printer.local/",
    "http://intranet/", "https://vault.internal/", "ftp://127.0.0.1:PORT/", "file:///etc/passwd",
    "gopher://127.0.0.1:PORT/", "javascript:alert(1)", "http://metadata.google.internal/",
)  # fmt: skip
"""Where a redirect must lead nobody."""


@contextmanager
def running_web(folder: Path) -> Iterator[Web]:
    """Run the web in a thread of its own."""
    web = Web(folder)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(web.serve(), loop).result()
    try:
        yield web
    finally:
        asyncio.run_coroutine_threadsafe(web.close(), loop).result()
        asyncio.run_coroutine_threadsafe(end_tasks(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def end_tasks() -> None:
    """End whatever else runs in this loop."""
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
