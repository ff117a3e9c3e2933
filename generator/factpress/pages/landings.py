"""The pages that list lists: topics as a tree, claimants, people, publishers and years."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from factpress.corpus import UNKNOWN, Corpus, Groups
from factpress.pages.lists import Lister
from factpress.pages.page import Heading, Page, Plan
from factpress.pages.paging import Link
from factpress.pages.people import TYPES, UNKNOWN_NAME
from factpress.pages.subjects import topic_link, topics_by_parent

LETTERS_FROM = 60
"""From how many names on a page is divided by first letters."""
DEPTH = 12
"""How many levels of topics the tree shows; deeper ones stand on their parents' pages."""


class Line(NamedTuple):
    """One list, with what to know of it and the lists that lie in it."""

    link: Link
    note: str = ""
    lines: tuple[Line, ...] = ()


class Section(NamedTuple):
    """Lists under one heading, or under none."""

    anchor: str
    title: str
    lines: tuple[Line, ...]


def landing_plans(lister: Lister) -> Iterator[Plan]:
    """Yield the pages that list lists."""
    made_of = lister.corpus.listed_key
    for address, make in (
        ("topics/", _topics),
        ("claimants/", _claimants),
        ("people/", _people),
        ("publishers/", _publishers),
        ("years/", _years),
    ):
        yield Plan(address, made_of, partial(make, lister))


def _topics(lister: Lister) -> Page:
    return _page(
        lister,
        "topics/",
        "Topics",
        f"What the fact-checks of {lister.site.name} are about, and how many there are on each topic.",
        "A topic counts the fact-checks of the topics within it.",
        _undivided(_tree(lister.corpus, topics_by_parent(lister.corpus))),
    )


def _claimants(lister: Lister) -> Page:
    corpus = lister.corpus
    unknown = len(corpus.by_claimant.get(UNKNOWN, ()))
    return _page(
        lister,
        "claimants/",
        "Claimants",
        f"Everybody whose claims {lister.site.name} has checked, and how many of them.",
        "How often somebody’s claims are checked says nothing about how often they are right.",
        [
            *_by_name(
                Line(_link("claimants", key, one.name, corpus.by_claimant), one.role or TYPES[one.type])
                for key, one in corpus.claimants.items()
            ),
            *_undivided([Line(Link(f"claimants/{UNKNOWN}/", UNKNOWN_NAME, unknown))] if unknown else []),
        ],
    )


def _people(lister: Lister) -> Page:
    return _page(
        lister,
        "people/",
        "People",
        f"Who writes and reviews the fact-checks of {lister.site.name}.",
        "Who writes and reviews our fact-checks. Nobody reviews their own.",
        _by_name(
            Line(_link("people", key, person.name, lister.corpus.by_person), person.role or "")
            for key, person in lister.corpus.people.items()
        ),
    )


def _publishers(lister: Lister) -> Page:
    return _page(
        lister,
        "publishers/",
        "Publishers",
        f"The outlets and institutions that {lister.site.name} cites, and in how many fact-checks.",
        "Where our sources were published. The number says how many fact-checks cite a publisher.",
        _by_name(
            Line(_link("publishers", key, publisher.name, lister.corpus.by_publisher))
            for key, publisher in lister.corpus.publishers.items()
        ),
    )


def _years(lister: Lister) -> Page:
    by_year = lister.corpus.by_year
    return _page(
        lister,
        "years/",
        "Years",
        f"The fact-checks of {lister.site.name} by the year in which they were first published.",
        "Fact-checks by the year in which they were first published.",
        _undivided(Line(_link("years", year, year, by_year)) for year in by_year),
    )


def _page(lister: Lister, address: str, title: str, description: str, lead: str, sections: Sequence[Section]) -> Page:
    return Page(
        address=address,
        title=title,
        description=description,
        body=lister.templates.render(
            "landing.html", title=title, lead=lead, sections=sections, root="../" * address.count("/")
        ),
        contents=tuple(Heading(section.anchor, section.title) for section in sections if section.title),
        updated=lister.updated(lister.corpus.listed),
    )


def _link(kind: str, key: str, name: str, groups: Groups) -> Link:
    return Link(f"{kind}/{key}/", name, len(groups.get(key, ())))


def _tree(corpus: Corpus, children: Mapping[str, Sequence[str]], above: str = "", depth: int = 1) -> tuple[Line, ...]:
    return tuple(
        Line(
            topic_link(corpus, key),
            corpus.topics[key].description or "",
            _tree(corpus, children, key, depth + 1) if depth < DEPTH else (),
        )
        for key in children.get(above, ())
    )


def _undivided(lines: Iterable[Line]) -> list[Section]:
    found = tuple(lines)
    return [Section("", "", found)] if found else []


def _by_name(lines: Iterable[Line]) -> list[Section]:
    """Return lines in the order of their names, divided by first letters when there are many."""
    found = sorted(lines, key=lambda line: (_plain(line.link.name), line.link.path))
    if len(found) < LETTERS_FROM:
        return _undivided(found)
    return [
        Section(f"letter-{letter.casefold()}" if letter.isalpha() else "other", letter, tuple(group))
        for letter, group in groupby(found, key=lambda line: _letter(line.link.name))
    ]


def _plain(name: str) -> str:
    """Return a name without accents and case, to sort by."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def _letter(name: str) -> str:
    first = _plain(name)[:1].upper()
    return first if first.isalpha() else "0–9 and others"
