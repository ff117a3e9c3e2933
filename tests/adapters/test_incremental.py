"""Edit after edit, a site that is made again in part is the one that is made from nothing."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from factpress import search
from factpress.adapters import checking, disk, frames
from factpress.adapters.building import build_site
from factpress.pages import figures, landings, lists, paging
from tests.adapters.edited import PNG, Desk, new_desk
from tests.adapters.edits import EDITED
from tests.publications import CONFIG
from tests.test_end_to_end import digests

EDITS: Final = int(os.environ.get("FACTPRESS_EDITS", "6"))
"""How many edits are made in a row; `FACTPRESS_EDITS=200 .venv/bin/pytest tests/adapters/test_incremental.py`."""
SEED: Final = int(os.environ.get("FACTPRESS_SEED", "11"))
CACHES: Final = (".factpress", "site", ".site.spare", ".site.lock", ".site.last")


def harm(folder: Path, dice: random.Random) -> None:
    """Do to what is kept what may happen to it: it goes, it is torn, the site or its spare copy goes."""
    kept = sorted((folder / ".factpress").iterdir())
    match dice.randrange(12):
        case 0:
            dice.choice(kept).unlink()
        case 1:
            place = dice.choice(kept)
            place.write_bytes(place.read_bytes()[:-3])
        case 2:
            shutil.rmtree(folder / ".site.spare", ignore_errors=True)
        case 3:
            shutil.rmtree(folder / "site", ignore_errors=True)
        case _:
            pass


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a dozen claims do what thousands do: fill pages, parts of the search and pieces of work."""
    monkeypatch.setattr(paging, "LENGTH", 2)
    monkeypatch.setattr(lists, "DIVIDED_FROM", 2)
    monkeypatch.setattr(landings, "LETTERS_FROM", 3)
    monkeypatch.setattr(figures, "COMPARED", 2)
    monkeypatch.setattr(checking, "CHUNK", 4)
    monkeypatch.setattr(disk, "CHUNK", 5)
    for name, value in (("LEAST", 4), ("MOST", 6), ("_END_IN", 2)):
        monkeypatch.setattr(search, name, value)


@dataclass
class Builds:
    """A folder that is built again and again, and its copies, each built once."""

    folder: Path
    copy: Path
    framed: object = None
    """What the copy's frame was last made of: MkDocs takes longest, and needn't be asked for the same again."""

    def take(self, desk: Desk, said: object) -> bool:
        """Build what a desk's files say and return whether it could be built.

        What is found, and every byte of the site, is what a build gives that knows of nothing before; a site that can't
        be built stays as it was.
        """
        desk.write(self.folder)
        before = self.site()
        frame = self.copy / ".factpress" / frames.KEPT
        kept = frame.read_bytes() if frame.exists() else b""
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self.folder, self.copy, ignore=shutil.ignore_patterns(*CACHES))
        framed = deepcopy((desk.config, desk.pages, desk.theme))
        if kept and self.framed == framed:
            frame.parent.mkdir()
            frame.write_bytes(kept)
        self.framed = framed
        built = build_site(self.folder, site_dir=None, strict=False, now=desk.now)
        anew = build_site(self.copy, site_dir=None, strict=False, now=desk.now)
        assert built.problems == anew.problems, said
        assert (built.written is None) == (anew.written is None)
        site, wanted = self.site(), digests(self.copy / "site") if anew.written else before
        assert [path for path in sorted({*site, *wanted}) if site.get(path) != wanted.get(path)] == [], said
        return anew.written is not None

    def site(self) -> dict[str, str]:
        """Return a digest of every file of the site, by path."""
        return digests(self.folder / "site") if (self.folder / "site").exists() else {}


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    """Return a folder to build in, where few claims do what many do elsewhere."""
    small(monkeypatch)
    return Builds(tmp_path / "publication", tmp_path / "copy")


def test_edits_one_after_the_other(builds: Builds) -> None:
    """After every edit, and whatever happened to what is kept, the site is made of just what the files say."""
    dice = random.Random(SEED)  # noqa: S311 - any edits will do
    desk = new_desk(dice)
    assert builds.take(desk, "the first build")
    good, said, refused = deepcopy(desk), [], 0
    for _ in range(EDITS):
        edit = dice.choice(EDITED)
        edit(desk, dice)
        said.append(edit.__name__)
        harm(builds.folder, dice)
        if builds.take(desk, said[-9:]):
            good = deepcopy(desk)
        else:
            refused += 1
            desk = deepcopy(good)
    assert refused < max(EDITS / 2, 2)


def test_edits_that_reach_far(builds: Builds) -> None:
    """Small edits show in files that seem to have little to do with them."""
    desk = new_desk(random.Random(3))  # noqa: S311 - the same claims each time
    assert builds.take(desk, "the first build")
    one = next(claim for claim in desk.claims.values() if claim.get("figures"))
    edits: tuple[tuple[str, Callable[[], object]], ...] = (
        ("the sitemap stays where no page comes or goes", lambda: one.update(analysis="Counted anew [@office].")),
        ("a source's title stands beside a figure", lambda: one["sources"][0].update(title="Another list")),
        ("a file of media has a new name", lambda: desk.media.update({"new.pdf": desk.media.pop("deep/plan.pdf")})),
        ("a topic lies elsewhere", lambda: desk.registries["topics"]["bridges"].update(parent="health")),
        ("a file of media comes", lambda: desk.media.update({"turn.png": PNG})),
        ("a folder takes its place", lambda: desk.media.update({"turn.png/in.png": desk.media.pop("turn.png")})),
        ("a file takes the folder's", lambda: desk.media.update({"turn.png": desk.media.pop("turn.png/in.png")})),
        ("the site moves", lambda: setattr(desk, "config", CONFIG.replace("checks.example/desk", "moved.example"))),
    )
    for said, edit in edits:
        edit()
        assert builds.take(desk, said)
