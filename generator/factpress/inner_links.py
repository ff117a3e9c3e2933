"""Links from one place of the site to another: whether each leads to a file, and its fragment to an id in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from factpress.corpus import Corpus
from factpress.markdown import links_in
from factpress.models.claim import Claim
from factpress.models.site import Site, claim_path
from factpress.problems import Location, Problem, quoted
from factpress.prose import href
from factpress.rules.build import BROKEN_LINK
from factpress.texts import ROOT

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Text is escaped, so that a tag is what looks like one; of its attributes the first that leads anywhere counts.
_ADDRESS: Final = re.compile(
    r"""<(?:a|area|audio|embed|iframe|img|source|track|video)\s+"""
    r"""(?:[^\s"'>=]+(?:=(?:"[^"]*"|'[^']*'))?\s+)*?(?:href|src)=["']([^"']*)"""
)
_ID: Final = re.compile(r"""\s(?:id|name)=["']([^"']*)""")
_REFRESH: Final = re.compile(r"\s*\d+\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"]*)", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MAY_LEAD_INSIDE: Final = re.compile(r"\](?:\(|:)\s*<?(?!https?://|mailto:)[^\s>)]", re.IGNORECASE)
"""A link or definition with another destination than an address elsewhere."""
_MARKDOWN: Final = ("what_we_know", "analysis", "body", "conclusion")


@dataclass(frozen=True)
class Insides:
    """What belongs to a site, and where on it an address leads."""

    site: Site

    @cached_property
    def _base(self) -> str:
        """The path of the site's root: `/`, or `/checks/`."""
        return urlsplit(self.site.address).path or "/"

    @cached_property
    def _origin(self) -> str:
        parts = urlsplit(self.site.address)
        return f"{parts.scheme}://{parts.netloc}".lower()

    def targets(self, body: str, address: str, anchors: Iterable[str] = ()) -> frozenset[str]:
        """Return where the links of a generated page lead inside the site, as `target` writes it.

        `body` is HTML of ours, without the shell, and `address` where the page lies. Left out is what leads to an
        id in the body, as surely do most fragments. `anchors` are fragments that stand elsewhere on the page: in its
        table of contents.
        """
        # This runs for every page of a large archive, so that what is plain takes no call.
        root = "../" * address.count("/")
        start = len(root)
        found: set[str] = set()
        fragments = set(anchors)
        for link in set(_ADDRESS.findall(body)):
            if link.startswith("#"):
                fragments.add(link[1:])
            elif link.startswith(root) and _is_plain(link, start):
                found.add(link[start:])
            elif not link.startswith("http") or link.startswith(self._origin):
                target = self.target(unescape(link), address)
                if target is not None:
                    found.add(target)
        # An id that is written otherwise is found when the whole page is looked at.
        fragments.difference_update(piece.partition('"')[0] for piece in body.split(' id="')[1:])
        found.update(f"{address}#{unescape(fragment)}" for fragment in fragments if fragment)
        return frozenset(found)

    def document_targets(self, document: str, address: str) -> frozenset[str]:
        """Return where everything that a whole document names leads inside the site: links, assets, refreshes."""
        found: set[str | None] = set()
        for element in _elements(document):
            for name in ("href", "src", "poster", "data", "action"):
                if (value := element.get(name)) is not None and element.tag != "base":
                    found.add(self.target(value, address))
            for candidate in (element.get("srcset") or "").split(","):
                if words := candidate.split():
                    found.add(self.target(words[0], address))
            if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
                found.update(self.target(url, address) for url in _REFRESH.findall(element.get("content") or ""))
        return frozenset(target for target in found if target is not None)

    def authored_targets(self, claim: Claim) -> frozenset[str]:
        """Return where the links that a claim's authors wrote lead inside the site: they alone don't follow from it."""
        return frozenset(target for _, target in self._authored(claim))

    def field_of(self, target: str, claim: Claim) -> str:
        """Return the field in which a claim's authors wrote a link to a target; empty where they didn't."""
        return next((name for name, found in self._authored(claim) if found == target), "")

    def _authored(self, claim: Claim) -> Iterator[tuple[str, str]]:
        for name in _MARKDOWN:
            text = getattr(claim, name) or ""
            if _MAY_LEAD_INSIDE.search(text) or self._origin in text.lower():
                for link in links_in(text):
                    if (found := href(link)) and (target := self.target(found, claim_path(claim.id))) is not None:
                        yield name, target

    def target(self, link: str, address: str) -> str | None:
        """Return where a link on a page leads: a path from the site's root, with `#` and a fragment if it has one.

        None for what leads out of the site. A path that begins with a slash lies on our host, but outside the site.
        """
        link = link.strip()
        if link.startswith("//"):
            link = f"{self._origin.partition('//')[0]}{link}"
        if _SCHEME.match(link):
            if not link.lower().startswith(self._origin):
                return None
            link = link[len(self._origin) :] or "/"
            if not link.startswith(("/", "?", "#")):
                return None
        link, _, fragment = link.partition("#")
        path = unquote(link.partition("?")[0])
        path = self._joined(path, address) if path else address
        fragment = unquote(fragment).partition(":~:")[0]
        return f"{path}#{fragment}" if fragment and fragment.lower() != "top" else path

    def _joined(self, path: str, address: str) -> str:
        """Return a path from the site's root for one from a page (RFC 3986, section 5.2)."""
        whole = path if path.startswith("/") else self._base + address.rpartition("/")[0] + "/" + path
        parts: list[str] = []
        words = re.split("/+", whole)[1:]
        for word in words:
            if word == "..":
                parts = parts[:-1]
            elif word not in (".", ""):
                parts.append(word)
        joined = "/" + "/".join(parts) + ("/" if parts and words[-1] in ("", ".", "..") else "")
        if joined == self._base.rstrip("/"):
            joined += "/"
        return joined.removeprefix(self._base) if joined.startswith(self._base) else joined


# What needs no closer look, from the root on: `claims/x/`.
_is_plain: Final = re.compile(r"(?:[a-z0-9-]+/)*").fullmatch


def ids_in(text: str) -> frozenset[str]:
    """Return the ids that fragments may lead to in a page of the site."""
    return frozenset(map(unescape, _ID.findall(text)))


def broken_links(
    targets: Mapping[str, str],
    files: Collection[str],
    ids: Callable[[str], Collection[str]],
    corpus: Corpus,
    insides: Insides,
) -> Iterator[Problem]:
    """Yield a problem for every target that isn't there.

    `targets` are what pages lead to, each with the address of a page that does; `files` all paths of the site, best
    as a set; `ids` gives those of one of the files, and is asked only where a fragment leads to it.
    """
    for target, address in sorted(targets.items()):
        path, _, fragment = target.partition("#")
        file = _file(path, files)
        if file is None:
            missing = "which is outside the site" if path.startswith("/") else "where nothing is"
        elif fragment and file.endswith(".html") and fragment not in ids(file):
            missing = "a place that the page doesn’t have"
        else:
            continue
        shown = path if path.startswith("/") else f"/{target}"
        message = (
            f"the page {quoted('/' + address)} must lead to what is there; found a link to {quoted(shown)}, {missing}"
        )
        yield BROKEN_LINK.broken(_place(target, address, corpus, insides), message)


def _file(path: str, files: Collection[str]) -> str | None:
    """Return the file that a server would answer a path with."""
    names = (f"{path}index.html",) if path.endswith("/") or not path else (path, f"{path}/index.html")
    return next((name for name in names if name in files), None)


def _place(target: str, address: str, corpus: Corpus, insides: Insides) -> Location:
    """Return the file, and in a claim the field, that a page's link was written in, as well as can be told."""
    for claim in corpus.claims:
        if claim_path(claim.id) == address:
            return Location(claim.path, insides.field_of(target, claim))
    stem = address.rstrip("/")
    pages = ("index.md",) if not stem else (f"{stem}.md", f"{stem}/index.md")
    return Location(next((f"{ROOT}/pages/{page}" for page in pages if page in corpus.pages), f"{ROOT}/pages"))


def _elements(document: str) -> Iterator[HtmlElement]:
    # Imported where it is needed: only the frame's pages are read as documents.
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        tree = document_fromstring(document.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    except etree.ParserError:  # there is no element in it
        return iter(())
    return tree.iter(etree.Element)
