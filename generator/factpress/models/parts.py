"""What a claim is made of: its evidence, its relations, its corrections, and the words they are told apart by."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal

from factpress.models.dates import Day, PartialDate
from factpress.models.model import Model
from factpress.models.text import Address, Identifier, Line, Lines, MediaPath, Number


class Kind(StrEnum):
    """What is under check."""

    STATEMENT = "statement"
    REPORTED = "reported"
    ATTRIBUTED_QUOTE = "attributed-quote"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    STATISTIC = "statistic"


class Status(StrEnum):
    """How far a claim has come; only `published` and `retracted` leave the desk."""

    DRAFT = "draft"
    PUBLISHED = "published"
    HOLD = "hold"
    RETRACTED = "retracted"


PUBLIC: Final = frozenset({Status.PUBLISHED, Status.RETRACTED})
"""What leaves the desk."""


class SourceKind(StrEnum):
    """What sort of evidence a source is."""

    PRIMARY = "primary"
    GOVERNMENT = "government"
    WIRE = "wire"
    NEWS = "news"
    ACADEMIC = "academic"
    DATASET = "dataset"
    EXPERT = "expert"
    INTERVIEW = "interview"
    SOCIAL = "social"
    FORUM = "forum"
    FACT_CHECK = "fact-check"
    REFERENCE = "reference"


class Stance(StrEnum):
    """What a source says about the claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    MIXED = "mixed"
    CONTEXT = "context"


class RelationKind(StrEnum):
    """How a claim stands to another."""

    SUPERSEDES = "supersedes"
    LATER_DEVELOPMENT_OF = "later-development-of"
    VARIANT_OF = "variant-of"
    REPEATS = "repeats"
    CONTRADICTS = "contradicts"
    BACKGROUND = "background"


class CorrectionKind(StrEnum):
    """What a correction did."""

    TYPO = "typo"
    CLARIFICATION = "clarification"
    CORRECTION = "correction"
    UPDATE = "update"
    VERDICT_CHANGE = "verdict-change"


class Appearance(Model):
    """A sighting of the claim."""

    url: Address | None = None
    """Where it was seen."""
    title: Line | None = None
    """What the place calls itself."""
    publisher: Line | None = None
    """The outlet or platform it stood on: an id of `publishers.yml`, or words."""
    date: PartialDate | None = None
    """When it stood there."""
    archive_url: Address | None = None
    """A copy that stays."""
    archive_note: Line | None = None
    """Why there is no copy, or what the copy lacks."""


class Source(Model):
    """One piece of evidence."""

    id: Identifier
    """What citations call it: `[@id]`. Unique in the file."""
    title: Line | None = None
    """Its title, as it was published."""
    publisher: Line | None = None
    """Who published it: an id of `publishers.yml`, or words."""
    url: Address | None = None
    """Its address. Left out only where `archive_url` is given or `note` says how to find it."""
    date: PartialDate | None = None
    """When it was published."""
    accessed: Day | None = None
    """The day you read it."""
    archive_url: Address | None = None
    """A copy that stays when the original goes."""
    archive_note: Line | None = None
    """Why there is no copy, or what the copy lacks."""
    kind: SourceKind | None = None
    """What sort of evidence it is."""
    stance: Stance | None = None
    """What it says about the claim. A source of stance `context` need not be cited."""
    quote: Lines | None = None
    """The passage you rely on, word for word."""
    via: Line | None = None
    """Who republished it, where you know it through a copy."""
    interest: Line | None = None
    """A stake the source has in the matter."""
    note: Line | None = None
    """Anything else a reader needs, above all how to find it where it has no address."""


class Relation(Model):
    """How this claim stands to another one. Written on one side, shown on both."""

    claim: Identifier
    """The other claim's id."""
    relation: RelationKind
    """How this claim stands to it."""
    note: Line | None = None
    """Why, in a few words."""


class Correction(Model):
    """A change of something already published."""

    date: Day
    """The day of the change."""
    kind: CorrectionKind
    """What it changed. A `typo` is shown nowhere."""
    text: Line
    """What was wrong and what it says now."""
    from_verdict: Identifier | None = None
    """With `verdict-change`: the verdict before."""
    to_verdict: Identifier | None = None
    """With `verdict-change`: the verdict after."""
    by: Identifier | None = None
    """Who made it: an id of `people.yml`."""


class Retraction(Model):
    """The notice that takes a published claim back."""

    date: Day
    """The day it was retracted."""
    reason: Line
    """Why."""


class Figure(Model):
    """A quantity as data, comparable across claims by its `key`."""

    key: Identifier
    """What is counted. Claims that speak of the same quantity use the same key."""
    value: Number | None = None
    """The number, as digits: 11000. Left out where only `low` and `high` are known."""
    unit: Line | None = None
    """What the number counts: soldiers, EUR, %."""
    low: Number | None = None
    """The lower end of a range."""
    high: Number | None = None
    """The upper end of a range."""
    as_of: PartialDate | None = None
    """The day, month or year it held."""
    source: Identifier | None = None
    """The source that gives it."""
    note: Line | None = None
    """What a reader must know to compare it."""


class Event(Model):
    """One line of the timeline."""

    date: PartialDate
    """When it happened."""
    text: Line
    """What happened."""
    source: Identifier | None = None
    """The source that says so."""


class Media(Model):
    """An image, a recording or a document."""

    file: MediaPath | None = None
    """Its path below `content/media/`."""
    url: Address | None = None
    """Its address, where it isn't kept here. It is linked, never loaded."""
    kind: Literal["image", "video", "audio", "document"] = "image"
    """What it is."""
    alt: Line
    """What it shows, for people who can't see it."""
    caption: Line | None = None
    """The words beneath it."""
    credit: Line
    """Who made it."""
    licence: Line | None = None
    """On what terms it may be shown."""
    original_url: Address | None = None
    """Where it first stood."""


class Response(Model):
    """What the claimant said when asked."""

    date: PartialDate | None = None
    """When they answered."""
    text: Lines
    """Their answer, or that there was none."""
    source: Identifier | None = None
    """The source that holds it."""


class Original(Model):
    """Where a claim that was brought over from elsewhere was first published."""

    url: Address | None = None
    """Its address there."""
    publisher: Line
    """By whom."""
    verdict: Line | None = None
    """The verdict in that house's words."""
    date: PartialDate | None = None
    """When."""
