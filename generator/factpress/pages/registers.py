"""The pages that account for the desk's work: corrections and retractions, the scale, the feeds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from factpress.corpus import Corpus
from factpress.corrections import PublicCorrection, last_updated, public_corrections
from factpress.digests import digest
from factpress.exports import EXPORTS
from factpress.feeds import CORRECTIONS_FEED, VERDICT_FEED
from factpress.models.site import Site, claim_path
from factpress.models.text import as_uri
from factpress.pages.dates import as_time
from factpress.pages.page import Heading, Page, Plan
from factpress.pages.paging import Link, Part, parts
from factpress.pages.subjects import RatingView, rating_views
from factpress.pages.templates import Templates
from factpress.pages.verdicts import VerdictView, verdict_views


class CorrectionView(NamedTuple):
    """One line of the register, as `corrections.html` and `home.html` print it."""

    date: Markup
    name: str
    text: str
    claim: Link
    lang: str
    """The claim's language, where it isn't the publication's; or empty."""
    before: VerdictView | None
    after: VerdictView | None
    by: Link | None


class Year(NamedTuple):
    """The corrections of a year."""

    anchor: str
    title: str
    corrections: tuple[CorrectionView, ...]


class RatingGroup(NamedTuple):
    """Verdicts that have the same standing."""

    anchor: str
    title: str
    text: str
    ratings: tuple[RatingView, ...]


class Feed(NamedTuple):
    """A feed a reader can follow."""

    address: str
    """In full, to be copied."""
    path: str
    """From the site's root."""
    name: str
    text: str


def register_plans(corpus: Corpus, site: Site, templates: Templates) -> Iterator[Plan]:
    """Yield the register of corrections and retractions, the scale, and the explanation of the feeds."""
    for part in parts("corrections/", public_corrections(corpus)):
        place = f"{part.number} {part.newer} {part.older}"
        made_of = digest(place, *[f"{made.claim.gist_key} {made.key}" for made in part.lines])
        yield Plan(part.address, made_of, partial(_corrections, part, corpus, site, templates))
    yield Plan("ratings/", corpus.listed_key, partial(_ratings, corpus, site, templates))
    yield Plan("feeds/", "", partial(_feeds, corpus, site, templates))


def correction_views(corrections: Iterable[PublicCorrection], corpus: Corpus) -> Iterator[CorrectionView]:
    """Yield corrections as readers see them."""
    verdicts = verdict_views(corpus)
    for made in corrections:
        lang = made.claim.lang or corpus.publication.lang
        person = corpus.people.get(made.by or "")
        yield CorrectionView(
            date=as_time(made.date),
            name=made.name,
            text=made.text,
            claim=Link(claim_path(made.claim.id), made.claim.title),
            lang=lang if lang.casefold() != corpus.publication.lang.casefold() else "",
            before=verdicts.get(made.from_verdict or ""),
            after=verdicts.get(made.to_verdict or ""),
            by=Link(f"people/{made.by}/", person.name) if person else None,
        )


def _corrections(part: Part[PublicCorrection], corpus: Corpus, site: Site, templates: Templates) -> Page:
    root = "../" * part.address.count("/")
    years: defaultdict[int, list[PublicCorrection]] = defaultdict(list)
    for made in part.lines:
        years[made.date.year].append(made)
    groups = tuple(Year(f"in-{year}", f"{year}", tuple(correction_views(made, corpus))) for year, made in years.items())
    return Page(
        address=part.address,
        title=part.named("Corrections and retractions"),
        description=part.named(f"Every correction, changed verdict and retraction of {site.name}, newest first."),
        body=templates.render(
            "corrections.html",
            title=part.named("Corrections and retractions"),
            years=groups,
            feed=CORRECTIONS_FEED,
            policy=_policy(corpus.publication.policies.corrections, root),
            part=part,
            root=root,
        ),
        head=_feed_link(site, root) if part.is_newest else "",
        contents=tuple(Heading(year.anchor, year.title) for year in groups) if len(groups) > 1 else (),
        updated=max((made.date for made in part.lines), default=None),
    )


def _feed_link(site: Site, root: str) -> Markup:
    """Return what lets feed readers find the corrections on their page (RSS Autodiscovery)."""
    return Markup('<link rel="alternate" type="application/rss+xml" title="{}" href="{}">').format(
        f"{site.name}: corrections", root + CORRECTIONS_FEED
    )


def _ratings(corpus: Corpus, site: Site, templates: Templates) -> Page:
    ratings = rating_views(corpus)
    place = {verdict.id: number for number, verdict in enumerate(corpus.scale)}
    in_use = [rating for rating in ratings if not rating.retired]
    on_scale = [rating for rating in in_use if rating.verdict.id in place]
    groups = [
        RatingGroup(
            "the-scale",
            "The scale",
            "From the truest to the falsest.",
            tuple(sorted(on_scale, key=lambda rating: place[rating.verdict.id])),
        ),
        RatingGroup(
            "outside-the-scale",
            "Outside the scale",
            "Verdicts that don’t say how true a claim is.",
            tuple(rating for rating in in_use if rating.verdict.id not in place),
        ),
        RatingGroup(
            "retired",
            "Retired",
            "Verdicts no longer given. Fact-checks that carry one keep it.",
            tuple(rating for rating in ratings if rating.retired),
        ),
    ]
    groups = [group for group in groups if group.ratings]
    return Page(
        address="ratings/",
        title="Ratings",
        description=f"The verdicts that {site.name} gives, what each means, and how often it was given.",
        body=templates.render(
            "ratings.html",
            groups=groups,
            policy=_policy(corpus.publication.policies.methodology, "../"),
            root="../",
        ),
        contents=tuple(Heading(group.anchor, group.title) for group in groups),
        updated=last_updated(corpus.listed, corpus.publication.zone),
    )


def _feeds(corpus: Corpus, site: Site, templates: Templates) -> Page:
    feeds = (
        Feed(
            as_uri(site.absolute(VERDICT_FEED)),
            VERDICT_FEED,
            "Verdicts",
            f"The newest {corpus.publication.feeds.length} fact-checks, each with verdict and reason.",
        ),
        Feed(
            as_uri(site.absolute(CORRECTIONS_FEED)),
            CORRECTIONS_FEED,
            "Corrections",
            "Every correction, changed verdict and retraction.",
        ),
    )
    return Page(
        address="feeds/",
        title="Feeds",
        description=f"How to follow {site.name} in a feed reader, and its fact-checks as data: JSON, CSV, ClaimReview.",
        body=templates.render(
            "feeds.html", feeds=feeds, exports=EXPORTS, licence=corpus.publication.licence, root="../"
        ),
        contents=(Heading("data", "Data"),),
    )


def _policy(page: str | None, root: str) -> str:
    """Return the link to a policy, which is a hand-written page or lies elsewhere; empty for none."""
    if page is None or "://" in page:
        return as_uri(page) if page else ""
    folder, _, name = page.removesuffix(".md").rpartition("/")
    parent = f"{folder}/" if folder else ""
    return root + parent if name in ("index", "README") else f"{root}{parent}{name}/"
