"""What a desk sees: the site that a build makes and more, made from what changed alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from factpress.adapters.building import build_site
from factpress.adapters.checking import Memory, check_folder
from factpress.adapters.desk import Desk
from factpress.adapters.settings import BadSettings
from tests.making import NOW, complete_claim
from tests.publications import write_publication, write_yaml

FERRY = complete_claim(
    claim="The old ferry sank.",
    aliases=["ship"],
    related=[{"claim": "old-bridge", "relation": "background", "note": "Why it sailed."}],
)


def shown(desk: Desk, path: str) -> str | None:
    """Return a file as the desk sees it."""
    content = desk.view.file(path) if desk.view else None
    return None if content is None else content.decode()


def test_it_is_the_site_that_a_build_makes(tmp_path: Path) -> None:
    """File for file, byte for byte, the list for search engines aside, at once and after an edit."""
    folder = write_publication(tmp_path, {"old-bridge": complete_claim(), "ferry": FERRY})
    (folder / "content/media").mkdir()
    (folder / "content/media/bridge.png").write_bytes(b"\x89PNG")
    desk = Desk(folder)
    desk.look(NOW, ())
    assert desk.settle() == []
    for headline in ("No, it sails", "No, it sails today"):
        write_yaml(folder / "content/claims/ferry.yml", {**FERRY, "headline": headline})
        desk.look(NOW, ["content/claims/ferry.yml"])
        assert desk.settle() == []
        build_site(folder, site_dir=tmp_path / "site", strict=False, now=NOW)
        for place in sorted((tmp_path / "site").rglob("*")):
            path = place.relative_to(tmp_path / "site").as_posix()
            if place.is_file() and path not in (".factpress", "sitemap.xml"):
                assert desk.view
                assert desk.view.file(path) == place.read_bytes(), path


def test_remembering_finds_what_looking_anew_does(tmp_path: Path) -> None:
    """Whatever happens to the files, to those around them too."""
    folder = write_publication(tmp_path, {"old-bridge": complete_claim(), "ferry": FERRY})
    claims = folder / "content/claims"
    memory = Memory()
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: write_yaml(claims / "ferry.yml", {**FERRY, "verdict": "nonsense"}),
        lambda: (claims / "ferry.yml").write_text("claim: ["),
        lambda: write_yaml(claims / "ferry.yml", FERRY),
        lambda: write_yaml(claims / "tunnel.yml", {"claim": "The tunnel leaks."}),
        lambda: (claims / "old-bridge.yml").unlink(),
        lambda: (claims / "old-bridge.yml").symlink_to("ferry.yml"),
        lambda: (folder / "content/topics.yml").write_text("{}"),
        lambda: (claims / "tunnel.yml").rename(claims / "tube.yml"),
    ]
    for step in steps:
        step()
        now, anew = check_folder(folder, NOW, memory), check_folder(folder, NOW)
        assert [one.whole for one in now.corpus.claims] == [one.whole for one in anew.corpus.claims]
        read = {path: text.read() for path, text in anew.texts.items()}  # one holds them, the other looks when asked
        assert replace(now, corpus=anew.corpus) == replace(anew, texts=read)


def test_what_is_the_same_has_the_same_edition(tmp_path: Path) -> None:
    """So that no browser loads a page again for nothing."""
    desk = Desk(write_publication(tmp_path))
    desk.look(NOW, ())
    assert desk.view
    first = desk.view.edition
    desk.settle()
    (tmp_path / "content/claims/README").write_text("Nothing for readers.")
    desk.look(NOW, ["content/claims/README"])
    assert desk.view.edition == first
    write_yaml(tmp_path / "content/claims/old-bridge.yml", complete_claim(conclusion="It stood open [@office]."))
    desk.look(NOW, ["content/claims/old-bridge.yml"])
    assert desk.view.edition != first


def test_a_claim_with_an_error_is_shown_as_it_was(tmp_path: Path) -> None:
    """Unless something around it changed, to which the old one needn't fit; it is then left out."""
    folder = write_publication(tmp_path, {"old-bridge": complete_claim(headline="As it was")})
    desk = Desk(folder)
    desk.look(NOW, ())
    for verdict in ("hogwash", "humbug"):
        write_yaml(folder / "content/claims/old-bridge.yml", complete_claim(headline="Broken", verdict=verdict))
        assert "FP262" in {problem.code for problem in desk.look(NOW, ["content/claims/old-bridge.yml"])}
        assert "As it was" in str(shown(desk, "claims/old-bridge/index.html"))
    (folder / "content/topics.yml").write_text("traffic: {name: Roads}\nbridges: {name: Bridges}\n")
    desk.look(NOW, ["content/topics.yml"])
    assert shown(desk, "claims/old-bridge/index.html") is None


def test_suggestions_follow(tmp_path: Path) -> None:
    """They hold up no page; one of a claim that is gone is gone at once."""
    folder = write_publication(
        tmp_path, {f"bridge-{n}": complete_claim(claim=f"Bridge {n} was shut.") for n in range(3)}
    )
    desk = Desk(folder)
    desk.look(NOW, ())
    assert "bridge-2" not in str(shown(desk, "claims/bridge-1/index.html"))
    desk.settle()
    assert "bridge-2" in str(shown(desk, "claims/bridge-1/index.html"))
    (folder / "content/claims/bridge-2.yml").unlink()
    desk.look(NOW, ["content/claims/bridge-2.yml"])
    assert "bridge-2" not in str(shown(desk, "claims/bridge-1/index.html"))


def test_what_can_wait_is_told_when_it_settles(tmp_path: Path) -> None:
    """Links that lead nowhere; first of all pages in one place, of which nobody knows which is meant."""
    claim = complete_claim(what_we_know="See [the list](../nowhere/) and [the picture](../../media/x.png) [@office].")
    folder = write_publication(
        tmp_path, {"old-bridge": claim}, pages={"about.md": "# About\n\n[here](index.md#nothing)\n"}
    )
    desk = Desk(folder)
    assert desk.settle() == []
    desk.look(NOW, ())
    found = [(problem.code, problem.location.path) for problem in desk.settle()]
    assert found == [
        *[("FP503", "content/claims/old-bridge.yml")] * 2,
        ("FP503", "content/pages/about.md"),
    ]
    (folder / "content/pages/claims").mkdir()
    (folder / "content/pages/claims/old-bridge.md").write_text("# Mine\n", "utf-8")
    desk.look(NOW, ["content/pages/claims/old-bridge.md"])
    assert [problem.code for problem in desk.settle()] == ["FP502"]


def test_bad_settings_change_nothing(tmp_path: Path) -> None:
    """The view stays, and comes back to follow when they are mended."""
    folder = write_publication(tmp_path)
    desk = Desk(folder)
    desk.look(NOW, ())
    view = desk.view
    good = (folder / "mkdocs.yml").read_text("utf-8")
    for bad in ("site_name: [", good.replace("name: material", "name: nobody")):
        (folder / "mkdocs.yml").write_text(bad, "utf-8")
        with pytest.raises(BadSettings):
            desk.look(NOW, ["mkdocs.yml"])
        assert desk.view is view
    (folder / "mkdocs.yml").write_text(good, "utf-8")
    desk.look(NOW, ["content/claims/old-bridge.yml"])
    assert desk.view is not view
