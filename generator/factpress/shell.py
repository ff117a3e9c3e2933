"""A page of the theme with its content cut out, and the filling of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from markupsafe import escape

from factpress.digests import digest
from factpress.pages.page import Heading, Page

# Words that no theme holds and that come through any escaping as they are.
_TITLE: Final = "factpress-slot-title"
_DESCRIPTION: Final = "factpress-slot-description"
_HEAD: Final = "factpress-slot-head"
_BODY: Final = "<h1 factpress-slot-body>"  # Material adds a heading to a body that has none
_STEP: Final = "factpress-slot-step"
_ANCHORS: Final = ("factpress-slot-anchor-a", "factpress-slot-anchor-b")
_NAMES: Final = ("factpress-slot-name-a", "factpress-slot-name-b")
_CONTENTS: Final = "factpress-slot-contents"
LATEST: Final = "factpress-slot-latest"
"""Stands in a hand-written page where the newest verdicts are to come."""

_FLAT, _EITHER = (False,), (False, True)
KINDS: Final[Mapping[str, Mapping[int, tuple[bool, ...]]]] = {
    "claims": {1: _FLAT, 2: _EITHER, 3: _FLAT},
    "browse": {1: _FLAT},
    "topics": {1: _EITHER, 2: _FLAT, 4: _FLAT},
    "claimants": {1: _EITHER, 2: _FLAT, 4: _FLAT},
    "people": {1: _EITHER, 2: _FLAT, 4: _FLAT},
    "publishers": {1: _EITHER, 2: _FLAT, 4: _FLAT},
    "years": {1: _EITHER, 2: _EITHER, 4: _EITHER},
    "verdicts": {2: _FLAT, 4: _FLAT},
    "ratings": {1: _EITHER},
    "corrections": {1: _EITHER, 3: _EITHER},
    "feeds": {1: _EITHER},
}
"""The pages of a site: how deep they lie in each section, and whether they have a table of contents.

`claims/` lies one deep, `claims/x/` two, `topics/x/page/2/` four.
"""

_LIST = re.compile(f"{_ANCHORS[0]}((?:(?!{_ANCHORS[0]}).)*?){_NAMES[0]}(.*?){_ANCHORS[1]}(.*?){_NAMES[1]}", re.DOTALL)


_VERBATIM = re.compile(r"(<(script|style|pre|textarea)\b.*?</\2>)", re.DOTALL)


def unindented(html: str) -> str:
    """Return a document without the blanks around its line ends, which are a fifth of what a theme prints.

    What stands in scripts, and where blanks are shown, stays as it is.
    """
    pieces = _VERBATIM.split(html)
    # Every third piece lies between two verbatim ones, of which the pattern gives the text and the name.
    return "".join(
        piece if number % 3 else re.sub(r"\s*\n\s*", "\n", piece)
        for number, piece in enumerate(pieces)
        if number % 3 != 2
    )


class UnfitShell(ValueError):
    """A rendered page in which the slots aren't where a theme puts them."""


@dataclass(frozen=True, slots=True)
class ShellKind:
    """Pages that share a shell: they lie equally deep in the same section and have a table of contents or none."""

    section: str
    depth: int
    contents: bool

    @classmethod
    def of(cls, page: Page) -> ShellKind:
        """Return the kind of shell a page needs."""
        return cls(page.section, page.address.count("/"), bool(page.contents))

    def slot_page(self) -> Page:
        """Return the page that the theme renders to make the shell: a slot stands in every place that varies."""
        return Page(
            address="/".join([self.section, *[_STEP] * (self.depth - 1)]) + "/",
            title=_TITLE,
            description=_DESCRIPTION,
            head=_HEAD,
            body=_BODY,
            contents=tuple(Heading(*pair) for pair in zip(_ANCHORS, _NAMES, strict=True)) if self.contents else (),
        )


@dataclass(frozen=True, slots=True)
class Shell:
    """A rendered page, cut at its slots."""

    texts: tuple[str, ...]
    """What stands between the slots; one more than there are slots."""
    slots: tuple[str, ...]
    inside: str
    """What stands between the anchor and the name of a line in the table of contents."""
    between: str
    """What stands between two lines of it."""

    @classmethod
    def cut(cls, html: str, kind: ShellKind) -> Shell:
        """Return the shell that a rendered slot page makes. Raises UnfitShell where a slot is missing."""
        html = unindented(html)
        inside = between = ""
        if kind.contents:
            html, inside, between = _cut_contents(html)
        address = kind.slot_page().address
        slots = {_TITLE, _DESCRIPTION, _HEAD, _BODY, _CONTENTS, _ANCHORS[0]}
        if kind.depth > 1:
            slots.add(address)
        for slot in slots:
            html = html.replace(slot, f"\0{slot}\0")
        parts = html.split("\0")
        texts, found = parts[::2], parts[1::2]
        for needed in (_BODY, _HEAD, _TITLE, _DESCRIPTION):
            if needed not in found:
                raise UnfitShell(f"the theme doesn't print {needed}")
        if any(_STEP in text for text in texts):
            raise UnfitShell("the theme prints a part of the page's address")
        return cls(tuple(texts), tuple(found), inside, between)

    def fill(self, page: Page) -> str:
        """Return the whole page."""
        values = slot_values(page)
        values[_CONTENTS] = _contents(page.contents, self.inside, self.between)
        values[_ANCHORS[0]] = page.contents[0].anchor if page.contents else ""
        filled = [self.texts[0]]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            filled.append(values.get(slot, page.address))
            filled.append(text)
        return "".join(filled)


@lru_cache(maxsize=256)  # most pages have the headings of others
def _contents(headings: tuple[Heading, ...], inside: str, between: str) -> str:
    return between.join([f"{heading.anchor}{inside}{escape(heading.title)}" for heading in headings])


def slot_values(page: Page) -> dict[str, str]:
    """Return what stands in the plain slots: texts escaped for an attribute, HTML as it is."""
    return {
        _TITLE: str(escape(page.title)),
        _DESCRIPTION: str(escape(page.description)),
        _HEAD: page.head,
        _BODY: page.body,
    }


def _cut_contents(html: str) -> tuple[str, str, str]:
    lists = list(_LIST.finditer(html))
    if not lists or any(match[1] != match[3] for match in lists) or len({match.groups() for match in lists}) > 1:
        raise UnfitShell("the theme prints no plain table of contents")
    return _LIST.sub(_CONTENTS, html), lists[0][1], lists[0][2]


class Shells:
    """The shells of a theme by kind."""

    def __init__(self, shells: Mapping[ShellKind, Shell]) -> None:
        self._shells = dict(shells)

    @cached_property
    def key(self) -> str:
        """A text that differs where one of the shells does."""
        texts = (text for shell in self._shells.values() for text in (*shell.texts, shell.inside, shell.between))
        return digest(repr([(kind, shell.slots) for kind, shell in self._shells.items()]), *texts)

    @property
    def by_kind(self) -> Mapping[ShellKind, Shell]:
        """Every shell by its kind."""
        return self._shells

    def fill(self, page: Page) -> str:
        """Return the whole page. Raises KeyError for a kind that was not rendered."""
        return self._shells[ShellKind.of(page)].fill(page)

    @staticmethod
    def kinds() -> list[ShellKind]:
        """Return the kinds of shells that the pages of a site need."""
        return [
            ShellKind(section, depth, contents)
            for section, depths in KINDS.items()
            for depth, kinds in depths.items()
            for contents in kinds
        ]


@dataclass(frozen=True)
class Frame:
    """What the theme gives: hand-written pages and assets, and the shells for all other pages."""

    files: Mapping[str, bytes]
    """By path. A hand-written page may hold the place where the newest verdicts go."""
    shells: Shells
    warnings: tuple[str, ...] = ()
    """What the theme's builder had to say about the hand-written pages."""
    leads: Mapping[str, str] = field(default_factory=dict)
    """Where links in the frame lead inside the site, each with the address of a page that does."""

    @cached_property
    def key(self) -> str:
        """A text that differs where a file or a shell does."""
        return digest(self.shells.key, *[part for pair in sorted(self.files.items()) for part in pair])
