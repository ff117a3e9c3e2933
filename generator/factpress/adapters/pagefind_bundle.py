"""Pagefind's files made fit to publish: the same bytes for the same claims, small pieces, pages named by their order.

Pagefind 1.5 lists the values of a filter in an order that changes from run to run. It cuts the index of words into
pieces of 20,000 places, of which a search loads one for each part and word: too much where there are many parts. And it
sorts within a part alone, while a result knows nothing but its score and the name of its page.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, takewhile
from typing import Final

from factpress.adapters.cbor import decoded, encoded, head, joined, members

KNOWN: Final = "1.5."
"""The versions of Pagefind whose files this module knows."""
CODE: Final = re.compile(r"pagefind\.js|pagefind-worker\.js|wasm\.[\w-]+\.pagefind")
"""What searches, the same in every bundle of a language."""
PIECE: Final = 6_000
"""The bytes, unpacked, after which a piece of the index ends; half of that when packed."""
ENTRY: Final = "pagefind-entry.json"
_SIGNATURE: Final = b"pagefind_dcd"

# A word is [text, [[page, [places], [places in meta]], …], [[variant, the same], …]], a value of a filter is
# [text, [pages]]. What follows the text is matched at once.
_NUMBER = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a]....)"
_HEAD = rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a....)"
_NUMBERS = _HEAD + _NUMBER + rb"*+"
_FOUND = re.compile(_HEAD + rb"(?:\x83" + _NUMBER + _NUMBERS + _NUMBERS + rb")*+", re.DOTALL)
_PAGES = re.compile(_NUMBERS, re.DOTALL)


# A search without words would load every piece, for "" is taken to fit them all; here it fits this one best.
_NO_WORDS: Final = [("", "", joined([joined([])]))]


class UnknownFormat(ValueError):
    """The files are not what this version of Pagefind writes."""


def fit(files: Mapping[str, bytes], orders: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a bundle that a search needs, in their final form, by path.

    `orders` are what the names of the pages begin with, in the order in which they were added. Raises UnknownFormat
    where another version of Pagefind wrote the files.
    """
    try:
        return dict(sorted(_fit(files, orders).items()))
    except (ValueError, LookupError, OSError, TypeError) as error:
        raise UnknownFormat(str(error)) from error


def _fit(files: Mapping[str, bytes], orders: Sequence[str]) -> dict[str, bytes]:
    entry = json.loads(files[ENTRY])
    if not entry["version"].startswith(KNOWN):
        raise UnknownFormat(f"they are of version {entry['version']}")
    [(language, about)] = entry["languages"].items()
    meta = _unpacked(files[f"pagefind.{about['hash']}.pf_meta"])
    version, pages, pieces, filters, sorts, fields = members(meta)
    made = {
        path: files[path]
        for path in ("pagefind.js", "pagefind-worker.js", f"wasm.{about['wasm'] or 'unknown'}.pagefind")
    }
    new_pages = []
    for order, (old, length) in zip(orders, decoded(pages), strict=True):
        content = files[f"fragment/{old}.pf_fragment"]
        name = order + sha256(content).hexdigest()[:4]
        made[f"fragment/{name}.pf_fragment"] = content
        new_pages.append([name, length])
    words = [word for _, _, old in decoded(pieces) for word in _words(_unpacked(files[f"index/{old}.pf_index"]))]
    new_pieces = [
        [first, last, _keep(content, made, "index/{}.pf_index")]
        for first, last, content in chain(_NO_WORDS, _pieces(words))
    ]
    new_filters = [
        [facet, _keep(_sorted_filter(_unpacked(files[f"filter/{old}.pf_filter"])), made, "filter/{}.pf_filter")]
        for facet, old in sorted(decoded(filters))
    ]
    meta = joined([version, encoded(new_pages), encoded(new_pieces), encoded(new_filters), sorts, fields])
    entry["languages"] = {language: {**about, "hash": _keep(meta, made, "pagefind.{}.pf_meta")}}
    made[ENTRY] = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    return made


def _words(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the words of a piece of the index, each with its bytes."""
    _, lists, place = head(content, 0)
    _, count, place = head(content, place)
    for _ in range(count):
        start = place
        word, place = _text_and(_FOUND, content, place)
        _, variants, place = head(content, place)
        for _ in range(variants):
            _, place = _text_and(_FOUND, content, place)
        yield word, content[start:place]
    if lists != 1 or place != len(content):
        raise UnknownFormat("a piece of the index holds more than words")


def _sorted_filter(content: bytes) -> bytes:
    """Return a filter with its values in order."""
    _, parts, place = head(content, 0)
    _, length, place = head(content, place)
    facet, place = content[: place + length], place + length
    _, count, place = head(content, place)
    values = []
    for _ in range(count):
        start = place
        text, place = _text_and(_PAGES, content, place)
        values.append((text, content[start:place]))
    if parts != 2 or place != len(content):
        raise UnknownFormat("a filter holds more than values")
    return facet + joined([value for _, value in sorted(values)])


def _text_and(rest: re.Pattern[bytes], content: bytes, place: int) -> tuple[str, int]:
    """Return the text that a list begins with, and the end of what follows it."""
    _, _, place = head(content, place)
    _, length, place = head(content, place)
    following = rest.match(content, place + length)
    if not following:
        raise UnknownFormat("a word or a value has another form")
    return content[place : place + length].decode(), following.end()


def _pieces(words: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, str, bytes]]:
    """Yield pieces of the index: where the first word begins to differ from the one before, the last alike, and all."""
    start = size = 0
    first = words[0][0] if words else ""
    for place, (word, content) in enumerate(words, 1):
        size += len(content)
        if size >= PIECE or place == len(words):
            after = words[place][0] if place < len(words) else ""
            same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, after, strict=False))) + 1
            last = word[:same] if after and word[:same] >= first else word
            yield first, last, joined([joined([found for _, found in words[start:place]])])
            start, size, first = place, 0, after[:same]


def _keep(content: bytes, made: dict[str, bytes], path: str) -> str:
    """Keep a file under a name made of its content, as short as may be, for a search loads the names of all."""
    digest = sha256(content).hexdigest()
    packed = gzip.compress(_SIGNATURE + content, 6, mtime=0)
    lengths = (length for length in range(6, 65) if made.setdefault(path.format(digest[:length]), packed) == packed)
    return digest[: next(lengths)]


def _unpacked(content: bytes) -> bytes:
    raw = gzip.decompress(content)
    if not raw.startswith(_SIGNATURE):
        raise UnknownFormat("a file lacks the signature")
    return raw[len(_SIGNATURE) :]
