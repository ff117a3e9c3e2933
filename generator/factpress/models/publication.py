"""The organisation that publishes, and its editorial rules."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from factpress.models.dates import Day
from factpress.models.model import Model
from factpress.models.parts import SourceKind
from factpress.models.text import Address, Email, Language, Line, MediaPath, PageOrAddress


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise PydanticCustomError("timezone", "must be a zone of the tz database, like Europe/Berlin or UTC") from None
    return name


PagePath = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*\.md$"),
]
"""A page below `content/pages/`."""


class Policies(Model):
    """Where readers find what the organisation holds itself to: a page of `pages/` or an address."""

    methodology: PageOrAddress | None = None
    """How claims are chosen and checked."""
    corrections: PageOrAddress | None = None
    """How mistakes are put right."""
    ownership: PageOrAddress | None = None
    """Who owns it."""
    funding: PageOrAddress | None = None
    """Who pays for it."""
    ethics: PageOrAddress | None = None
    """What its people may and may not do, non-partisanship included."""
    privacy: PageOrAddress | None = None
    """What is known about readers."""


class Complaints(Model):
    """A body that hears complaints about the organisation."""

    name: Line
    """What it is called."""
    url: Address
    """Where it hears them."""


class Submit(Model):
    """How readers reach the desk."""

    repository: Address | None = None
    """The repository's page, so that a claim can link to its file and history."""
    email: Email | None = None
    """Where suggestions and corrections go."""
    form: Address | None = None
    """A form for them."""


class Editorial(Model):
    """What the desk asks of its own claims."""

    min_sources: Annotated[int, Field(ge=0, le=50)] = 1
    """How many sources a complete claim has at least."""
    archive_required_for: tuple[SourceKind, ...] = ()
    """Kinds of sources that need an archived copy."""
    reviewers: Annotated[int, Field(ge=0, le=10)] = 1
    """How many people review a claim before it is published."""
    complete_from: Day | None = None
    """Claims published before this day may lack fields, as in an archive brought over. Default: none may."""


class Feeds(Model):
    """The feeds."""

    length: Annotated[int, Field(ge=1, le=500)] = 30
    """How many claims a feed holds."""


class Publication(Model):
    """The organisation, its policies, feeds and editorial rules. Only `name` is needed."""

    name: Line
    """The organisation."""
    type: Literal[
        "Organization",
        "NewsMediaOrganization",
        "NGO",
        "EducationalOrganization",
        "ResearchOrganization",
        "GovernmentOrganization",
        "Corporation",
        "Project",
    ] = "Organization"
    """What it is, as a type of schema.org."""
    lang: Language = "en"
    """The language it writes in (BCP 47)."""
    timezone: Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_zone)] = "UTC"
    """The zone its days are counted in."""
    logo: MediaPath | None = None
    """Its logo below `content/media/`."""
    email: Email | None = None
    """Its address for readers."""
    policies: Policies = Policies()
    """Where readers find what it holds itself to."""
    complaints: tuple[Complaints, ...] = ()
    """Bodies that hear complaints about it."""
    submit: Submit = Submit()
    """How readers reach the desk."""
    editorial: Editorial = Editorial()
    """What the desk asks of its own claims."""
    feeds: Feeds = Feeds()
    """The feeds."""
    licence: Line | None = None
    """The licence of what it publishes: a name, or an SPDX identifier."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone its days are counted in."""
        return ZoneInfo(self.timezone)
