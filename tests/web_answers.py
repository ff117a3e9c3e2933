"""Every way in which a host of the invented web answers, good and bad."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from tests.web import Web

SITE = "evening-post.example"
"""What every host of the web is called, by its last names."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a host is asked, and the way back."""

    web: Web
    scheme: str
    host: str
    path: str
    head: bytes
    writer: asyncio.StreamWriter


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
