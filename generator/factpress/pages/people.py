"""Claims listed by who is behind them: claimants, the desk's own people, and publishers of sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from factpress.corpus import UNKNOWN, Corpus
from factpress.grouping import NOBODY
from factpress.models.claim import Claim
from factpress.models.registries import Claimant, Person, Publisher
from factpress.models.text import as_uri
from factpress.pages.lists import ClaimList, Lister
from factpress.pages.paging import Link, counted

TYPES: Mapping[str, str] = {
    "person": "Person",
    "organization": "Organisation",
    "government": "Government body",
    "platform-account": "Account on a platform",
    "other": "",
}
UNKNOWN_NAME = "Unknown claimant"


class Picture(NamedTuple):
    """A portrait below `media/`."""

    file: str
    alt: str
    credit: str


class ClaimantView(NamedTuple):
    """What stands above a claimant's claims, as `claimant.html` prints it."""

    name: str
    """As it stands in a sentence."""
    role: str
    type: str
    picture: Picture | None
    links: tuple[Link, ...]
    """Their own page and pages about them, elsewhere."""
    verdicts: tuple[Link, ...]
    """How often each verdict was given, truest first; empty for fewer than two claims."""


class PersonView(NamedTuple):
    """What stands above a person's work, as `person.html` prints it."""

    role: str
    bio: str
    conflicts_of_interest: str
    email: str
    email_link: str
    links: tuple[Link, ...]
    picture: Picture | None


class PublisherView(NamedTuple):
    """What stands above the claims that cite a publisher, as `publisher.html` prints it."""

    kind: str
    note: str
    links: tuple[Link, ...]


def claimant_lists(lister: Lister) -> Iterator[ClaimList]:
    """Yield the list of every claimant; of the unknown one where a claim has them."""
    corpus = lister.corpus
    for key, claimant in corpus.claimants.items():
        claims = corpus.by_claimant.get(key, NOBODY)
        yield ClaimList(
            address=f"claimants/{key}/",
            title=f"{claimant.name}: claims checked",
            name=claimant.name,
            description=_sentences(f"Claims by {claimant.name}, checked by {lister.site.name}", claimant.role),
            claims=claims,
            about="claimant.html",
            subject=partial(_claimant_view, claimant, claims, corpus),
        )
    if UNKNOWN in corpus.by_claimant:
        yield ClaimList(
            address=f"claimants/{UNKNOWN}/",
            title=f"{UNKNOWN_NAME}: claims checked",
            name=UNKNOWN_NAME,
            description="Fact-checks of claims whose first author nobody knows.",
            claims=corpus.by_claimant[UNKNOWN],
            about="claimant-unknown.html",
        )


def _claimant_view(claimant: Claimant, claims: Sequence[Claim], corpus: Corpus) -> ClaimantView:
    counts = Counter(claim.verdict for claim in claims)
    return ClaimantView(
        name=claimant.name,
        role=claimant.role or "",
        type=TYPES[claimant.type],
        picture=_picture(claimant.image, claimant.name, claimant.image_credit),
        links=_links(claimant.url, *claimant.same_as),
        verdicts=tuple(
            Link(f"verdicts/{verdict.id}/", verdict.name, counts[verdict.id])
            for verdict in corpus.verdicts
            if counts[verdict.id] and len(claims) > 1
        ),
    )


def person_lists(lister: Lister) -> Iterator[ClaimList]:
    """Yield the list of everybody who writes and reviews, with what they did for which claim."""
    for key, person in lister.corpus.people.items():
        claims = lister.corpus.by_person.get(key, NOBODY)
        yield ClaimList(
            address=f"people/{key}/",
            title=person.name,
            name=person.name,
            description=_sentences(f"What {person.name} wrote and reviewed for {lister.site.name}", person.role),
            claims=claims,
            about="person.html",
            subject=partial(_person_view, person),
            note=partial(_part_in, key),
            count=partial(_work, lister.corpus, key),
        )


def _part_in(person_id: str, claim: Claim) -> str:
    parts = [
        word for word, people in (("Author", claim.authors), ("Reviewer", claim.reviewed_by)) if person_id in people
    ]
    return " and ".join(parts).capitalize()


def _work(corpus: Corpus, person_id: str, _: Sequence[Claim]) -> str:
    wrote = len(corpus.by_author.get(person_id, NOBODY))
    reviewed = len(corpus.by_reviewer.get(person_id, NOBODY))
    if not wrote or not reviewed:
        return f"{'Wrote' if wrote else 'Reviewed'} {counted(wrote or reviewed, 'fact-check')}"
    return f"Wrote {wrote:,} and reviewed {counted(reviewed, 'fact-check')}"


def _person_view(person: Person) -> PersonView:
    return PersonView(
        role=person.role or "",
        bio=person.bio or "",
        conflicts_of_interest=person.conflicts_of_interest or "",
        email=person.email or "",
        email_link=f"mailto:{quote(person.email, safe='@')}" if person.email else "",
        links=_links(person.url),
        picture=_picture(person.photo, person.name, None),
    )


def publisher_lists(lister: Lister) -> Iterator[ClaimList]:
    """Yield the list of every publisher, with the claims that cite it and how often each does."""
    corpus = lister.corpus
    for key, publisher in corpus.publishers.items():
        yield ClaimList(
            address=f"publishers/{key}/",
            title=f"{publisher.name} as a source",
            name=publisher.name,
            description=f"What we know of {publisher.name}, and the fact-checks that cite it.",
            claims=corpus.by_publisher.get(key, NOBODY),
            about="publisher.html",
            subject=partial(_publisher_view, publisher),
            note=partial(_uses, corpus, key),
            count=partial(_all_uses, corpus, key),
            is_brief=True,
        )


def _uses(corpus: Corpus, publisher_id: str, claim: Claim) -> str:
    return counted(corpus.cited_ids(claim)[publisher_id], "source")


def _all_uses(corpus: Corpus, publisher_id: str, claims: Sequence[Claim]) -> str:
    return f"{counted(corpus.citations(publisher_id), 'source')} in {counted(len(claims), 'fact-check')}"


def _publisher_view(publisher: Publisher) -> PublisherView:
    return PublisherView(
        kind=publisher.kind.value.capitalize() if publisher.kind else "",
        note=publisher.note or "",
        links=_links(publisher.url),
    )


def _sentences(*texts: str | None) -> str:
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in texts if text)


def _links(*addresses: str | None) -> tuple[Link, ...]:
    """Return ways out of the site, each named by its host."""
    return tuple(
        Link(as_uri(address), (urlsplit(address).hostname or "").removeprefix("www."))
        for address in dict.fromkeys(filter(None, addresses))
    )


def _picture(file: str | None, name: str, credit: str | None) -> Picture | None:
    return Picture(file, f"Portrait of {name}", credit or "") if file else None
