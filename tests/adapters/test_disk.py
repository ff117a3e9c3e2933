"""Writing a site: whole or not at all, nothing twice, nobody else's folder."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from factpress.adapters import disk
from factpress.adapters.disk import NOTHING_KNOWN, Edition, Written, write_site
from factpress.adapters.folders import MARK
from factpress.adapters.processes import spread
from factpress.adapters.settings import BadSettings
from factpress.site import File, Group, Mapped, Part, SamePath
from factpress.spreading import Spread, one_by_one


def files(**contents: str) -> list[File]:
    """Return files by name, with `__` for a slash."""
    return [File(name.replace("__", "/"), text.encode()) for name, text in contents.items()]


def write(site: Path, made: Iterable[File]) -> Written:
    """Write a site of one part, to which nothing comes last."""
    files = list(made)
    return write_site(site, [group(part("all", *files))], lambda _: ())


def group(*parts: Part, name: str = "pages") -> Group:
    """Return a group of parts."""
    return Group(name, repr([(one.name, one.made_of) for one in parts]), lambda: parts)


def part(name: str, *files: File, made_of: str = "") -> Part:
    """Return a part of a site that gives some files."""
    return Part(name, made_of or repr(files), lambda: files)


def mapped_files(*addresses: str) -> Iterator[File]:
    """Yield a page for each address that the sitemap names."""
    for address in addresses:
        yield File(f"{address}index.html", address.encode(), (address, None))


def held(folder: Path) -> dict[str, str]:
    """Return what a site folder holds, but its mark."""
    return {
        place.relative_to(folder).as_posix(): place.read_text()
        for place in folder.rglob("*")
        if place.is_file() and place.name != MARK
    }


def test_a_site_holds_just_its_files(tmp_path: Path) -> None:
    """What is gone from the content is gone from the site."""
    site = tmp_path / "site"
    write(site, files(a="1", deep__b="2"))
    written = write(site, files(a="1", deep__c="3"))
    assert held(site) == {"a": "1", "deep/c": "3"}
    assert (written.files, written.changed, written.removed) == (2, 1, 1)


def test_nothing_that_stayed_is_written_again(tmp_path: Path) -> None:
    """An equal file keeps its very place on the disk and so its time."""
    site = tmp_path / "site"
    write(site, files(a="1", b="2"))
    before = {name: (site / name).stat() for name in ("a", "b")}
    assert write(site, files(a="1", b="3")).changed == 1
    assert (site / "a").stat().st_ino == before["a"].st_ino
    assert (site / "a").stat().st_mtime_ns == before["a"].st_mtime_ns
    assert (site / "b").stat().st_ino != before["b"].st_ino


def test_a_failed_build_leaves_the_last_site(tmp_path: Path) -> None:
    """Whatever breaks on the way, the last good site stays and nothing lies about."""
    site = tmp_path / "site"
    write(site, files(a="1"))

    def breaking() -> Iterator[File]:
        yield from files(a="2", b="2")
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        write_site(site, [group(Part("broken", "", breaking))], lambda _: ())
    assert held(site) == {"a": "1"}
    assert sorted(place.name for place in tmp_path.iterdir()) == [".site.lock", "site"]


@pytest.mark.parametrize("how", [one_by_one, spread])
def test_parts_make_one_site(tmp_path: Path, how: Spread) -> None:
    """Whoever writes the parts, the site holds them all, and the last files hear of each mapped page in order."""
    parts = [part(str(number), *mapped_files(f"{number}a/", f"{number}b/")) for number in range(5)]

    def last(mapped: Iterable[Mapped]) -> Iterator[File]:
        yield File("map", " ".join(path for path, _ in mapped).encode())

    written = write_site(
        tmp_path / "site", [group(*parts), group(part("plain", *files(plain="x")), name="more")], last, spread=how
    )
    assert written == Written(files=12, changed=12, removed=0)
    site = held(tmp_path / "site")
    assert len(site) == 12
    assert site["map"] == "0a/ 0b/ 1a/ 1b/ 2a/ 2b/ 3a/ 3b/ 4a/ 4b/"


@pytest.mark.parametrize("how", [one_by_one, spread])
def test_two_files_with_one_path_are_refused(tmp_path: Path, how: Spread) -> None:
    """Which of two files would win is no matter of luck: neither does, and the last site stays."""
    site = tmp_path / "site"
    write(site, files(a="1"))
    twice = [part("one", *files(deep__b="2")), part("other", *files(deep__b="3"))]
    with pytest.raises(SamePath, match="deep/b"):
        write_site(site, [group(*twice)], lambda _: (), spread=how)
    assert held(site) == {"a": "1"}


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    """A folder that factpress did not make is never replaced."""
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(BadSettings, match="holds other files"):
        write(tmp_path, files(a="1"))
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    """An empty folder holds nothing that could be lost."""
    site = tmp_path / "empty"
    site.mkdir()
    write(site, files(a="1"))
    assert held(site) == {"a": "1"}


def test_a_site_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    """A file or a link in the site's place is somebody else's."""
    (tmp_path / "site").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("site", "link"):
        with pytest.raises(BadSettings, match="must be a folder"):
            write(tmp_path / name, files(a="1"))


def test_a_build_killed_in_the_middle_is_forgotten(tmp_path: Path) -> None:
    """What a killed build left is cleared away; a site that was moved aside comes back."""
    (tmp_path / ".site.spare").mkdir()
    (tmp_path / ".site.spare" / "half").write_text("x")
    last = tmp_path / ".site.last"
    last.mkdir()
    (last / MARK).write_text("")
    (last / "a").write_text("1")
    written = write(tmp_path / "site", files(a="1", b="2"))
    assert held(tmp_path / "site") == {"a": "1", "b": "2"}
    assert written.changed == 1
    assert not last.exists()
    assert held(tmp_path / ".site.spare") == {"a": "1", "b": "2"}


def test_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    """Of several builds at one moment each writes a whole site."""
    site = tmp_path / "site"
    builds = [
        threading.Thread(target=write, args=(site, files(**{f"f{n}": str(number) for n in range(50)})))
        for number in range(6)
    ]
    for build in builds:
        build.start()
    for build in builds:
        build.join()
    assert len(set(held(site).values())) == 1
    assert len(held(site)) == 50


class Desk:
    """Builds one site again and again and remembers what it was made of."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.known = NOTHING_KNOWN
        self.made: list[str] = []

    def write(self, **contents: str) -> Written:
        """Write a site of one part for each file, whose name is the file's; files from `m` on are another group."""
        self.made = []

        def one(name: str, text: str) -> Iterator[File]:
            self.made.append(name)
            yield from files(**{name: text})

        parts = [Part(name, text, partial(one, name, text)) for name, text in contents.items()]
        groups = [
            group(*[part for part in parts if part.name < "m"]),
            group(*[part for part in parts if part.name >= "m"], name="more"),
        ]
        return write_site(self.site, groups, lambda _: (), self.known, noted=self._note)

    def _note(self, edition: Edition) -> None:
        self.known = edition


def test_only_what_changed_is_made(tmp_path: Path) -> None:
    """Build after build, the site is what its parts say, and no part is made twice of the same."""
    desk = Desk(tmp_path / "site")
    editions = (
        {"a": "1", "deep__b": "2", "x": "3"},
        {"a": "1", "deep__b": "3", "x": "3"},
        {"a": "1", "deep__b": "3", "y": "4"},
        {"a": "2", "y": "4"},
        {"a": "1", "deep__b": "2", "x": "3"},
    )
    made = [["a", "deep__b", "x"], ["deep__b"], ["y"], ["a"], ["a", "deep__b", "x"]]
    for contents, wanted in zip(editions, made, strict=True):
        desk.write(**contents)
        assert held(desk.site) == {name.replace("__", "/"): text for name, text in contents.items()}
        assert desk.made == wanted
    assert not any(place.is_dir() and not any(place.iterdir()) for place in desk.site.rglob("*"))


def test_nothing_new_changes_nothing(tmp_path: Path) -> None:
    """Where every part is made of the same, the site isn't touched at all."""
    desk = Desk(tmp_path / "site")
    desk.write(a="1")
    before = desk.site.stat().st_ino
    assert desk.write(a="1") == Written(files=1, changed=0, removed=0)
    assert desk.site.stat().st_ino == before


def test_a_first_edit_finds_its_spare_copy(tmp_path: Path) -> None:
    """A site from nothing has its copy, made of links, so that the next build need not make one."""
    desk = Desk(tmp_path / "site")
    spare = tmp_path / ".site.spare"
    desk.write(a="1", deep__b="1")
    assert held(spare) == held(desk.site)
    assert (spare / "a").samefile(desk.site / "a")
    before = spare.stat().st_ino
    desk.write(a="1", deep__b="2")
    assert held(desk.site) == {"a": "1", "deep/b": "2"}
    assert desk.site.stat().st_ino == before


def test_a_site_needs_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk takes the site and no more, the site is there, and nothing half done lies beside it."""
    desk = Desk(tmp_path / "site")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(disk, "link_all", refuse)
        desk.write(a="1", b="1")
    assert held(desk.site) == {"a": "1", "b": "1"}
    assert not (tmp_path / ".site.spare").exists()
    desk.write(a="1", b="2")
    assert held(desk.site) == {"a": "1", "b": "2"}


@pytest.mark.parametrize("harm", ["mark", "spare", "spare's mark", "site"])
def test_what_somebody_else_touched_is_not_trusted(tmp_path: Path, harm: str) -> None:
    """A site or a spare copy that isn't the known edition is written anew from its parts."""
    desk = Desk(tmp_path / "site")
    desk.write(a="1", b="1")
    desk.write(a="1", b="2")
    spare = tmp_path / ".site.spare"
    match harm:
        case "mark":
            (desk.site / MARK).write_text("another")
        case "spare":
            shutil.rmtree(spare)
        case "spare's mark":
            (spare / MARK).unlink()
            (spare / "a").unlink()
            (spare / "a").write_text("torn")
        case _:
            shutil.rmtree(desk.site)
    desk.write(a="1", b="3")
    assert held(desk.site) == {"a": "1", "b": "3"}


def test_a_failed_build_spoils_no_spare_copy(tmp_path: Path) -> None:
    """After a part that broke, the next build gives the right files."""
    desk = Desk(tmp_path / "site")
    desk.write(a="1", b="1")
    desk.write(a="2", b="1")
    with pytest.raises(SamePath):
        desk.write(a="3", a__b="1")
    desk.write(a="4", b="1")
    assert held(desk.site) == {"a": "4", "b": "1"}


def test_what_is_not_accepted_does_not_become_the_site(tmp_path: Path) -> None:
    """Whoever has the last word sees the whole new site, and the old one stays where they refuse it."""
    site = tmp_path / "site"
    write(site, files(a="1"))

    def refuse(folder: Path, paths: Collection[str]) -> None:
        assert (folder / "b").read_text() == "2"
        assert paths == {"b"}
        raise SamePath("no")

    with pytest.raises(SamePath):
        write_site(site, [group(part("all", *files(b="2")))], lambda _: (), accept=refuse)
    assert held(site) == {"a": "1"}


def test_no_file_of_a_site_is_linked_to_another(tmp_path: Path) -> None:
    """Hosts refuse links within a site. Its files are one with those of the spare copy, which lies elsewhere."""
    site = tmp_path / "site"
    write(site, files(a="1", b="1"))
    write(site, files(a="1", b="1", c="1"))
    places = [place.stat().st_ino for place in site.iterdir()]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("has_keys", [False, True])
def test_where_what_is_shared_stays_only_some_are_thought_of(tmp_path: Path, *, has_keys: bool) -> None:
    """Of a group that names its parts only those are planned of which something of their own changed."""
    planned: list[list[str]] = []
    noted: list[Edition] = []

    def build(shared: str, **own: str) -> Written:
        def some(names: Sequence[str]) -> list[Part]:
            planned.append(list(names))
            return [part(one, *files(**{one: shared + own[one]}), made_of=shared + own[one]) for one in names]

        def keys() -> dict[str, str]:
            return {one: shared + text for one, text in own.items()}

        pages = Group(
            "pages",
            repr((shared, own)),
            lambda: some(list(own)),
            shared,
            lambda: own,
            some,
            keys=keys if has_keys else None,
        )
        known = noted[-1] if noted else NOTHING_KNOWN
        return write_site(tmp_path / "site", [pages], lambda _: (), known, noted=noted.append)

    assert build("x", a="1", b="1", c="1") == Written(3, 3, 0)
    assert build("x", a="1", b="2", c="1") == Written(3, 1, 0)
    assert build("x", a="1", c="1", d="1") == Written(3, 1, 1)
    assert build("y", a="1", c="1", d="1") == Written(3, 3, 0)
    assert planned == [["a", "b", "c"], ["b"], ["d"], ["a", "c", "d"]]
    assert held(tmp_path / "site") == {"a": "y1", "c": "y1", "d": "y1"}


def test_an_owner_has_several_parts(tmp_path: Path) -> None:
    """All of them come and go with it, and of those that are thought of only what changed is made."""
    planned: list[list[str]] = []
    noted: list[Edition] = []

    def build(**own: str) -> Written:
        def some(owners: Sequence[str]) -> list[Part]:
            planned.append(list(owners))
            return [
                part(f"{owner}{n}", *files(**{f"{owner}{n}": text}), made_of=text)
                for owner in owners
                for n, text in enumerate(own[owner].split())
            ]

        lists = Group(
            "lists", repr(own), lambda: some(list(own)), "x", lambda: own, some, lambda name: name.rstrip("0123456789")
        )
        known = noted[-1] if noted else NOTHING_KNOWN
        return write_site(tmp_path / "site", [lists], lambda _: (), known, noted=noted.append)

    assert build(a="1 1", b="1 1", c="1 1") == Written(6, 6, 0)
    assert build(a="1 1", b="1 2", c="1 1") == Written(6, 1, 0)
    assert build(a="1 1", b="1", c="1 1") == Written(5, 0, 1)
    assert build(a="1 1", b="1") == Written(3, 0, 2)
    assert build(a="1 1", b="1", d="1") == Written(4, 1, 0)
    assert planned == [["a", "b", "c"], ["b"], ["b"], [], ["d"]]
    assert held(tmp_path / "site") == {"a0": "1", "a1": "1", "b0": "1", "d0": "1"}
