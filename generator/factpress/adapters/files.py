"""Reads a publication's files, trusting nothing about what lies where a file should."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from factpress.texts import CLAIMS, MAX_BYTES, ROOT, Text, is_claim

TextAt = Callable[[str, str], Text]
"""Gives the text of a path, of which it gets the place, too."""
ClaimFiles = Mapping[str, tuple[str, str, str]]
"""Claims' files by path, in that order: where each lies, or nothing; why it can't be read, or nothing; its digest."""
Scan = Callable[[], ClaimFiles | None]
"""Gives the claims' files to somebody who has had them looked at meanwhile; None where nobody has."""
Stamp = tuple[int, ...]
"""Kind, inode, size and times of a file: another one wherever the file was written since."""
TICK: Final = 2_000_000_000
"""Nanoseconds in which a file may be written twice without its times telling; some file systems count by seconds."""
_ENDINGS: Final = (".yml", ".yaml")
_KINDS: Final = (
    (stat.S_ISLNK, "it is a symbolic link"),
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a named pipe"),
    (stat.S_ISSOCK, "it is a socket"),
    (stat.S_ISBLK, "it is a device"),
    (stat.S_ISCHR, "it is a device"),
)


@dataclass(slots=True)
class Content:
    """What lies below `content/`, in order of path."""

    texts: list[Text] = field(default_factory=list)
    """Claims and registries; and, as refusals, everything below `content/` that is no regular file."""
    media: list[str] = field(default_factory=list)
    """Paths of the files below `content/media/`."""
    pages: list[str] = field(default_factory=list)
    """Paths of the Markdown pages below `content/pages/`."""


class FileText(Text):
    """A text that still lies in its file, and is read each time that somebody asks for it."""

    __slots__ = ("place",)
    place: str
    raw = b""
    refused = ""

    def __init__(self, path: str, place: str) -> None:
        """Take the path it is known by, and where it lies."""
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "place", place)

    def read(self) -> Text:
        """Return the text with its bytes at hand."""
        return read_text(self.path, self.place)


def read_text(path: str, place: str) -> Text:
    """Return the file at a place as the text of a path."""
    return Text(path, *read_regular(place))


def claims_later(path: str, place: str) -> Text:
    """Return the file at a place as the text of a path; a claim's isn't read yet."""
    return FileText(path, place) if is_claim(path) else read_text(path, place)


def stamp_at(place: str) -> Stamp | None:
    """Return the stamp of a file; None where nobody can tell, for it was written just now or isn't there.

    To be asked for before the file is read: what changes in between then has another one.
    """
    now = time.time_ns()
    try:
        state = os.lstat(place)
    except OSError:
        return None
    if now - max(state.st_mtime_ns, state.st_ctime_ns) <= TICK:
        return None
    return state.st_mode, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def scanned_texts(files: ClaimFiles) -> list[Text]:
    """Return what `read_claims_of` does, of files that were scanned, none of them read yet."""
    return [
        FileText(path, place) if place else Text(path, refused=refused) for path, (place, refused, _) in files.items()
    ]


def read_content(folder: Path, text_at: TextAt = read_text) -> Content:
    """Return what lies below the `content/` of a publication's folder.

    YAML files are read, by `text_at`, media and pages only listed. Names that begin with a dot are left alone, and so
    are files in `claims/` that aren't YAML, like a README. Links, pipes, sockets and devices are never opened: each
    becomes a text that says why it was refused. Nothing that lies there makes this raise.
    """
    content = read_beside_claims(folder, text_at)
    content.texts.extend(read_claims_of(folder, text_at))
    content.texts.sort(key=attrgetter("path"))
    return content


def read_beside_claims(folder: Path, text_at: TextAt = read_text) -> Content:
    """Return what `read_content` does, but for the folder of claims."""
    root, content = folder / ROOT, Content()
    if not _is_folder(root):
        return content
    registries = (found for found in _listed(root, "") if _is_yaml(found))
    for found in (*registries, *_walked(root, "media"), *_walked(root, "pages")):
        kind, _, path = found.path.partition("/")
        if found.refused or kind not in ("media", "pages"):
            content.texts.append(_text(found, text_at))
        elif kind == "media":
            content.media.append(path)
        elif path.endswith(".md"):
            content.pages.append(path)
    content.texts.sort(key=attrgetter("path"))
    content.media.sort()
    content.pages.sort()
    return content


def read_claims_of(folder: Path, text_at: TextAt = read_text) -> list[Text]:
    """Return the claims of a publication's folder, in order of path, as `read_content` does.

    Where something else lies in the place of their folder it is a refusal with that path, the only one that is no
    claim's.
    """
    return [_text(found, text_at) for found in claims_in(folder)]


def claims_in(folder: Path) -> list[Found]:
    """Return where the texts of `read_claims_of` lie."""
    root = folder / ROOT
    walked = _walked(root, CLAIMS) if _is_folder(root) else ()
    return sorted([found for found in walked if found.refused or _is_yaml(found)], key=attrgetter("path"))


def _is_folder(root: Path) -> bool:
    return root.is_dir() and not root.is_symlink()


def _text(found: Found, text_at: TextAt) -> Text:
    if found.refused:
        return Text(f"{ROOT}/{found.path}", refused=found.refused)
    return text_at(f"{ROOT}/{found.path}", found.place)


def read_regular(place: str | Path, limit: int = MAX_BYTES) -> tuple[bytes, str]:
    """Return a regular file's bytes, at most one more than `limit`, and why it can't be read where it can't.

    Opening waits for nobody, not even at a pipe, and follows no link; what was opened is read only if it is
    a regular file.
    """
    try:
        handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return b"", _refusal_at(place) or _sentence(error)
    try:
        state = os.fstat(handle)
        if refused := _refusal(state.st_mode):
            return b"", refused
        return _read(handle, state.st_size, limit), ""
    except OSError as error:
        return b"", _sentence(error)
    finally:
        os.close(handle)


def _read(handle: int, size: int, limit: int) -> bytes:
    raw = os.read(handle, min(size, limit) + 1)
    if len(raw) == size:
        return raw
    pieces = [raw]  # it grows or shrinks meanwhile, or is larger than one call gives
    while raw and sum(map(len, pieces)) <= limit:
        raw = os.read(handle, limit + 1 - sum(map(len, pieces)))
        pieces.append(raw)
    return b"".join(pieces)


def _refusal_at(place: str | Path) -> str:
    try:
        return _refusal(os.lstat(place).st_mode)
    except OSError:
        return ""


class Found(NamedTuple):
    """Something that lies below `content/`."""

    place: str
    path: str
    """Below `content/`, with forward slashes; bytes that aren't UTF-8 written as `\\xff`."""
    mode: int = stat.S_IFREG
    trouble: str = ""

    @property
    def refused(self) -> str:
        """Why it isn't read; empty for a regular file."""
        return self.trouble or _refusal(self.mode)


def _walked(root: Path, name: str) -> Iterator[Found]:
    """Yield everything below a folder of `content/` but the folders themselves."""
    waiting = [found for found in _listed(root, "") if found.path == name]
    while waiting:
        found = waiting.pop()
        if stat.S_ISDIR(found.mode) and not _is_yaml(found):
            waiting.extend(_listed(found.place, f"{found.path}/"))
        elif found.path == name:
            yield found._replace(trouble=found.refused or "it is a file where a folder must be")
        else:
            yield found


def _listed(folder: str | Path, before: str) -> list[Found]:
    found = []
    try:
        with os.scandir(folder) as entries:
            found += [_found(entry, before) for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        return [Found(os.fspath(folder), before.rstrip("/"), trouble=_sentence(error))]
    return sorted(found, key=attrgetter("place"))


def _found(entry: os.DirEntry[str], before: str) -> Found:
    path = before + _printable(entry.name)
    try:
        # Most are regular files, of which the folder itself says so.
        mode = stat.S_IFREG if entry.is_file(follow_symlinks=False) else entry.stat(follow_symlinks=False).st_mode
        return Found(entry.path, path, mode)
    except OSError as error:
        return Found(entry.path, path, trouble=_sentence(error))


def _is_yaml(found: Found) -> bool:
    return found.path.lower().endswith(_ENDINGS)


def _printable(name: str) -> str:
    if name.isascii():
        return name
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _refusal(mode: int) -> str:
    if stat.S_ISREG(mode):
        return ""
    return next((words for is_kind, words in _KINDS if is_kind(mode)), "it is no regular file")


def _sentence(error: OSError) -> str:
    return f"it can't be read: {error.strerror or 'the system refuses it'}"
