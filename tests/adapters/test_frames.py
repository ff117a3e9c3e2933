"""The frame that MkDocs renders, kept: equal to a rendered one, and never older than what it is made of."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from factpress import site
from factpress.adapters import frames, processes
from factpress.adapters.frames import KEPT, Rendering
from factpress.adapters.keeping import FOLDER
from factpress.adapters.settings import BadSettings
from factpress.shell import Frame, Shell, Shells
from tests.publications import CONFIG, write_publication


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a publication whose pages lead somewhere."""
    return write_publication(tmp_path / "publication", {}, pages={"deep/more.md": "# More\n\n[Us](../about.md)\n"})


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a frame be made without MkDocs, another one each time."""
    number = count()

    def render(folder: Path, _: Path) -> tuple[Frame, Path]:
        kind = Shells.kinds()[0]
        shells = Shells({kind: Shell(("<title>", f"{next(number)}"), ("a slot",), "", "")})
        return Frame({"index.html": b"\x00\xff"}, shells, ("A warning.",)), folder / "site"

    monkeypatch.setattr(processes, "processors", lambda: 1)
    monkeypatch.setattr(frames, "_render", render)
    monkeypatch.setattr(site, "leads_of", lambda *_: {"about/": "claims/"})


def frame(folder: Path) -> tuple[Frame, bool]:
    """Return the frame of a publication, and whether it was kept."""
    rendering = Rendering(folder)
    try:
        kept = rendering._begun is None
        found, configured = rendering.result()
        assert configured == folder / "site"
        return found, kept
    finally:
        rendering.close()


def assert_alike(one: Frame, other: Frame) -> None:
    """Two frames have the same files, shells, links and warnings, in the same order."""
    assert list(one.files.items()) == list(other.files.items())
    assert list(one.shells.by_kind.items()) == list(other.shells.by_kind.items())
    assert (one.leads, one.warnings, one.key) == (other.leads, other.warnings, other.key)


def test_a_frame_that_nobody_waits_for_leaves_nothing_behind(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that finds an error ends the rendering; what it has written goes with it."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    rendering = Rendering(folder)
    assert [*(tmp_path / "temporary").iterdir()]
    rendering.close()
    assert not [*(tmp_path / "temporary").iterdir()]


def test_a_kept_frame_equals_the_rendered_one(folder: Path) -> None:
    """Files, shells, links and what MkDocs had to say are the same."""
    (folder / "content/pages/about.md").write_text("# Us\n\n[gone](gone.md) <b>“\U0001f600”</b>\n", "utf-8")
    (folder / "content/pages/dot.png").write_bytes(b"\x89PNG\x00\xff")
    rendered, kept = frame(folder)
    again, kept_again = frame(folder)
    assert (kept, kept_again) == (False, True)
    assert rendered.warnings
    assert rendered.leads["about/"]
    assert_alike(again, rendered)


def _page(folder: Path) -> None:
    (folder / "content/pages/about.md").write_text("# Others\n", "utf-8")


def _renamed(folder: Path) -> None:
    (folder / "content/pages/deep/more.md").rename(folder / "content/pages/deep/less.md")


def _deleted(folder: Path) -> None:
    (folder / "content/pages/deep/more.md").unlink()


def _settings(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text(CONFIG + "copyright: Us\n", "utf-8")


def _style(folder: Path) -> None:
    (folder / "theme/assets").mkdir(parents=True)
    (folder / "theme/assets/own.css").write_text("p{}", "utf-8")


def _template(folder: Path) -> None:
    (folder / "theme/partials").mkdir(parents=True)
    (folder / "theme/partials/copyright.html").write_text("<p>Ours</p>", "utf-8")


@pytest.mark.parametrize("change", [_page, _renamed, _deleted, _settings, _style, _template])
@pytest.mark.usefixtures("quick")
def test_a_change_renders_anew(folder: Path, change: Callable[[Path], None]) -> None:
    """Whatever a frame is made of, once it differs the old frame isn't taken; the new one is kept."""
    before, _ = frame(folder)
    change(folder)
    after, kept = frame(folder)
    assert not kept
    assert after.key != before.key
    again, kept = frame(folder)
    assert kept
    assert_alike(again, after)


@pytest.mark.parametrize(
    "more",
    [
        "copyright: !ENV [FOOT, Ours]\n",
        "hooks: [own.py]\n",
        "hooks : [own.py]\n",
        '"hooks": [own.py]\n',
        "INHERIT: base.yml\n",
        CONFIG.replace("[tables]", "[tables, pymdownx.snippets]"),
        CONFIG.replace("[tables]", "[tables, pymdownx.b64]"),
        CONFIG.replace("[factpress]", "[factpress, tags]"),
        CONFIG.replace("[factpress]", "\n  - factpress\n  - meta: {}"),
        CONFIG.replace("[factpress]", "{factpress: {}, privacy: {}}"),
        CONFIG.replace("name: material", "name: material\n  custom_dir: overrides"),
        CONFIG.replace("content/pages", "content/../content/pages"),
    ],
)
@pytest.mark.usefixtures("quick")
def test_what_is_made_of_more_is_never_kept(folder: Path, more: str) -> None:
    """Other plugins, programs, the environment and files that lie elsewhere may change unseen."""
    (folder / "mkdocs.yml").write_text(more if "site_name" in more else CONFIG + more, "utf-8")
    for _ in range(2):
        assert not frame(folder)[1]
        assert not (folder / FOLDER / KEPT).exists()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("place", ["theme", "theme/assets", "theme/assets/own.css"])
def test_a_linked_theme_is_never_kept(folder: Path, tmp_path: Path, place: str) -> None:
    """Behind a symbolic link files may change unseen."""
    (tmp_path / "shared").mkdir()
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    (folder / place).symlink_to(tmp_path / "shared")
    for _ in range(2):
        assert not frame(folder)[1]


@pytest.mark.parametrize("harm", [lambda raw: raw[:-1], lambda _: b"", lambda raw: raw[:100] + b"?" + raw[101:]])
@pytest.mark.usefixtures("quick")
def test_a_torn_frame_is_rendered_anew(folder: Path, harm: Callable[[bytes], bytes]) -> None:
    """A file that isn't what was kept is replaced."""
    frame(folder)
    place = folder / FOLDER / KEPT
    whole = place.read_bytes()
    place.write_bytes(harm(whole))
    again, kept = frame(folder)
    assert not kept
    assert place.read_bytes() != whole
    assert_alike(frame(folder)[0], again)


@pytest.mark.usefixtures("quick")
def test_another_factpress_renders_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade nothing of the last version is taken."""
    frame(folder)
    monkeypatch.setattr(frames, "code_digest", lambda: "another")
    assert not frame(folder)[1]


def test_what_cannot_be_rendered_is_not_kept(folder: Path) -> None:
    """An error is told each time."""
    (folder / "mkdocs.yml").write_text(CONFIG.replace("name: material", "name: nonsense"), "utf-8")
    for _ in range(2):
        with pytest.raises(BadSettings, match="nonsense"):
            frame(folder)
    assert not (folder / FOLDER / KEPT).exists()
