"""Files on disk: a site is written beside the last one and swapped in when it is whole."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final

from factpress.adapters.settings import BadSettings
from factpress.site import File, Mapped, Part, SamePath
from factpress.spreading import Spread, one_by_one

MARK: Final = File(".factpress", b"This folder was made by factpress, which replaces it as a whole.\n")
"""Stands in every site that factpress made, so that it never replaces a folder that somebody else filled."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did on disk."""

    files: int
    changed: int
    removed: int


def write_site(
    folder: Path,
    parts: Sequence[Part],
    last: Callable[[Iterable[Mapped]], Iterable[File]],
    spread: Spread = one_by_one,
) -> Written:
    """Make `folder` hold exactly the files of the parts; until the last one is written it stays as it was.

    `last` makes the files that come from what all others say of themselves to the sitemap. Files that are equal to
    those of the last site are taken over from it, not written again. Two builds of one site wait for each other.
    Raises BadSettings for a folder that factpress did not make, SamePath for two files with one path, OSError when
    the disk fails; the last site then stays.
    """
    _refuse_foreign(folder)
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _only_build(folder):
        _restore(folder)
        fresh = _beside(folder, "next")
        _remove(fresh)
        try:
            made = spread([partial(_write, fresh, folder, part) for part in parts])
            mapped = chain.from_iterable(part.mapped for part in made)
            made.append(_write(fresh, folder, lambda: chain((MARK,), last(mapped))))
            paths = {path for part in made for path in part.paths}
            written = Written(
                files=len(paths),
                changed=sum(part.changed for part in made),
                removed=sum(path not in paths for path in _paths(folder)),
            )
            _swap(folder, fresh)
        finally:
            _remove(fresh)
        return written


def _refuse_foreign(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BadSettings(f"The site folder must be a folder; {folder} is something else. Choose another --site-dir.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK.path).is_file():
        raise BadSettings(
            f"The site folder must be empty or made by factpress, for it is replaced as a whole; {folder} holds other "
            "files. Choose another --site-dir, or empty it."
        )


def _beside(folder: Path, purpose: str) -> Path:
    return folder.with_name(f".{folder.name}.{purpose}")


@contextmanager
def _only_build(folder: Path) -> Iterator[None]:
    with _beside(folder, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _restore(folder: Path) -> None:
    """Bring the last site back if a build was killed between the two steps of a swap."""
    last = _beside(folder, "last")
    if last.is_dir() and not folder.exists():
        last.rename(folder)
    _remove(last)


@dataclass(frozen=True, slots=True)
class _Made:
    """What writing a part of the site gave."""

    paths: list[str]
    changed: int
    mapped: list[Mapped]


def _write(fresh: Path, last: Path, part: Callable[[], Iterable[File]]) -> _Made:
    made = _Made([], 0, [])
    folders: set[str] = set()
    changed = 0
    for file in part():
        made.paths.append(file.path)
        if file.mapped:
            made.mapped.append(file.mapped)
        target = f"{fresh}/{file.path}"
        parent = target.rpartition("/")[0]
        if parent not in folders:
            os.makedirs(parent, exist_ok=True)
            folders.add(parent)
        try:
            if not _take_over(f"{last}/{file.path}", target, file.content):
                changed += 1
                with open(target, "xb") as handle:
                    handle.write(file.content)
        except FileExistsError:
            raise SamePath(file.path) from None
    return replace(made, changed=changed)


def _paths(folder: Path) -> Iterator[str]:
    for inner, _, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(inner, name), folder)


def _take_over(old: str, target: str, content: bytes) -> bool:
    """Link a file of the last site into the new one if it holds just this content."""
    try:
        with open(old, "rb") as handle:
            if os.fstat(handle.fileno()).st_size != len(content) or handle.read() != content:
                return False
        os.link(old, target)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        return False
    return True


def _swap(folder: Path, fresh: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
    elif not _exchange(folder, fresh):
        last = _beside(folder, "last")
        folder.rename(last)
        fresh.rename(folder)
        _remove(last)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step where the system can (Linux, renameat2(2) with RENAME_EXCHANGE)."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    at_cwd, exchange = -100, 2
    return bool(rename(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange) == 0)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
