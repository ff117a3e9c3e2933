"""A web of invented hosts on 127.0.0.1: its ports, names and certificates, and what it was asked."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import trustme

from tests.web_answers import SITE, Visit, answer

TWIN = "evening-post.internal"
"""The same hosts for programs that never ask for names kept for examples."""
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


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
        except (OSError, EOFError, asyncio.LimitOverrunError, asyncio.CancelledError, StopIteration):
            pass
        finally:
            writer.transport.abort()


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
