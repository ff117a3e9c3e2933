"""What stands at the foot of a claim's page: where the claim belongs and came from, and how to answer it."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.text import as_uri
from factpress.pages.dates import as_time
from factpress.pages.names import Name
from factpress.pages.notices import Neighbour, neighbour

BRANCH = "main"
"""The branch that readers are shown a claim's file and its history on."""


class OriginalView(NamedTuple):
    """Where a claim that was brought over was first published."""

    publisher: str
    url: str
    verdict: str
    date: Markup


class Colophon(NamedTuple):
    """The foot of a claim's page; what is empty is not printed."""

    topics: tuple[Name, ...]
    disclosures: tuple[str, ...]
    original: OriginalView | None
    translation_of: Neighbour | None
    translations: tuple[Neighbour, ...]
    correct: str
    """The address to suggest a correction at; may be a `mailto:`."""
    file: str
    """The address of the claim's file."""
    history: str
    """The address of that file's history."""


def colophon(claim: Claim, corpus: Corpus) -> Colophon | None:
    """Return the foot of a claim's page; None where there is nothing to say."""
    source = corpus.by_id.get(claim.translation_of or "")
    repository = corpus.publication.submit.repository
    base = as_uri(repository).rstrip("/") if repository else ""
    path = quote(claim.path)
    foot = Colophon(
        topics=tuple(
            Name(corpus.topics[topic].name, f"topics/{topic}/") if topic in corpus.topics else Name(topic)
            for topic in claim.topics
        ),
        disclosures=claim.disclosures,
        original=_original(claim),
        translation_of=neighbour(source, corpus) if source else None,
        translations=tuple(neighbour(other, corpus) for other in corpus.by_original.get(claim.id, ())),
        correct=correction_link(claim, corpus),
        file=f"{base}/blob/{BRANCH}/{path}" if base else "",
        history=f"{base}/commits/{BRANCH}/{path}" if base else "",
    )
    empty = Colophon((), (), None, None, (), "", "", "")
    return foot if foot != empty else None


def correction_link(claim: Claim, corpus: Corpus) -> str:
    """Return where readers suggest a correction: a form, else an email, else the repository; or empty."""
    submit = corpus.publication.submit
    if submit.form:
        return as_uri(submit.form)
    if submit.email:
        subject = quote(f"Correction: {claim.id}", safe="")
        return f"mailto:{quote(submit.email, safe='@')}?subject={subject}"
    return f"{as_uri(submit.repository).rstrip('/')}/issues" if submit.repository else ""


def _original(claim: Claim) -> OriginalView | None:
    if not (original := claim.original):
        return None
    return OriginalView(
        publisher=original.publisher,
        url=as_uri(original.url) if original.url else "",
        verdict=original.verdict or "",
        date=as_time(original.date) if original.date else Markup(),
    )
