"""Names as they are printed: leading to their pages, one or several in a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from markupsafe import Markup


class Name(NamedTuple):
    """A name that may lead to a page of the site."""

    name: str
    path: str = ""
    """From the site's root; empty for a name alone."""
    role: str = ""
    """What stands beside it; or empty."""


@lru_cache(maxsize=4096)  # the same outlets, people and topics come again and again
def linked(name: Name, root: str) -> Markup:
    """Return a name as HTML, leading to its page if it has one; `root` is the way to the site's root."""
    words = escape(name.name)
    link = f'<a href="{root}{escape(name.path)}">{words}</a>' if name.path else words
    return Markup(link)  # noqa: S704 - nothing but what was escaped


@lru_cache(maxsize=4096)
def in_a_row(names: tuple[Name, ...], root: str) -> Markup:
    """Return names as HTML in one line: `Ada, Ben and Cleo`, each leading to its page if it has one."""
    return Markup(enumerated([linked(name, root) for name in names]))  # noqa: S704 - links alone, and words of ours


def enumerated(names: Sequence[str]) -> str:
    """Return names in one line: `Ada, Ben and Cleo`; empty for none."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
