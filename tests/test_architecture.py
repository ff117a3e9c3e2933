"""The rooms and the direction of imports between them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import factpress

PACKAGE = Path(factpress.__file__).parent
LEVELS = (
    {"problems", "spreading", "digests", "packing", "texts"},
    {"models"},
    {"corpus", "grouping", "known"},
    {
        "reading",
        "forms",
        "parsing",
        "loading",
        "markdown",
        "citations",
        "prose",
        "wording",
        "traits",
        "matching",
        "likeness",
        "relations",
        "corrections",
        "claimreview",
        "editing",
        "archiving",
        "captures",
        "search",
        "public",
        "links",
        "link_results",
        "link_reports",
        "inner_links",
        "rules",
        "gists",
    },
    {"pages", "feeds", "exports", "sitemap", "schema", "reference", "drafting"},
    {"shell", "site"},
    {"adapters"},
    {"cli", "__main__"},
)
LEVEL_OF = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
OUTSIDE_WORLD = {
    "click", "ctypes", "fcntl", "logging", "mkdocs", "multiprocessing", "os", "pathlib.Path", "rich", "shutil",
    "signal", "socket", "subprocess", "tempfile", "time", "urllib.request",
}  # fmt: skip


def modules() -> Iterator[Path]:
    """Yield every module of the package."""
    yield from sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """Return the room a module lies in: the first name below the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_rooms(path: Path) -> set[str]:
    """Return the rooms that a module imports from."""
    names = (name.split(".") for name in imports(path))
    return {parts[1] for parts in names if parts[0] == "factpress" and len(parts) > 1} & set(LEVEL_OF)


def test_every_room_has_a_level() -> None:
    """A new room must be given its place in the direction of imports."""
    assert {room(path) for path in modules()} - {"__init__"} == set(LEVEL_OF)


def test_imports_run_one_way() -> None:
    """A room imports from rooms before it or beside it, never from one behind it."""
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {other}"
        for path in modules()
        if room(path) in LEVEL_OF
        for other in sorted(own_rooms(path))
        if LEVEL_OF[other] > LEVEL_OF[room(path)]
    ]
    assert wrong == []


def test_neighbours_import_in_no_circle() -> None:
    """Rooms on one level may know each other in one direction only."""
    edges = {(room(path), other) for path in modules() for other in own_rooms(path) if other != room(path)}
    assert sorted((one, other) for one, other in edges if (other, one) in edges) == []


def test_the_core_sees_nothing_of_the_outside_world() -> None:
    """Files, clock, network, terminal, environment and MkDocs belong to adapters and commands."""
    seen = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in modules()
        if room(path) not in ("adapters", "cli", "__main__")
        for name in imports(path)
        if OUTSIDE_WORLD & {name, name.split(".")[0]}
    ]
    assert seen == []


def test_one_adapter_knows_the_builder() -> None:
    """Only the adapters around MkDocs may import it, since another builder will take its place."""
    knowing = {path.stem for path in modules() for name in imports(path) if name.split(".")[0] == "mkdocs"}
    assert knowing == {"mkdocs", "plugin"}


def test_modules_open_with_their_purpose() -> None:
    """A module opens with one sentence that says what it is for."""
    silent = [str(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []
