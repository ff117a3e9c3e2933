"""The published claims as search sees them: what is looked through, narrowed by and shown, in parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final
from zlib import crc32

import orjson

from factpress.citations import citing_fields, pieces_of_line
from factpress.corpus import UNKNOWN, Corpus
from factpress.models.claim import Claim
from factpress.models.dates import Published
from factpress.models.site import claim_path
from factpress.prose import plain

FACETS: Final = ("verdict", "topic", "claimant", "year", "publisher", "language")
"""What a search can be narrowed by, in the order of the page."""
PUBLISHED: Final = "published"
"""Goes with the facets, though nobody narrows by it: the day, month or year that a result shows."""
UNKNOWN_NAME: Final = "Unknown claimant"

LEAST: Final = 1000
"""The claims after which a part may end: each part costs a search some requests."""
MOST: Final = 1500
"""The claims after which it must: an edit redoes a part, and Pagefind indexes some 500 claims a second."""
_END_IN: Final = 250
"""Of so many claims one ends a part, chosen by its id alone."""

# Pagefind marks weights and anchors in a text with such words and would obey those of a stranger.
_ORDERS = re.compile(r"_{3,}(?=(?:END_)?PAGEFIND_)")


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One claim as the index holds it (a "record" of Pagefind)."""

    url: str
    """The path of its page from the site's root."""
    texts: tuple[tuple[str, bool], ...]
    """The texts of its page in order, each with whether it is Markdown."""
    meta: Mapping[str, str]
    """What a result shows, looked through as well: `title`, `claim`, `claimant`, `variants`."""
    filters: Mapping[str, tuple[str, ...]]
    """Under each facet the ids it has there, each followed by a blank and its name where it has one."""

    @property
    def content(self) -> str:
        """Its texts as one plain text, without citations."""
        plain_texts = (plain(text) if is_markdown else _plain_line(text) for text, is_markdown in self.texts)
        return _ORDERS.sub("__", "\n".join(plain_texts))


@dataclass(frozen=True)
class Part:
    """Claims that are indexed together."""

    name: str
    """The id of its oldest claim, which stays though claims come and go elsewhere."""
    language: str
    """The publication's, whose word forms the whole index goes by."""
    records: tuple[SearchRecord, ...]
    """Oldest first."""

    @cached_property
    def digest(self) -> str:
        """A hash of everything that its index is made of."""
        return sha256(orjson.dumps((self.language, self.records))).hexdigest()


def search_parts(corpus: Corpus) -> tuple[Part, ...]:
    """Return the published claims in parts, oldest first; none where nothing is published.

    A claim that comes, goes or changes leaves the other parts as they were, or at most moves the ends of the
    next ones: where a part ends depends on the ids in it, not on a count from the first claim.
    """
    parts: list[Part] = []
    records: list[SearchRecord] = []
    name = ""
    for claim in reversed(corpus.listed):
        if not claim.is_listed:
            continue
        name = name or claim.id
        records.append(search_record(claim, corpus))
        if len(records) == MOST or (len(records) >= LEAST and crc32(claim.id.encode()) % _END_IN == 0):
            parts.append(Part(name, corpus.publication.lang, tuple(records)))
            records, name = [], ""
    if records:
        parts.append(Part(name, corpus.publication.lang, tuple(records)))
    return tuple(parts)


def search_record(claim: Claim, corpus: Corpus) -> SearchRecord:
    """Return a published claim as the index holds it."""
    claimants = [
        corpus.claimants[key].name if key in corpus.claimants else key
        for key in claim.claimant or ()
        if key != UNKNOWN
    ]
    shown = {
        "title": claim.title,
        "claim": claim.claim if claim.claim != claim.title else "",
        "claimant": ", ".join(claimants),
        "variants": " · ".join(claim.variants),
    }
    return SearchRecord(
        url=claim_path(claim.id),
        texts=tuple((text, is_markdown) for _, text, is_markdown in citing_fields(claim)),
        meta={key: text for key, text in shown.items() if text},
        filters={key: values for key, values in _filters(claim, corpus) if values},
    )


def _filters(claim: Claim, corpus: Corpus) -> Iterator[tuple[str, tuple[str, ...]]]:
    zone = corpus.publication.zone
    verdict = corpus.verdict_by_id.get(claim.verdict or "")
    yield "verdict", (f"{verdict.id} {verdict.name}",) if verdict else ()
    topics = dict.fromkeys(line for topic in claim.topics for line in corpus.topic_line(topic))
    yield "topic", tuple(f"{key} {corpus.topics[key].name}" for key in topics if key in corpus.topics)
    yield (
        "claimant",
        tuple(
            f"{key} {corpus.claimants[key].name if key in corpus.claimants else UNKNOWN_NAME}"
            for key in claim.claimant or ()
            if key in corpus.claimants or key == UNKNOWN
        ),
    )
    day = claim.published.day(zone) if claim.published else None
    yield "year", (f"{day.year:04d}",) if day else ()
    publishers = dict.fromkeys(filter(None, map(corpus.publisher_id, claim.sources)))
    yield "publisher", tuple(f"{key} {corpus.publishers[key].name}" for key in publishers)
    yield "language", (claim.lang or corpus.publication.lang,)
    published = _shown(claim.published, corpus) if claim.published else ""
    yield PUBLISHED, (published,) if published else ()


def _shown(published: Published, corpus: Corpus) -> str:
    """Return a first publication as readers are told of it: its day in the publication's zone, or less."""
    if published.moment is not None:
        return str(published.day(corpus.publication.zone))
    return published.partial.text if published.partial else ""


def _plain_line(text: str) -> str:
    pieces = (
        piece if isinstance(piece, str) else "" if piece.sources else piece.text
        for piece in pieces_of_line(text)
    )
    return "".join(pieces)
