"""What a claim's page shows of its evidence: sources, sightings, timeline and media."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.dates import PartialDate
from factpress.models.parts import Appearance, Media, Source, SourceKind, Stance
from factpress.models.text import as_uri
from factpress.pages.dates import as_time
from factpress.pages.names import Name

SOURCE_KINDS: Mapping[SourceKind, str] = {
    SourceKind.PRIMARY: "Primary source",
    SourceKind.GOVERNMENT: "Government",
    SourceKind.WIRE: "News agency",
    SourceKind.NEWS: "News report",
    SourceKind.ACADEMIC: "Academic work",
    SourceKind.DATASET: "Data",
    SourceKind.EXPERT: "Expert",
    SourceKind.INTERVIEW: "Interview",
    SourceKind.SOCIAL: "Social media",
    SourceKind.FORUM: "Forum",
    SourceKind.FACT_CHECK: "Fact-check",
    SourceKind.REFERENCE: "Reference work",
}
STANCES: Mapping[Stance, str] = {
    Stance.SUPPORTS: "Supports the claim",
    Stance.REFUTES: "Contradicts the claim",
    Stance.MIXED: "Supports it in part",
    Stance.CONTEXT: "Context",
}


class Reference(NamedTuple):
    """The number of a source, leading to it."""

    number: int
    source: str


class Sighting(NamedTuple):
    """Where something was published: what a source and an appearance have in common."""

    title: str
    url: str
    """Written out; empty where there is none."""
    publisher: Name | None
    date: Markup
    archive_url: str
    """Written out; empty where there is none, or none that still leads anywhere."""
    archive_note: str
    gone: Markup
    """Since when the original leads nowhere; empty where it does."""

    @property
    def first(self) -> str:
        """Where the title leads: to the archived copy where the original is gone."""
        return self.archive_url if self.gone and self.archive_url else self.url


class SourceView(NamedTuple):
    """One line of the list of sources."""

    id: str
    number: int
    sighting: Sighting
    kind: str
    stance: str
    quote: str
    accessed: Markup
    via: str
    interest: str
    note: str
    uses: tuple[tuple[int, str], ...]
    """The anchors of its citations on the page, numbered."""


class EventView(NamedTuple):
    """One line of the timeline."""

    date: Markup
    text: str
    reference: Reference | None


class MediaView(NamedTuple):
    """An image, a recording or a document."""

    file: str
    """Its path below `media/`; empty where it lies elsewhere."""
    url: str
    kind: str
    alt: str
    caption: str
    credit: str
    licence: str
    original_url: str


def source_views(
    claim: Claim, corpus: Corpus, numbers: Mapping[str, int], uses: Mapping[str, tuple[str, ...]]
) -> tuple[SourceView, ...]:
    """Return the sources by number; `uses` are the anchors of their citations by source id."""
    return tuple(
        SourceView(
            id=source.id,
            number=numbers[source.id],
            sighting=_sighting(source, corpus),
            kind=SOURCE_KINDS[source.kind] if source.kind else "",
            stance=STANCES[source.stance] if source.stance else "",
            quote=source.quote or "",
            accessed=as_time(source.accessed) if source.accessed else Markup(),
            via=source.via or "",
            interest=source.interest or "",
            note=source.note or "",
            uses=tuple(enumerate(uses.get(source.id, ()), 1)),
        )
        for source in sorted(claim.sources, key=lambda source: numbers[source.id])
    )


def sightings(claim: Claim, corpus: Corpus) -> tuple[Sighting, ...]:
    """Return where the claim was seen, as the file lists it."""
    return tuple(_sighting(appearance, corpus) for appearance in claim.appearances)


def event_views(claim: Claim, numbers: Mapping[str, int]) -> tuple[EventView, ...]:
    """Return the timeline, oldest first."""
    return tuple(
        EventView(as_time(event.date), event.text, reference(event.source, numbers))
        for event in sorted(claim.events, key=lambda event: event.date)
    )


def media_views(claim: Claim) -> tuple[MediaView, ...]:
    """Return the images, recordings and documents, as the file lists them."""
    return tuple(_media_view(media) for media in claim.media)


def reference(source_id: str | None, numbers: Mapping[str, int]) -> Reference | None:
    """Return the number of a source that a field names; None where it names none or an unknown one."""
    number = numbers.get(source_id or "")
    return Reference(number, source_id) if source_id and number else None


def _sighting(seen: Source | Appearance, corpus: Corpus) -> Sighting:
    url = as_uri(seen.url) if seen.url else ""
    publisher = _publisher(seen, corpus)
    is_kept = seen.archive_url is not None and corpus.gone_since(seen.archive_url) is None
    since = corpus.gone_since(seen.url)
    return Sighting(
        title=seen.title or url or ("" if publisher else "Without a title"),
        url=url,
        publisher=publisher,
        date=_date(seen.date),
        archive_url=as_uri(seen.archive_url) if seen.archive_url and is_kept else "",
        archive_note=seen.archive_note or "",
        gone=as_time(since) if since else Markup(),
    )


def _publisher(seen: Source | Appearance, corpus: Corpus) -> Name | None:
    key = corpus.publisher_id(seen)
    if key is not None:
        return Name(corpus.publishers[key].name, f"publishers/{key}/")
    return Name(seen.publisher) if seen.publisher else None


def _date(when: PartialDate | None) -> Markup:
    return as_time(when) if when else Markup()


def _media_view(media: Media) -> MediaView:
    return MediaView(
        file=media.file or "",
        url=as_uri(media.url) if media.url else "",
        kind=media.kind,
        alt=media.alt,
        caption=media.caption or "",
        credit=media.credit,
        licence=media.licence or "",
        original_url=as_uri(media.original_url) if media.original_url else "",
    )
