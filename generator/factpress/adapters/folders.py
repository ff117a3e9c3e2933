"""A site's folder on disk, and the folders beside it that it is made in and exchanged with."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

from factpress.adapters.settings import BadSettings
from factpress.site import File, SamePath

MARK: Final = ".factpress"
"""Stands in every site that factpress made, so that it never replaces a folder that somebody else filled."""
_SAYS: Final = "This folder was made by factpress, which replaces it as a whole.\n"
_WITHOUT_LINKS: Final = (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV)
"""What file systems say that know no links, or no more of them."""


def mark(edition: str) -> File:
    """Return the file that says who made a site, and of what."""
    return File(MARK, f"{_SAYS}{edition}\n".encode())


def refuse_foreign(folder: Path) -> None:
    """Raise BadSettings for a folder that holds what factpress did not make."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BadSettings(f"The site folder must be a folder; {folder} is something else. Choose another --site-dir.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise BadSettings(
            f"The site folder must be empty or made by factpress, for it is replaced as a whole; {folder} holds other "
            "files. Choose another --site-dir, or empty it."
        )


def edition_in(folder: Path) -> str:
    """Return the name of the edition that a folder holds; empty where it isn't whole."""
    try:
        says = (folder / MARK).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return says.removeprefix(_SAYS).strip() if says.startswith(_SAYS) else ""


def beside(folder: Path, purpose: str) -> Path:
    """Return the folder or file for a purpose that lies beside a site."""
    return folder.with_name(f".{folder.name}.{purpose}")


@contextmanager
def only_build(folder: Path) -> Iterator[None]:
    """Wait until nobody else builds the site, and keep others waiting meanwhile."""
    with beside(folder, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def restore(folder: Path) -> None:
    """Bring the last site back if a build was killed between the two steps of a swap."""
    last = beside(folder, "last")
    if last.is_dir() and not folder.exists():
        last.rename(folder)
    remove(last)


def link_all(folder: Path, spare: Path, paths: Iterable[str]) -> None:
    """Make some files of one folder stand in the other, too; they are copied where there are no hard links."""

    def link(source: str, target: str) -> None:
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in _WITHOUT_LINKS:
                raise
            shutil.copyfile(source, target)

    for path in paths:
        _in_place(spare, path, partial(link, f"{folder}/{path}"))


def unlink(spare: Path, path: str) -> None:
    """Remove a file, if it is there, and the folders that it leaves empty."""
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        os.unlink(f"{spare}/{path}")
        with suppress(OSError):  # it isn't empty
            os.removedirs(os.path.dirname(f"{spare}/{path}"))


def paths_in(folder: Path) -> Iterator[str]:
    """Yield the paths of all files in a folder."""
    for inner, _, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(inner, name), folder)


def put(spare: Path, file: File) -> None:
    """Write a file. Raises SamePath where a file would have to be a folder, too, OSError where the disk fails."""

    def write(target: str) -> None:
        with open(target, "xb") as opened:
            opened.write(file.content)

    _in_place(spare, file.path, write)


def _in_place(spare: Path, path: str, create: Callable[[str], None]) -> None:
    """Create a file. One that is there is never written into, for it may be one with the site's: it goes before."""
    target = f"{spare}/{path}"
    try:
        try:
            create(target)
        except FileNotFoundError:
            _make_folder(os.path.dirname(target))
            create(target)
        except FileExistsError:
            os.unlink(target)
            create(target)
    except (FileExistsError, IsADirectoryError, NotADirectoryError):
        raise SamePath(path) from None


def _make_folder(folder: str) -> None:
    try:
        os.mkdir(folder)  # most lack nothing but themselves
    except OSError:
        os.makedirs(folder, exist_ok=True)


def is_taken_over(folder: Path, spare: Path, file: File) -> bool:
    """Return whether the last site has just this file; it is then the new one's, too."""
    try:
        with open(f"{folder}/{file.path}", "rb") as handle:
            if os.fstat(handle.fileno()).st_size != len(file.content) or handle.read() != file.content:
                return False
    except OSError:
        return False
    link_all(folder, spare, [file.path])
    return True


def swap(folder: Path, fresh: Path) -> None:
    """Put a fresh folder in the place of another, in one step where the system can."""
    if not folder.exists():
        fresh.rename(folder)
    elif not _exchange(folder, fresh):
        last = beside(folder, "last")
        folder.rename(last)
        fresh.rename(folder)
        remove(last)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step where the system can (Linux, renameat2(2) with RENAME_EXCHANGE)."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    at_cwd, exchange = -100, 2
    return bool(rename(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange) == 0)


def remove(folder: Path) -> None:
    """Remove a folder with everything in it, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)
