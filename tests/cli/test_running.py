"""Tests of how every command runs: exit codes, and no traceback whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from factpress import __version__
from factpress.adapters import checking
from tests.cli.running import call, start
from tests.publications import write_publication

# The package holds the command under the same name.


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    """Return a publication that is fine."""
    return write_publication(tmp_path / "desk")


def fail(error: BaseException) -> Callable[..., None]:
    """Return a function that raises."""

    def raising(*_: object, **__: object) -> None:
        raise error

    return raising


def test_a_fine_publication_exits_with_zero(publication: Path) -> None:
    """As a program, from the current folder."""
    done = start(publication, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("; 1 claim read\n")


def test_wrong_use_exits_with_two(tmp_path: Path) -> None:
    """An unknown option and a folder that is no publication are said in a sentence."""
    assert call(tmp_path, "check", "--wrong").exit_code == 2
    assert call(tmp_path, "chek").exit_code == 2
    result = call(tmp_path, "check")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: There is no mkdocs.yml in ")
    assert "factpress init" in result.stderr


def test_our_own_failure_exits_with_three(publication: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The author reads a sentence; --debug or FACTPRESS_DEBUG adds the traceback."""
    monkeypatch.setattr(checking, "check_folder", fail(KeyError("x\x1b[2J")))
    result = call(publication, "check")
    assert result.exit_code == 3
    assert "mistake in factpress and not yours. KeyError:" in result.stderr
    assert "Please report it" in result.stderr
    assert "Traceback" not in result.stderr
    assert "\x1b" not in result.stderr
    assert "Traceback" in call(publication, "--debug", "check").stderr
    monkeypatch.setenv("FACTPRESS_DEBUG", "1")
    result = call(publication, "check")
    assert (result.exit_code, "Traceback" in result.stderr) == (3, True)


def test_a_full_disk_is_the_systems_word(publication: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is no mistake in factpress."""
    error = OSError(28, "No space left on device", "site/x")
    monkeypatch.setattr(checking, "check_folder", fail(error))
    result = call(publication, "check")
    assert result.exit_code == 3
    assert "No space left on device: site/x" in result.stderr
    assert "report" not in result.stderr


def test_an_interruption_is_quiet(publication: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C exits with 130 and says nothing."""
    monkeypatch.setattr(checking, "check_folder", fail(KeyboardInterrupt()))
    result = call(publication, "check")
    assert (result.exit_code, result.output.strip()) == (130, "")


def test_a_signal_interrupts_a_running_program(publication: Path) -> None:
    """While somebody is asked, Ctrl-C ends the command without a traceback."""
    command = [sys.executable, "-m", "factpress", "new"]
    with subprocess.Popen(
        command, cwd=publication, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.read(3) == b"The"
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
    assert (process.returncode, b"Traceback" in stderr) == (130, False)


def test_a_closed_pipe_is_quiet(publication: Path) -> None:
    """`factpress rules | head -1` ends in nothing but the line."""
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m factpress rules --format markdown | head -1'],
        cwd=publication,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("# Rules\n", "")


def test_colours_come_only_where_they_are_wanted(publication: Path) -> None:
    """A pipe gets none, FORCE_COLOR brings them, NO_COLOR wins."""
    (publication / "content" / "claims" / "x.yml").write_text("clam: x", "utf-8")
    assert "\x1b" not in start(publication, "check").stdout
    assert "\x1b" in start(publication, "check", environment={"FORCE_COLOR": "1"}).stdout
    both = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    assert "\x1b" not in start(publication, "check", environment=both).stdout


def test_a_poor_encoding_stops_nothing(publication: Path) -> None:
    """Where a stream knows ASCII only, the rest is escaped."""
    (publication / "content" / "claims" / "x.yml").write_text("claim: x\nstatus: “naïve”", "utf-8")
    done = start(publication, "check", environment={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert (done.returncode, done.stderr) == (1, "")
    assert "\\u201c" in done.stdout


def test_a_hostile_tree_gives_problems_and_no_traceback(publication: Path) -> None:
    """Pipes, links, folders, ten million bytes and binary files are all said in one run, quickly."""
    claims = publication / "content" / "claims"
    os.mkfifo(claims / "pipe.yml")
    (claims / "folder.yml").mkdir()
    (claims / "link.yml").symlink_to("/etc/passwd")
    (claims / "large.yml").write_bytes(b"claim: " + b"x" * 10_000_000)
    (claims / "binary.yml").write_bytes(bytes(range(256)))
    (claims / "deep.yml").write_bytes(b"[" * 100_000)
    (claims / "::error::\x1b[2J.yml").write_bytes(b"claim: x")
    done = start(publication, "check")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "root:" not in done.stdout
    assert "\x1b" not in done.stdout
    for name in ("pipe", "folder", "link", "large", "binary", "deep"):
        assert f"content/claims/{name}.yml" in done.stdout
    assert "\n7 errors" in done.stdout


def test_help_has_examples_and_every_command(tmp_path: Path) -> None:
    """-h works everywhere, and so does --version."""
    shown = call(tmp_path, "-h").output
    for word in ("check", "build", "serve", "new", "init", "rules", "schema", "completion", "Examples:"):
        assert word in shown
    assert "Usage: factpress check" in call(tmp_path, "check", "-h").output
    assert call(tmp_path, "--version").output == f"factpress {__version__}\n"
