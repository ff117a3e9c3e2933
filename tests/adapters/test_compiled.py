"""Compiled templates: kept where modules are, believed only for the text they were made of."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2.compiler import CodeGenerator

from factpress.adapters import compiled as room
from factpress.adapters.compiled import compiled
from factpress.pages.templates import Templates


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let Python keep its bytecode in a folder of the test's."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


@pytest.fixture
def compiling(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Note the name of each template that is really compiled."""
    names: list[str | None] = []
    visit = CodeGenerator.visit_Template

    def noting(self: CodeGenerator, *args: object) -> None:
        names.append(self.name)
        visit(self, *args)  # type: ignore[arg-type] # whatever Jinja gives

    monkeypatch.setattr(CodeGenerator, "visit_Template", noting)
    return names


def rendered(text: str) -> str:
    """Return what a template prints whose text this is."""
    return Templates({"claim.html": text}, compiled()).render("claim.html", name="<A>")


def test_a_template_is_compiled_once(compiling: list[str | None], elsewhere: Path) -> None:
    """The second time it is only read."""
    assert [rendered("{{ name }}!") for _ in range(3)] == ["&lt;A&gt;!"] * 3
    assert compiling == ["claim.html"]
    assert [place for place in elsewhere.rglob("*") if place.is_file()]


def test_another_text_is_another_template(compiling: list[str | None]) -> None:
    """A publication may have one of the same name."""
    assert [rendered("{{ name }}!"), rendered("{{ name }}?")] == ["&lt;A&gt;!", "&lt;A&gt;?"]
    assert len(compiling) == 2


def test_what_is_torn_is_compiled_again(compiling: list[str | None], elsewhere: Path) -> None:
    """Whatever lies there, nothing but what was compiled is used."""
    assert rendered("{{ name }}!") == "&lt;A&gt;!"
    [place] = [place for place in elsewhere.rglob("*") if place.is_file()]
    whole = place.read_bytes()
    for torn in (b"", whole[:10], whole[: len(whole) // 2], b"\x00" * 100):
        place.write_bytes(torn)
        assert rendered("{{ name }}!") == "&lt;A&gt;!"
    assert len(compiling) == 5


def test_other_code_throws_it_away(
    compiling: list[str | None], elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our code and the libraries have a say in how a template is compiled; nothing old is left."""
    rendered("{{ name }}!")
    monkeypatch.setattr(room, "code_digest", lambda: "0" * 32)
    assert rendered("{{ name }}!") == "&lt;A&gt;!"
    assert len(compiling) == 2
    assert [place.name for place in elsewhere.rglob("templates-*")] == ["templates-0000000000000000"]


def test_a_folder_that_can_t_be_written_costs_time_alone(
    compiling: list[str | None], elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Like modules, templates are then compiled each time."""
    (elsewhere / "file").write_text("")
    monkeypatch.setattr(sys, "pycache_prefix", str(elsewhere / "file"))
    assert [rendered("{{ name }}!") for _ in range(2)] == ["&lt;A&gt;!"] * 2
    assert len(compiling) == 2


def test_who_wants_no_bytecode_gets_none(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PYTHONDONTWRITEBYTECODE and -B hold for templates, too."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert compiled() is None
    assert list(elsewhere.iterdir()) == []
