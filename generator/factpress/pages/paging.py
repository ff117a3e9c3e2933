"""Long lists on several pages, so that a new line changes only the newest of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_FURTHER = re.compile(r"page/[0-9]+/$")
LENGTH = 50
"""How many lines a full page holds; the newest holds up to twice as many, less one."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page; `path` counts from the site's root."""

    path: str
    name: str
    count: int = 0
    """How many claims stand there."""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One page of a long list."""

    address: str
    number: int
    """Counted from the oldest, which is 1, so that a full page keeps its number and its lines for good."""
    of: int
    """How many pages there are."""
    lines: Sequence[T]
    newer: str
    """The path of the page with newer lines; empty on the newest."""
    older: str
    """The path of the page with older lines; empty on the oldest."""

    @property
    def is_newest(self) -> bool:
        """Whether it is the page at the list's own address."""
        return self.number == self.of

    def named(self, text: str) -> str:
        """Return a title or sentence, told apart from that of the list's other pages."""
        return text if self.is_newest else f"{text} (page {self.number})"


def parts(address: str, lines: Sequence[T]) -> Iterator[Part[T]]:
    """Yield the pages of a list that is sorted newest first; an empty list has one page.

    The newest page lies at `address`, the others below it: `page/1/` holds the oldest lines.
    """
    full = max(len(lines) // LENGTH - 1, 0)

    def place(number: int) -> str:
        return address if number > full else f"{address}page/{number}/"

    for number in range(full + 1, 0, -1):
        start = len(lines) - number * LENGTH if number <= full else 0
        yield Part(
            address=place(number),
            number=number,
            of=full + 1,
            lines=lines[start : len(lines) - (number - 1) * LENGTH],
            newer=place(number + 1) if number <= full else "",
            older=place(number - 1) if number > 1 else "",
        )


def list_of(address: str) -> str:
    """Return the address of the list that a page is part of."""
    return _FURTHER.sub("", address)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 fact-check`, `2,000 fact-checks`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
