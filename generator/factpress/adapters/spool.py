"""Bytes that are too many to hold in memory, put aside by any of our processes until one of them asks for them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

Place = tuple[int, int]
"""Where something lies in a spool, and how long it is."""


class Spool:
    """A file without a name, which is gone with the last process that knows it."""

    def __init__(self, folder: Path) -> None:
        """Make it in a folder, or where the system has its temporary files. Raises OSError."""
        self._file = _nameless(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, parts: Sequence[bytes]) -> list[Place]:
        """Put some things aside and return the place of each. Raises OSError where the disk is full."""
        content = b"".join(parts)
        descriptor = self._file.fileno()
        # Locks of this sort are held by a process, so that forks that share the file take turns.
        fcntl.lockf(descriptor, fcntl.LOCK_EX)
        try:
            start = os.fstat(descriptor).st_size
            written = 0
            while written < len(content):
                written += os.pwrite(descriptor, content[written:], start + written)
        finally:
            fcntl.lockf(descriptor, fcntl.LOCK_UN)
        starts = accumulate(map(len, parts), initial=start)
        return list(zip(starts, map(len, parts), strict=False))  # the last start is that of whatever comes next

    def get(self, place: Place) -> bytes:
        """Return what was put at a place."""
        start, length = place
        return os.pread(self._file.fileno(), length, start)


def _nameless(folder: Path) -> IO[bytes]:
    # The system's folder may lie in memory, which is what a spool is to save.
    if not folder.is_symlink():
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
            return TemporaryFile(dir=folder)
    return TemporaryFile()
