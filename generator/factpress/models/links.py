"""Addresses that a publication relies on: where they stand, what asking for them gave, what that means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from factpress.models.text import as_uri


class Outcome(StrEnum):
    """What an answer means for a reader who follows the link. The set is closed."""

    OK = "ok"
    MOVED = "moved"
    """It leads, for good, to another address."""
    GONE = "gone"
    """404, 410, a host that nobody knows, or one that shows another's certificate."""
    BLOCKED = "blocked"
    """It answers people, perhaps, but not us: 401, 403, 429, robots.txt, a bot wall."""
    UNREACHABLE = "unreachable"
    """No answer now: time-out, a refused connection, 5xx, or a run that came to its bounds before."""
    SKIPPED = "skipped"
    """Nobody asked: an exception applies, or it must not be asked for."""


class Failure(StrEnum):
    """Why an address gave no page. The set is closed: a stranger's status and words are told to nobody but in these."""

    NOT_FOUND = "not-found"
    """404, 410."""
    REFUSED = "refused"
    """Any other 4xx but those that say “later”, and 999."""
    SERVER = "server"
    """5xx, 408, 425, or a status that means nothing by itself."""
    UNKNOWN_HOST = "unknown-host"
    FORBIDDEN = "forbidden"
    """Its host, or one that it leads to, is none of the public web's; nobody asked it."""
    CERTIFICATE = "certificate"
    """The certificate is another host's, expired or not to be trusted."""
    WRONG_HOST = "wrong-host"
    """The certificate is another host's."""
    TIMEOUT = "timeout"
    NO_CONNECTION = "no-connection"
    BROKEN = "broken"
    """It answered, but not in HTTP, or broke off."""
    REDIRECTS = "redirects"
    """Too many redirects, or a circle of them."""
    ROBOTS = "robots"
    """robots.txt asks programs to stay away."""
    WALL = "wall"
    """A wall against programs, a log-in or a consent form answered in its place, by any status."""
    NOT_ASKED = "not-asked"
    """Nobody asked it before the run's time was over, or it was one too many for the run."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one address answered, as far as anybody is told."""

    address: str
    failure: Failure | None = None
    """Why it gave no page; None where it gave one."""
    final: str | None = None
    """Where it has moved to for good; of other redirects nothing is told."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands."""

    path: str
    """The file, from the publication's folder: `content/claims/x.yml`."""
    field: str
    """The field in words of the file: `sources[2].url`; empty in a hand-written page."""
    line: int | None = None
    typed: str = ""
    """The address as it was typed there, fragment and all."""
    copy: str = ""
    """The address to ask of the archived copy that stands beside it; or empty."""

    @property
    def claim(self) -> str:
        """The id of the claim that relies on it there; empty outside of claims."""
        path = PurePosixPath(self.path)
        return path.stem if path.parts[:2] == ("content", "claims") else ""


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it is asked for (see `asked`), once, with every place that relies on it."""

    address: str
    places: tuple[Place, ...]


OUTCOMES: Final = tuple(Outcome)
"""In the order in which reports count them."""
_AS_ASKED: Final = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[A-Za-z0-9/%:@!$&()*+,;=._~-]*").fullmatch
"""What most addresses look like, which are asked for as they are."""
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


def asked(address: str) -> str:
    """Return an address that the models accepted as it is asked for: written out, without its fragment.

    Scheme and host are in lower case, a default port is left out, and no path is the path `/` (RFC 3986, section
    6.2), so that one page is asked for once, however its address was typed.
    """
    if _AS_ASKED(address):
        return address
    parts = urlsplit(as_uri(address))
    host = parts.netloc.lower().removesuffix(_DEFAULT_PORTS.get(parts.scheme, ":"))
    return urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))
