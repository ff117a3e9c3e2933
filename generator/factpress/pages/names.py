"""Names as they are printed: leading to their pages, one or several in a row."""

from __future__ import annotations

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
    """Return names as HTML in one line: `Ada, Ben and Cleo`."""
    shown = [linked(name, root) for name in names]
    return Markup(" and ").join(filter(None, [Markup(", ").join(shown[:-1]), *shown[-1:]]))
