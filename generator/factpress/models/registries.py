"""The registries that claims refer to by id."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from factpress.models.dates import Day
from factpress.models.model import Model
from factpress.models.parts import SourceKind
from factpress.models.text import (
    MEDIA_PATTERN,
    Address,
    Colour,
    Domain,
    Email,
    Identifier,
    Line,
    Lines,
    MediaPath,
)

MARKS = ("check", "near", "half", "warning", "minus", "cross", "stop", "question", "mask")
"""The marks for verdicts that factpress ships."""


def _icon(text: str) -> str:
    text = text.strip()
    if text not in MARKS and not re.fullmatch(MEDIA_PATTERN, text, re.ASCII):
        raise PydanticCustomError(
            "form", "must be one of {marks}, or a file below content/media/", {"marks": ", ".join(MARKS)}
        )
    return text


class Claimant(Model):
    """Who says things."""

    name: Line
    """As readers know them."""
    type: Literal["person", "organization", "government", "platform-account", "other"] = "person"
    """What they are."""
    role: Line | None = None
    """What they are known as: "President of …"."""
    url: Address | None = None
    """Their own page."""
    same_as: tuple[Address, ...] = ()
    """Pages elsewhere that are about exactly them."""
    image: MediaPath | None = None
    """A portrait below `content/media/`."""
    image_credit: Line | None = None
    """Who made the portrait."""


class Person(Model):
    """Who writes and reviews."""

    name: Line
    """As it stands under their work."""
    role: Line | None = None
    """What they do here."""
    bio: Lines | None = None
    """Who they are, in a few sentences."""
    email: Email | None = None
    """How to reach them."""
    url: Address | None = None
    """Their own page."""
    photo: MediaPath | None = None
    """A portrait below `content/media/`."""
    conflicts_of_interest: Lines | None = None
    """What a reader should know of their ties; "None declared." is an answer."""


class Publisher(Model):
    """An outlet that sources come from."""

    name: Line
    """As readers know it."""
    url: Address | None = None
    """Its own page."""
    domains: tuple[Domain, ...] = ()
    """Domains that are its own."""
    kind: SourceKind | None = None
    """What its pieces usually are."""
    note: Lines | None = None
    """Who owns it, what to know of it."""


class Topic(Model):
    """A subject."""

    name: Line
    """As it stands in lists."""
    description: Lines | None = None
    """What belongs to it."""
    parent: Identifier | None = None
    """The topic it lies in."""


class Verdict(Model):
    """One step of the scale, or a verdict outside it."""

    id: Identifier
    """What claims call it."""
    name: Line
    """What readers see."""
    value: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Its place on the scale: higher is truer. Left out for a verdict outside it."""
    meaning: Lines
    """When it is given."""
    color: Colour | None = None
    """`#rrggbb`; white text stands on it."""
    icon: Annotated[str, AfterValidator(_icon)] | None = None
    """A shipped mark, or a file below `content/media/`."""
    retired: Day | None = None
    """From this day on no new claim may use it. Its page and its claims stay."""
    replaced_by: Identifier | None = None
    """The verdict to use instead."""
