"""What is put aside can be had again, by whichever process."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from factpress.adapters.processes import spread
from factpress.adapters.spool import Place, Spool


def put_some(spool: Spool, number: int) -> list[Place]:
    """Put some texts aside."""
    some = [f"{number} {one} ".encode() * one for one in range(200)]
    return [*spool.put(some[:100]), *spool.put([]), *spool.put(some[100:])]


def test_processes_share_a_spool(tmp_path: Path) -> None:
    """What several processes put aside at once lies apart, and this one finds all of it."""
    with Spool(tmp_path / "spool") as spool:
        places = spread([partial(put_some, spool, number) for number in range(8)])
        found = [[spool.get(place) for place in some] for some in places]
    assert found == [[f"{number} {one} ".encode() * one for one in range(200)] for number in range(8)]


def test_nothing_stays(tmp_path: Path) -> None:
    """Its file has no name, so that a build that is killed leaves none."""
    with Spool(tmp_path / "spool") as spool:
        spool.put([b"something"])
        assert list((tmp_path / "spool").iterdir()) == []


def test_a_folder_that_takes_nothing_is_no_trouble(tmp_path: Path) -> None:
    """Where the folder can't be written, the system's folder for such files serves."""
    (tmp_path / "file").touch()
    with Spool(tmp_path / "file") as spool:
        (place,) = spool.put([b"something"])
        assert spool.get(place) == b"something"
