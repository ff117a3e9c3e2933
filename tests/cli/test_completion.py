"""Tests of `factpress completion`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import call, start


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script(tmp_path: Path, shell: str) -> None:
    """The script completes the command by asking it."""
    output = call(tmp_path, "completion", shell).output
    assert f"_FACTPRESS_COMPLETE={shell}_complete" in output


def test_the_script_gets_its_answers(tmp_path: Path) -> None:
    """What a shell asks, the command answers, through the variable the script sets."""
    asked = {"_FACTPRESS_COMPLETE": "bash_complete", "COMP_WORDS": "factpress ch", "COMP_CWORD": "1"}
    assert start(tmp_path, environment=asked).stdout == "plain,check\n"
