"""Remembers the good answers of addresses in `.factpress/links`, line by line as they come in."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

from factpress.adapters.files import read_regular
from factpress.adapters.keeping import FOLDER
from factpress.links import outcome_of
from factpress.models.links import Answer, Failure, Outcome

HEAD: Final = b"factpress links 2\n"
MAX_BYTES: Final = 512 << 20
GOOD: Final = frozenset({Outcome.OK, Outcome.MOVED})
"""What is remembered: the reader gets to the page."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A good answer, and the day it was given."""

    answer: Answer
    day: date


class LinkCache:
    """What was remembered, and a file that what comes in is added to."""

    def __init__(self, known: Mapping[str, Remembered], file: IO[bytes] | None) -> None:
        """Take what the file holds already; without a file nothing is kept."""
        self._known = dict(known)
        self._file = file

    def get(self, address: str) -> Remembered | None:
        """Return the last good answer of an address."""
        return self._known.get(address)

    def take(self, answer: Answer, day: date) -> None:
        """Remember an answer if it is good; forget the address if it isn't any more. At once, for a kill may follow.

        Where nobody asked, nothing is known anew, and what was remembered stays.
        """
        if outcome_of(answer) in GOOD:
            self._known[answer.address] = Remembered(answer, day)
            self._add(_line(Remembered(answer, day)))
        elif answer.failure is not Failure.NOT_ASKED and answer.address in self._known:
            del self._known[answer.address]
            self._add(_checked({"address": answer.address}))

    def _add(self, line: bytes) -> None:
        if self._file is not None:
            # A full disk costs time at the next run, nothing else.
            with suppress(OSError):
                self._file.write(line)


@contextmanager
def link_cache(folder: Path, waiting: Callable[[], None]) -> Iterator[LinkCache]:
    """Open what a publication's folder remembers; one run at a time, `waiting` is called where another has it.

    What isn't ours, is torn or can't be read counts as nothing, and a folder that can't be written to keeps nothing.
    """
    place = folder / FOLDER / "links"
    lock: IO[bytes] | None = None
    file: IO[bytes] | None = None
    known: dict[str, Remembered] = {}
    try:
        with suppress(OSError):
            lock = _locked(place, waiting)
            known = _read(place)
            file = _renewed(place, known)
        yield LinkCache(known, file)
    finally:
        for opened in (file, lock):
            if opened is not None:
                opened.close()


def _locked(place: Path, waiting: Callable[[], None]) -> IO[bytes]:
    if place.parent.is_symlink():
        raise NotADirectoryError
    place.parent.mkdir(exist_ok=True)
    lock = _opened(place.with_name("links.lock"), os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waiting()
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _opened(place: Path, flags: int) -> IO[bytes]:
    handle = os.open(place, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    return os.fdopen(handle, "r+b" if flags & os.O_RDWR else "wb", buffering=0)


def _read(place: Path) -> dict[str, Remembered]:
    raw, refused = read_regular(place, MAX_BYTES)
    if refused or len(raw) > MAX_BYTES or not raw.startswith(HEAD):
        return {}
    known: dict[str, Remembered] = {}
    for line in raw[len(HEAD) :].splitlines():
        # A torn or foreign line is passed over.
        with suppress(ValueError, KeyError, TypeError):
            fields = _fields(line)
            if len(fields) == 1:
                known.pop(fields["address"], None)
            else:
                remembered = _remembered(**fields)
                if outcome_of(remembered.answer) in GOOD:
                    known[remembered.answer.address] = remembered
    return known


def _renewed(place: Path, known: Mapping[str, Remembered]) -> IO[bytes]:
    """Return the file, without what is out of date or broken in it, open for what comes in."""
    fresh = place.with_name("links.next")
    with suppress(FileNotFoundError):
        fresh.unlink()
    file = _opened(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND)
    try:
        file.write(HEAD + b"".join(_line(known[address]) for address in sorted(known)))
        os.replace(fresh, place)
    except OSError:
        file.close()
        raise
    return file


def _line(remembered: Remembered) -> bytes:
    answer = remembered.answer
    return _checked(
        {
            "address": answer.address,
            "day": remembered.day.isoformat(),
            "final": answer.final,
        }
    )


def _checked(fields: Mapping[str, Any]) -> bytes:
    text = json.dumps(fields, separators=(",", ":")).encode()
    return _sum(text) + b" " + text + b"\n"


def _sum(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:16].encode()


def _fields(line: bytes) -> dict[str, Any]:
    checksum, _, text = line.partition(b" ")
    if checksum != _sum(text):
        raise ValueError
    fields: dict[str, Any] = json.loads(text)
    return fields


def _remembered(address: str, day: str, final: str | None) -> Remembered:
    return Remembered(Answer(address, None, final), date.fromisoformat(day))
