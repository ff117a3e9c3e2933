"""Files on disk: a site is written beside the last one and swapped in when it is whole."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Final

from factpress.adapters.settings import BadSettings
from factpress.digests import digest
from factpress.site import File, Group, Mapped, Part, SamePath
from factpress.spreading import Spread, in_chunks, one_by_one

MARK: Final = ".factpress"
"""Stands in every site that factpress made, so that it never replaces a folder that somebody else filled."""
_SAYS: Final = "This folder was made by factpress, which replaces it as a whole.\n"
_WITHOUT_LINKS: Final = (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV)
"""What file systems say that know no links, or no more of them."""
CHUNK: Final = 100
"""How many parts of a site make a piece of work."""


def edition_name(groups: Iterable[Group]) -> str:
    """Return what the edition is called that some groups make: made of the same, the same name."""
    return digest(*[text for group in groups for text in (group.name, group.made_of)])


def mark(edition: str) -> File:
    """Return the file that says who made a site, and of what."""
    return File(MARK, f"{_SAYS}{edition}\n".encode())


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did on disk."""

    files: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What a part of a site gave."""

    made_of: str
    paths: Sequence[str]
    mapped: Sequence[Mapped]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a group of parts gave."""

    made_of: str
    entries: dict[str, Entry]
    """By the names of the parts."""
    shared: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    """What the group said of them."""

    def paths(self) -> Iterator[str]:
        """Yield the paths of all its files."""
        for entry in self.entries.values():
            yield from entry.paths


@dataclass(frozen=True)
class Edition:
    """A site on disk: what each part of it was made of, and how the spare copy beside it differs."""

    name: str = ""
    """Differs where anything does that the site was made of; empty for a site that nobody knows anything of."""
    bundles: Mapping[str, Bundle] = field(default_factory=dict)
    """What the groups of parts gave, by their names."""
    spare: str = ""
    """The name of the edition in the spare copy; empty for none."""
    differs: frozenset[str] = frozenset()
    """The paths of files that one of the two lacks or has otherwise."""

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of all files that parts gave."""
        return frozenset(path for bundle in self.bundles.values() for path in bundle.paths())


NOTHING_KNOWN: Final = Edition()
_EMPTY: Final = Bundle("", {})
_NOT_YET: Final = Entry("", (), ())


def write_site(
    folder: Path,
    groups: Sequence[Group],
    last: Callable[[Iterable[Mapped]], Iterable[File]],
    known: Edition = NOTHING_KNOWN,
    spread: Spread = one_by_one,
    accept: Callable[[Path, Collection[str]], None] = lambda _, __: None,
    noted: Callable[[Edition], None] = lambda _: None,
    around: str = "",
) -> Written:
    """Make `folder` hold exactly the files of the groups; until the last one is written it stays as it was.

    `last` makes the files that come from what all others say of themselves to the sitemap; `around` differs where
    anything else does that they are made of. Of the edition that is
    `known` nothing is made again: its files are taken over. `accept` sees the folder that is to become the site, and
    the paths in it; what it raises ends it all. `noted` gets the new edition just before it is there.
    Two builds of one site wait for each other. Raises BadSettings for a folder that factpress did not make, SamePath
    for two files with one path, OSError when the disk fails; the last site then stays.
    """
    _refuse_foreign(folder)
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _only_build(folder):
        _restore(folder)
        known = known if known.name and _edition_in(folder) == known.name else NOTHING_KNOWN
        name = edition_name(groups)
        if name == known.name:
            return Written(len(known.paths), 0, 0)
        spare = _beside(folder, "spare")
        try:
            return _write_edition(folder, spare, name, groups, last, known, spread, accept, noted, around)
        except BaseException:
            _remove(spare)
            raise


def _refuse_foreign(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BadSettings(f"The site folder must be a folder; {folder} is something else. Choose another --site-dir.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise BadSettings(
            f"The site folder must be empty or made by factpress, for it is replaced as a whole; {folder} holds other "
            "files. Choose another --site-dir, or empty it."
        )


def _edition_in(folder: Path) -> str:
    """Return the name of the edition that a folder holds; empty where it isn't whole."""
    try:
        says = (folder / MARK).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return says.removeprefix(_SAYS).strip() if says.startswith(_SAYS) else ""


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


def _write_edition(
    folder: Path,
    spare: Path,
    name: str,
    groups: Sequence[Group],
    last: Callable[[Iterable[Mapped]], Iterable[File]],
    known: Edition,
    spread: Spread,
    accept: Callable[[Path, Collection[str]], None],
    noted: Callable[[Edition], None],
    around: str,
) -> Written:
    bundles = {group.name: _unplanned(group, known.bundles.get(group.name, _EMPTY)) for group in groups}

    def make(planned: Iterable[Group]) -> list[_Made]:
        made = _all_made(spare, folder, [part for group in planned for part in stale[group.name].values()], spread)
        places = ((group.name, one) for group in planned for one in stale[group.name])
        for (bundle, part), one in zip(places, made, strict=True):
            bundles[bundle].entries[part] = one.entry
        return made

    # Groups that name their parts beforehand are planned last: what they wait for is found while others are made.
    first, later = ([group for group in groups if bool(group.own) is named] for named in (False, True))
    stale = _plan(first, bundles, known)
    _prepare(folder, spare, bundles, known, spread)
    made = make(first)
    stale |= _plan(later, bundles, known)
    made += make(later)
    mapped = [page for bundle in bundles.values() for entry in bundle.entries.values() for page in entry.mapped]
    before = known.bundles.get("", _EMPTY)
    if (
        known.name
        and before.made_of == around
        and mapped
        == [page for bundle in known.bundles.values() for entry in bundle.entries.values() for page in entry.mapped]
    ):
        bundles[""] = before
    else:
        made.append(_make(spare, folder, Part("", "", partial(last, mapped))))
        bundles[""] = Bundle(around, {"": made[-1].entry})
    paths = _each_once(bundles.values())
    changed_paths = {path for one in made for path in one.changed}
    removed = frozenset(_paths(folder)) - paths - {MARK} if not known.name else known.paths - paths
    for path in removed:
        _unlink(spare, path)
    accept(spare, paths)
    _put(spare, mark(name))
    noted(Edition(name, bundles, known.name, frozenset(changed_paths | removed)))
    _swap(folder, spare)
    if not known.name:
        _remove(spare)
    return Written(len(paths), len(changed_paths), len(removed))


def _unplanned(group: Group, before: Bundle) -> Bundle:
    """Return what is known of a group before anybody thinks of its parts."""
    entries = before.entries
    if group.own and group.made_of != before.made_of:
        entries = {one: entries.get(one, _NOT_YET) for one in group.own}
    return Bundle(group.made_of, dict(entries), group.shared, group.own)


def _plan(groups: Iterable[Group], bundles: dict[str, Bundle], known: Edition) -> dict[str, Mapping[str, Part]]:
    """Return by the names of groups the parts that have to be made, and note in the bundles which parts there are."""
    stale: dict[str, Mapping[str, Part]] = {}
    for group in groups:
        before = known.bundles.get(group.name, _EMPTY)
        stale[group.name] = {}
        if group.made_of != before.made_of:
            entries, stale[group.name] = _planned(group, before)
            bundles[group.name] = replace(bundles[group.name], entries=dict(entries))
    return stale


def _planned(group: Group, before: Bundle) -> tuple[Mapping[str, Entry], Mapping[str, Part]]:
    """Return what is known of a group's parts, and the parts that have to be made."""
    if group.shared and group.shared == before.shared:
        names: Iterable[str] = group.own
        parts = group.some([one for one, own in group.own.items() if before.own.get(one) != own])
    else:
        parts = list(group.parts())
        names = [part.name for part in parts]
    known = before.entries
    changed = {one.name: one for one in parts if one.name not in known or known[one.name].made_of != one.made_of}
    entries = {one: known.get(one, _NOT_YET) for one in names}
    return entries | dict.fromkeys(changed, _NOT_YET), changed


def _prepare(folder: Path, spare: Path, bundles: Mapping[str, Bundle], known: Edition, spread: Spread) -> None:
    """Make the spare copy equal to the site, as far as that is to be taken over."""
    if known.spare and _edition_in(spare) == known.spare:
        (spare / MARK).unlink()  # from here on nobody knows what it holds, should this end early
        for path in sorted(known.differs - known.paths):
            _unlink(spare, path)
        _link(folder, spare, sorted(known.differs & known.paths))
        for path in _gone(bundles, known):  # first, for a folder may come in the place of a file
            _unlink(spare, path)
        return
    _remove(spare)
    spare.mkdir()
    paths = [path for bundle in (*bundles.values(), known.bundles.get("", _EMPTY)) for path in bundle.paths()]
    spread([partial(_link, folder, spare, chunk) for chunk in in_chunks(paths, 10 * CHUNK)])


def _gone(bundles: Mapping[str, Bundle], known: Edition) -> Iterator[str]:
    """Yield the paths of parts that are known and no longer there; what comes last always is."""
    for name, before in known.bundles.items():
        now = bundles.get(name, _EMPTY).entries if name else before.entries
        yield from (path for part, entry in before.entries.items() if part not in now for path in entry.paths)


def _link(folder: Path, spare: Path, paths: Iterable[str]) -> None:
    def link(source: str, target: str) -> None:
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in _WITHOUT_LINKS:
                raise
            shutil.copyfile(source, target)

    for path in paths:
        _in_place(spare, path, partial(link, f"{folder}/{path}"))


def _unlink(spare: Path, path: str) -> None:
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        os.unlink(f"{spare}/{path}")
        with suppress(OSError):  # it isn't empty
            os.removedirs(os.path.dirname(f"{spare}/{path}"))


def _paths(folder: Path) -> Iterator[str]:
    for inner, _, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(inner, name), folder)


def _each_once(bundles: Iterable[Bundle]) -> frozenset[str]:
    seen: set[str] = {MARK}
    for path in chain.from_iterable(bundle.paths() for bundle in bundles):
        if path in seen:
            raise SamePath(path)
        seen.add(path)
    return frozenset(seen - {MARK})


@dataclass(frozen=True, slots=True)
class _Made:
    """What making a part gave, and which of its files the last site lacks or has otherwise."""

    entry: Entry
    changed: list[str]


def _all_made(spare: Path, folder: Path, parts: Sequence[Part], spread: Spread) -> list[_Made]:
    order = sorted(range(len(parts)), key=lambda place: not parts[place].is_large)
    large = sum(part.is_large for part in parts)
    chunks = [*in_chunks(order[:large], 1), *in_chunks(order[large:], CHUNK)]
    made = spread([partial(_make_chunk, spare, folder, [parts[place] for place in chunk]) for chunk in chunks])
    by_place = dict(zip(order, chain.from_iterable(made), strict=True))
    return [by_place[place] for place in range(len(parts))]


def _make_chunk(spare: Path, folder: Path, parts: Iterable[Part]) -> list[_Made]:
    return [_make(spare, folder, part) for part in parts]


def _make(spare: Path, folder: Path, part: Part) -> _Made:
    paths, mapped, changed = [], [], []
    for file in part.make():
        paths.append(file.path)
        if file.mapped:
            mapped.append(file.mapped)
        if not _is_taken_over(folder, spare, file):
            changed.append(file.path)
            _put(spare, file)
    return _Made(Entry(part.made_of, paths, mapped), changed)


def _put(spare: Path, file: File) -> None:
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


def _is_taken_over(folder: Path, spare: Path, file: File) -> bool:
    """Return whether the last site has just this file; it is then the new one's, too."""
    try:
        with open(f"{folder}/{file.path}", "rb") as handle:
            if os.fstat(handle.fileno()).st_size != len(file.content) or handle.read() != file.content:
                return False
    except OSError:
        return False
    _link(folder, spare, [file.path])
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
