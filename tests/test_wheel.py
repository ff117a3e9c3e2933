"""The wheel: what is installed from it works without the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


def test_an_installed_wheel_makes_and_builds_a_publication(tmp_path: Path) -> None:
    """`init` and a strict `build` work from the wheel alone, in another folder."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "from factpress.__main__ import main; main()", *words],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    where = [sys.executable, "-c", "import factpress; print(factpress.__file__)"]
    assert str(tmp_path) in subprocess.run(where, env=environment, capture_output=True, text=True, check=True).stdout
    run("init", "desk", "--name", "A Desk", "--url", "https://desk.example/")
    run("-C", "desk", "build", "--strict")
    assert (tmp_path / "desk/site/claims/index.html").is_file()
    assert (tmp_path / "desk/site/assets/stylesheets/factpress.css").is_file()
