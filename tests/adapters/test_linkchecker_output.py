"""What LinkChecker prints is read as it comes, and nothing in it is believed that isn't a part."""

from __future__ import annotations

import pytest

from factpress.adapters.linkchecker_output import BLOCK_LENGTH, Told, told_in

BLOCK = """<urldata>
  <url>http://host-0.x.invalid/a?1</url>
  <infos>
    <info>Access denied by robots.txt, checked only syntax.</info>
  </infos>
  <warnings>
    <warning tag="http-redirected">Redirected to `http://host-1.x.invalid/b?2' status: 301 Redirected.</warning>
    <warning tag="url-effective-url">Redirected to `http://evil.example/' status: 301 Redirected.</warning>
  </warnings>
  <valid result="200 &lt;OK&gt; &amp;quot;">1</valid>
</urldata>
"""


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_blocks_are_read_as_they_come(size: int) -> None:
    """In pieces of any size; what stands outside of them is nothing."""
    raw = f'<?xml version="1.0"?>\n<linkchecker>\n{BLOCK}{BLOCK}</linkchecker>\n'.encode()
    told = Told("http://host-0.x.invalid/a?1", "200 <OK> &quot;", (("http://host-1.x.invalid/b?2", 301),), True)
    assert list(told_in(raw[start : start + size] for start in range(0, len(raw), size))) == [told, told]
    assert told.status == 200


def test_what_is_printed_cannot_grow_without_bound() -> None:
    """A block that never ends is forgotten; the next is read."""
    endless = [b"<urldata><url>" + b"x" * BLOCK_LENGTH for _ in range(5)]
    assert [told.address for told in told_in([*endless, b"</urldata>", BLOCK.encode()])][-1] == (
        "http://host-0.x.invalid/a?1"
    )


@pytest.mark.parametrize("block", ["", "</urldata>" * 9, "<url></url></urldata>", "\x00\xff</urldata>"])
def test_nonsense_tells_nothing(block: str) -> None:
    """Where there is no address there is no answer."""
    assert list(told_in([block.encode("latin-1")])) == []
