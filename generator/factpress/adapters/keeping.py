"""Keeps what took a while to make in `.factpress/`, a folder that is safe to delete at any moment."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final, TypeVar

T = TypeVar("T")

FOLDER: Final = ".factpress"
_SIZE: Final = sha256().digest_size
"""Bytes of each of the two digests before what is kept: of what it was made from, and of itself."""


def recall(folder: Path, name: str, made_from: bytes) -> bytes | None:
    """Return what was kept under a name if it was made from just this; None where it wasn't, or is torn."""
    place = folder / FOLDER / name
    try:
        raw = b"" if place.parent.is_symlink() else place.read_bytes()
    except OSError:
        return None
    content = raw[2 * _SIZE :]
    return content if raw[: 2 * _SIZE] == _digest(made_from) + _digest(content) else None


def keep(folder: Path, name: str, made_from: bytes, content: bytes) -> None:
    """Keep something under a name. A folder that can't be written costs time the next time, nothing else."""
    place = folder / FOLDER / name
    if place.parent.is_symlink():
        return
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        # A file of its own first: who reads meanwhile, or after a power cut, finds the old one or the new one.
        with NamedTemporaryFile(dir=place.parent, prefix=f"{place.name}.", delete=False) as file:
            try:
                file.writelines((_digest(made_from), _digest(content), content))
            except OSError:
                Path(file.name).unlink()
                raise
        os.replace(file.name, place)


def kept(folder: Path, name: str, key: bytes, read: Callable[[bytes], T], make: Callable[[], tuple[T, bytes]]) -> T:
    """Return what was kept under a name for this very key, or else make it and keep it.

    `read` gets the bytes that `make` gave and raises ValueError where they aren't those.
    """
    content = recall(folder, name, key)
    if content is not None:
        with suppress(ValueError):
            return read(content)
    value, made = make()
    keep(folder, name, key, made)
    return value


def _digest(content: bytes) -> bytes:
    return sha256(content).digest()  # of many megabytes, which processors have instructions for (FIPS 180-4)
