"""Reads the head of an HTTP answer: the few things in it that tell what an address is good for, within bounds."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

HEAD_LENGTH: Final = 64 * 1024
"""Bytes that a head may have."""
_CHUNK: Final = 16 * 1024
_END: Final = re.compile(rb"\r?\n\r?\n")
_STATUS: Final = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer."""

    status: int
    headers: dict[str, str]
    """By their names in lower case; the first of several."""
    rest: bytes
    """What came with it: the beginning of the body."""

    @property
    def location(self) -> str | None:
        """Return where it leads, as it is written there."""
        return self.headers.get("location")

    @property
    def is_plain_text(self) -> bool:
        """Return whether a body follows that is plain text, as it is."""
        encoding = self.headers.get("content-encoding", "identity").lower()
        return encoding == "identity" and self.headers.get("content-type", "").lower().startswith("text/plain")

    @property
    def is_chunked(self) -> bool:
        """Return whether the body comes in chunks (RFC 9112, section 7.1)."""
        return self.headers.get("transfer-encoding", "").lower() == "chunked"

    @property
    def length(self) -> int | None:
        """Return how many bytes of body there are, None where only its end says so."""
        words = self.headers.get("content-length", "")
        return int(words) if re.fullmatch("[0-9]{1,18}", words) and not self.is_chunked else None

    @property
    def is_wall(self) -> bool:
        """Return whether it says that a visitor is challenged instead of let in, as Cloudflare and AWS do."""
        return self.headers.get("cf-mitigated") == "challenge" or "x-amzn-waf-action" in self.headers

    def wait(self, now: float) -> float | None:
        """Return for how many seconds it asks to be left alone (RFC 9110, section 10.2.3), None where it doesn't."""
        words = self.headers.get("retry-after", "")
        if re.fullmatch("[0-9]{1,9}", words):
            return float(words)
        try:
            return max(0.0, parsedate_to_datetime(words).timestamp() - now)
        except (ValueError, OverflowError):
            return None


async def head_of(reader: asyncio.StreamReader, timeout: float) -> Head:
    """Read the head of the answer, past notices that come before it (RFC 9110, section 15.2).

    Raises ValueError where it isn't HTTP, ends too soon or is too long, TimeoutError where nothing comes for a while.
    """
    status, rest, lines = 100, b"", [b""]
    length = 0
    while status < 200:
        while not (end := _END.search(rest)):
            if length + len(rest) > HEAD_LENGTH:
                raise ValueError("too long")
            async with asyncio.timeout(timeout):
                chunk = await reader.read(_CHUNK)
            if not chunk:
                raise ValueError("ended")
            rest += chunk
        match = _STATUS.match(rest)
        if not match or length + end.end() > HEAD_LENGTH:
            raise ValueError("no HTTP, or too long")
        status, length = int(match[1]), length + end.end()
        lines, rest = re.split(rb"\r?\n(?![ \t])", rest[: end.start()])[1:], rest[end.end() :]
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(b":")
        headers.setdefault(_text(name).lower(), _text(value))
    return Head(status, headers, rest)


def _text(raw: bytes) -> str:
    """Return a header's text; UTF-8 where it is that, though it shouldn't be."""
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()
