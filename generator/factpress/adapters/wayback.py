"""Speaks with the Wayback Machine, or with another archive that speaks like it: slowly, and believing little."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPSConnection
from ipaddress import ip_address
from threading import Event, Timer
from typing import Final, TypeVar
from urllib.parse import urlsplit

from factpress.archiving import is_of
from factpress.captures import (
    Capture,
    Misread,
    Refused,
    Request,
    captures_of,
    captures_request,
    job_of,
    job_request,
    save_request,
    saved_of,
    shown_request,
)

T = TypeVar("T")

_TOO_MANY: Final = 429
_WRONG_KEYS: Final = (401, 403)
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Manner:
    """How politely an archive is asked; all in seconds but `tries` and `size`.

    The pauses keep below what the archive allows: 24 look-ups a minute (edgi-govdata-archiving/wayback 0.5.1), 7
    captures a minute with an account and 3 without ("SPN2 Public API", limitations).
    """

    lookup: float = 3
    """Between two questions for captures."""
    view: float = 1
    """Between two captures looked at."""
    save: float = 9
    """Between two captures asked for, with an account."""
    anonymous_save: float = 21
    """The same without one."""
    poll: float = 5
    """Between two questions how far a capture has come."""
    patience: float = 180
    """How long a capture may take; the archive gives up after two minutes."""
    silence: float = 30
    """How long it may say nothing."""
    answer: float = 90
    """How long an answer may take as a whole."""
    tries: int = 4
    backoff: float = 10
    """Before the second try; doubled before each further one."""
    longest: float = 300
    """The longest wait that it may ask for; where it asks for more, the run ends."""
    size: int = 1 << 20
    """How many bytes of an answer are read."""


@dataclass(frozen=True, slots=True)
class Keys:
    """An account at the archive (https://archive.org/account/s3.php)."""

    key: str
    secret: str


class NoAnswer(Exception):
    """An archive that gave no usable answer this time; says why, in words of ours."""


class Stop(NoAnswer):
    """An archive that wants no further questions now."""


def archive_address(text: str, *, loopback: bool = False) -> str:
    """Return an archive's address as it is used: https, no user name, query or slash at its end.

    With `loopback`, which is for tests, plain http to this machine will do as well. Raises ValueError, in words
    for people, for anything else.
    """
    if not re.fullmatch(r"[a-z]+://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9/._~-]*)?", text):
        raise ValueError("An archive must be a plain address, like https://web.archive.org.")
    parts = urlsplit(text)
    try:
        usable = parts.hostname and parts.port != 0
    except ValueError:
        usable = None
    if not usable or (parts.scheme != "https" and not (loopback and _is_loopback(parts.hostname or ""))):
        raise ValueError("An archive must be reached by https://, so that nobody can answer in its place.")
    return text.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: HTTPMessage
    body: bytes


class Wayback:
    """An archive that is asked one thing at a time.

    Proxies, cookies and passwords of this machine are never used, redirects never followed. Every method raises
    NoAnswer where the archive can't be asked or understood now, and Stop where asking on makes no sense.
    """

    def __init__(
        self,
        archive: str,
        agent: str,
        keys: Keys | None = None,
        manner: Manner | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take an address from `archive_address`, and the name under which to ask."""
        self.archive = archive
        self._parts = urlsplit(archive)
        self._headers = {"User-Agent": agent, "Accept": "application/json", "Accept-Encoding": "identity"}
        self._keys = keys
        self._manner = manner or Manner()
        self._sleep = sleep
        self._pauses = {
            "lookup": self._manner.lookup,
            "view": self._manner.view,
            "save": self._manner.save if keys else self._manner.anonymous_save,
        }
        self._ready: dict[str, float] = {}

    def captures(self, address: str, first: date, last: date) -> tuple[Capture, ...]:
        """Return the captures of a page that the archive knows of, of status 200."""
        answer = self._asked(captures_request(address, first, last), "lookup")
        if answer.status != 200:
            raise NoAnswer(_refusal(answer))
        return _understood(captures_of, answer.body)

    def shows(self, capture: Capture, address: str) -> bool:
        """Whether readers of a capture get to see that very page, and no redirect (RFC 7089, section 2)."""
        answer = self._asked(shown_request(capture, address), "view", "HEAD")
        if answer.status != 200:
            return False
        moment = answer.headers.get("Memento-Datetime")
        original = re.search(r'<([^<>\s]+)>\s*;\s*rel="?original', answer.headers.get("Link", ""))
        return (moment is None or _http_date(moment) == capture.moment) and (
            original is None or is_of(original[1], address)
        )

    def save(self, address: str) -> Capture | Refused:
        """Have a page captured and return the capture once it is made, or why there is none."""
        manner = self._manner
        answer = self._asked(save_request(address), "save")
        if answer.status in _WRONG_KEYS:
            raise Stop("it takes no wishes for captures from this account")
        if answer.status != 200:
            raise NoAnswer(_refusal(answer))
        job = _understood(job_of, answer.body)
        if isinstance(job, Refused):
            return job
        for _ in range(max(1, int(manner.patience // max(manner.poll, 1)))):
            self._sleep(manner.poll)
            answer = self._asked(job_request(job), "poll")
            if answer.status != 200:
                raise NoAnswer(_refusal(answer))
            made = _understood(saved_of, answer.body)
            if made is not None:
                return made
        raise NoAnswer("the capture isn’t done yet")

    def _asked(self, request: Request, purpose: str, method: str = "GET") -> _Answer:
        """Return the answer to a request, asked again where it may be otherwise in a moment."""
        manner = self._manner
        for number in range(1, manner.tries + 1):
            self._sleep(max(0.0, self._ready.get(purpose, 0) - time.monotonic()))
            wait = manner.backoff * 2 ** (number - 1)
            try:
                answer = self._answer(request, method)
            except (OSError, HTTPException) as error:
                trouble = "it took too long" if isinstance(error, TimeoutError) else "the connection failed"
            else:
                if answer.status != _TOO_MANY and answer.status < 500:
                    return answer
                trouble = _refusal(answer)
                wait = max(wait, _retry_after(answer.headers))
                if wait > manner.longest:
                    raise Stop("it asks to be left alone for a while")
                if answer.status == _TOO_MANY and number == manner.tries:
                    raise Stop("it is asked too often (status 429)")
            finally:
                self._ready[purpose] = time.monotonic() + self._pauses.get(purpose, 0)
            if number < manner.tries:
                self._sleep(wait)
        raise NoAnswer(trouble)

    def _answer(self, request: Request, method: str) -> _Answer:
        secure = self._parts.scheme == "https"
        connection = (HTTPSConnection if secure else HTTPConnection)(
            self._parts.hostname or "", self._parts.port, timeout=self._manner.silence
        )
        headers = dict(self._headers)
        if request.form is not None:
            headers["Content-Type"] = _FORM
        if self._keys and request.path.startswith("/save"):
            headers["Authorization"] = f"LOW {self._keys.key}:{self._keys.secret}"
        try:
            connection.connect()
            # Somebody who sends a byte now and then never lets the socket run out of time.
            late = Event()
            watch = Timer(self._manner.answer, _cut, [connection.sock, late])
            watch.daemon = True
            watch.start()
            try:
                connection.request(
                    "POST" if request.form is not None else method,
                    self._parts.path.rstrip("/") + request.path,
                    request.form,
                    headers,
                )
                with connection.getresponse() as response:
                    body = response.read(self._manner.size + 1)
                    missing = response.length
            except (OSError, HTTPException):
                # What is cut off while it still tells its headers fails like a connection.
                if late.is_set():
                    raise TimeoutError from None
                raise
            finally:
                watch.cancel()
        finally:
            connection.close()
        if len(body) > self._manner.size:
            raise NoAnswer("its answer is too long")
        if late.is_set():
            raise TimeoutError
        if missing:
            raise ConnectionError
        return _Answer(response.status, response.headers, body)


def _refusal(answer: _Answer) -> str:
    # Of a status its class alone is told, like of every remote answer.
    return f"it answered with a status of {answer.status // 100}xx"


def _cut(connection: socket.socket, late: Event) -> None:
    late.set()
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _understood(read: Callable[[bytes], T], body: bytes) -> T:
    try:
        return read(body)
    except Misread as error:
        raise NoAnswer(f"{error}") from None


def _retry_after(headers: HTTPMessage) -> float:
    """Return how many seconds an archive asks to wait (RFC 9110, section 10.2.3); 0 where it doesn't say."""
    text = headers.get("Retry-After", "")
    if re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return float(text)
    moment = _http_date(text)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment else 0.0


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
