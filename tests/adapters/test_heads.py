"""Heads of answers: what is read of them, and what is too much."""

from __future__ import annotations

import asyncio

import pytest

from factpress.adapters.heads import HEAD_LENGTH, Head, head_of

NOW = 1_763_769_600.0
"""22 November 2025, 00:00 UTC."""


def read(*pieces: bytes, ended: bool = True) -> Head:
    """Read a head that comes in pieces."""

    async def feed() -> Head:
        reader = asyncio.StreamReader()
        for piece in pieces:
            reader.feed_data(piece)
        if ended:
            reader.feed_eof()
        return await head_of(reader, 0.05)

    return asyncio.run(feed())


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_a_head_is_read(end: bytes) -> None:
    """Names in any case, folded lines, the first of several, text in UTF-8 or Latin-1; what follows is the body."""
    lines = [
        b"HTTP/1.1 301 Gone away",
        b"LOCATION:  /\xc3\xa4 ",
        b"Location: /other",
        b"X: a",
        b"  b",
        b"Y: \xe4",
        b"no",
    ]
    head = read(end.join([*lines, b"", b"body"]))
    assert head.status == 301
    assert head.location == "/ä"
    assert head.headers["y"] == "ä"
    assert head.headers["x"].split() == ["a", "b"]
    assert head.rest == b"body"


def test_notices_before_the_answer_are_passed_over() -> None:
    """Early hints, however many fit into the bound."""
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    assert read(hints * 3 + b"HTTP/1.0 404 Not Found\r\n\r\n").status == 404
    with pytest.raises(ValueError, match="long"):
        read(hints * (HEAD_LENGTH // len(hints) + 1) + b"HTTP/1.1 200 OK\r\n\r\n")


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"HTTP/1.1 200 OK", b"HTTP/1.1 200 OK\r\nX: y\r\n", b"220 mail ESMTP\r\n\r\n", b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 2000 OK\r\n\r\n", b"HTTP/1.1 020 OK\r\n\r\n", b"ICY 200 OK\r\n\r\n", b"\0" * 500 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * HEAD_LENGTH + b"\r\n\r\n", b"x" * 3 * HEAD_LENGTH,
    ],
)  # fmt: skip
def test_what_is_no_head_is_refused(raw: bytes) -> None:
    """Not HTTP, cut off, or longer than the bound."""
    with pytest.raises(ValueError, match=r"no HTTP|long|ended"):
        read(raw)


def test_a_pause_has_an_end() -> None:
    """Who says nothing more for long is given up."""
    with pytest.raises(TimeoutError):
        read(b"HTTP/1.1 200 OK\r\n", ended=False)


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("120", 120.0), ("0", 0.0), ("Sat, 22 Nov 2025 00:01:30 GMT", 90.0), ("Fri, 21 Nov 2025 00:00:00 GMT", 0.0),
        ("", None), ("-5", None), ("soon", None), ("9" * 20, None), ("1.5", None), ("١٢", None),
        ("Sat, 99 Nov 2025 00:00:00 GMT", None),
    ],
)  # fmt: skip
def test_retry_after(words: str, seconds: float | None) -> None:
    """Seconds or a day and time; anything else says nothing."""
    assert Head(429, {"retry-after": words}, b"").wait(NOW) == seconds


def test_what_a_head_says_of_its_body() -> None:
    """Whether it is plain text as it is, in chunks, and how long."""
    plain = {"content-type": "Text/Plain; charset=x"}
    assert Head(200, plain, b"").is_plain_text
    assert not Head(200, plain | {"content-encoding": "gzip"}, b"").is_plain_text
    assert not Head(200, {"content-type": "text/html"}, b"").is_plain_text
    assert Head(200, {"transfer-encoding": "Chunked"}, b"").is_chunked
    assert Head(200, {"content-length": "12"}, b"").length == 12
    for headers in ({}, {"content-length": "-1"}, {"content-length": "12", "transfer-encoding": "chunked"}):
        assert Head(200, headers, b"").length is None


def test_walls_say_so() -> None:
    """Cloudflare and AWS by a header."""
    assert Head(403, {"cf-mitigated": "challenge"}, b"").is_wall
    assert Head(202, {"x-amzn-waf-action": "captcha"}, b"").is_wall
    assert not Head(200, {"server": "cloudflare"}, b"").is_wall
