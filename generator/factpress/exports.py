"""The published claims as data: JSON and CSV for people who count, a feed of ClaimReviews for programs.

CSV is that of RFC 4180 in UTF-8; its texts can't act as formulas (OWASP, "CSV Injection"). The feed is a schema.org
DataFeed, the form in which Google's Fact Check Markup Tool gives out its own. All of it says the same whenever
and wherever it is made.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, Final, NamedTuple

import orjson

from factpress.citations import without_citations
from factpress.claimreview import claim_review, has_claim_review
from factpress.corpus import UNKNOWN, Corpus
from factpress.corrections import updated_on
from factpress.digests import digest
from factpress.models.claim import Claim
from factpress.models.parts import Correction
from factpress.models.publication import Publication
from factpress.models.site import Site, claim_path
from factpress.models.text import as_uri
from factpress.packing import packed


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file of data holds: a row for each of some claims, and what stands around them."""

    before: bytes
    claims: Sequence[Claim] = ()
    row: Callable[[Claim], bytes] = lambda _: b""
    """Makes the row of a claim, which follows from its gist and the registries."""
    between: bytes = b""
    after: bytes = b""

    def content(self, rows: Iterable[bytes | memoryview] | None = None) -> bytes:
        """Return the file's content; its rows may be at hand, several of them with what stands between them in one."""
        made = map(self.row, self.claims) if rows is None else rows
        return b"".join((self.before, self.between.join(made), self.after))


class Export(NamedTuple):
    """A file of data."""

    path: str
    """From the site's root."""
    name: str
    """What readers call it."""
    text: str
    """What it holds, in a sentence."""
    rows: Callable[[Corpus, Site], Rows]
    keys: Callable[[Corpus], Iterable[str]]
    """Texts of which one differs where anything in the claims does that the file is made of."""


_FINDING: Final = (
    *("headline", "claimants", "claimant_ids", "claim_date", "verdict", "verdict_name", "verdict_value"),
    *("verdict_reason", "as_of", "topics", "corrections"),
)
"""Columns that a retracted claim leaves empty."""
_RETRACTION: Final = ("retracted", "retraction_reason", "former_verdict")
"""Columns that all other claims leave empty."""
CLAIM_COLUMNS: Final = (
    *("id", "address", "status", "claim", "kind", "lang", "published", "updated"),
    *_FINDING,
    *_RETRACTION,
)
FIGURE_COLUMNS: Final = (
    *("key", "value", "unit", "low", "high", "as_of", "claim", "claim_address", "source", "source_address", "note"),
)
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
"""What spreadsheets take for the beginning of a formula."""


def claims_json(corpus: Corpus, site: Site) -> Rows:
    """Return all published and retracted claims, newest first, as JSON; what is not known is left out.

    Raises KeyError where a claim names something the corpus doesn't have, which the rules refuse.
    """
    publication = corpus.publication
    whole: dict[str, Any] = {
        "publication": publication.name,
        "address": as_uri(site.address),
        "licence": publication.licence,
        "verdicts": [_known(_verdicts(corpus)[one.id] | {"meaning": one.meaning}) for one in corpus.verdicts],
    }
    return _listed(whole, "claims", _public(corpus), partial(_claim, corpus, site))


def _claim(corpus: Corpus, site: Site, claim: Claim) -> bytes:
    """Return a claim; of a retracted one no more than its notice says."""
    fields = {
        "id": claim.id,
        "address": as_uri(site.absolute(claim_path(claim.id))),
        "status": claim.status.value,
        "claim": claim.claim,
        "kind": claim.kind.value,
        "lang": claim.lang or corpus.publication.lang,
        "published": _published(claim, corpus.publication),
        "updated": updated_on(claim, corpus.publication.zone),
    }
    if claim.retraction:
        former = _verdicts(corpus)[claim.verdict] if claim.verdict else None
        notice = {"date": claim.retraction.date, "reason": claim.retraction.reason, "former_verdict": former}
        return _written(fields | {"retraction": _known(notice)})
    return _written(
        fields
        | {
            "headline": claim.headline,
            "claimants": [_claimants(corpus)[key] for key in claim.claimant or ()],
            "claim_date": claim.claim_date and claim.claim_date.text,
            "verdict": _verdicts(corpus)[claim.verdict] if claim.verdict else None,
            "verdict_reason": _reason(claim),
            "as_of": claim.as_of,
            "topics": [_topics(corpus)[key] for key in claim.topics],
            "corrections": [_correction(one) for one in claim.shown_corrections],
        }
    )


@lru_cache(maxsize=2)  # every claim asks, and a corpus never changes
def _claimants(corpus: Corpus) -> Mapping[str, dict[str, Any]]:
    named = {key: _known({"id": key, "name": one.name, "type": one.type}) for key, one in corpus.claimants.items()}
    return {UNKNOWN: {"id": UNKNOWN}} | named


@lru_cache(maxsize=2)  # as above
def _topics(corpus: Corpus) -> Mapping[str, dict[str, str]]:
    return {key: {"id": key, "name": topic.name} for key, topic in corpus.topics.items()}


@lru_cache(maxsize=2)  # as above
def _verdicts(corpus: Corpus) -> Mapping[str, dict[str, Any]]:
    return {one.id: _known({"id": one.id, "name": one.name, "value": one.value}) for one in corpus.verdicts}


def _correction(correction: Correction) -> dict[str, Any]:
    return _known(
        {
            "date": correction.date,
            "kind": correction.kind.value,
            "text": correction.text,
            "from_verdict": correction.from_verdict,
            "to_verdict": correction.to_verdict,
        }
    )


def claims_csv(corpus: Corpus, site: Site) -> Rows:
    """Return the claims of `claims_json` as a table of `CLAIM_COLUMNS`; several ids or names are joined by “; ”.

    Raises KeyError where a claim names something the corpus doesn't have, which the rules refuse.
    """
    return Rows(_line(CLAIM_COLUMNS), tuple(_public(corpus)), lambda claim: _line(_claim_row(claim, corpus, site)))


def _claim_row(claim: Claim, corpus: Corpus, site: Site) -> Iterator[str]:
    yield claim.id
    yield as_uri(site.absolute(claim_path(claim.id)))
    yield claim.status.value
    yield _inert(claim.claim)
    yield claim.kind.value
    yield claim.lang or corpus.publication.lang
    yield _text(_published(claim, corpus.publication))
    yield _text(updated_on(claim, corpus.publication.zone))
    if claim.retraction:
        yield from [""] * len(_FINDING)
        yield str(claim.retraction.date)
        yield _inert(claim.retraction.reason)
        yield claim.verdict or ""
        return
    ids = claim.claimant or ()
    verdict = corpus.verdict_by_id[claim.verdict] if claim.verdict else None
    yield _inert(claim.headline)
    yield _inert("; ".join([corpus.claimants[key].name for key in ids if key != UNKNOWN]))
    yield "; ".join(ids)
    yield _text(claim.claim_date)
    yield verdict.id if verdict else ""
    yield _inert(verdict.name) if verdict else ""
    yield _text(verdict and verdict.value)
    yield _inert(_reason(claim))
    yield _text(claim.as_of)
    yield "; ".join(claim.topics)
    yield str(len(claim.shown_corrections))
    yield from [""] * len(_RETRACTION)


def claimreview_json(corpus: Corpus, site: Site) -> Rows:
    """Return the ClaimReview of every published claim as a DataFeed, newest first.

    Raises KeyError where a claim names something the corpus doesn't have, which the rules refuse.
    """
    licence = corpus.publication.licence
    feed = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": f"Fact-checks by {corpus.publication.name}",
        "url": as_uri(site.absolute(CLAIMREVIEW_JSON)),
        "license": licence and {"@type": "CreativeWork", "name": licence},
    }
    return _listed(feed, "dataFeedElement", filter(has_claim_review, corpus.claims), partial(_element, corpus, site))


def _element(corpus: Corpus, site: Site, claim: Claim) -> bytes:
    review = claim_review(claim, corpus, site)
    del review["@context"]
    return _written(
        {
            "@type": "DataFeedItem",
            "dateCreated": review.get("datePublished"),
            "dateModified": review.get("dateModified"),
            "item": [review],
        }
    )


def figures_csv(corpus: Corpus, site: Site) -> Rows:
    """Return every figure of a published claim as a table of `FIGURE_COLUMNS`, by key, then newest claim first."""
    rows = [row for claim in corpus.claims if claim.is_listed for row in _figure_rows(claim, site)]
    rows.sort(key=itemgetter(0))
    return Rows(b"".join(map(_line, [FIGURE_COLUMNS, *rows])))


def _figure_rows(claim: Claim, site: Site) -> Iterator[tuple[str, ...]]:
    for figure in claim.figures:
        source = claim.source(figure.source) if figure.source else None
        yield (
            figure.key,
            # Digits, one point and a minus are all that a number can hold: no formula.
            figure.value or "",
            _inert(figure.unit),
            figure.low or "",
            figure.high or "",
            _text(figure.as_of),
            claim.id,
            as_uri(site.absolute(claim_path(claim.id))),
            _inert(source.title or source.id) if source else "",
            as_uri(source.url) if source and source.url else "",
            _inert(figure.note),
        )


def export_files(corpus: Corpus, site: Site) -> Iterator[tuple[str, str, Callable[[], Rows]]]:
    """Yield of every file of data its path, a text that differs where its claims do, and what gives its rows."""
    for export in EXPORTS:
        yield export.path, digest(*export.keys(corpus)), partial(export.rows, corpus, site)


def _public(corpus: Corpus) -> Iterator[Claim]:
    return (claim for claim in corpus.claims if claim.is_public)


def _listed(fields: dict[str, Any], name: str, claims: Iterable[Claim], row: Callable[[Claim], bytes]) -> Rows:
    """Return a JSON object of some fields and, under a name, a list with a row for each claim."""
    before = orjson.dumps(_known(fields) | {name: []}).removesuffix(b"]}")
    return Rows(before, tuple(claims), row, b",", b"]}")


def _reason(claim: Claim) -> str | None:
    return without_citations(claim.verdict_reason) if claim.verdict_reason else None


def _published(claim: Claim, publication: Publication) -> str | None:
    """Return the first publication in ISO 8601, as exactly as it is known, in the publication's zone."""
    published = claim.published
    if published is None or not published.is_known:
        return None
    return published.moment.astimezone(publication.zone).isoformat() if published.moment else published.text


def _written(fields: dict[str, Any]) -> bytes:
    return packed(_known(fields))


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None and value != []}


class _Line:
    """Gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


_writer: Final = csv.writer(_Line(), lineterminator="\r\n")


def _line(cells: Iterable[str]) -> bytes:
    line: str = _writer.writerow(cells)  # what writing gave
    return line.encode()


def _inert(text: str | None) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    if text is None:
        return ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(value: object) -> str:
    return "" if value is None else str(value)


CLAIMREVIEW_JSON: Final = "data/claimreview.json"
EXPORTS: Final = (
    Export(
        "data/claims.json",
        "Claims, as JSON",
        "Every published claim with claimants, verdict, dates, topics and corrections; and the retracted ones.",
        claims_json,
        lambda corpus: [corpus.gists_key],
    ),
    Export(
        "data/claims.csv",
        "Claims, as a table",
        "The same, a line for each claim.",
        claims_csv,
        lambda corpus: [corpus.gists_key],
    ),
    Export(
        CLAIMREVIEW_JSON,
        "ClaimReview",
        "The mark-up of every published fact-check in one schema.org DataFeed, for search engines and databases.",
        claimreview_json,
        lambda corpus: [corpus.gists_key],
    ),
    Export(
        "data/figures.csv",
        "Figures, as a table",
        "Every quantity in a published claim, with unit, range, date and source.",
        figures_csv,
        lambda corpus: [claim.key for claim in corpus.claims if claim.is_listed and claim.figures],
    ),
)
"""The files of data, in the order in which readers are told of them."""
