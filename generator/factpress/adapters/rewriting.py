"""Replaces a content file in one step, and only where it still holds what was read."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from tempfile import NamedTemporaryFile

from factpress.adapters.files import read_regular


class Changed(Exception):
    """A file that isn't any more what was read; its only argument says what was found."""


def rewrite(place: Path, old: bytes, new: bytes) -> None:
    """Make a file that holds `old` hold `new`, with the rights it had.

    Whoever reads it meanwhile, or after a power cut, finds one or the other. Raises Changed where it holds
    something else or is no regular file, OSError where the disk fails; the file is then as it was.
    """
    # The name begins with a dot, so that nobody takes what a kill leaves for content.
    with NamedTemporaryFile(dir=place.parent, prefix=f".{place.name}.", delete=False) as file:
        try:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), stat.S_IMODE(os.lstat(place).st_mode))
            found, refused = read_regular(place)
            if refused or found != old:
                raise Changed(refused or "somebody changed it meanwhile")
            os.replace(file.name, place)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
