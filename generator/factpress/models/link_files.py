"""What the two files about links say: which addresses are gone, and which are not to be asked."""

from __future__ import annotations

from typing import Literal

from factpress.models.dates import Day
from factpress.models.model import Model
from factpress.models.text import Address, Line


class GoneLink(Model):
    """An address that no longer leads anywhere. `factpress links --write` keeps the list."""

    address: Address
    """The address, without a fragment."""
    outcome: Literal["gone"] = "gone"
    """What asking for it gave."""
    since: Day
    """The day it was first found gone."""


class LinkException(Model):
    """An address, or all that begin alike, that `factpress links` is not to ask."""

    address: Address | None = None
    """The one address."""
    prefix: Address | None = None
    """In place of `address`: how all of them begin."""
    reason: Line
    """Why nobody is to ask."""
    added: Day
    """The day this was written."""
    expires: Day
    """The last day it holds. From the next day on it is a problem, so that somebody looks again."""
