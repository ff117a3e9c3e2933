"""Every claim and registry of a publication, frozen and ordered, with look-ups."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from operator import attrgetter

from factpress.digests import digest
from factpress.grouping import NOTHING_GROUPED, Bunch, Grouping, Members, regrouped
from factpress.models.claim import Claim
from factpress.models.link_files import GoneLink, LinkException
from factpress.models.links import asked
from factpress.models.parts import PUBLIC, Appearance, Source
from factpress.models.publication import Publication
from factpress.models.registries import Claimant, Person, Publisher, Topic, Verdict

UNKNOWN = "unknown"
"""The claimant of a claim whose author nobody knows."""

Groups = Mapping[str, Members]
"""Listed claims by what they have in common, newest first; `NOBODY` where there are none."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """A publication as a whole. Built once, asked many times; claims stand newest first, then by id."""

    publication: Publication
    verdicts: tuple[Verdict, ...] = ()
    """Truest first, as `verdicts.yml` lists them."""
    claimants: Mapping[str, Claimant] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    publishers: Mapping[str, Publisher] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    media: frozenset[str] = frozenset()
    """Paths of the files below `content/media/`."""
    pages: frozenset[str] = frozenset()
    """Paths of the hand-written pages below `content/pages/`."""
    gone_links: tuple[GoneLink, ...] = ()
    """What `links.yml` lists."""
    link_exceptions: tuple[LinkException, ...] = ()
    """What `link-exceptions.yml` lists."""
    unread: frozenset[str] = frozenset()
    """Ids of claims and names of registries that couldn't be read, so that nobody calls them unknown."""
    group: Callable[[Corpus], Grouping] = field(
        default=lambda corpus: regrouped(NOTHING_GROUPED, corpus.listed, corpus.memberships), repr=False
    )
    """Groups its listed claims."""

    def __post_init__(self) -> None:
        zone = self.publication.zone
        by_id = sorted(self.claims, key=attrgetter("id"))
        # Numbers alone are sorted in half the time of pairs, and what is sorted stays by id where they are the same.
        newest_first = sorted(by_id, key=lambda claim: -claim.timestamp(zone))
        object.__setattr__(self, "claims", tuple(newest_first))

    @cached_property
    def for_readers(self) -> Corpus:
        """The part of it that leaves the desk: no drafts, no held claims."""
        if {claim.status for claim in self.claims} <= PUBLIC:
            return self
        return replace(self, claims=tuple(claim for claim in self.claims if claim.is_public))

    @cached_property
    def by_id(self) -> Mapping[str, Claim]:
        """Every claim by its id; of two with one id the first."""
        return {claim.id: claim for claim in reversed(self.claims)}

    @cached_property
    def relating(self) -> tuple[Claim, ...]:
        """The claims that say how they stand to others, which few do."""
        return tuple([claim for claim in self.claims if claim.related])

    @cached_property
    def translations(self) -> tuple[Claim, ...]:
        """The claims that say of which other one they are a translation."""
        return tuple([claim for claim in self.claims if claim.translation_of])

    @cached_property
    def verdict_by_id(self) -> Mapping[str, Verdict]:
        """Every verdict by its id."""
        return {verdict.id: verdict for verdict in self.verdicts}

    @cached_property
    def scale(self) -> tuple[Verdict, ...]:
        """The verdicts that have a place on the scale, truest first."""
        return tuple(v for v in sorted(self.verdicts, key=lambda v: -(v.value or 0)) if v.value is not None)

    @cached_property
    def listed(self) -> tuple[Claim, ...]:
        """The claims that stand in listings: all but the retracted ones."""
        return tuple(claim for claim in self.claims if claim.retraction is None)

    @cached_property
    def everything(self) -> Members:
        """The same claims as a group of their own."""
        return Members(Bunch(self.listed_key, range(len(self.listed))), dict(enumerate(self.listed)))

    @cached_property
    def listed_key(self) -> str:
        """A text that differs where the gist of a listed claim does."""
        return self.gists_key if not self.retracted else digest("\n".join([claim.gist_key for claim in self.listed]))

    @cached_property
    def gists_key(self) -> str:
        """A text that differs where the gist of a claim does."""
        return digest("\n".join([claim.gist_key for claim in self.claims]))

    @cached_property
    def searched_key(self) -> str:
        """A text that differs where anything does that search looks through, narrows by or shows of a claim."""
        return digest("\n".join([claim.searched for claim in self.claims]))

    @cached_property
    def retracted(self) -> tuple[Claim, ...]:
        """The claims that were taken back."""
        return tuple(claim for claim in self.claims if claim.retraction is not None)

    @cached_property
    def by_verdict(self) -> Groups:
        """Listed claims by verdict id."""
        return self._grouped("verdict")

    @cached_property
    def by_claimant(self) -> Groups:
        """Listed claims by claimant id; `unknown` is a claimant too."""
        return self._grouped("claimant")

    @cached_property
    def by_topic(self) -> Groups:
        """Listed claims by topic id. A claim stands under its topics and under all topics that these lie in."""
        return self._grouped("topic")

    @cached_property
    def by_person(self) -> Groups:
        """Listed claims by the people who wrote or reviewed them."""
        return self._grouped("person")

    @cached_property
    def by_author(self) -> Groups:
        """Listed claims by the people who wrote them."""
        return self._grouped("author")

    @cached_property
    def by_reviewer(self) -> Groups:
        """Listed claims by the people who reviewed them."""
        return self._grouped("reviewer")

    @cached_property
    def by_publisher(self) -> Groups:
        """Listed claims by the registered publishers of their sources."""
        return self._grouped("publisher")

    def citations(self, publisher_id: str) -> int:
        """Return how many sources of listed claims name a registered publisher."""
        return len(self._grouping.bunches.get("citation", {}).get(publisher_id, Bunch()).numbers)

    @cached_property
    def by_year(self) -> Groups:
        """Listed claims by the year they were published in, in the publication's zone; four digits, newest first."""
        return dict(sorted(self._grouped("year").items(), reverse=True))

    def _grouped(self, kind: str) -> Groups:
        bunches = self._grouping.bunches.get(kind, {})
        return {name: Members(bunch, self._by_number) for name, bunch in bunches.items()}

    @cached_property
    def _by_number(self) -> Mapping[int, Claim]:
        return {number: self.by_id[claim_id] for claim_id, number in self._grouping.numbers.items()}

    @cached_property
    def _grouping(self) -> Grouping:
        return self.group(self)

    def memberships(self, claim: Claim) -> Mapping[str, Iterable[str]]:
        """Return where a claim belongs: what it is grouped by, by kind, as the claim and the registries say."""
        day = claim.published and claim.published.day(self.publication.zone)
        cited = [key for words in claim.cited_publishers if (key := self.publisher_named(words)) is not None]
        return {
            "verdict": [claim.verdict] if claim.verdict else (),
            "claimant": dict.fromkeys(claim.claimant or ()),
            "topic": dict.fromkeys(line for topic in claim.topics for line in self.topic_line(topic)),
            "author": dict.fromkeys(claim.authors),
            "reviewer": dict.fromkeys(claim.reviewed_by),
            "person": dict.fromkeys((*claim.authors, *claim.reviewed_by)),
            "publisher": dict.fromkeys(cited),
            "citation": cited,
            "year": [f"{day.year:04d}"] if day else (),
        }

    @cached_property
    def by_figure(self) -> Mapping[str, tuple[Claim, ...]]:
        """Listed claims by the keys of their figures."""
        return _by(lambda claim: [figure.key for figure in claim.figures], self.listed)

    @cached_property
    def by_original(self) -> Mapping[str, tuple[Claim, ...]]:
        """Listed translations by the id of the claim they translate."""
        return _by(lambda claim: [claim.translation_of] if claim.translation_of else [], self.listed)

    def topic_line(self, topic_id: str) -> tuple[str, ...]:
        """Return a topic's id and those of the topics it lies in, nearest first; a circle is cut."""
        line: dict[str, None] = {}
        while topic_id and topic_id not in line:
            line[topic_id] = None
            topic = self.topics.get(topic_id)
            topic_id = (topic and topic.parent) or ""
        return tuple(line)

    @cached_property
    def gone(self) -> Mapping[str, date]:
        """The addresses, as they are asked for, that no longer lead anywhere, and since when."""
        return {asked(link.address): link.since for link in self.gone_links}

    def gone_since(self, address: str | None) -> date | None:
        """Return the day since which an address leads nowhere; None where it does, as far as is known."""
        return self.gone.get(asked(address)) if address and self.gone else None

    def cited_ids(self, claim: Claim) -> Mapping[str | None, int]:
        """Return how many of a claim's sources name each registered publisher; under None those that name none."""
        return Counter(map(self.publisher_named, claim.cited_publishers))

    @cached_property
    def _publisher_by_name(self) -> Mapping[str, str]:
        return {publisher.name.casefold(): key for key, publisher in reversed([*self.publishers.items()])}

    def publisher_id(self, source: Source | Appearance) -> str | None:
        """Return the registered publisher that a source or sighting names, by its id or by its very name."""
        return None if source.publisher is None else self.publisher_named(source.publisher)

    def publisher_named(self, words: str) -> str | None:
        """Return the id of the registered publisher that is meant by its id or by its very name."""
        return words if words in self.publishers else self._publisher_by_name.get(words.casefold())


def _by(keys: Callable[[Claim], Iterable[str]], claims: Iterable[Claim]) -> Mapping[str, tuple[Claim, ...]]:
    groups: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for key in dict.fromkeys(keys(claim)):
            groups[key].append(claim)
    return {key: tuple(some) for key, some in groups.items()}
