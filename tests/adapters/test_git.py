"""What a change touches, asked of git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from factpress.adapters.git import NoHistory, changed_since, content_before

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "x@desk.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody at the desk would."""
    done = subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def write(folder: Path, **files: bytes) -> dict[str, bytes]:
    """Write claims, by id, and return them by path."""
    paths = {f"content/claims/{name}.yml": raw for name, raw in files.items()}
    for path, raw in paths.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(raw)
    return paths


@pytest.fixture(params=["sha1", "sha256"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a publication below the root of a repository, with a commit on the branch main."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main", f"--object-format={request.param}")
    folder = tmp_path / "desk"
    write(folder, a=b"claim: a\n", b=b"claim: b\r\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=x")
    return folder


def test_what_differs_is_told_with_what_it_was(desk: Path) -> None:
    """Committed or not; a new file was nothing."""
    assert changed_since(desk, "main", write(desk, a=b"claim: a\n", b=b"claim: b\r\n")) == {}
    files = write(desk, a=b"claim: new\n", b=b"claim: b\r\n", c=b"claim: c\n")
    expected = {"content/claims/a.yml": b"claim: a\n", "content/claims/c.yml": b""}
    assert changed_since(desk, "HEAD", files) == expected
    git(desk, "add", ".")
    git(desk, "commit", "--quiet", "--message=x")
    assert changed_since(desk, "HEAD~1", files) == expected
    assert changed_since(desk, "HEAD", files) == {}


def test_what_claims_were_is_told(desk: Path) -> None:
    """Of those that differ or are gone; pages, pictures and new claims were none."""
    (desk / "content/pages").mkdir()
    (desk / "content/pages/about.md").write_text("About us.\n", "utf-8")
    write(desk, **{"2024/c": b"claim: c\n"})
    git(desk, "add", ".")
    git(desk, "commit", "--quiet", "--message=x")
    whole = {f"content/claims/{name}.yml": raw for name, raw in (("a", b"claim: a\n"), ("b", b"claim: b\r\n"))}
    whole["content/claims/2024/c.yml"] = b"claim: c\n"
    assert content_before(desk, "main", whole) == {}
    now = {
        "content/claims/a.yml": b"claim: new\n",
        "content/claims/new.yml": b"",
        "content/claims/b.yml": b"claim: b\r\n",
    }
    assert content_before(desk, "main", now) == {
        "content/claims/a.yml": b"claim: a\n",
        "content/claims/2024/c.yml": b"claim: c\n",
    }
    assert content_before(desk, "main", {}) == whole


def test_registries_are_content_and_pages_are_not(desk: Path) -> None:
    """What claims refer to counts like claims; whatever lies among pages and media doesn't."""
    for name in ("verdicts.yml", "media/numbers.yml", "pages/about.yml", "README.md"):
        (desk / "content" / name).parent.mkdir(exist_ok=True)
        (desk / "content" / name).write_text("x\n", "utf-8")
    git(desk, "add", ".")
    git(desk, "commit", "--quiet", "--message=x")
    assert sorted(content_before(desk, "HEAD", {})) == [
        "content/claims/a.yml",
        "content/claims/b.yml",
        "content/verdicts.yml",
    ]


def test_what_others_did_since_is_theirs(desk: Path) -> None:
    """The change begins where it left the line."""
    git(desk, "checkout", "--quiet", "-b", "mine")
    write(desk, c=b"claim: c\n")
    git(desk, "add", ".")
    git(desk, "commit", "--quiet", "--message=mine")
    git(desk, "checkout", "--quiet", "main")
    write(desk, a=b"claim: theirs\n")
    git(desk, "commit", "--quiet", "--all", "--message=theirs")
    git(desk, "checkout", "--quiet", "mine")
    files = {f"content/claims/{name}.yml": (desk / f"content/claims/{name}.yml").read_bytes() for name in "abc"}
    assert changed_since(desk, "main", files) == {"content/claims/c.yml": b""}


def test_names_of_files_are_only_names(desk: Path) -> None:
    """Line ends, quotation marks, options and bytes that are no text."""
    names = ["--output=x", 'a"b', "a\nb", "*", ":(glob)x", "\udcff"]
    files = write(desk, **dict.fromkeys(names, b"old"))
    git(desk, "add", ".")
    git(desk, "commit", "--quiet", "--message=x")
    changed = dict.fromkeys(files, b"new")
    assert changed_since(desk, "HEAD", changed) == dict.fromkeys(files, b"old")


@pytest.mark.parametrize(
    "revision",
    ["--output=x", "-p", "", "main..HEAD", ":/x", "HEAD:content", "main^{/x y}", "x" * 300, "a\nb", "a\0b", "$(id)"],
)
def test_a_revision_is_no_option(desk: Path, revision: str) -> None:
    """Nor a range, a search or a path."""
    with pytest.raises(NoHistory, match="must be a branch, a tag or a commit"):
        changed_since(desk, revision, {})


def test_what_is_missing_is_said(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A revision, a common history, a repository, git itself."""
    with pytest.raises(NoHistory, match="no revision origin/main here"):
        changed_since(desk, "origin/main", {})
    git(desk, "checkout", "--quiet", "--orphan", "other")
    git(desk, "commit", "--quiet", "--message=another")
    with pytest.raises(NoHistory, match="no history in common"):
        changed_since(desk, "main", {})
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    monkeypatch.setenv("GIT_DIR", str(tmp_path / ".git"))
    with pytest.raises(NoHistory, match="not a git repository"):
        changed_since(outside, "main", {})
    monkeypatch.setenv("PATH", str(outside))
    with pytest.raises(NoHistory, match="isn't installed"):
        changed_since(desk, "main", {})


def test_nothing_in_the_repository_is_run(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No hook, filter, converter, pager or monitor, whoever configured it, and no program from the environment."""
    ran = desk / "ran"
    script = desk / "script"
    script.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n", "utf-8")
    script.chmod(0o755)
    (desk / ".gitattributes").write_text("*.yml diff=x filter=x\n", "utf-8")
    for name in ("diff.x.command", "diff.x.textconv", "filter.x.clean", "filter.x.smudge", "core.fsmonitor"):
        git(desk, "config", name, str(script))
    git(desk, "config", "core.hooksPath", str(desk))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(script))
    monkeypatch.setenv("GIT_PAGER", str(script))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    files = write(desk, a=b"claim: new\n", b=b"claim: b\r\n")
    assert changed_since(desk, "HEAD", files) == {"content/claims/a.yml": b"claim: a\n"}
    assert not ran.exists()
