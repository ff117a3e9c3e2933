"""A page as the generator makes it, before the theme's shell is put around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple


class Heading(NamedTuple):
    """One line of a page's table of contents."""

    anchor: str
    """The id of the heading in the body."""
    title: str
    """Plain text."""


class Page(NamedTuple):
    """A page: where it lies, what it is called, and what stands on it."""

    address: str
    """The path from the site's root, with a slash at its end: `claims/x/`."""
    title: str
    """Plain text."""
    description: str
    """Plain text, one or two sentences, for search engines and cards."""
    body: str
    """Safe HTML. Links inside the site are relative to this page."""
    head: str = ""
    """Safe HTML for the document's head: structured data, cards."""
    contents: tuple[Heading, ...] = ()
    """The table of contents; empty for none."""
    updated: date | None = None
    """The newest date of its content, for the sitemap; None keeps it out."""
    indexed: bool = True
    """Whether search engines and the site's own search may list it."""

    @property
    def section(self) -> str:
        """The first word of its address, which names the tab it belongs to."""
        return self.address.split("/", 1)[0]

    @property
    def root(self) -> str:
        """The relative path from it to the site's root: `../../`."""
        return "../" * self.address.count("/")

    @property
    def file(self) -> str:
        """The file that holds it."""
        return self.address + "index.html"


class Plan(NamedTuple):
    """A page to be made; nobody need make it again where it would be made of the same."""

    address: str
    """That of the page."""
    made_of: str
    """A text that differs where anything does that the page shows, registries and settings aside."""
    make: Callable[[], Page]
