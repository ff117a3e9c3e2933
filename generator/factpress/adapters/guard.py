"""The only way out for the program that asks for addresses: a gate on this machine that asks public hosts for it."""

from __future__ import annotations

import asyncio
import base64
import hmac
import re
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import urljoin

from factpress.adapters.heads import HEAD_LENGTH, Head, head_of
from factpress.adapters.reaching import Reach, Refused, Resolve, look_up
from factpress.models.links import Failure
from factpress.public import Target, target_of

T = TypeVar("T")

_CHUNK: Final = 64 * 1024
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_ROBOTS: Final = "/robots.txt"


MOST_REDIRECTS: Final = 5
"""How many redirects are followed from one address."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What asking for one address may take, and what its host is spared."""

    timeout: float
    """Seconds until a connection stands, and between two pieces of an answer."""
    deadline: float
    """Seconds until an answer is there."""
    size: int
    """Bytes of a robots.txt that are read; of no other answer is more read than its head."""
    pause: float
    """Seconds between two requests to a host; there are never two at a time."""
    rest: float
    """Seconds for which a host is left alone that says it is asked too often, but not for how long."""


@dataclass(slots=True)
class Post:
    """A signpost: an address of ours that stands for one of theirs, and what that one answered."""

    target: Target
    is_robots: bool = False
    """Whether it is a robots.txt, which is read."""
    hops: int = 0
    """How many redirects led to it."""
    is_asked: bool = False
    """Whether its host has been asked."""
    head: Head | None = None


class Guard:
    """A proxy on 127.0.0.1 for whoever knows its password, that leads to signposts alone. It works in its context.

    A signpost is an address in a domain that doesn't exist, `http://host-3.SECRET.invalid/path?7`. The guard asks the
    host that it stands for, by http or https, and gives back the status with words of its own. Where a host redirects,
    it first sees whether that is public and then redirects to another signpost. So LinkChecker neither connects to
    anybody nor reads a word of a stranger's, robots.txt aside; and it can't ask for another page than is meant, as it
    does when it rewrites an address (`%2F` becomes `/`, `//` one slash, `+` a `%20`).
    """

    def __init__(self, bounds: Bounds, user_agent: str, resolve: Resolve = look_up, *, loopback: bool = False) -> None:
        """`loopback` lets 127.0.0.0/8 count as public, for tests."""
        self._bounds = bounds
        self._user_agent = user_agent
        self._reach = Reach(bounds.timeout, resolve, loopback=loopback)
        self._secret = secrets.token_hex(12)
        self._password = secrets.token_hex(16)
        self._posts: list[Post] = []
        self._led_to: dict[tuple[Target, bool, int], int] = {}
        self._origins: dict[str, int] = {}
        self._turns = _Turns(bounds.pause)
        self._spared: dict[str, float] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="guard", daemon=True)

    def __enter__(self) -> Guard:
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._converse, "127.0.0.1", 0, limit=HEAD_LENGTH))
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._reach.close()

    @property
    def proxy(self) -> str:
        """Return the address for `http_proxy`; nobody else may know it."""
        port = self._server.sockets[0].getsockname()[1]
        return f"http://guard:{self._password}@127.0.0.1:{port}"

    def signpost(self, target: Target) -> str:
        """Return a new signpost for a target. A host of ours stands for one of theirs, that has one robots.txt."""
        self._posts.append(Post(target))
        return self._address(len(self._posts) - 1)

    def post(self, address: str) -> Post | None:
        """Return the signpost with an address, None where there is none."""
        match = re.fullmatch(rf"http://host-\d+\.{self._secret}\.invalid(?::80)?/[^?]*\?(\d+)", address)
        return self._posts[int(match[1])] if match and int(match[1]) < len(self._posts) else None

    def failure_in(self, words: str) -> Failure | None:
        """Return why the guard refused something, where its words for that are given."""
        match = re.search(rf"\b{self._secret} ([a-z-]+)", words)
        return Failure(match[1]) if match else None

    def spared_for(self, host: str) -> float:
        """Return for how many seconds a host is yet to be left alone, as it said."""
        return max(0.0, self._spared.get(host, 0) - time.monotonic())

    def knows_names(self) -> bool:
        """Return whether names can be looked up at all, so that an unknown one isn't the network's fault."""
        return self._run(self._reach.knows_names())

    def _address(self, number: int) -> str:
        target = self._posts[number].target
        origin = self._origins.setdefault(target.origin, len(self._origins))
        return f"http://host-{origin}.{self._secret}.invalid{target.path.partition('?')[0]}?{number}"

    def _run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _close(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one request from this machine."""
        try:
            with suppress(OSError, EOFError, asyncio.LimitOverrunError):
                async with asyncio.timeout(self._bounds.timeout):
                    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                try:
                    await self._serve(lines, reader, writer)
                except Refused as refused:
                    await _say(writer, f"502 {self._secret} {refused.failure}")
                writer.close()
                await writer.wait_closed()
        finally:
            writer.transport.abort()

    def _is_known(self, lines: list[str]) -> bool:
        expected = "Basic " + base64.b64encode(f"guard:{self._password}".encode()).decode()
        given = (line.partition(":")[2].strip() for line in lines if line.lower().startswith("proxy-authorization:"))
        return any(hmac.compare_digest(one.encode(), expected.encode()) for one in given)

    async def _serve(self, lines: list[str], reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer a request: with the password, `GET`, a signpost or the robots.txt of its host, nothing else."""
        if not self._is_known(lines):
            await _say(writer, "407 Proxy Authentication Required")
            return
        method, _, rest = lines[0].partition(" ")
        address = rest.rpartition(" ")[0]
        post = self.post(address) or self._robots(address)
        if method != "GET" or not post:
            raise Refused(Failure.FORBIDDEN)
        host = post.target.host
        async with self._turns.of(host):
            if reader.at_eof():  # whoever asked has left meanwhile
                return
            if self.spared_for(host):
                await _say(writer, "429 Spared")
                return
            post.is_asked = True
            async with self._asked(post) as (head, there):
                post.head = head
                self._heed(host, head)
                if head.status in _REDIRECTS and head.location is not None:
                    await _say(writer, f"{head.status} Redirected", f"Location: {self._onward(post, head.location)}")
                elif not post.is_robots:
                    await _say(writer, f"{head.status} Answered")
                elif head.status == 200 and head.is_plain_text:
                    await self._pass_on(head, there, reader, writer)
                else:  # no rules; RFC 9309, section 2.3.1.3, for a robots.txt that is forbidden, too
                    await _say(writer, "404 None")

    def _heed(self, host: str, head: Head) -> None:
        """Leave a host alone for as long as it asks for; whoever asks for it meanwhile is told 429 at once."""
        wait = head.wait(time.time())
        if head.status == 429 or (head.status == 503 and wait is not None):
            self._spared[host] = time.monotonic() + (self._bounds.rest if wait is None else wait)

    def _robots(self, address: str) -> Post | None:
        """Return the robots.txt of the host that one of ours stands for."""
        match = re.fullmatch(rf"http://host-(\d+)\.{self._secret}\.invalid{_ROBOTS}", address)
        if not match or int(match[1]) >= len(self._origins):
            return None
        return Post(target_of(list(self._origins)[int(match[1])] + _ROBOTS), is_robots=True)

    def _onward(self, post: Post, location: str) -> str:
        """Return the signpost for where a redirect leads.

        Raises Refused where that isn't public, where it gives up a safe connection, and after too many redirects.
        """
        if post.hops >= MOST_REDIRECTS:
            raise Refused(Failure.REDIRECTS)
        try:
            target = target_of(urljoin(post.target.address, location))
        except ValueError:
            raise Refused(Failure.FORBIDDEN) from None
        if post.target.origin.startswith("https:") and target.origin.startswith("http:"):
            raise Refused(Failure.FORBIDDEN)
        key = (target, post.is_robots, post.hops + 1)
        if key not in self._led_to:
            self._led_to[key] = len(self._posts)
            self._posts.append(Post(target, post.is_robots, post.hops + 1))
        return self._address(self._led_to[key])

    @asynccontextmanager
    async def _asked(self, post: Post) -> AsyncIterator[tuple[Head, asyncio.StreamReader]]:
        """Ask a host and read the head of its answer. Raises Refused where none comes."""
        target = post.target
        lines = (
            f"GET {target.path} HTTP/1.1",
            f"Host: {target.origin.partition('://')[2]}",
            f"User-Agent: {self._user_agent}",
            "Accept: */*",
            "Accept-Encoding: identity",
            "Connection: close",
        )
        async with self._reach.connection(target) as (there, writer):
            try:
                async with asyncio.timeout(self._bounds.deadline):
                    writer.write("\r\n".join((*lines, "", "")).encode("latin-1"))
                    head = await head_of(there, self._bounds.timeout)
            except TimeoutError:
                raise Refused(Failure.TIMEOUT) from None
            except (OSError, ValueError):
                raise Refused(Failure.BROKEN) from None
            yield head, there

    async def _pass_on(
        self, head: Head, there: asyncio.StreamReader, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Pass a robots.txt on, up to the bound, until it ends or whoever asked for it has enough."""
        chunked = "Transfer-Encoding: chunked\r\n" if head.is_chunked else ""
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n{chunked}Connection: close\r\n\r\n".encode())
        left = self._bounds.size if head.length is None else min(head.length, self._bounds.size)
        tasks = (asyncio.ensure_future(_carry(head.rest, there, writer, left)), asyncio.ensure_future(reader.read(1)))
        try:
            await asyncio.wait(tasks, timeout=self._bounds.deadline, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


class _Turns:
    """Lets each host be asked by one at a time, with a pause after each."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free: dict[str, float] = {}

    @asynccontextmanager
    async def of(self, host: str) -> AsyncIterator[None]:
        """Wait for one's turn with a host, and have it."""
        now = asyncio.get_running_loop().time
        async with self._locks[host]:
            await asyncio.sleep(max(0, self._free.get(host, 0) - now()))
            try:
                yield
            finally:
                self._free[host] = now() + self._pause


async def _carry(chunk: bytes, source: asyncio.StreamReader, sink: asyncio.StreamWriter, left: int) -> None:
    while left > 0:
        sink.write(chunk[:left])
        await sink.drain()
        left -= len(chunk)
        if left <= 0 or not (chunk := await source.read(_CHUNK)):
            return


async def _say(writer: asyncio.StreamWriter, status: str, *headers: str) -> None:
    lines = (f"HTTP/1.1 {status}", *headers, "Content-Length: 0", "LinkChecker: welcome", "Connection: close", "", "")
    writer.write("\r\n".join(lines).encode())
    await writer.drain()
