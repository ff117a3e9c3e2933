"""What is remembered of good answers."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from factpress.adapters.link_cache import link_cache
from factpress.models.links import Answer, Failure

DAY = date(2025, 6, 1)
GOOD = Answer("https://a.example/")
MOVED = Answer("https://b.example/ü", None, "https://b.example/new")
BAD = Answer("https://c.example/", Failure.NOT_FOUND)


def never() -> None:
    """Fail when a run waits that needn't."""
    raise AssertionError


def keep(folder: Path, *answers: Answer, day: date = DAY) -> None:
    """Let a run take answers."""
    with link_cache(folder, never) as cache:
        for answer in answers:
            cache.take(answer, day)


def kept(folder: Path, *answers: Answer) -> list[tuple[Answer, date]]:
    """Return what the next run knows of them."""
    with link_cache(folder, never) as cache:
        return [(found.answer, found.day) for answer in answers if (found := cache.get(answer.address))]


def test_good_answers_are_remembered(tmp_path: Path) -> None:
    """With what they say and their day; bad ones never."""
    keep(
        tmp_path,
        GOOD,
        MOVED,
        BAD,
        Answer("https://d.example/", Failure.REFUSED),
        Answer("https://e.example/", Failure.SERVER),
    )
    assert kept(tmp_path, GOOD, MOVED, BAD) == [(GOOD, DAY), (MOVED, DAY)]
    assert (tmp_path / ".factpress" / "links").read_bytes().count(b"\n") == 3


def test_what_turns_bad_is_forgotten(tmp_path: Path) -> None:
    """A longer memory must not bring it back."""
    keep(tmp_path, GOOD)
    keep(tmp_path, Answer(GOOD.address, Failure.NOT_FOUND))
    assert kept(tmp_path, GOOD) == []
    keep(tmp_path, GOOD, day=date(2025, 6, 2))
    assert kept(tmp_path, GOOD) == [(GOOD, date(2025, 6, 2))]


def test_what_nobody_asked_is_not_forgotten(tmp_path: Path) -> None:
    """Nothing new is known of it; nor is it remembered."""
    other = "https://f.example/"
    keep(tmp_path, GOOD)
    keep(tmp_path, *(Answer(address, Failure.NOT_ASKED) for address in (GOOD.address, other)))
    assert kept(tmp_path, GOOD, Answer(other)) == [(GOOD, DAY)]


def test_a_kill_loses_nothing(tmp_path: Path) -> None:
    """What was taken before the signal is there after it."""
    program = (
        "import os, signal, sys; from pathlib import Path; from datetime import date\n"
        "from factpress.adapters.link_cache import link_cache; from factpress.models.links import Answer\n"
        "with link_cache(Path(sys.argv[1]), print) as cache:\n"
        "    for number in range(100): cache.take(Answer(f'https://a.example/{number}'), date(2025, 6, 1))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(kept(tmp_path, *(Answer(f"https://a.example/{number}") for number in range(100)))) == 100


@pytest.mark.parametrize("end", range(1, 40))
def test_a_torn_line_is_passed_over(tmp_path: Path, end: int) -> None:
    """Wherever it is cut, the lines before it count, and those of the next run, too."""
    keep(tmp_path, GOOD, MOVED)
    place = tmp_path / ".factpress" / "links"
    place.write_bytes(place.read_bytes()[:-end])
    assert (GOOD, DAY) in kept(tmp_path, GOOD, MOVED)
    keep(tmp_path, MOVED)
    assert kept(tmp_path, GOOD, MOVED) == [(GOOD, DAY), (MOVED, DAY)]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff" * 100,
        b"factpress links 1\n",
        b"factpress links 2\n\n0123456789abcdef {}\nx\n",
        b'factpress links 2\n0000000000000000 {"address":"https://a.example/"}\n',
    ],
)
def test_a_foreign_file_counts_as_nothing(tmp_path: Path, raw: bytes) -> None:
    """It is replaced by ours."""
    (tmp_path / ".factpress").mkdir()
    (tmp_path / ".factpress" / "links").write_bytes(raw)
    assert kept(tmp_path, GOOD) == []
    keep(tmp_path, GOOD)
    assert kept(tmp_path, GOOD) == [(GOOD, DAY)]


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """Neither the folder's nor the file's; without a memory the run goes on."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".factpress").symlink_to("elsewhere")
    keep(tmp_path, GOOD)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (tmp_path / ".factpress").unlink()
    (tmp_path / ".factpress").mkdir()
    (tmp_path / "victim").write_bytes(b"mine")
    for name in ("links", "links.next", "links.lock"):
        (tmp_path / ".factpress" / name).symlink_to(tmp_path / "victim")
    keep(tmp_path, GOOD)
    assert (tmp_path / "victim").read_bytes() == b"mine"


def test_the_folder_may_go_at_any_moment(tmp_path: Path) -> None:
    """Then the next run asks again."""
    with link_cache(tmp_path, never) as cache:
        for place in (tmp_path / ".factpress").iterdir():
            place.unlink()
        (tmp_path / ".factpress").rmdir()
        cache.take(GOOD, DAY)
    assert kept(tmp_path, GOOD) == []


def test_runs_wait_for_each_other(tmp_path: Path) -> None:
    """The second knows what the first one took, and says that it waits."""
    waiting, done = threading.Event(), []

    def second() -> None:
        with link_cache(tmp_path, waiting.set) as cache:
            done.append(cache.get(GOOD.address))

    with link_cache(tmp_path, never) as cache:
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(30)
        cache.take(GOOD, DAY)
    thread.join(30)
    assert done
    assert done[0]
    assert done[0].answer == GOOD
