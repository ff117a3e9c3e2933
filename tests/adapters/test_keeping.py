"""Keeping what took a while to make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from factpress.adapters.keeping import keep, kept, recall


def made(value: str) -> tuple[str, bytes]:
    """Return a value and its bytes."""
    return value, value.encode()


def test_what_was_kept_is_read(tmp_path: Path) -> None:
    """The same key reads, another key makes."""
    assert kept(tmp_path, "x", b"k1", bytes.decode, lambda: made("one")) == "one"
    assert kept(tmp_path, "x", b"k1", bytes.decode, lambda: made("two")) == "one"
    assert kept(tmp_path, "x", b"k2", bytes.decode, lambda: made("two")) == "two"


def test_what_cannot_be_read_is_made(tmp_path: Path) -> None:
    """Bytes that `read` refuses are replaced."""
    kept(tmp_path, "x", b"k", bytes.decode, lambda: ("one", b"\xff"))
    assert kept(tmp_path, "x", b"k", bytes.decode, lambda: made("two")) == "two"
    assert recall(tmp_path, "x", b"k") == b"two"


@pytest.mark.parametrize(
    "harm", [lambda raw: raw[:-1], lambda raw: raw[:-1] + b"?", lambda _: b"", lambda raw: raw * 2]
)
def test_what_is_torn_is_not_believed(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    """Whatever happened to the file, what comes back is what was kept, or nothing."""
    keep(tmp_path, "x", b"k", b"one")
    assert recall(tmp_path, "x", b"k") == b"one"
    place = tmp_path / ".factpress" / "x"
    place.write_bytes(harm(place.read_bytes()))
    assert recall(tmp_path, "x", b"k") is None


@pytest.mark.parametrize("what", ["file", "nowhere"])
def test_a_folder_that_takes_nothing_costs_only_time(tmp_path: Path, what: str) -> None:
    """Where nothing can be kept the value is made each time."""
    if what == "file":
        (tmp_path / ".factpress").write_text("x", "utf-8")
    folder = tmp_path if what == "file" else tmp_path / "nowhere"
    assert kept(folder, "x", b"k", bytes.decode, lambda: made("one")) == "one"
    assert kept(folder, "x", b"k", bytes.decode, lambda: made("two")) == "two"
