"""What a change touches, asked of git run as a program that may only look things up."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from factpress.adapters.terminal import inert
from factpress.texts import is_claim

_REVISION: Final = re.compile(r"[A-Za-z0-9_@][A-Za-z0-9_@/.^~{}+-]{0,199}")
"""Names of revisions (gitrevisions(7)) but ranges, searches and paths, and none that could be an option."""
_ENTRY: Final = re.compile(rb"(?:100644|100755) blob ([0-9a-f]{40}|[0-9a-f]{64})\t(.*)", re.DOTALL)
_SECONDS: Final = 120
# Commands that read objects alone run no hook, filter or converter; these keep git from anything else it might run.
_SAFELY: Final = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
)
_ENVIRONMENT: Final = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class NoHistory(Exception):
    """Git can't say what a change touches; says why and what to do."""


def changed_since(folder: Path, revision: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return, for every file that differs from a revision, what it held there; nothing for a new one.

    `files` are the files as they are now, by path from `folder`. What counts is where the present commit left the
    revision's line (their merge base), so that what others did since doesn't. Raises NoHistory where there is no
    git, no repository or no such revision.
    """
    old = _blobs(folder, _base(folder, revision))
    changed = [path for path, raw in sorted(files.items()) if path not in old or old[path] != _name(raw, old[path])]
    contents = _contents(folder, [old[path] for path in changed if path in old])
    return {path: contents[old[path]] if path in old else b"" for path in changed}


def content_before(folder: Path, revision: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what claims' files and registries held at a revision that differ now or are gone, by path.

    `files` are those there are now. Otherwise as `changed_since`.
    """
    old = _blobs(folder, _base(folder, revision))
    paths = [path for path in sorted(old) if path.lower().endswith((".yml", ".yaml")) and _is_content(path)]
    changed = [path for path in paths if path not in files or old[path] != _name(files[path], old[path])]
    contents = _contents(folder, [old[path] for path in changed])
    return {path: contents[old[path]] for path in changed}


def _is_content(path: str) -> bool:
    return is_claim(path) or path.count("/") == 1


def _base(folder: Path, revision: str) -> str:
    if not _REVISION.fullmatch(revision) or ".." in revision:
        raise NoHistory(
            f"A revision must be a branch, a tag or a commit, like origin/main; found {inert(revision, 80)}"
        )
    commit = _line(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not commit:
        raise NoHistory(
            f"There is no revision {inert(revision, 80)} here. Fetch it first; in a workflow, check out with "
            "fetch-depth: 0."
        )
    base = _line(folder, "merge-base", "--end-of-options", commit, "HEAD")
    if not base:
        raise NoHistory(
            f"{inert(revision, 80)} and the present commit have no history in common here. Fetch the whole of it; in a "
            "workflow, check out with fetch-depth: 0."
        )
    return base


def _blobs(folder: Path, commit: str) -> dict[str, str]:
    """Return the files of a commit below the folder: the names of their contents by path."""
    listed = _run(folder, "ls-tree", "-r", "-z", "--end-of-options", commit, "--", "content")
    matches = (_ENTRY.fullmatch(entry) for entry in listed.split(b"\0"))
    return {match[2].decode("utf-8", "surrogateescape"): match[1].decode() for match in matches if match}


def _name(raw: bytes, like: str) -> str:
    """Return the name that git gives a content (gitformat-pack(5)), in SHA-1 or SHA-256 like another name."""
    digest = hashlib.sha1(usedforsecurity=False) if len(like) == 40 else hashlib.sha256()
    digest.update(b"blob %d\0" % len(raw))
    digest.update(raw)
    return digest.hexdigest()


def _contents(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Return contents by name (git-cat-file(1), batch output)."""
    if not names:
        return {}
    out = _run(folder, "cat-file", "--batch", given="".join(f"{name}\n" for name in names).encode())
    contents: dict[str, bytes] = {}
    position = 0
    for name in names:
        end = out.find(b"\n", position)
        head = out[position:end].split()
        if len(head) != 3 or head[0] != name.encode() or head[1] != b"blob":
            raise NoHistory("The repository lacks a file of that revision. Fetch it; in a workflow, without a filter.")
        contents[name] = out[end + 1 : end + 1 + int(head[2])]
        position = end + 1 + int(head[2]) + 1
    return contents


def _line(folder: Path, *arguments: str) -> str:
    """Return the one line that git answers, empty where it has no answer."""
    done = _started(folder, arguments, b"")
    if done.returncode not in (0, 1):
        raise NoHistory(_trouble(done))
    return done.stdout.decode("ascii", "replace").strip() if done.returncode == 0 else ""


def _run(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    done = _started(folder, arguments, given)
    if done.returncode:
        raise NoHistory(_trouble(done))
    return done.stdout


def _started(folder: Path, arguments: Sequence[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        return subprocess.run(  # noqa: S603 - no shell, our own options, validated names
            ["git", *_SAFELY, *arguments],  # noqa: S607 - whichever git the person or the workflow uses
            cwd=folder,
            env={**environment, **_ENVIRONMENT},
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise NoHistory("--changed-since needs git, which isn't installed here.") from None
    except subprocess.TimeoutExpired:
        raise NoHistory(f"git didn't answer within {_SECONDS} seconds.") from None


def _trouble(done: subprocess.CompletedProcess[bytes]) -> str:
    words = " ".join(done.stderr.decode("utf-8", "replace").split())
    return f"git can't say what changed. {inert(words, 300) or 'It gave no reason.'}"
