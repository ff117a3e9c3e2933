"""Reads what LinkChecker prints about each address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

BLOCK_LENGTH: Final = 256 * 1024
"""Bytes after which what is printed about one address is given up."""
_END: Final = b"</urldata>"
_PART: Final = re.compile(r'<(url|warning|info|valid)(?: (?:tag|result)="([^"]*)")?>(.*?)</\1>', re.DOTALL)
_REDIRECTED: Final = re.compile(r"Redirected to `(\S+)' status: ([0-9]{3})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Told:
    """What LinkChecker says of one address."""

    address: str
    """As it was given to LinkChecker."""
    result: str
    """`404 Not Found`, or an error's name and words, cut off after 240 characters."""
    redirects: tuple[tuple[str, int], ...] = ()
    """Where each redirect led, and its status."""
    is_robots: bool = False
    """Whether robots.txt asks programs to stay away."""

    @property
    def status(self) -> int | None:
        """Return the HTTP status of the last answer, None where there was none."""
        match = re.match(r"([0-9]{3})(?![0-9])", self.result)
        return int(match[1]) if match else None


def told_in(chunks: Iterable[bytes]) -> Iterator[Told]:
    """Yield what LinkChecker's XML says of each address, as soon as it is printed.

    What stands between tags has its angle brackets and ampersands escaped, so that it can neither end a block nor
    begin a part. No XML parser reads it, for one would wait for the end of all.
    """
    begun = b""
    for chunk in chunks:
        *blocks, begun = (begun + chunk).split(_END)
        yield from filter(None, (_told(block.decode("utf-8", "replace")) for block in blocks))
        begun = begun[-BLOCK_LENGTH:]


def _told(block: str) -> Told | None:
    address = result = ""
    redirects: list[tuple[str, int]] = []
    is_robots = False
    for name, attribute, content in _PART.findall(block):
        words = unescape(content)
        if name == "url":
            address = words
        elif name == "valid":
            result = unescape(attribute)
        elif name == "info":
            is_robots = is_robots or words.startswith("Access denied by robots.txt")
        elif attribute == "http-redirected" and (match := _REDIRECTED.match(words)):
            redirects.append((match[1], int(match[2])))
    return Told(address, result, tuple(redirects), is_robots) if address else None
