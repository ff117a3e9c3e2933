"""Which sources lack an archived copy, and which capture makes a good one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import unquote, urlsplit

from factpress.captures import Capture
from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.parts import Appearance, Source
from factpress.models.text import as_uri

NEAR: Final = timedelta(days=90)
"""How far a capture may lie from the day a source was read and still be taken without a second look."""
FIRST_CAPTURE: Final = date(1996, 1, 1)
"""No page of the web was archived before."""
ARCHIVES: Final = frozenset(
    {"archive.is", "archive.org", "archive.ph", "archive.today", "ghostarchive.org", "perma.cc", "web.archive.org"}
)
"""Hosts whose pages are copies themselves."""


@dataclass(frozen=True, slots=True)
class Uncopied:
    """A source or a sighting that lacks an archived copy."""

    claim: str
    """The claim's id."""
    path: str
    """The claim's file."""
    place: tuple[str, int]
    """Where it stands in the file, counted from zero: `("sources", 1)`."""
    address: str
    day: date
    """The day on which it was read, or the best guess at it."""
    since: date
    """The day it was published, before which no capture can show it."""
    required: bool
    """Whether the publication demands a copy of it."""

    @property
    def field(self) -> str:
        """Where it stands, as authors write it: `sources[2]`."""
        return f"{self.place[0]}[{self.place[1] + 1}]"


def uncopied(claims: Iterable[Claim], corpus: Corpus, today: date) -> tuple[Uncopied, ...]:
    """Return what lacks an archived copy in the claims, what the publication demands copies of first.

    Left out is what has no address, what says in `archive_note` why there is no copy, and what is itself
    a page of an archive. `today` stands in for the day it was read where no date at all is known.
    """
    found = [one for claim in claims for one in _of_claim(claim, corpus, today)]
    return tuple(sorted(found, key=lambda one: not one.required))


def _of_claim(claim: Claim, corpus: Corpus, today: date) -> Iterator[Uncopied]:
    demanded = corpus.publication.editorial.archive_required_for
    published = claim.published and claim.published.day(corpus.publication.zone)
    seen: tuple[tuple[str, tuple[Source | Appearance, ...]], ...] = (
        ("sources", claim.sources),
        ("appearances", claim.appearances),
    )
    for name, places in seen:
        for number, one in enumerate(places):
            if one.url is None or one.archive_url or one.archive_note or _is_archived(one.url):
                continue
            days = (
                one.accessed if isinstance(one, Source) else None,
                one.date and one.date.last,
                claim.as_of,
                published,
            )
            since = one.date.first if one.date else FIRST_CAPTURE
            yield Uncopied(
                claim=claim.id,
                path=claim.path,
                place=(name, number),
                address=one.url,
                day=min(next((day for day in days if day and day >= FIRST_CAPTURE), today), today),
                since=max(since, FIRST_CAPTURE),
                required=isinstance(one, Source) and one.kind in demanded,
            )


def _is_archived(address: str) -> bool:
    return (urlsplit(address).hostname or "").removeprefix("www.") in ARCHIVES


def nearest(captures: Iterable[Capture], wanted: Uncopied) -> Capture | None:
    """Return the capture closest to the day on which a source was read, or None where none may be trusted.

    One may be where it shows the very address, and was made neither before the source was published (a day earlier,
    for zones) nor further than `NEAR` from the day it was read.
    """
    noon = datetime.combine(wanted.day, time(12), UTC)
    since = datetime.combine(wanted.since, time(), UTC) - timedelta(days=1)
    good = [
        capture
        for capture in captures
        if is_of(capture.original, wanted.address) and abs(capture.moment - noon) <= NEAR and capture.moment >= since
    ]
    return min(good, key=lambda capture: (abs(capture.moment - noon), capture.moment), default=None)


def is_of(original: str, address: str) -> bool:
    """Whether two addresses name one page, whatever their scheme, `www.`, last slash, fragment and escapes."""
    try:
        return _page(original) == _page(address)
    except ValueError:
        return False


def _page(address: str) -> str:
    """Return what is the same in all addresses of a page. Raises ValueError for what is no address."""
    parts = urlsplit(as_uri(address))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ValueError
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    query = f"?{parts.query}" if parts.query else ""
    host = parts.hostname.removeprefix("www.")
    return re.sub("%[0-9A-Fa-f]{2}", _unescaped, host + port + parts.path.rstrip("/") + query)


def _unescaped(match: re.Match[str]) -> str:
    """Return an escape in its normal form (RFC 3986, section 6.2.2)."""
    character = unquote(match[0])
    return character if re.fullmatch("[A-Za-z0-9._~-]", character) else match[0].upper()


def copy_address(archive: str, stamp: str, address: str) -> str:
    """Return where an archive shows a page: our own address of it, behind the moment of the capture."""
    return f"{archive}/web/{stamp}/{as_uri(address)}"
