"""The published claims as search sees them: what is looked through, narrowed by and shown, in parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Final, NamedTuple
from zlib import crc32

from factpress.citations import citing_fields, without_citations
from factpress.corpus import UNKNOWN, Corpus
from factpress.digests import digest
from factpress.markdown import CITED, paragraphs_of
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
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"

_BEFORE_CITED = re.compile(f"[ \t]*{CITED.pattern}")
_UNENDED = re.compile(r"(?<=\w)\n")
# Pagefind marks weights and anchors in a text with such words and would obey those of a stranger.
_ORDERS = re.compile(r"_{3,}(?=(?:END_)?PAGEFIND_)")


class SearchRecord(NamedTuple):
    """One claim as the index holds it (a "record" of Pagefind)."""

    url: str
    """The path of its page from the site's root."""
    order: str
    """Eight characters that sort as the claims of the publication do, oldest first."""
    content: str
    """The texts of its page in order, plain and without citations."""
    meta: Mapping[str, str]
    """What a result shows, looked through as well: `title`, `claim`, `claimant`, `variants`."""
    filters: Mapping[str, tuple[str, ...]]
    """Under each facet the ids it has there, each followed by a blank and its name where it has one."""


@dataclass(frozen=True)
class SearchPart:
    """Claims that are indexed together."""

    records: Callable[[], tuple[SearchRecord, ...]] = field(compare=False, repr=False)
    """Makes what stands in it, oldest first."""
    name: str
    """The id of its oldest claim, which stays though claims come and go elsewhere."""
    language: str
    """The publication's, whose word forms the whole index goes by."""
    digest: str
    """A text that differs where anything does that its index is made of."""


def content_of(claim: Claim) -> str:
    """Return the texts of a claim's page in order as one plain text, without citations."""
    fields = citing_fields(claim)
    texts = [_plain(text) if is_markdown else without_citations(text) for _, text, is_markdown in fields]
    return _ORDERS.sub("__", _UNENDED.sub(" ·\n", "\n".join(texts)))


def _read_again(claim: Claim) -> str:
    return content_of(claim.whole)


def search_parts(corpus: Corpus, content: Callable[[Claim], str] = _read_again) -> tuple[SearchPart, ...]:
    """Return the published claims in parts, oldest first; none where nothing is published.

    `content` gives what `content_of` does for a claim, wherever from.

    A claim that comes, goes or changes leaves the other parts as they were, or at most moves the ends of the
    next ones: where a part ends depends on the ids in it, not on a count from the first claim.
    """
    parts: list[SearchPart] = []
    ordered: list[tuple[Claim, str]] = []
    labels = Labels(corpus)
    rank = 0
    last_day: date | None = None
    for claim in reversed(corpus.listed):
        if not claim.is_listed:
            continue
        day = labels.day(claim)
        rank = rank + 1 if day == last_day else 0
        last_day = day
        ordered.append((claim, _order(day, rank)))
        if len(ordered) == MOST or (len(ordered) >= LEAST and crc32(claim.id.encode()) % _END_IN == 0):
            parts.append(_part(ordered, labels, content))
            ordered = []
    return (*parts, _part(ordered, labels, content)) if ordered else tuple(parts)


def _part(ordered: Sequence[tuple[Claim, str]], labels: Labels, content: Callable[[Claim], str]) -> SearchPart:
    language = labels.corpus.publication.lang
    searched = [f"{order} {claim.id} {claim.searched}" for claim, order in ordered]
    return SearchPart(
        records=lambda: tuple([search_record(one, labels, order, content(one)) for one, order in ordered]),
        name=ordered[0][0].id,
        language=language,
        digest=digest(language, *labels.used([claim for claim, _ in ordered]), *searched),
    )


class Labels:
    """The ids of a corpus as the index holds them: each followed by a blank and its name."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.verdicts = {verdict.id: f"{verdict.id} {verdict.name}" for verdict in corpus.verdicts}
        self.claimants = {key: f"{key} {claimant.name}" for key, claimant in corpus.claimants.items()}
        self.claimants[UNKNOWN] = f"{UNKNOWN} {UNKNOWN_NAME}"
        self._topics = {
            key: tuple(f"{near} {corpus.topics[near].name}" for near in corpus.topic_line(key) if near in corpus.topics)
            for key in corpus.topics
        }
        self._publishers = {key: f"{key} {publisher.name}" for key, publisher in corpus.publishers.items()}
        self._ids: dict[str, str | None] = {}

    def used(self, claims: Iterable[Claim]) -> Iterator[str]:
        """Yield everything that some claims refer to, each with the labels it has, in order."""
        claimants: set[str] = set()
        topics: set[str] = set()
        publishers: set[str] = set()
        verdicts: set[str] = set()
        for claim in claims:
            claimants.update(claim.claimant or ())
            topics.update(claim.topics)
            publishers.update(claim.cited_publishers)
            verdicts.add(claim.verdict or "")
        yield from (repr((key, self.claimants.get(key))) for key in sorted(claimants))
        yield from (repr((key, self._topics.get(key))) for key in sorted(topics))
        yield from (repr((words, self._publisher(words))) for words in sorted(publishers))
        yield from (repr((key, self.verdicts.get(key))) for key in sorted(verdicts))

    def day(self, claim: Claim) -> date | None:
        """Return the day of a claim's first publication, where that is known."""
        return claim.published.day(self.corpus.publication.zone) if claim.published else None

    def topics(self, claim: Claim) -> tuple[str, ...]:
        """Return a claim's topics and those that they lie in."""
        lines = [self._topics[key] for key in claim.topics if key in self._topics]
        return lines[0] if len(lines) == 1 else tuple(dict.fromkeys(chain.from_iterable(lines)))

    def publishers(self, claim: Claim) -> tuple[str, ...]:
        """Return the registered publishers of a claim's sources."""
        labels = dict.fromkeys(map(self._publisher, claim.cited_publishers))
        return tuple([label for label in labels if label is not None])

    def _publisher(self, words: str) -> str | None:
        """Return the label of the registered publisher that is meant, if any is."""
        if words not in self._ids:
            key = self.corpus.publisher_named(words)
            self._ids[words] = None if key is None else self._publishers[key]
        return self._ids[words]


def search_record(claim: Claim, labels: Labels, order: str, content: str) -> SearchRecord:
    """Return a published claim as the index holds it."""
    claimants = {key: labels.claimants[key] for key in claim.claimant or () if key in labels.claimants}
    names = [label.partition(" ")[2] for key, label in claimants.items() if key != UNKNOWN]
    verdict = labels.verdicts.get(claim.verdict or "")
    day = labels.day(claim)
    shown = {
        "title": claim.title,
        "claim": claim.claim if claim.claim != claim.title else "",
        "claimant": ", ".join(names),
        "variants": " · ".join(claim.variants),
    }
    filters = {
        "verdict": (verdict,) if verdict else (),
        "topic": labels.topics(claim),
        "claimant": tuple(claimants.values()),
        "year": (f"{day.year:04d}",) if day else (),
        "publisher": labels.publishers(claim),
        "language": (claim.lang or labels.corpus.publication.lang,),
        PUBLISHED: (_shown(claim.published, day),) if claim.published and day else (),
    }
    return SearchRecord(
        url=claim_path(claim.id),
        order=order,
        content=content,
        meta={key: text for key, text in shown.items() if text},
        filters={key: values for key, values in filters.items() if values},
    )


def _shown(published: Published, day: date) -> str:
    """Return a first publication as readers are told of it: its day, or its month or year."""
    return published.partial.text if published.partial else str(day)


def _order(day: date | None, rank: int) -> str:
    """Return a day, and a rank among the claims of that day, in characters that sort alike."""
    return _digits(day.toordinal() if day else 0, 4) + _digits(rank, 4)


def _digits(number: int, length: int) -> str:
    return "".join(_DIGITS[number // 36**place % 36] for place in reversed(range(length)))


def _plain(text: str) -> str:
    """Return a Markdown text as `plain` does; most hold no mark-up, and parsing takes time."""
    paragraphs = paragraphs_of(text)
    if paragraphs is None:
        return plain(text)
    # A citation stands close to the word before it, with a blank between them or not.
    lines = (" ".join(_BEFORE_CITED.sub("", paragraph).split()) for paragraph in paragraphs)
    return "\n".join(filter(None, lines))
