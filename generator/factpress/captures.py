"""How the Wayback Machine is asked for captures, and what its answers say.

Written to the CDX Server API (internetarchive/wayback, wayback-cdx-server/README.md) and to the Save Page Now 2 API
(Internet Archive, "SPN2 Public API"); only what these document is used. What an archive answers is a stranger's
text: it is read strictly, and nothing of it but a moment ever gets into a claim or onto a screen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import urlencode

import orjson

from factpress.models.text import ADDRESS_LENGTH, as_uri

MOST: Final = 400
"""How many captures an answer lists at most."""


@dataclass(frozen=True, slots=True)
class Capture:
    """A page as an archive once saw it."""

    moment: datetime
    original: str
    """The address it was captured at; a stranger's text."""

    @property
    def stamp(self) -> str:
        """The moment as archives write it: YYYYMMDDhhmmss, in UTC."""
        return self.moment.strftime("%Y%m%d%H%M%S")


@dataclass(frozen=True, slots=True)
class Request:
    """A question to an archive."""

    path: str
    """From the archive's address, with a slash before it."""
    form: bytes | None = None
    """What is posted; None asks with GET."""


class Misread(ValueError):
    """An answer that isn't what the archive documents."""


def captures_request(address: str, first: date, last: date) -> Request:
    """Return the question for the good captures of a page from one day to another, one a day."""
    query = [
        ("url", _bare(address)),
        ("output", "json"),
        ("fl", "timestamp,original,statuscode"),
        ("filter", "statuscode:200"),
        ("from", f"{first:%Y%m%d}"),
        ("to", f"{last:%Y%m%d}"),
        ("collapse", "timestamp:8"),
        ("limit", f"{MOST}"),
        ("gzip", "false"),
    ]
    return Request(f"/cdx/search/cdx?{urlencode(query)}")


def captures_of(body: bytes) -> tuple[Capture, ...]:
    """Return the captures that an answer lists, only those of status 200. Raises Misread."""
    rows = _json(body) if body.strip() else []
    if rows == []:
        return ()
    if not isinstance(rows, list) or rows[0] != ["timestamp", "original", "statuscode"]:
        raise Misread("the list of captures has no known head")
    return tuple(capture for row in rows[1:] if (capture := _row(row)))


def _row(row: Any) -> Capture | None:
    if not isinstance(row, list) or len(row) != 3 or not all(isinstance(cell, str) for cell in row):
        raise Misread("a line in the list of captures isn't one")
    stamp, original, status = row
    return Capture(_moment(stamp), _original(original)) if status == "200" else None


def shown_request(capture: Capture, address: str) -> Request:
    """Return the request for a capture as readers see it."""
    return Request(f"/web/{capture.stamp}/{_bare(address)}")


def save_request(address: str) -> Request:
    """Return the request to capture a page now; one of the last day does, so that asking twice is harmless."""
    form = urlencode([("url", _bare(address)), ("if_not_archived_within", "86400"), ("skip_first_archive", "1")])
    return Request("/save", form.encode("ascii"))


@dataclass(frozen=True, slots=True)
class Refused:
    """What an archive says where it makes no capture."""

    reason: str
    passing: bool
    """Whether it may be otherwise another day."""


def job_of(body: bytes) -> str | Refused:
    """Return the number of the job that captures a page, or why there is none. Raises Misread."""
    answer = _object(body)
    job = answer.get("job_id")
    if isinstance(job, str) and re.fullmatch("[A-Za-z0-9-]{1,80}", job):
        return job
    return _refusal(answer)


def job_request(job: str) -> Request:
    """Return the question how far a job has come."""
    return Request(f"/save/status/{job}")


def saved_of(body: bytes) -> Capture | Refused | None:
    """Return what a job made, or why it made nothing; None while it works. Raises Misread."""
    answer = _object(body)
    if answer.get("status") == "pending":
        return None
    if answer.get("status") == "success":
        return Capture(_moment(answer.get("timestamp")), _original(answer.get("original_url")))
    return _refusal(answer)


def _refusal(answer: dict[str, Any]) -> Refused:
    code = answer.get("status_ext")
    if answer.get("status") != "error" or not isinstance(code, str):
        raise Misread("the answer names neither a job nor an error")
    lasting = _LASTING.get(code)
    return Refused(lasting or _PASSING.get(code, "the capture failed at the archive"), lasting is None)


_LASTING: Final = {
    "error:bad-request": "the site doesn’t understand the archive’s request",
    "error:blocked": "the site turns the archive away",
    "error:blocked-url": "the archive doesn’t capture this address",
    "error:filesize-limit": "it is too large for the archive",
    "error:invalid-host-resolution": "its host is unknown",
    "error:invalid-url-syntax": "the archive can’t read the address",
    "error:method-not-allowed": "the site turns the archive away",
    "error:no-access": "the site turns the archive away (403)",
    "error:not-found": "the page is not there (404)",
    "error:not-implemented": "the site doesn’t understand the archive’s request",
    "error:too-many-redirects": "it is redirected too often",
    "error:unauthorized": "the site asks for a login (401)",
}
_PASSING: Final = {
    "error:max-daily-bandwidth": "today’s limit of the archive is reached",
    "error:max-daily-bandwidth-from-ip": "today’s limit of the archive is reached",
    "error:max-daily-bandwidth-host": "today’s limit of the archive for this site is reached",
    "error:too-many-daily-captures": "the archive has captured this page often enough today",
    "error:too-many-requests": "the site asks the archive to slow down (429)",
    "error:user-session-limit": "too many captures at a time",
}


def _bare(address: str) -> str:
    return as_uri(address).partition("#")[0]


def _object(body: bytes) -> dict[str, Any]:
    answer = _json(body)
    if not isinstance(answer, dict):
        raise Misread("the answer is no JSON object")
    return answer


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Misread("the answer is no JSON") from None


def _moment(stamp: object) -> datetime:
    if not isinstance(stamp, str) or not re.fullmatch(r"\d{14}", stamp, re.ASCII):
        raise Misread("a capture has no moment")
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise Misread("a capture’s moment isn’t one that the calendar has") from None


def _original(address: object) -> str:
    if not isinstance(address, str) or len(address) > ADDRESS_LENGTH:
        raise Misread("a capture has no address")
    return address
