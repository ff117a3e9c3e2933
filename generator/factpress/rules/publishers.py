"""What must hold where sources name publishers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.parts import Appearance, Source
from factpress.problems import Severity, quoted
from factpress.rules.register import Found, Setting, claim_rule
from factpress.rules.terms import host_of


@claim_rule(
    "FP311",
    Severity.WARNING,
    hint="Write the id, or the name as it stands in publishers.yml.",
    example="sources:\n  - id: herald\n    publisher: Milbrook Herald",
)
def publisher_by_its_name(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A publisher named in words must not almost be one of publishers.yml."""
    if "publishers" in corpus.unread:
        return
    for field, found in _named(claim):
        words = found.publisher
        if words is None or corpus.publisher_named(words) is not None:
            continue
        if (publisher := _names(corpus).nearest(words)) is not None:
            name = corpus.publishers[publisher].name
            message = f"must be {quoted(publisher)} if you mean {name}; found {quoted(words)}"
            yield Found(f"{field}.publisher", message, f"Did you mean {quoted(publisher)}?")


@lru_cache(maxsize=2)  # every claim asks, and a corpus never changes
def _names(corpus: Corpus) -> _Names:
    return _Names(corpus)


class _Names:
    """The ids and names of the registered publishers, to be found again when they are mistyped."""

    def __init__(self, corpus: Corpus) -> None:
        self._by_words: dict[str, str] = {}
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        self._nearest: dict[str, str | None] = {}
        for key, publisher in corpus.publishers.items():
            for name in (key, publisher.name):
                words = _bare(name)
                if words and words not in self._by_words:
                    self._by_words[words] = key
                    self._by_letter[words[0]].append(words)

    def nearest(self, name: str) -> str | None:
        if name not in self._nearest:
            words = _bare(name)
            # Comparing a name with all others takes long; nobody mistypes the first letter.
            near = get_close_matches(words, self._by_letter.get(words[:1], ()), n=1, cutoff=0.88)
            self._nearest[name] = self._by_words[near[0]] if near else None
        return self._nearest[name]


def _bare(name: str) -> str:
    """Return a name without what people leave out or add: case, article, hyphens, points."""
    return " ".join(re.findall(r"\w+", name.casefold().replace("’", "").replace("'", ""))).removeprefix("the ")


@claim_rule(
    "FP312",
    Severity.WARNING,
    hint="Correct the publisher or the address. Where one took it over from the other, say so in `via`.",
    example="sources:\n  - id: x\n    publisher: coast-radio\n    url: https://herald.example/x",
)
def publisher_of_its_domain(claim: Claim, corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A source's address must not lie in the domain of another publisher than it names."""
    if "publishers" in corpus.unread:
        return
    owner = _owners(corpus)
    for field, found in _named(claim) if owner else ():
        if found.url is None or found.publisher is None or getattr(found, "via", None):
            continue
        publisher = _owner(host_of(found.url), owner)
        if publisher is not None and publisher != corpus.publisher_id(found):
            name = corpus.publishers[publisher].name
            message = f"must be {quoted(publisher)}, as the address is {name}'s; found {quoted(found.publisher)}"
            yield Found(f"{field}.publisher", message)


@lru_cache(maxsize=2)  # every claim asks, and a corpus never changes
def _owners(corpus: Corpus) -> Mapping[str, str]:
    return {
        domain.lower().removeprefix("www."): key
        for key, publisher in reversed([*corpus.publishers.items()])
        for domain in publisher.domains
    }


def _owner(host: str, owner: Mapping[str, str]) -> str | None:
    words = host.split(".")
    names = (".".join(words[start:]) for start in range(len(words) - 1))
    return next((owner[name] for name in names if name in owner), None)


def _named(claim: Claim) -> Iterator[tuple[str, Source | Appearance]]:
    for number, source in enumerate(claim.sources, 1):
        yield f"sources[{number}]", source
    for number, seen in enumerate(claim.appearances, 1):
        yield f"appearances[{number}]", seen
