"""Runs the jobs of a workflow as GitHub's runner does: fresh checkouts, artifacts, what follows a failure."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_NOTHING = (
    "actions/setup-python",
    "actions/cache",
    "actions/cache/restore",
    "actions/cache/save",
    "actions/deploy-pages",
)
"""Actions that do nothing on a laptop."""
GH = """\
#!/bin/sh
# Stands in for GitHub's command: notes each call and answers what a file says.
printf '%s\\n' "$*" >> "$GH_FOLDER/calls"
case "$1 $2" in
  "auth token") printf '%s' "$GH_TOKEN" ;;
  "pr create") test ! -e "$GH_FOLDER/no-pull-requests" ;;
  *) if test -e "$GH_FOLDER/$1-$2"; then cat "$GH_FOLDER/$1-$2"; fi ;;
esac
"""


@dataclass
class Ran:
    """What a job did."""

    workspace: Path
    result: str = "success"
    runs: list[str] = field(default_factory=list)
    """The `run` lines that were executed."""
    output: str = ""
    summary: str = ""


class Runner:
    """A repository, the artifacts of a run of its workflows, and a stand-in for gh."""

    def __init__(self, origin: Path, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        """`origin` is a git repository; everything else comes to lie in `folder`.

        The environment `moved-links` holds a token once `may_propose` is set.
        """
        self.origin = origin
        self.artifacts = folder / "artifacts"
        self.gh = folder / "gh"
        self.may_propose = False
        self._folder = folder
        self._count = 0
        (folder / "bin").mkdir(parents=True)
        self.gh.mkdir()
        (folder / "bin" / "gh").write_text(GH, "utf-8")
        (folder / "bin" / "gh").chmod(0o755)
        kept = ("PATH", "LANG", "LC_ALL", "TZ", "MYPY_CACHE_DIR")
        self._environment = {
            **{name: os.environ[name] for name in kept if name in os.environ},
            **(environment or {}),
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(folder),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GH_FOLDER": str(self.gh),
        }

    @property
    def calls(self) -> list[str]:
        """What gh was asked for."""
        place = self.gh / "calls"
        return place.read_text("utf-8").splitlines() if place.exists() else []

    def run(self, file: str, job: str, *, revision: str = "main", needs: str = "", part: int = 1) -> Ran:
        """Run a job of a workflow in a fresh checkout of a branch; `needs` are the results of the jobs before it."""
        self._count += 1
        base = self._folder / f"{self._count}-{job}"
        ran = Ran(base / "workspace")
        values = {
            "matrix.part": str(part),
            "matrix.python": "3.12",
            "runner.temp": str(base / "temp"),
            "github.token": "token",
            "secrets.MOVED_LINKS_TOKEN": "token" if self.may_propose else "",
            "join(needs.*.result, ' ')": needs,
        }
        (base / "temp").mkdir(parents=True)
        summary = base / "temp" / "summary"
        for step in steps_of(self.origin, file, job):
            if ran.result == "failure" and "if" not in step:
                continue
            action = str(step.get("uses", "")).partition("@")[0]
            if "run" in step:
                self._step(step, values, summary, ran)
                continue
            if action in _NOTHING:
                continue
            told = {name: filled(str(value), values) for name, value in step["with"].items()}
            if action == "actions/checkout":
                self.check_out(revision, told, ran.workspace)
            elif action in ("actions/upload-artifact", "actions/upload-pages-artifact"):
                self._upload(ran.workspace, told)
            else:
                assert action == "actions/download-artifact", action
                self._download(ran.workspace, told)
        ran.summary = summary.read_text("utf-8") if summary.exists() else ""
        return ran

    def check_out(self, revision: str, told: Mapping[str, str] | None = None, workspace: Path | None = None) -> Path:
        """Check a branch out into a folder of its own, with an environment, and return the folder."""
        place = workspace or self._folder / "checkout"
        depth = (told or {}).get("fetch-depth", "1")
        git("clone", "--quiet", "--depth", depth, "--branch", revision, self.origin.as_uri(), str(place))
        if told and "sparse-checkout" in told:
            git("-C", str(place), "sparse-checkout", "set", told["sparse-checkout"])
        # The environment of these tests, in place of one that takes a minute to make.
        (place / ".venv").mkdir()
        for part in ("bin", "lib", "pyvenv.cfg"):
            (place / ".venv" / part).symlink_to(Path(sys.prefix) / part)
        for made in ("site.stamp", "dev.stamp"):
            (place / ".venv" / made).touch()
        return place

    def execute(self, command: str, workspace: Path, environment: Mapping[str, str] | None = None) -> str:
        """Execute a `run` line as the runner does; return what it says. Raises CalledProcessError where it fails."""
        paths = [self._environment.get("PYTHONPATH", ""), str(workspace / "generator")]
        return subprocess.run(
            ["bash", "-e", "-c", command],
            cwd=workspace,
            env={**self._environment, "PYTHONPATH": ":".join(path for path in paths if path), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=True,
        ).stdout

    def _step(self, step: Mapping[str, Any], values: Mapping[str, str], summary: Path, ran: Ran) -> None:
        own = {name: filled(str(value), values) for name, value in step.get("env", {}).items()}
        ran.runs.append(step["run"])
        try:
            ran.output += self.execute(step["run"], ran.workspace, {"GITHUB_STEP_SUMMARY": str(summary), **own})
        except subprocess.CalledProcessError as error:
            ran.output += error.stdout
            ran.result = "failure"

    def _upload(self, workspace: Path, told: Mapping[str, str]) -> None:
        target = self.artifacts / told.get("name", "github-pages")
        found = [workspace / line for line in told["path"].split("\n") if (workspace / line).exists()]
        assert found, told
        target.mkdir(parents=True)
        for place in found:
            if place.is_dir():
                shutil.copytree(place, target, symlinks=True, dirs_exist_ok=True)
            else:
                shutil.copy(place, target)

    def _download(self, workspace: Path, told: Mapping[str, str]) -> None:
        for artifact in sorted(self.artifacts.glob(told.get("name") or told["pattern"])):
            shutil.copytree(artifact, workspace / told["path"], dirs_exist_ok=True)


def steps_of(repository: Path, file: str, job: str) -> list[dict[str, Any]]:
    """Return the steps of a workflow's job."""
    text = (repository / ".github" / "workflows" / file).read_text("utf-8")
    steps: list[dict[str, Any]] = yaml.safe_load(text)["jobs"][job]["steps"]
    return steps


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its expressions replaced by what they stand for."""
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: values[match[1]], text)


def git(*words: str) -> str:
    """Run git as somebody invented, without any settings of this machine. Raises where it fails."""
    names = {f"GIT_{who}_{what}": "ada@desk.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", "-c", "advice.detachedHead=false", *words],
        env={**names, "PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def committed(folder: Path, words: str = "All of it") -> None:
    """Commit everything that lies in a folder, as a repository where it is none yet."""
    if not (folder / ".git").exists():
        git("-C", str(folder), "init", "--quiet")
    git("-C", str(folder), "add", "--all")
    git("-C", str(folder), "commit", "--quiet", "--message", words)


def tracked(repository: Path) -> Iterator[str]:
    """Yield the files of a repository's working tree, changes that aren't committed included."""
    listed = git("-C", str(repository), "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    yield from (name for name in listed.split("\0") if name and (repository / name).is_file())
