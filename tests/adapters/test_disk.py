"""Writing a site: whole or not at all, nothing twice, nobody else's folder."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from factpress.adapters.disk import MARK, Written, write_site
from factpress.adapters.processes import spread
from factpress.adapters.settings import BadSettings
from factpress.site import File, Mapped, SamePath
from factpress.spreading import Spread, one_by_one


def files(**contents: str) -> list[File]:
    """Return files by name, with `__` for a slash."""
    return [File(name.replace("__", "/"), text.encode()) for name, text in contents.items()]


def write(site: Path, made: Iterable[File]) -> Written:
    """Write a site of one part, to which nothing comes last."""
    return write_site(site, [lambda: iter(made)], lambda _: ())


def mapped_files(*addresses: str) -> Iterator[File]:
    """Yield a page for each address that the sitemap names."""
    for address in addresses:
        yield File(f"{address}index.html", address.encode(), (address, None))


def held(folder: Path) -> dict[str, str]:
    """Return what a site folder holds, but its mark."""
    return {
        place.relative_to(folder).as_posix(): place.read_text()
        for place in folder.rglob("*")
        if place.is_file() and place.name != MARK.path
    }


def test_a_site_holds_just_its_files(tmp_path: Path) -> None:
    """What is gone from the content is gone from the site."""
    site = tmp_path / "site"
    write(site, files(a="1", deep__b="2"))
    written = write(site, files(a="1", deep__c="3"))
    assert held(site) == {"a": "1", "deep/c": "3"}
    assert (written.files, written.changed, written.removed) == (3, 1, 1)


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
        write(site, breaking())
    assert held(site) == {"a": "1"}
    assert sorted(place.name for place in tmp_path.iterdir()) == [".site.lock", "site"]


@pytest.mark.parametrize("how", [one_by_one, spread])
def test_parts_make_one_site(tmp_path: Path, how: Spread) -> None:
    """Whoever writes the parts, the site holds them all, and the last files hear of each mapped page in order."""
    parts = [partial(mapped_files, f"{number}a/", f"{number}b/") for number in range(5)]

    def last(mapped: Iterable[Mapped]) -> Iterator[File]:
        yield File("map", " ".join(path for path, _ in mapped).encode())

    written = write_site(tmp_path / "site", [*parts, lambda: iter(files(plain="x"))], last, how)
    assert written == Written(files=13, changed=13, removed=0)
    site = held(tmp_path / "site")
    assert len(site) == 12
    assert site["map"] == "0a/ 0b/ 1a/ 1b/ 2a/ 2b/ 3a/ 3b/ 4a/ 4b/"


@pytest.mark.parametrize("how", [one_by_one, spread])
def test_two_files_with_one_path_are_refused(tmp_path: Path, how: Spread) -> None:
    """Which of two files would win is no matter of luck: neither does, and the last site stays."""
    site = tmp_path / "site"
    write(site, files(a="1"))
    with pytest.raises(SamePath, match="deep/b"):
        write_site(site, [lambda: iter(files(deep__b="2")), lambda: iter(files(deep__b="3"))], lambda _: (), how)
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
    (tmp_path / ".site.next").mkdir()
    (tmp_path / ".site.next" / "half").write_text("x")
    last = tmp_path / ".site.last"
    last.mkdir()
    (last / MARK.path).write_text("")
    (last / "a").write_text("1")
    written = write(tmp_path / "site", files(a="1", b="2"))
    assert held(tmp_path / "site") == {"a": "1", "b": "2"}
    assert written.changed == 2  # the mark above had another text
    assert not last.exists()


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


def test_the_site_is_linked_to_nothing(tmp_path: Path) -> None:
    """Hosts refuse hard links in a site, so none is left once the last site is gone."""
    site = tmp_path / "site"
    write(site, files(a="1"))
    write(site, files(a="1", b="2"))
    assert {os.stat(place).st_nlink for place in site.iterdir()} == {1}
