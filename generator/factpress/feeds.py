"""What is new for feed readers: published verdicts and corrections, each as RSS 2.0.

Written to the RSS 2.0 specification and the RSS Advisory Board's Best Practices Profile: `description` is
HTML, escaped for XML; every other text is plain. All dates come from the claims, so that a feed changes only
when what it announces does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from email.utils import format_datetime
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from factpress.citations import without_citations
from factpress.corpus import Corpus
from factpress.corrections import PublicCorrection, corrected_on, public_corrections
from factpress.models.claim import Claim
from factpress.models.site import Site, claim_path
from factpress.models.text import as_uri

if TYPE_CHECKING:
    from lxml.etree import _Element

VERDICT_FEED = "feed.xml"
CORRECTIONS_FEED = "feeds/corrections.xml"

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 can't hold, however it is written (section 2.2)."""


class _Announcement(NamedTuple):
    """What one `item` of a feed says."""

    guid: str
    title: str
    link: str
    description: Markup
    moment: datetime
    creators: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


def verdict_feed(corpus: Corpus, site: Site) -> bytes:
    """Return the newest `publication.feeds.length` published claims as the RSS feed at `VERDICT_FEED`.

    Claims whose day of publication is not known stay out: a reader would take any day for the real one.
    Raises KeyError where a claim names something the corpus doesn't have, which the rules refuse.
    """
    claims = announced(corpus)
    changes = [_midnight(day, corpus) for claim, _ in claims if (day := corrected_on(claim))]
    return _feed(
        VERDICT_FEED,
        site.name,
        f"Fact-checks by {corpus.publication.name}, newest first.",
        [_verdict(claim, moment, corpus, site) for claim, moment in claims],
        max([moment for _, moment in claims] + changes, default=None),
        corpus,
        site,
    )


def announced(corpus: Corpus) -> list[tuple[Claim, datetime]]:
    """Return the claims that the verdict feed announces, newest first, each with the moment of its publication."""
    zone = corpus.publication.zone
    known = (
        (claim, moment)
        for claim in corpus.claims
        if claim.is_listed
        and claim.published
        and claim.published.is_exact
        and (moment := claim.published.instant(zone))
    )
    return list(islice(known, corpus.publication.feeds.length))


def corrections_feed(corpus: Corpus, site: Site) -> bytes:
    """Return every public correction and retraction, newest first, as the RSS feed at `CORRECTIONS_FEED`.

    Raises KeyError where a correction names something the corpus doesn't have, which the rules refuse.
    """
    corrections = [_correction(correction, corpus, site) for correction in public_corrections(corpus)]
    return _feed(
        CORRECTIONS_FEED,
        f"{site.name}: corrections",
        f"Corrections, changed verdicts and retractions by {corpus.publication.name}, newest first.",
        corrections,
        max((correction.moment for correction in corrections), default=None),
        corpus,
        site,
    )


def _verdict(claim: Claim, moment: datetime, corpus: Corpus, site: Site) -> _Announcement:
    verdict = corpus.verdict_by_id[claim.verdict or ""]
    paragraphs = [
        Markup("<p>Claim: {}</p>").format(claim.claim),
        Markup("<p>Verdict: <strong>{}</strong></p>").format(verdict.name),
    ]
    if reason := without_citations(claim.verdict_reason or ""):
        paragraphs.append(Markup("<p>{}</p>").format(reason))
    if points := [point for text in claim.summary or () if (point := without_citations(text))]:
        lines = Markup("").join(Markup("<li>{}</li>").format(point) for point in points)
        paragraphs.append(Markup("<ul>{}</ul>").format(lines))
    return _Announcement(
        guid=_guid(claim),
        title=claim.title,
        link=site.absolute(claim_path(claim.id)),
        description=Markup("\n").join(paragraphs),
        moment=moment,
        creators=tuple(corpus.people[person].name for person in claim.authors),
        categories=tuple(corpus.topics[topic].name for topic in claim.topics),
    )


def _correction(correction: PublicCorrection, corpus: Corpus, site: Site) -> _Announcement:
    claim = correction.claim
    paragraphs = [Markup("<p>{}</p>").format(correction.text)]
    for words, verdict in (
        ("Verdict before", correction.from_verdict),
        ("Verdict after", correction.to_verdict),
    ):
        if verdict:
            name = corpus.verdict_by_id[verdict].name
            paragraphs.append(Markup("<p>{}: <strong>{}</strong></p>").format(words, name))
    return _Announcement(
        guid=f"{_guid(claim)}:{correction.key}",
        title=f"{correction.name}: {claim.title}",
        link=site.absolute(claim_path(claim.id)),
        description=Markup("\n").join(paragraphs),
        moment=_midnight(correction.date, corpus),
        creators=(corpus.people[correction.by].name,) if correction.by else (),
        categories=(correction.name,),
    )


def _guid(claim: Claim) -> str:
    """Return what feed readers know a claim by for good.

    Neither an address nor a tag: URI (RFC 4151), since both hold a domain, which may change; a claim's id is
    permanent. A renamed claim keeps its first id here, or readers would be told of it twice.
    """
    return f"factpress:claim:{claim.aliases[0] if claim.aliases else claim.id}"


def _midnight(day: date, corpus: Corpus) -> datetime:
    return datetime.combine(day, time(), corpus.publication.zone)


def _feed(
    path: str,
    title: str,
    description: str,
    announcements: Iterable[_Announcement],
    newest: datetime | None,
    corpus: Corpus,
    site: Site,
) -> bytes:
    from lxml import etree  # takes long to import, and after most edits no feed is written

    rss = etree.Element("rss", {"version": "2.0"}, nsmap={"atom": _ATOM, "dc": _DC})
    channel = etree.SubElement(rss, "channel")
    _add(channel, "title", title)
    _add(channel, "link", as_uri(site.address))
    _add(channel, "description", description)
    _add(channel, "language", corpus.publication.lang)
    if newest:
        _add(channel, "lastBuildDate", format_datetime(newest))
    address = as_uri(site.absolute(path))
    _add(channel, f"{{{_ATOM}}}link", None, href=address, rel="self", type="application/rss+xml")
    for announcement in announcements:
        element = etree.SubElement(channel, "item")
        _add(element, "title", announcement.title)
        _add(element, "link", as_uri(announcement.link))
        _add(element, "guid", announcement.guid, isPermaLink="false")
        _add(element, "pubDate", format_datetime(announcement.moment))
        for name in announcement.creators:
            _add(element, f"{{{_DC}}}creator", name)
        for name in announcement.categories:
            _add(element, "category", name)
        _add(element, "description", announcement.description)
    return etree.tostring(rss, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add(parent: _Element, name: str, text: str | None, **attributes: str) -> None:
    element = parent.makeelement(name, attributes)
    element.text = None if text is None else _NOT_XML.sub("", text)
    parent.append(element)
