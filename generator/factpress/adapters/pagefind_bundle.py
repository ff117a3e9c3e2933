"""Pagefind's files made fit to publish: the same bytes for the same claims, in small pieces.

Pagefind 1.5 lists the values of a filter in an order that changes from run to run. And it cuts the index of
words into pieces of 20,000 places, of which a search loads one for each part and word: too much for many parts.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Final

from factpress.adapters.cbor import decoded, encoded, head, list_head

KNOWN: Final = "1.5."
"""The versions of Pagefind whose files this module knows."""
CODE: Final = re.compile(r"pagefind\.js|pagefind-worker\.js|wasm\.[\w-]+\.pagefind")
"""What searches, the same in every bundle of a language."""
PIECE: Final = 10_000
"""The bytes, unpacked, after which a piece of the index ends; half of that when packed."""
ENTRY: Final = "pagefind-entry.json"
_SIGNATURE: Final = b"pagefind_dcd"

# A word is [text, [[page, [places], [places in meta]], …], [[variant, pages], …]]; pages are matched at once.
_INT = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a]....)"
_LIST = rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a....)"
_PAGE = rb"\x83" + _INT + (_LIST + _INT + rb"*+") * 2
_PAGES = re.compile(_LIST + rb"(?:" + _PAGE + rb")*+", re.DOTALL)


class UnknownFormat(ValueError):
    """The files are not what this version of Pagefind writes."""


def fit(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a bundle that a search needs, in their final form, by path.

    Raises UnknownFormat where another version of Pagefind wrote them.
    """
    try:
        return _fit(files)
    except (ValueError, LookupError, OSError, TypeError) as error:
        raise UnknownFormat(str(error)) from error


def _fit(files: Mapping[str, bytes]) -> dict[str, bytes]:
    entry = json.loads(files[ENTRY])
    if not entry["version"].startswith(KNOWN):
        raise UnknownFormat(f"they are of version {entry['version']}")
    [(language, about)] = entry["languages"].items()
    needed = f"wasm.{about['wasm'] or 'unknown'}.pagefind"
    made = {
        path: content
        for path, content in files.items()
        if path.startswith("fragment/")
        or (CODE.fullmatch(path) and path in (needed, "pagefind.js", "pagefind-worker.js"))
    }
    version, pages, pieces, filters, sorts, fields = decoded(
        _unpacked(files[f"pagefind.{about['hash']}.pf_meta"])
    )
    words = [word for _, _, name in pieces for word in _words(_unpacked(files[f"index/{name}.pf_index"]))]
    new_pieces = []
    for first, last, content in _pieces(words):
        name = _name(language, content)
        made[f"index/{name}.pf_index"] = _packed(content)
        new_pieces.append([first, last, name])
    new_filters = []
    for facet, old in sorted(filters):
        _, values = decoded(_unpacked(files[f"filter/{old}.pf_filter"]))
        content = encoded([facet, sorted(values)])
        name = _name(language, content)
        made[f"filter/{name}.pf_filter"] = _packed(content)
        new_filters.append([facet, name])
    meta = encoded([version, pages, new_pieces, new_filters, sorts, fields])
    about["hash"] = _name(language, meta)
    made[f"pagefind.{about['hash']}.pf_meta"] = _packed(meta)
    made[ENTRY] = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    return dict(sorted(made.items()))


def _words(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the words of a piece of the index, each with its bytes."""
    _, lists, place = head(content, 0)
    _, count, place = head(content, place)
    if lists != 1:
        raise UnknownFormat("a piece of the index holds more than words")
    for _ in range(count):
        start = place
        word, place = _text_and_pages(content, place, 3)
        _, variants, place = head(content, place)
        for _ in range(variants):
            _, place = _text_and_pages(content, place, 2)
        yield word, content[start:place]
    if place != len(content):
        raise UnknownFormat("a piece of the index holds more than words")


def _text_and_pages(content: bytes, place: int, members: int) -> tuple[str, int]:
    _, length, place = head(content, place)
    _, size, place = head(content, place)
    pages = _PAGES.match(content, place + size)
    if length != members or not pages:
        raise UnknownFormat("a word of the index has another form")
    return content[place : place + size].decode(), pages.end()


def _pieces(words: list[tuple[str, bytes]]) -> Iterator[tuple[str, str, bytes]]:
    """Yield pieces of the index: the first word, the last, and what they hold."""
    start = size = 0
    for place, (word, content) in enumerate(words, 1):
        size += len(content)
        if size >= PIECE or place == len(words):
            members = [member for _, member in words[start:place]]
            yield words[start][0], word, b"".join([list_head(1), list_head(len(members)), *members])
            start, size = place, 0


def _name(language: str, content: bytes) -> str:
    return f"{language}_{sha256(content).hexdigest()[:10]}"


def _unpacked(content: bytes) -> bytes:
    raw = gzip.decompress(content)
    if not raw.startswith(_SIGNATURE):
        raise UnknownFormat("a file lacks the signature")
    return raw[len(_SIGNATURE) :]


def _packed(content: bytes) -> bytes:
    return gzip.compress(_SIGNATURE + content, mtime=0)
