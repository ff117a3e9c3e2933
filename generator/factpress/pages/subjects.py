"""Claims listed by what they are about: all of them, and those of a verdict, a topic or a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from factpress.corpus import Corpus
from factpress.grouping import NOBODY
from factpress.models.registries import Verdict
from factpress.pages.dates import as_time
from factpress.pages.lists import ClaimList, Lister
from factpress.pages.paging import Link, counted
from factpress.pages.verdicts import VerdictView, verdict_views


@dataclass(frozen=True, slots=True)
class RatingView:
    """A verdict with its meaning, as `rating.html` and `ratings.html` print it."""

    verdict: VerdictView
    meaning: str
    retired: Markup
    """The day from which on it is not given any more; empty for a verdict in use."""
    replaced_by: Link | None
    count: str
    """`7 fact-checks`; empty for none."""


class TopicView(NamedTuple):
    """What stands above a topic's claims, as `topic.html` prints it."""

    description: str
    path: tuple[Link, ...]
    """The topics it lies in, the widest first."""
    children: tuple[Link, ...]
    """The topics that lie in it."""


def all_claims(lister: Lister) -> Iterator[ClaimList]:
    """Yield the list of every claim."""
    yield ClaimList(
        address="claims/",
        title="Fact-checks",
        name="Fact-checks",
        description=f"Every fact-check published by {lister.site.name}, newest first.",
        claims=lister.corpus.everything,
        about="claims.html",
    )


def verdict_lists(lister: Lister) -> Iterator[ClaimList]:
    """Yield the list of every verdict: its meaning and the claims that were given it."""
    corpus = lister.corpus
    for verdict in corpus.verdicts:
        yield ClaimList(
            address=f"verdicts/{verdict.id}/",
            title=f"Rated “{verdict.name}”",
            name=verdict.name,
            description=f"Fact-checks with the verdict “{verdict.name}”. {verdict.meaning}",
            claims=corpus.by_verdict.get(verdict.id, NOBODY),
            about="rating.html",
            subject=partial(_rating_view, corpus, verdict),
        )


def rating_views(corpus: Corpus) -> tuple[RatingView, ...]:
    """Return every verdict with its meaning, in the corpus's order."""
    return tuple(_rating_view(corpus, verdict) for verdict in corpus.verdicts)


def _rating_view(corpus: Corpus, verdict: Verdict) -> RatingView:
    claims = corpus.by_verdict.get(verdict.id, NOBODY)
    return RatingView(
        verdict=verdict_views(corpus)[verdict.id],
        meaning=verdict.meaning,
        retired=as_time(verdict.retired) if verdict.retired else Markup(),
        replaced_by=_replacement(verdict, corpus),
        count=counted(len(claims), "fact-check") if claims else "",
    )


def _replacement(verdict: Verdict, corpus: Corpus) -> Link | None:
    other = corpus.verdict_by_id.get(verdict.replaced_by or "")
    return Link(f"verdicts/{other.id}/", other.name) if other else None


def topic_lists(lister: Lister) -> Iterator[ClaimList]:
    """Yield the list of every topic, with the claims of the topics that lie in it."""
    corpus = lister.corpus
    children = topics_by_parent(corpus)
    for key, topic in corpus.topics.items():
        view = partial(_topic_view, corpus, key, children.get(key, ()))
        yield ClaimList(
            address=f"topics/{key}/",
            title=f"{topic.name}: fact-checks",
            name=topic.name,
            description=f"Fact-checks on the topic “{topic.name}”. {topic.description or ''}",
            claims=corpus.by_topic.get(key, NOBODY),
            about="topic.html",
            subject=view,
            beside=repr(view()),
        )


def _topic_view(corpus: Corpus, key: str, children: Iterable[str]) -> TopicView:
    above = [topic for topic in corpus.topic_line(key)[1:] if topic in corpus.topics]
    return TopicView(
        description=corpus.topics[key].description or "",
        path=tuple(topic_link(corpus, topic) for topic in reversed(above)),
        children=tuple(topic_link(corpus, child) for child in children),
    )


def topics_by_parent(corpus: Corpus) -> Mapping[str, list[str]]:
    """Return the ids of the topics that lie in each topic, in the registry's order; the widest under ``."""
    children: defaultdict[str, list[str]] = defaultdict(list)
    for key, topic in corpus.topics.items():
        children[topic.parent if topic.parent and topic.parent in corpus.topics else ""].append(key)
    return children


def topic_link(corpus: Corpus, topic_id: str) -> Link:
    """Return the way to a topic of the registry, with how many claims it lists."""
    return Link(f"topics/{topic_id}/", corpus.topics[topic_id].name, len(corpus.by_topic.get(topic_id, ())))


def year_lists(lister: Lister) -> Iterator[ClaimList]:
    """Yield the list of every year in which a claim was published."""
    for year, claims in lister.corpus.by_year.items():
        yield ClaimList(
            address=f"years/{year}/",
            title=f"Fact-checks of {year}",
            name=year,
            description=f"Every fact-check that {lister.site.name} first published in {year}.",
            claims=claims,
            by_month=True,
        )
