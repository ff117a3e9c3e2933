"""Dates as readers see them, at the precision they are known."""

from __future__ import annotations

from datetime import date, tzinfo
from functools import lru_cache

from markupsafe import Markup

from factpress.models.dates import PartialDate, Published

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def in_words(when: PartialDate | date) -> str:
    """Return a date in words: `27 March 2025`, `March 2025` or `2025`."""
    parts = [str(when.year)]
    if when.month:
        parts.append(MONTHS[when.month - 1])
    if when.day:
        parts.append(str(when.day))
    return " ".join(reversed(parts))


def stamp(when: PartialDate | date | Published) -> str:
    """Return a date for a `datetime` attribute (HTML, 4.5.14): a year, a month, a day or a moment.

    Empty where nothing is known.
    """
    if isinstance(when, Published):
        if when.moment is not None:
            return when.moment.isoformat()
        return when.partial.text if when.partial else ""
    return when.text if isinstance(when, PartialDate) else when.isoformat()


def shown(published: Published, zone: tzinfo) -> PartialDate | date | None:
    """Return what readers are told of a first publication: its day in a zone, its month or year, or None."""
    return published.partial if published.moment is None else published.day(zone)


@lru_cache(maxsize=4096)
def as_time(when: PartialDate | date) -> Markup:
    """Return a date in words inside a `time` element."""
    return Markup(f'<time datetime="{stamp(when)}">{in_words(when)}</time>')  # noqa: S704 - nothing but a date
