"""The workflows and their neighbours, held against what a pipeline that takes pull requests from strangers must hold.

They are read here, not executed; test_pipeline.py executes them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from factpress.adapters.package import starter_folder
from factpress.cli.links import DEADLINE, LOOPBACK

REPOSITORY = Path(__file__).parents[1]
OURS, STARTER = REPOSITORY / ".github", starter_folder() / ".github"
WORKFLOWS = [*sorted((OURS / "workflows").iterdir()), *sorted((STARTER / "workflows").iterdir())]
ACTIONS = {
    "actions/cache", "actions/checkout", "actions/deploy-pages", "actions/download-artifact", "actions/setup-python",
    "actions/upload-artifact", "actions/upload-pages-artifact",
}  # fmt: skip
MAY_WRITE = {
    ("publish.yml", "deploy"): {"pages": "write", "id-token": "write"},
    ("links.yml", "issue"): {"contents": "read", "issues": "write"},
}
"""The jobs whose token may do more than read, and what it may."""
SPEAKING = {*MAY_WRITE, ("links.yml", "pull-request")}
"""The jobs that speak for the publication; the last one with a token of its environment's, if there is one."""
EXPRESSIONS = {
    "github.event.pull_request.number", "github.event.pull_request.number || github.sha", "github.run_attempt",
    "github.run_id", "github.token", "join(needs.*.result, ' ')", "matrix.part", "matrix.python", "runner.temp",
    "secrets.MOVED_LINKS_TOKEN", "steps.deployment.outputs.page_url", "!cancelled()",
    "!cancelled() && steps.install.outcome == 'success'", "hashFiles('content/**')",
    "hashFiles('requirements.txt', 'content/**')",
}  # fmt: skip
"""Numbers, hashes, folders and words of GitHub's; nothing that somebody outside can write."""
ON_MAIN = "github.ref == 'refs/heads/main'"

every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: f"{path.parts[-4]}-{path.name}")


def parsed(path: Path) -> dict[str, Any]:
    """Return a workflow. YAML 1.1 reads its key `on` as true."""
    workflow: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    workflow["on"] = workflow.pop(True)  # type: ignore[call-overload]
    return workflow


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    """Return the jobs of a workflow."""
    found: dict[str, dict[str, Any]] = parsed(path)["jobs"]
    return found


def steps(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every step with the name of its job."""
    for name, job in jobs(path).items():
        yield from ((name, step) for step in job["steps"])


def targets(makefile: Path) -> set[str]:
    """Return the targets that a Makefile and what it includes document."""
    text = makefile.read_text("utf-8") + (makefile.parent / ".github" / "pipeline.mk").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))


def test_a_publication_gets_the_very_same_workflows() -> None:
    """What is held and executed here holds for the workflows of every publication."""
    assert {path.name for path in (STARTER / "workflows").iterdir()} == {"content.yml", "links.yml", "publish.yml"}
    assert {path.name for path in (OURS / "workflows").iterdir()} == {
        "content.yml", "links.yml", "publish.yml", "tests.yml",
    }  # fmt: skip
    shared = [
        path for path in STARTER.rglob("*") if path.is_file() and path.name not in ("CODEOWNERS", "dependabot.yml")
    ]
    assert {path.suffix for path in shared} == {".yml", ".mk", ".sh"}
    for path in shared:
        assert path.read_bytes() == (OURS / path.relative_to(STARTER)).read_bytes(), path.name


@every_workflow
def test_strangers_code_runs_where_there_is_nothing_to_take(path: Path) -> None:
    """Pull requests run under `pull_request` alone, with no secret near them; what writes runs on main alone."""
    told = {"content.yml": {"pull_request"}, "tests.yml": {"pull_request", "push"},
            "publish.yml": {"push", "workflow_dispatch"}, "links.yml": {"schedule", "workflow_dispatch"}}  # fmt: skip
    workflow = parsed(path)
    assert set(workflow["on"]) == told[path.name]
    if "push" in workflow["on"]:
        assert workflow["on"]["push"] == {"branches": ["main"]}
    text = path.read_text("utf-8")
    for refused in (
        "secrets[",
        "pull_request_target",
        "workflow_run",
        "allow-unsafe-pr-checkout",
        "self-hosted",
    ):
        assert refused not in text
    assert text.count("secrets.") == (path.name == "links.yml")
    if "pull_request" not in workflow["on"]:
        assert all(ON_MAIN in job["if"] for job in workflow["jobs"].values())


@every_workflow
def test_nothing_is_allowed_by_default(path: Path) -> None:
    """The workflow as a whole may do nothing; a job may read, and only two known jobs write something."""
    workflow = parsed(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert job["permissions"] == MAY_WRITE.get((path.name, name), {"contents": "read"}), name


@every_workflow
def test_every_job_ends_and_none_gets_in_anothers_way(path: Path) -> None:
    """Each has a limit of time and a machine of a named kind; only runs for changes that were overtaken are stopped."""
    workflow = parsed(path)
    assert workflow["concurrency"]["cancel-in-progress"] is ("pull_request" in workflow["on"])
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 120
        assert job["runs-on"] == "ubuntu-24.04"
        assert not job.keys() & {"container", "services", "uses", "secrets", "continue-on-error"}
        assert not any("continue-on-error" in step for step in job["steps"])


@every_workflow
def test_actions_are_githubs_own_and_pinned(path: Path) -> None:
    """By the full hash of a commit, with the version in a comment; the same everywhere."""
    used = re.findall(r"uses: (\S+)@(\S+)(.*)", path.read_text("utf-8"))
    for action, commit, comment in used:
        assert "/".join(action.split("/")[:2]) in ACTIONS
        assert re.fullmatch(r"[0-9a-f]{40}", commit)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment)
        everywhere = "".join(other.read_text("utf-8") for other in WORKFLOWS)
        assert set(re.findall(rf"{action}@(\S+)", everywhere)) == {commit}


@every_workflow
def test_no_checkout_leaves_credentials(path: Path) -> None:
    """And none takes another ref than the one that GitHub chose."""
    for _, step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            assert step["with"].keys() <= {"persist-credentials", "fetch-depth", "sparse-checkout"}


@every_workflow
def test_steps_are_what_a_laptop_runs(path: Path) -> None:
    """Each `run` is one documented target of make, and takes what it is told from the environment."""
    makefile = REPOSITORY / "Makefile" if OURS in path.parents else starter_folder() / "Makefile"
    for _, step in steps(path):
        if "run" in step:
            command = re.fullmatch(r"make ([a-z-]+)", step["run"])
            assert command, step["run"]
            assert command[1] in targets(makefile)
            assert "shell" not in step


@every_workflow
def test_no_text_from_outside_gets_into_an_expression(path: Path) -> None:
    """Titles, branches, names and messages appear nowhere."""
    assert set(re.findall(r"\$\{\{ (.*?) \}\}", path.read_text("utf-8"))) <= EXPRESSIONS
    assert path.read_text("utf-8").count("${{") == len(re.findall(r"\$\{\{ .*? \}\}", path.read_text("utf-8")))


@every_workflow
def test_a_job_that_may_speak_runs_nothing_that_was_built(path: Path) -> None:
    """It installs nothing and unpacks what it is given outside the checkout; deploying runs no step of ours at all."""
    for name, job in jobs(path).items():
        if (path.name, name) not in SPEAKING:
            continue
        runs = [step["run"] for step in job["steps"] if "run" in step]
        assert runs == {"deploy": [], "issue": ["make links-issue"], "pull-request": ["make links-pull-request"]}[name]
        used = {step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step}
        assert used <= {"actions/checkout", "actions/download-artifact", "actions/deploy-pages"}
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/download-artifact@"):
                assert step["with"]["path"] == "${{ runner.temp }}/links"


def test_only_steps_that_speak_to_github_hold_a_token() -> None:
    """And each hands it to gh alone, or to zizmor; where strangers' code runs it can only read."""
    held = {
        (path.parts[-4], path.name, name, step["run"])
        for path in WORKFLOWS
        for name, step in steps(path)
        if "GH_TOKEN" in step.get("env", {})
    }
    speaking = {("issue", "make links-issue"), ("pull-request", "make links-pull-request")}
    places = {path.parts[-4] for path in WORKFLOWS}
    assert held == {(place, "links.yml", *step) for place in places for step in speaking} | {
        (REPOSITORY.name, "tests.yml", "check", "make lint-workflows")
    }
    for script in OURS.glob("*.sh"):
        assert not re.search(r"\$\W?\w*TOKEN", script.read_text("utf-8"))
    lines = (REPOSITORY / "Makefile").read_text("utf-8").splitlines()
    assert [line.split()[:3] for line in lines if "TOKEN" in line and line.startswith("\t")] == [
        ["@$(BIN)/zizmor", "--quiet", "$(if"],
        ["@env", "-u", "GH_TOKEN"],
    ]


def test_no_jobs_own_token_may_push() -> None:
    """One job has another, which lies in an environment of its own; the documents tell how to make it."""
    for path in WORKFLOWS:
        for name, job in jobs(path).items():
            assert job["permissions"].get("contents") in (None, "read")
            assert "pull-requests" not in job["permissions"]
            holds = "secrets." in str(job)
            assert holds is ((path.name, name) == ("links.yml", "pull-request"))
            assert ("moved-links" in str(job.get("environment"))) is holds
    told = (REPOSITORY / "docs" / "pipeline.md", STARTER.parent / "README.md")
    for place in told:
        text = place.read_text("utf-8")
        assert "`MOVED_LINKS_TOKEN`" in text
        assert "fine-grained personal access token" in text


def test_a_run_over_links_ends_before_its_job_does() -> None:
    """With time left to install, to report and to keep what was answered."""
    recipes = re.split(r"^(?=[a-z-]+:)", (OURS / "pipeline.mk").read_text("utf-8"), flags=re.MULTILINE)
    asking = {
        recipe.partition(":")[0]: recipe for recipe in recipes if re.search(r"FACTPRESS\) links(?!.*--merge)", recipe)
    }
    assert asking.keys() == {"links", "links-of-change", "links-part"}
    limits = {
        (path.name, step["run"].removeprefix("make ")): job["timeout-minutes"]
        for path in WORKFLOWS
        for job in jobs(path).values()
        for step in job["steps"]
        if step.get("run", "").removeprefix("make ") in asking
    }
    assert limits.keys() == {("content.yml", "links-of-change"), ("links.yml", "links-part")}
    for (_, target), limit in limits.items():
        deadline = re.search(r"--deadline (\d+)", asking[target])
        assert (int(deadline[1]) if deadline else DEADLINE) <= limit - 10


def test_only_what_was_merged_is_deployed() -> None:
    """The deploying job waits for the build, names event and branch, and publishes in its environment."""
    deploy = jobs(OURS / "workflows" / "publish.yml")["deploy"]
    assert deploy["needs"] == "build"
    assert deploy["if"] == f"{ON_MAIN} && (github.event_name == 'push' || github.event_name == 'workflow_dispatch')"
    assert deploy["environment"]["name"] == "github-pages"
    build = [
        step.get("run", step.get("uses", "")) for step in jobs(OURS / "workflows" / "publish.yml")["build"]["steps"]
    ]
    assert [step.partition("@")[0] for step in build] == [
        "actions/checkout", "actions/setup-python", "make install", "make check-content", "make strict", "make crawl",
        "actions/upload-pages-artifact",
    ]  # fmt: skip
    upload = next(
        step for _, step in steps(OURS / "workflows" / "publish.yml") if "pages-artifact" in step.get("uses", "")
    )
    assert upload["with"] == {"path": "site"}


def test_caches_are_named_by_content() -> None:
    """Never by a branch; what is published restores none, nor do the actions that install Python."""
    for path in WORKFLOWS:
        cached = [step for _, step in steps(path) if step.get("uses", "").startswith("actions/cache")]
        assert bool(cached) is (path.name in ("content.yml", "links.yml"))
        for step in cached:
            assert step["with"]["path"] == ".factpress"
            assert "content/**" in step["with"]["key"]
            assert not re.search(r"ref|branch|head", step["with"]["key"])
        python = [step for _, step in steps(path) if step.get("uses", "").startswith("actions/setup-python@")]
        assert all(step["with"].keys() == {"python-version"} for step in python)


@pytest.mark.parametrize("name", ["content", "tests"])
def test_one_job_stands_for_all_and_is_never_skipped(name: str) -> None:
    """It runs whatever happened before it, and looks at the result of every job that has to succeed."""
    found = jobs(OURS / "workflows" / f"{name}.yml")
    last = found[f"{name}-passed"]
    assert last["if"] == "always()"
    assert set(last["needs"]) == found.keys() - {f"{name}-passed", "only-content"}
    assert last["steps"][-1]["env"] == {"RESULTS": "${{ join(needs.*.result, ' ') }}"}
    assert last["steps"][-1]["run"] == "make succeeded"


def test_all_parts_of_the_links_are_checked() -> None:
    """The matrix has as many parts as its jobs say there are."""
    check = jobs(OURS / "workflows" / "links.yml")["check"]
    assert check["strategy"]["matrix"]["part"] == [1, 2, 3, 4]
    assert [step["env"]["SHARD"] for step in check["steps"] if "env" in step] == ["${{ matrix.part }}/4"]


def test_three_pythons_are_tested() -> None:
    """Beginning with the oldest that is promised."""
    pythons = jobs(OURS / "workflows" / "tests.yml")["test"]["strategy"]["matrix"]["python"]
    assert len(pythons) == 3
    assert f'requires-python = ">={pythons[0]}"' in (REPOSITORY / "pyproject.toml").read_text("utf-8")


@pytest.mark.parametrize("folder", [OURS, STARTER], ids=["ours", "starter"])
def test_updates_wait_some_days(folder: Path) -> None:
    """Actions and packages, grouped, some days after they came out."""
    updates = yaml.safe_load((folder / "dependabot.yml").read_text("utf-8"))["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"github-actions", "pip"}
    assert all(update["cooldown"]["default-days"] >= 7 and update["groups"] for update in updates)


@pytest.mark.parametrize("folder", [OURS, STARTER], ids=["ours", "starter"])
def test_what_is_not_content_has_owners(folder: Path) -> None:
    """The first line is for everything; later ones, which count more, only for places in content/."""
    lines = [
        line.split() for line in (folder / "CODEOWNERS").read_text("utf-8").splitlines() if line[:1] not in ("", "#")
    ]
    assert lines[0][0] == "*"
    assert all(line[0].startswith("/content/") for line in lines[1:])
    assert all(owner.startswith("@") for line in lines for owner in line[1:])
    assert all(len(line) > 1 for line in lines)


def test_installs_are_locked() -> None:
    """By hashes and from wheels; nothing else is installed."""
    for makefile in (REPOSITORY / "Makefile", starter_folder() / "Makefile"):
        text = makefile.read_text("utf-8")
        assert "--require-hashes --only-binary :all:" in text
        assert not re.search(r"curl|wget|npx|npm|\bsh -c", text)


def test_steps_expand_nothing_that_they_are_told() -> None:
    """Make itself never sees the values of a run: the shell takes them from the environment, in quotation marks."""
    text = (OURS / "pipeline.mk").read_text("utf-8")
    assert not re.findall(r"\$\((SINCE|SHARD|LINKS|RESULTS)\)", text)
    scripts = text + "".join(script.read_text("utf-8") for script in sorted(OURS.glob("*.sh")))
    # RESULTS is split into words on purpose; GitHub has five words for a result.
    assert re.findall(r"\$\{?(?:SINCE|SHARD|LINKS)\b", re.sub(r'"[^"\n]*"', "", scripts)) == []
    assert "eval" not in scripts
    told = scripts + "".join(path.read_text("utf-8") for path in WORKFLOWS)
    assert not re.search(r"GITHUB_(ENV|OUTPUT|PATH|STATE)\b", told)


def test_the_switch_for_tests_is_set_nowhere() -> None:
    """Neither in a workflow nor in what its steps call, so that no link leads to the machine that checks it."""
    every = [*OURS.rglob("*"), *STARTER.rglob("*"), REPOSITORY / "Makefile", starter_folder() / "Makefile"]
    assert [path for path in every if path.is_file() and LOOPBACK in path.read_text("utf-8")] == []


def test_zizmor_finds_nothing() -> None:
    """At its most pedantic, without a look at the network."""
    files = [*WORKFLOWS, OURS / "dependabot.yml", STARTER / "dependabot.yml"]
    done = subprocess.run(
        [Path(sys.executable).parent / "zizmor", "--offline", "--persona", "pedantic", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "No findings" in done.stdout + done.stderr) == (0, True), done.stdout


ACTIONLINT: list[str | Path] = [Path(sys.executable).parent / "actionlint", "-shellcheck=", "-pyflakes=", "-oneline"]


@every_workflow
def test_actionlint_finds_nothing(path: Path) -> None:
    """Nor where versions stand in place of commits, so that it knows what each action takes and runs on."""
    text = path.read_text("utf-8")
    for given in (text, re.sub(r"@[0-9a-f]{40} # (v\d+).*", r"@\1", text)):
        done = subprocess.run([*ACTIONLINT, "-"], input=given, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("matrix.python", "matrix.snake"),
        ("make test", "make ${{ github.head_ref }}"),
        ("uses: actions/setup-python@", "uses: actions/setup-python@v3 #"),
    ],
)
def test_actionlint_finds_what_is_wrong(right: str, wrong: str) -> None:
    """What isn't there, a stranger's text in a command, an action that GitHub no longer runs."""
    text = (OURS / "workflows" / "tests.yml").read_text("utf-8").replace(right, wrong)
    done = subprocess.run([*ACTIONLINT, "-"], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
