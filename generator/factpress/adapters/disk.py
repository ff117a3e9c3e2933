"""Editions of a site: written beside the last one, of which they take over what is the same, and swapped in whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from factpress.adapters.folders import (
    MARK,
    beside,
    edition_in,
    is_taken_over,
    link_all,
    mark,
    only_build,
    paths_in,
    put,
    refuse_foreign,
    remove,
    restore,
    swap,
    unlink,
)
from factpress.digests import digest
from factpress.site import File, Group, Mapped, Part, SamePath
from factpress.spreading import Spread, in_chunks, one_by_one

CHUNK: Final = 50
"""How many parts of a site make a piece of work."""
FEW: Final = 5
"""The same where there are few, so that every process gets some."""


def edition_name(groups: Iterable[Group]) -> str:
    """Return what the edition is called that some groups make: made of the same, the same name."""
    return digest(*[text for group in groups for text in (group.name, group.made_of)])


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did on disk."""

    files: int
    changed: int
    removed: int


class Entry(NamedTuple):
    """What a part of a site gave."""

    made_of: str
    paths: Sequence[str]
    mapped: Mapping[str, str]
    """By the paths of pages that may be found the newest date of their content; nothing where they have none."""


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
_NOT_YET: Final = Entry("", (), {})


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
    anything else does that they are made of. Of the edition that is `known` nothing is made again: its files are taken
    over. `accept` sees the folder that is to become the site, and the paths in it; what it raises ends it all. `noted`
    gets the new edition just before it is there.
    Two builds of one site wait for each other. Raises BadSettings for a folder that factpress did not make, SamePath
    for two files with one path, OSError when the disk fails; the last site then stays.
    """
    refuse_foreign(folder)
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with only_build(folder):
        restore(folder)
        known = known if known.name and edition_in(folder) == known.name else NOTHING_KNOWN
        name = edition_name(groups)
        if name == known.name:
            return Written(len(known.paths), 0, 0)
        spare = beside(folder, "spare")
        try:
            return _write_edition(folder, spare, name, groups, last, known, spread, accept, noted, around)
        except BaseException:
            remove(spare)
            raise


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

    def make(stale: Mapping[tuple[str, str], Part]) -> list[_Made]:
        made = _all_made(spare, folder, list(stale.values()), spread)
        for (bundle, part), one in zip(stale, made, strict=True):
            bundles[bundle].entries[part] = one.entry
        return made

    first, later = ([group for group in groups if bool(group.keys) is is_last] for is_last in (False, True))
    stale = _plan(first, bundles, known)
    _prepare(folder, spare, bundles, known, spread)
    made = make(stale) + make(_plan(later, bundles, known))
    before = known.bundles.get("", _EMPTY)
    if known.name and before.made_of == around and _say_the_same(bundles, known):
        bundles[""], paths = before, known.paths
    else:
        pages = [(path, date.fromisoformat(day) if day else None) for path, day in _mapped(bundles).items()]
        made += _make_chunk(spare, folder, [Part("", "", partial(last, pages))])
        bundles[""] = Bundle(around, {"": made[-1].entry})
        paths = _each_once(bundles.values())
    changed_paths = {path for one in made for path in one.changed}
    removed = frozenset(paths_in(folder)) - paths - {MARK} if not known.name else known.paths - paths
    for path in removed:
        unlink(spare, path)
    accept(spare, paths)
    put(spare, mark(name))
    differs = frozenset(changed_paths | removed) if known.name else frozenset()
    noted(Edition(name, bundles, known.name or name, differs))
    swap(folder, spare)
    if not known.name:
        try:
            _copy(folder, spare, [path for bundle in bundles.values() for path in bundle.paths()], spread)
            put(spare, mark(name))
        except OSError:  # the site is there; the next build makes the copy
            remove(spare)
    return Written(len(paths), len(changed_paths), len(removed))


def _unplanned(group: Group, before: Bundle) -> Bundle:
    """Return what is known of a group before anybody thinks of its parts."""
    entries, own = before.entries, before.own
    if group.keys and group.made_of != before.made_of:
        own = group.own()
        entries = {one: entries.get(one, _NOT_YET) for one in own}
    return Bundle(group.made_of, dict(entries), group.shared, own)


def _plan(groups: Iterable[Group], bundles: dict[str, Bundle], known: Edition) -> dict[tuple[str, str], Part]:
    """Return the parts of groups that have to be made, and note in the bundles which parts there are."""
    stale: dict[tuple[str, str], Part] = {}
    for group in groups:
        before = known.bundles.get(group.name, _EMPTY)
        if group.made_of != before.made_of:
            own = group.own()
            entries, changed = _planned(group, before, own)
            bundles[group.name] = replace(bundles[group.name], entries=entries, own=own)
            stale |= {(group.name, one): part for one, part in changed.items()}
    return stale


def _planned(group: Group, before: Bundle, own: Mapping[str, str]) -> tuple[dict[str, Entry], dict[str, Part]]:
    """Return what is known of a group's parts, and the parts that have to be made."""
    known = before.entries
    if group.shared and group.shared == before.shared:
        other = [owner for owner, made_of in own.items() if before.own.get(owner) != made_of]
        staying = own.keys() - other
        parts = list(group.some(other))
        entries = {name: entry for name, entry in known.items() if group.owner(name) in staying}
    elif group.keys:
        keys = group.keys()
        entries = {name: entry for name, entry in known.items() if entry.made_of == keys.get(name)}
        parts = list(group.some([name for name in keys if name not in entries]))
    else:
        parts = list(group.parts())
        entries = {}
    changed = {one.name: one for one in parts if one.name not in known or known[one.name].made_of != one.made_of}
    entries |= {one.name: known.get(one.name, _NOT_YET) for one in parts}
    return entries | dict.fromkeys(changed, _NOT_YET), changed


def _prepare(folder: Path, spare: Path, bundles: Mapping[str, Bundle], known: Edition, spread: Spread) -> None:
    """Make the spare copy equal to the site, as far as that is to be taken over."""
    if known.spare and edition_in(spare) == known.spare:
        (spare / MARK).unlink()  # from here on nobody knows what it holds, should this end early
        for path in sorted(known.differs - known.paths):
            unlink(spare, path)
        link_all(folder, spare, sorted(known.differs & known.paths))
        for path in _gone(bundles, known):  # first, for a folder may come in the place of a file
            unlink(spare, path)
        return
    paths = [path for bundle in (*bundles.values(), known.bundles.get("", _EMPTY)) for path in bundle.paths()]
    _copy(folder, spare, paths, spread)


def _copy(folder: Path, spare: Path, paths: Sequence[str], spread: Spread) -> None:
    """Make the spare copy anew, of links to files of the site."""
    remove(spare)
    spare.mkdir()
    spread([partial(link_all, folder, spare, chunk) for chunk in in_chunks(paths, 10 * CHUNK)])


def _gone(bundles: Mapping[str, Bundle], known: Edition) -> Iterator[str]:
    """Yield the paths of parts that are known and no longer there; what comes last always is."""
    for name, before in known.bundles.items():
        now = bundles.get(name, _EMPTY).entries if name else before.entries
        yield from (path for part, entry in before.entries.items() if part not in now for path in entry.paths)


def _say_the_same(bundles: Mapping[str, Bundle], known: Edition) -> bool:
    """Whether the parts are those that are known, with the same files and the same to say to the sitemap."""
    return all(
        bundle.entries.keys() == (before := known.bundles.get(name, _EMPTY).entries).keys()
        and all(entry is before[part] or entry[1:] == before[part][1:] for part, entry in bundle.entries.items())
        for name, bundle in bundles.items()
    ) and bundles.keys() == known.bundles.keys() - {""}


def _mapped(bundles: Mapping[str, Bundle]) -> dict[str, str]:
    mapped: dict[str, str] = {}
    for bundle in bundles.values():
        for entry in bundle.entries.values():
            mapped |= entry.mapped
    return mapped


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
    chunks = [*in_chunks(order[:large], 1), *in_chunks(order[large:], CHUNK if len(parts) > 10 * CHUNK else FEW)]
    last = folder if folder.exists() else None
    made = spread([partial(_make_chunk, spare, last, [parts[place] for place in chunk]) for chunk in chunks])
    by_place = dict(zip(order, chain.from_iterable(made), strict=True))
    return [by_place[place] for place in range(len(parts))]


def _make_chunk(spare: Path, last: Path | None, parts: Iterable[Part]) -> list[_Made]:
    # All are made before the first is written: a processor is faster where it stays with what it does.
    made = [(part, list(part.make())) for part in parts]
    return [_put(spare, last, part.made_of, files) for part, files in made]


def _put(spare: Path, last: Path | None, made_of: str, files: Iterable[File]) -> _Made:
    """Write the files of a part; of the last site, where there is one, equal files are taken over."""
    paths, mapped, changed = [], {}, []
    for file in files:
        paths.append(file.path)
        if file.mapped:
            page, day = file.mapped
            mapped[page] = day.isoformat() if day else ""
        if last is None or not is_taken_over(last, spare, file):
            changed.append(file.path)
            put(spare, file)
    return _Made(Entry(made_of, paths, mapped), changed)
