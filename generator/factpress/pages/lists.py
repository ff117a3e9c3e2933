"""A list of claims as pages: the machinery that all such lists share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from textwrap import shorten
from typing import NamedTuple

from markupsafe import Markup

from factpress.corpus import Corpus
from factpress.corrections import last_updated
from factpress.digests import digest
from factpress.grouping import Members
from factpress.models.claim import Claim
from factpress.models.site import Site
from factpress.pages.cards import CardOf, Cards, rooted
from factpress.pages.dates import MONTHS, shown
from factpress.pages.page import Heading, Page, Plan
from factpress.pages.paging import Part, counted, parts
from factpress.pages.templates import Templates

DESCRIPTION_LENGTH = 200
DIVIDED_FROM = 25
"""From how many claims on a page is divided by months."""


@dataclass(frozen=True, slots=True)
class ClaimList:
    """A list of claims: where it lies, what it is called, and what stands above it."""

    address: str
    title: str
    """What the page is called elsewhere: `Traffic: fact-checks`."""
    name: str
    """Its heading: `Traffic`."""
    description: str
    claims: Members
    about: str = ""
    """The template of what stands above the claims on the newest page; empty for nothing."""
    subject: Callable[[], object] = lambda: None
    """Gives what that template prints."""
    beside: str = ""
    """A text that differs where anything does that the subject shows beside these claims and registries."""
    note: Callable[[Claim], str] = lambda _: ""
    """What ties a claim to the list: `Reviewer`. It follows from the claim's gist."""
    count: Callable[[Sequence[Claim]], str] = lambda claims: counted(len(claims), "fact-check")
    """What to say of their number."""
    is_brief: bool = False
    """Whether its lines tell the finding alone, as in a list of what somebody was cited for."""
    by_month: bool = False
    """Whether a long page is divided by the months of publication."""

    @property
    def made_of(self) -> str:
        """A text that differs where anything does that one of its pages shows, registries and settings aside."""
        return f"{self.claims.key} {self.beside}"


class Row(NamedTuple):
    """One claim in a list."""

    card: Markup
    note: str


class Group(NamedTuple):
    """Claims under one heading, or under none."""

    anchor: str
    title: str
    rows: tuple[Row, ...]


class Lister:
    """Makes pages of lists of claims."""

    def __init__(self, corpus: Corpus, site: Site, templates: Templates, card_of: CardOf = lambda _: None) -> None:
        """Cards that `card_of` has need not be set; those set are shared by all pages made in one process."""
        self.corpus = corpus
        self.site = site
        self.templates = templates
        self._cards = Cards(corpus, templates, card_of)

    def plans(self, claims: ClaimList) -> Iterator[Plan]:
        """Yield the pages of a list, newest first; a list without claims has one that says so."""
        for part in parts(claims.address, claims.claims):
            place = f"{part.number} {part.newer} {part.older}"
            # What stands above the newest may sum up the whole list.
            above = repr((claims.subject(), claims.count(claims.claims))) if part.is_newest else ""
            lines = "\n".join([claim.gist_key for claim in part.lines])
            yield Plan(part.address, digest(place, above, lines), partial(self._page, claims, part))

    def _page(self, claims: ClaimList, part: Part[Claim]) -> Page:
        root = "../" * part.address.count("/")
        about = (
            self.templates.render(claims.about, subject=claims.subject(), root=root)
            if claims.about and part.is_newest
            else Markup()
        )
        groups = self._groups(claims, part.lines)
        return Page(
            address=part.address,
            title=part.named(claims.title),
            description=part.named(_short(claims.description)),
            body=rooted(
                self.templates.render(
                    "listing.html",
                    name=part.named(claims.name),
                    about=about,
                    # It is told on the newest page alone, and may take as long as the list is.
                    count=claims.count(claims.claims) if part.is_newest else "",
                    groups=groups,
                    part=part,
                    root=root,
                ),
                root,
            ),
            contents=tuple(Heading(group.anchor, group.title) for group in groups if group.title),
            updated=self.updated(part.lines),
        )

    def updated(self, claims: Iterable[Claim]) -> date | None:
        """Return the newest day on which one of these claims was published or changed, if a day is known."""
        return last_updated(claims, self.corpus.publication.zone)

    def _groups(self, claims: ClaimList, shown_here: Sequence[Claim]) -> tuple[Group, ...]:
        months: defaultdict[str, list[Row]] = defaultdict(list)
        divided = claims.by_month and len(shown_here) >= DIVIDED_FROM
        for claim in shown_here:
            card = self._cards[claim]
            row = Row(card.brief if claims.is_brief else card.full, claims.note(claim))
            months[self._month(claim) if divided else ""].append(row)
        return tuple(Group(month.casefold().replace(" ", "-"), month, tuple(rows)) for month, rows in months.items())

    def _month(self, claim: Claim) -> str:
        when = shown(claim.published, self.corpus.publication.zone) if claim.published else None
        month = when.month if when else None
        return MONTHS[month - 1] if month else "Month not known"


@lru_cache(maxsize=64)  # all pages of a list say the same
def _short(description: str) -> str:
    return shorten(description, DESCRIPTION_LENGTH, placeholder=" …")
