"""A claim, its verdict and its evidence, as one file states them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Annotated, Any, Final

import orjson
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from factpress.digests import digest
from factpress.models.dates import Day, PartialDate, Published
from factpress.models.model import Model, derived
from factpress.models.parts import (
    PUBLIC,
    Appearance,
    Correction,
    CorrectionKind,
    Event,
    Figure,
    Kind,
    Media,
    Original,
    Relation,
    Response,
    Retraction,
    Source,
    Status,
)
from factpress.models.text import (
    RESERVED_IDS,
    Identifier,
    Language,
    Line,
    Lines,
    Markdown,
    place_of,
)


def _not_reserved(text: str) -> str:
    if text in RESERVED_IDS:
        raise PydanticCustomError("identifier", "is a name that the site or file systems keep for themselves")
    return text


ClaimId = Annotated[Identifier, AfterValidator(_not_reserved)]


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


GIST: Final = {
    *("id", "path", "claim", "headline", "kind", "claimant", "claim_date", "verdict", "verdict_reason", "as_of"),
    *("topics", "related", "authors", "reviewed_by", "published", "status", "corrections", "retraction"),
    *("appearances", "claimant_role", "figures", "lang", "translation_of", "variants", "aliases", "review_by"),
    "hold_reason",
}
"""The fields of a claim that more than its own page needs."""


class Claim(Model):
    """A statement under check. A file need not hold more than `claim` while it is a draft."""

    id: SkipJsonSchema[ClaimId]
    """The stem of the file's name; never written in the file."""
    path: SkipJsonSchema[str]
    """The file, relative to the publication's folder; never written in the file."""

    claim: Annotated[Line, StringConstraints(max_length=2000)]
    """The statement rated, exactly as rated."""
    headline: Annotated[Line, StringConstraints(max_length=160)] | None = None
    """States the finding. The claim stands in where it is missing."""
    quote: Lines | None = None
    """The statement in the claimant's own words."""
    kind: Kind = Kind.STATEMENT
    """What is under check. `reported` (someone says that someone said) needs `interpretation`."""
    interpretation: Line | None = None
    """Which proposition the verdict is about."""
    claimant: (
        Annotated[
            tuple[Identifier, ...],
            Field(min_length=1),
            BeforeValidator(_one_or_many, json_schema_input_type=Identifier | tuple[Identifier, ...]),
        ]
        | None
    ) = None
    """Who said it: an id of `claimants.yml`, a list of ids, or `unknown`. Never the platform it stood on."""
    claim_date: PartialDate | None = None
    """When it was said, as exactly as is known."""
    claimant_role: Line | None = None
    """What the claimant was when it was said, where the registry says something else."""
    context: Line | None = None
    """Where it was said: "video shared on Facebook", "press briefing"."""
    appearances: tuple[Appearance, ...] = ()
    """Where it was seen."""
    verdict: Identifier | None = None
    """An id of `verdicts.yml`."""
    verdict_reason: Annotated[Line, StringConstraints(max_length=400)] | None = None
    """One or two sentences: why this verdict. May cite."""
    as_of: Day | None = None
    """The last day evidence was looked at."""
    summary: (
        Annotated[tuple[Annotated[Line, StringConstraints(max_length=280)], ...], Field(min_length=1, max_length=5)]
        | None
    ) = None
    """In short, one to five sentences; the first says what is true. May cite."""
    what_we_know: Markdown | None = None
    """What is established."""
    analysis: Markdown | None = None
    """How the evidence bears on the claim."""
    body: Markdown | None = None
    """A narrative in place of `what_we_know` and `analysis`."""
    conclusion: Markdown | None = None
    """What follows. The page adds the verdict in words."""
    sources: tuple[Source, ...] = ()
    """The evidence. Numbered on the page in the order it is first cited."""
    topics: tuple[Identifier, ...] = ()
    """Ids of `topics.yml`."""
    related: tuple[Relation, ...] = ()
    """How it stands to other claims."""
    authors: tuple[Identifier, ...] = ()
    """Who wrote it: ids of `people.yml`."""
    reviewed_by: tuple[Identifier, ...] = ()
    """Who reviewed it: ids of `people.yml`. Nobody reviews their own claim."""
    published: Published | None = None
    """First publication. It never changes and is never in the future."""
    status: Status = Status.DRAFT
    """How far it has come."""
    hold_reason: Line | None = None
    """Why a held claim waits."""
    corrections: tuple[Correction, ...] = ()
    """What changed after publication. Only ever added to."""
    retraction: Retraction | None = None
    """The notice of a retracted claim."""
    figures: tuple[Figure, ...] = ()
    """Quantities as data."""
    events: tuple[Event, ...] = ()
    """The timeline."""
    media: tuple[Media, ...] = ()
    """Images, recordings and documents."""
    claimant_response: Response | None = None
    """The right of reply."""
    disclosures: tuple[Line, ...] = ()
    """Partnerships and interests a reader should know of."""
    lang: Language | None = None
    """The language it is written in (BCP 47), where it isn't the publication's."""
    translation_of: Identifier | None = None
    """The claim this one is a translation of."""
    variants: tuple[Line, ...] = ()
    """Other wordings, for search and matching."""
    original: Original | None = None
    """Where it was first published, if it was brought over."""
    aliases: tuple[ClaimId, ...] = ()
    """Former ids. Each leaves a redirect."""
    review_by: Day | None = None
    """When the verdict should be looked at again."""

    @property
    def is_listed(self) -> bool:
        """Whether it stands in listings, feeds and search."""
        return self.status is Status.PUBLISHED

    @property
    def is_public(self) -> bool:
        """Whether readers see its page."""
        return self.status in PUBLIC

    @property
    def title(self) -> str:
        """What lists and pages call it."""
        return self.headline or self.claim

    @property
    def whole(self) -> Claim:
        """The claim with all its fields, to be let go again; here itself."""
        return self

    def timestamp(self, zone: tzinfo, /) -> float:
        """Return when it was published, in seconds since 1970 (POSIX) as `Published` counts them, or long ago."""
        at = self.published.timestamp(zone) if self.published else None
        return _LONG_AGO if at is None else at

    @derived
    def key(self) -> str:
        """A text that differs where anything in the claim does."""
        return digest(self.model_dump_json(exclude_defaults=True))

    @derived
    def gist_key(self) -> str:
        """A text that differs where anything in the gist does but what is `searched`."""
        return gist_key_of(self.gist)

    @derived
    def gist(self) -> dict[str, Any]:
        """What other claims' pages, lists, feeds, search and rules need of it, as plain values."""
        gist = self.model_dump(mode="json", include=GIST, exclude_defaults=True)
        more = ("cited_publishers", "cited_places", "searched", "wording")
        return gist | {name: getattr(self, name) for name in more}

    @derived
    def cited_places(self) -> tuple[str, ...]:
        """Digests of the addresses of its sources, the same for all ways to write the address of one page."""
        return tuple([place_of(source.url) for source in self.sources if source.url])

    @derived
    def cited_publishers(self) -> tuple[str, ...]:
        """The publishers of its sources, as they are named there, in order; one of several sources several times."""
        return tuple([source.publisher for source in self.sources if source.publisher])

    @derived
    def searched(self) -> str:
        """A text that differs where anything does that search looks through, narrows by or shows."""
        texts = (self.summary, self.body, self.what_we_know, self.analysis, self.conclusion, self.verdict_reason)
        shown = (self.claim, self.headline, self.claimant, self.variants, self.verdict, self.lang)
        return digest(
            orjson.dumps((texts, shown, self.topics, self.cited_publishers, self.published and self.published.text))
        )

    @derived
    def wording(self) -> str:
        """A text that is the same for claims in the same words, whatever stands between these."""
        return digest("".join(_WORDS.findall(self.claim.casefold())) or self.claim)

    @property
    def shown_corrections(self) -> tuple[Correction, ...]:
        """The corrections readers are told of, newest first; of one day, the later written first."""
        shown = [c for c in self.corrections if c.kind is not CorrectionKind.TYPO]
        return tuple(sorted(reversed(shown), key=lambda c: c.date, reverse=True))  # noqa: C414 - the sort is stable

    def source(self, source_id: str) -> Source | None:
        """Return the source that citations call by this id."""
        return next((source for source in self.sources if source.id == source_id), None)


_WORDS: Final = re.compile(r"\w+")
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC).timestamp()


def gist_key_of(gist: Mapping[str, Any]) -> str:
    """Return the `gist_key` of the claim that has a gist."""
    return digest(orjson.dumps({name: value for name, value in gist.items() if name != "searched"}))
