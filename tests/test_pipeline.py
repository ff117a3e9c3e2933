"""The jobs of the workflows, executed in clean checkouts: what turns red, what is published, what is proposed.

`factpress init` gives a publication the same workflows and steps (see test_workflows.py), so one repository stands
for both wherever the Makefiles don't differ. No step goes online: names lead to a web on this machine.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.running import call
from tests.making import complete_claim
from tests.publications import write_publication, write_yaml
from tests.runner import Ran, Runner, committed, git, tracked

REPOSITORY = Path(__file__).parents[1]
NAMES = """\
import os

from factpress.adapters import reaching

reaching.look_up = lambda host, port: [("127.0.0.1", int(os.environ["WEB"]))]
"""
"""Python runs this before anything else: every name leads to the web of the test."""
GONE = "http://harbour.example/gone/list"
BROKEN = "http://council.example/gone/minutes"
MOVED = "http://mail.example/moved/timetable"


def sources(*urls: str) -> list[dict[str, str]]:
    """Return the sources of a claim at these addresses; the claim cites the first two."""
    names = ("office", "herald", "third")
    return [
        {"id": name, "title": f"Paper {name}", "publisher": "Road Office", "url": url, "date": "2025-03-03",
         "accessed": "2025-03-04", "kind": "government", "stance": "refutes"}
        for name, url in zip(names, urls, strict=False)
    ]  # fmt: skip


BRIDGE = complete_claim(sources=sources("http://roads.example/ok/closures", "http://herald.example/ok/bridge"))
FERRY = complete_claim(
    claim="The ferry sank twice.", headline="The ferry sank once", sources=sources(GONE, MOVED), as_of="2025-03-04"
)


def write_desk(folder: Path) -> None:
    """Write a publication whose addresses all lead to the web of the test; one is gone, one has moved."""
    write_publication(folder, {"old-bridge": BRIDGE, "ferry-sank-twice": FERRY}, publication={"complaints": []})
    write_yaml(folder / "content" / "publishers.yml", {"millbrook-herald": {"name": "Millbrook Herald"}})


@dataclass(frozen=True)
class Desk:
    """A repository with our workflows and a small publication, and where to run its jobs."""

    origin: Path
    web: int

    def runner(self, folder: Path) -> Runner:
        """Return a runner whose steps find the web of the test behind every name."""
        (folder / "names").mkdir(parents=True)
        (folder / "names" / "sitecustomize.py").write_text(NAMES, "utf-8")
        environment = {"PYTHONPATH": str(folder / "names"), "WEB": str(self.web), "FACTPRESS_LINKS_LOOPBACK": "1"}
        return Runner(self.origin, folder, environment)

    def change(self, name: str, files: dict[str, object]) -> str:
        """Make a pull request that writes some YAML files; return the branch of GitHub's merge of it."""
        git("-C", str(self.origin), "checkout", "--quiet", "-b", name, "main")
        for path, value in files.items():
            write_yaml(self.origin / path, value)
        committed(self.origin)
        git("-C", str(self.origin), "checkout", "--quiet", "-b", f"{name}-merge", "main")
        git("-C", str(self.origin), "merge", "--quiet", "--no-ff", "--no-edit", name)
        git("-C", str(self.origin), "checkout", "--quiet", "main")
        return f"{name}-merge"


@pytest.fixture(scope="module")
def web() -> Iterator[int]:
    """Run a web on this machine and yield its port. The first part of a path says how it answers."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            way, _, name = self.path.removeprefix("/").partition("/")
            self.send_response({"ok": 200, "moved": 301}.get(way, 404))
            if way == "moved":
                self.send_header("Location", f"/ok/{name}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, web: int) -> Desk:
    """Return a repository with all that this one holds but its content, in whose place there is a small publication."""
    origin = tmp_path_factory.mktemp("origin") / "desk"
    write_desk(origin)
    for name in tracked(REPOSITORY):
        if not name.startswith("content/") and name != "mkdocs.yml":
            (origin / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, origin / name, follow_symlinks=False)
    committed(origin)
    return Desk(origin, web)


@pytest.fixture
def runner(desk: Desk, tmp_path: Path) -> Runner:
    """Return a runner for the repository."""
    return desk.runner(tmp_path / "run")


def test_a_pull_request_is_checked_and_built(desk: Desk, runner: Runner) -> None:
    """A change of content passes; the site is kept to be looked at, the page of the run says what was found."""
    branch = desk.change("conclusion", {"content/claims/old-bridge.yml": BRIDGE | {"conclusion": "One day alone."}})
    ran = runner.run("content.yml", "content", revision=branch)
    assert ran.result == "success", ran.output
    assert (runner.artifacts / "site" / "claims" / "old-bridge" / "index.html").is_file()
    assert ran.summary.startswith("## The content\n\n    ")
    assert "No broken links inside the site" in ran.output
    only = runner.run("content.yml", "only-content", revision=branch)
    assert (only.result, "content/ only" in only.summary) == ("success", True)


def test_a_mistake_turns_the_check_red(desk: Desk, runner: Runner) -> None:
    """File and line are told as an annotation; nothing is built, yet the summary is written."""
    broken = desk.change("mistake", {"content/claims/old-bridge.yml": BRIDGE | {"verdict": "fals"}})
    ran = runner.run("content.yml", "content", revision=broken)
    assert (ran.result, ran.runs) == ("failure", ["make install", "make check-change", "make summary"])
    assert "::error file=content/claims/old-bridge.yml,line=" in ran.output
    assert "content/claims/old-bridge.yml" in ran.summary
    assert not runner.artifacts.exists()


def test_a_verdict_changed_unseen_turns_the_check_red(desk: Desk, runner: Runner) -> None:
    """Which no look at the files as they are now could tell; with a correction it may change."""
    silent = BRIDGE | {"verdict": "half-true", "verdict_reason": "Nobody knows."}
    branch = desk.change("silent", {"content/claims/old-bridge.yml": silent})
    ran = runner.run("content.yml", "content", revision=branch)
    assert ran.result == "failure", ran.output
    assert "FP701" in ran.output
    assert "FP701" in ran.summary
    change = {"date": "2025-04-02", "kind": "verdict-change", "text": "New figures.", "by": "ida-moss"}
    told = silent | {"corrections": [change | {"from_verdict": "false", "to_verdict": "half-true"}]}
    branch = desk.change("told", {"content/claims/old-bridge.yml": told})
    ran = runner.run("content.yml", "content", revision=branch)
    assert ran.result == "success", ran.output


def test_a_source_broken_by_the_change_turns_its_links_red(desk: Desk, runner: Runner) -> None:
    """File and line of the address are told."""
    broken = BRIDGE | {"sources": sources(*(one["url"] for one in BRIDGE["sources"]), BROKEN)}
    branch = desk.change("broken-source", {"content/claims/old-bridge.yml": broken})
    ran = runner.run("content.yml", "links", revision=branch)
    lines = (ran.workspace / "content" / "claims" / "old-bridge.yml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if BROKEN in text)
    assert ran.result == "failure", ran.output
    assert f"::error file=content/claims/old-bridge.yml,line={line}," in ran.output
    assert BROKEN in ran.summary
    assert GONE not in ran.output + ran.summary


def test_a_source_broken_elsewhere_stops_no_change(desk: Desk, runner: Runner) -> None:
    """What was gone before, in a claim that the change doesn't touch, is none of its author's business."""
    branch = desk.change("elsewhere", {"content/claims/old-bridge.yml": BRIDGE | {"conclusion": "One day only."}})
    ran = runner.run("content.yml", "links", revision=branch)
    assert (ran.result, GONE in ran.output + ran.summary) == ("success", False), ran.output


def test_a_changed_program_is_shown_as_one(desk: Desk, runner: Runner) -> None:
    """Whatever it is called; names of files are never printed."""
    branch = desk.change("program", {"::error::x.yml": {}, "theme/x.yml": {}, "content/topics.yml": {}})
    ran = runner.run("content.yml", "only-content", revision=branch)
    assert ran.result == "failure"
    assert ran.summary.splitlines()[1:] == ["- theme", "- other files"]
    assert "::error" not in ran.output


@pytest.mark.parametrize(
    ("file", "needs", "result"),
    [
        ("content.yml", "success success", "success"),
        ("content.yml", "success failure", "failure"),
        ("content.yml", "success skipped", "failure"),
        ("content.yml", "cancelled success", "failure"),
        ("content.yml", "", "failure"),
        ("tests.yml", "success success", "success"),
        ("tests.yml", "success skipped", "failure"),
    ],
)
def test_one_job_passes_only_where_all_did(runner: Runner, file: str, needs: str, result: str) -> None:
    """A skipped or cancelled job isn't a job that passed."""
    assert runner.run(file, f"{file.removesuffix('.yml')}-passed", needs=needs).result == result


@pytest.fixture(scope="module")
def published(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> tuple[Runner, Ran]:
    """Run the job that builds what is published."""
    runner = desk.runner(tmp_path_factory.mktemp("published") / "run")
    return runner, runner.run("publish.yml", "build")


def test_what_is_published_is_the_site_and_nothing_else(published: tuple[Runner, Ran]) -> None:
    """Plain files that everybody may read, no links, no repository, no environment; deploying runs no step."""
    runner, ran = published
    assert ran.result == "success", ran.output
    site = runner.artifacts / "github-pages"
    places = sorted(site.rglob("*"))
    assert site / "index.html" in places
    assert [place for place in places if place.is_symlink() or place.name in (".git", ".venv", "content")] == []
    files = [(ran.workspace / "site" / place.relative_to(site)).stat() for place in places if place.is_file()]
    assert {file.st_mode & 0o444 for file in files} == {0o444}
    assert len({file.st_ino for file in files}) == len(files)  # each is one with a file of the spare copy alone
    assert runner.run("publish.yml", "deploy").runs == []


def test_a_site_with_a_broken_inner_link_is_not_published(published: tuple[Runner, Ran]) -> None:
    """The step that comes before the upload fails, whatever broke the site after it was built."""
    runner, ran = published
    assert ran.runs[-1] == "make crawl"
    about = ran.workspace / "site" / "about" / "index.html"
    about.write_text(about.read_text("utf-8") + '<a href="../nowhere/">There</a>', "utf-8")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        runner.execute(ran.runs[-1], ran.workspace)
    assert "about/, line " in failed.value.stdout
    assert "leads to nowhere/" in failed.value.stdout


def test_the_weekly_check_reports_and_proposes(desk: Desk, runner: Runner) -> None:
    """Parts are joined; one issue tells what is gone; a pull request on a branch of its own puts in what has moved."""
    with ThreadPoolExecutor() as machines:
        parts = list(machines.map(lambda part: runner.run("links.yml", "check", part=part), range(1, 5)))
    assert [part.result for part in parts] == ["success"] * 4, [part.output for part in parts]
    report = runner.run("links.yml", "report")
    assert report.result == "success", report.output
    text = (runner.artifacts / "links-report" / "report.md").read_text("utf-8")
    assert (GONE in text, MOVED in text, "roads.example" in text) == (True, True, False)
    assert GONE in report.summary

    assert runner.run("links.yml", "issue").result == "success"
    assert [call.split(" --")[0] for call in runner.calls] == [
        "label create rotten-links",
        "issue list",
        "issue create",
    ]
    (runner.gh / "issue-list").write_text("7\n", "utf-8")
    assert runner.run("links.yml", "issue").result == "success"
    assert runner.calls[-1].startswith("issue edit 7 --body-file ")
    (runner.artifacts / "links-report" / "rotted").unlink()
    assert runner.run("links.yml", "issue").result == "success"
    assert runner.calls[-1].startswith("issue close 7 ")

    main = git("-C", str(desk.origin), "rev-parse", "main")
    mended = runner.run("links.yml", "mend")
    assert mended.result == "success", mended.output
    kept = runner.run("links.yml", "pull-request")
    assert (kept.result, runner.calls[-1]) == ("success", "auth token")
    assert "MOVED_LINKS_TOKEN" in kept.summary
    assert "git apply moved.patch" in kept.summary
    assert "moved-links" not in git("-C", str(desk.origin), "branch", "--list")

    runner.may_propose = True
    proposed = runner.run("links.yml", "pull-request")
    assert proposed.result == "success", proposed.output
    assert runner.calls[-1].startswith("pr create --head factpress/moved-links ")
    changed = git("-C", str(desk.origin), "diff", "--name-status", "main", "factpress/moved-links").split()
    assert changed == ["M", "content/claims/ferry-sank-twice.yml", "A", "content/links.yml"]
    ferry = git("-C", str(desk.origin), "show", "factpress/moved-links:content/claims/ferry-sank-twice.yml")
    assert (MOVED in ferry, "http://mail.example/ok/timetable" in ferry) == (False, True)
    assert git("-C", str(desk.origin), "rev-parse", "main") == main

    (runner.gh / "pr-list").write_text("9\n", "utf-8")
    assert runner.run("links.yml", "pull-request").result == "success"
    assert runner.calls[-1].startswith("pr list ")
    (runner.gh / "pr-list").unlink()
    (runner.gh / "no-pull-requests").touch()
    refused = runner.run("links.yml", "pull-request")
    assert refused.result == "failure"
    assert "the token may not open pull requests" in refused.output


def patch(path: str, *, mode: str = "100644", old: str = "") -> str:
    """Return a patch that adds a file, or with `old` changes its first line."""
    if old:
        return f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -1 +1 @@\n-{old}\n+changed\n"
    return f"diff --git a/{path} b/{path}\nnew file mode {mode}\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+new\n"


@pytest.mark.parametrize(
    "text",
    [
        patch(".github/workflows/evil.yml"),
        patch("content/claims/new.yml"),
        patch("content/links.yml", mode="100755"),
        patch("content/links.yml", mode="120000"),
        patch("content/../Makefile"),
        patch("content/pages/links.yml"),
        patch(".gitignore", old="# Made by the two commands"),
        patch("content/pages/index.md", old="---"),
        patch("content/links.yml") + patch("theme/links.yml"),
        "diff --git a/content/topics.yml b/content/topics.yml\nold mode 100644\nnew mode 100755\n",
        "diff --git a/content/topics.yml b/content/x.yml\nrename from content/topics.yml\nrename to content/x.yml\n",
        "diff --git a/content/topics.yml b/x.yml\nsimilarity index 100%\ncopy from content/topics.yml\ncopy to x.yml\n",
        "no patch\n",
    ],
)
def test_no_patch_reaches_beyond_content(desk: Desk, tmp_path: Path, text: str) -> None:
    """The job that may push takes nothing but changed content files and `content/links.yml`."""
    (tmp_path / "moved.patch").write_text(text, "utf-8")
    before = git("-C", str(desk.origin), "show-ref")
    # With an environment in which nobody is known to GitHub: it must not come so far.
    environment = {"PATH": "/usr/bin:/bin", "LINKS": str(tmp_path), "HOME": str(tmp_path)}
    command = ["make", "--directory", str(desk.origin), "links-pull-request"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stdout
    assert git("-C", str(desk.origin), "show-ref") == before
    assert git("-C", str(desk.origin), "status", "--porcelain") == ""


def test_nothing_to_mend_is_no_pull_request(runner: Runner) -> None:
    """An empty patch leads to nothing."""
    (runner.artifacts / "links-patch").mkdir(parents=True)
    (runner.artifacts / "links-patch" / "moved.patch").touch()
    ran = runner.run("links.yml", "pull-request")
    assert (ran.result, runner.calls) == ("success", [])


def test_a_new_publication_has_the_same_steps(tmp_path: Path) -> None:
    """What `factpress init` makes, committed, builds in a clean checkout with the Makefile that it brings along."""
    call(tmp_path, "init", str(tmp_path / "desk"))
    committed(tmp_path / "desk")
    runner = Runner(tmp_path / "desk", tmp_path / "run")
    workspace = runner.check_out("main")
    for target, said in (("install", "Nothing to be done"), ("site", "Built 1 claim"), ("strict", "0 changed")):
        assert said in runner.execute(f"make {target}", workspace), target


def test_the_software_is_checked_by_the_steps_of_its_job(desk: Desk, tmp_path: Path) -> None:
    """Format, lint, types, architecture and workflows, of what lies in the checkout and of nothing else."""
    # The step has a token, with which zizmor would ask GitHub.
    runner = Runner(desk.origin, tmp_path / "run", {"ZIZMOR_OFFLINE": "true"})
    ran = runner.run("tests.yml", "check")
    assert ran.result == "success", ran.output
    assert ran.runs == ["make check", "make lint-workflows"]
    for said in ("files already formatted", "All checks passed!", "no issues found", " passed in ", "No findings"):
        assert said in ran.output
    imported = runner.execute(".venv/bin/python -c 'import factpress; print(factpress.__file__)'", ran.workspace)
    assert Path(imported).is_relative_to(ran.workspace)


def test_a_mistake_in_the_software_turns_its_check_red(desk: Desk, tmp_path: Path) -> None:
    """Wherever `make` comes upon it first."""
    runner = Runner(desk.origin, tmp_path / "run", {"ZIZMOR_OFFLINE": "true"})
    workspace = runner.check_out("main")
    workflow = workspace / ".github" / "workflows" / "tests.yml"
    workflow.write_text(workflow.read_text("utf-8").replace("make test", "make ${{ github.head_ref }}"), "utf-8")
    with (workspace / "generator" / "factpress" / "digests.py").open("a", encoding="utf-8") as module:
        module.write("import os\n")
    for command, said in (("make check", "digests.py"), ("make lint-workflows", "tests.yml")):
        with pytest.raises(subprocess.CalledProcessError) as failed:
            runner.execute(command, workspace)
        assert said in failed.value.stdout


def test_the_software_is_tested_by_the_steps_of_its_job(desk: Desk, tmp_path: Path) -> None:
    """With two files of tests, since these can't run themselves; none of the two opens a browser."""
    chosen = {"PYTEST_ADDOPTS": "tests/test_digests.py tests/test_spreading.py"}
    runner = Runner(desk.origin, tmp_path / "run", chosen)
    (tmp_path / "run" / "bin" / "chromium").symlink_to("/bin/true")
    ran = runner.run("tests.yml", "test")
    assert ran.result == "success", ran.output
    assert ran.runs == ["make test"]
    assert re.search(r"tests/test_digests\.py \.+.*\ntests/test_spreading\.py \.+", ran.output), ran.output
