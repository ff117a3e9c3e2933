"""The little of CBOR that Pagefind's files need."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factpress.adapters.cbor import decoded, encoded, joined, members

WHOLE = st.integers(min_value=-(1 << 64), max_value=(1 << 64) - 1)
values = st.recursive(WHOLE | st.text(), lambda inner: st.lists(inner, max_size=30), max_leaves=60)


@given(values)
def test_what_was_written_is_read(value: Any) -> None:
    """Numbers, texts and lists come back as they were."""
    assert decoded(encoded(value)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (23, "17"), (24, "1818"), (1000, "1903e8"), (1000000, "1a000f4240"), (1000000000000, "1b000000e8d4a51000"),
        (-1, "20"), (-1000, "3903e7"), ("IETF", "6449455446"), ("\u00fc", "62c3bc"),
        ([1, [2, 3], [4, 5]], "8301820203820405"),
        (list(range(1, 26)), "98190102030405060708090a0b0c0d0e0f101112131415161718181819"),
    ],
)  # fmt: skip
def test_the_examples_of_the_standard(value: Any, written: str) -> None:
    """RFC 8949, appendix A."""
    assert encoded(value).hex() == written
    assert decoded(bytes.fromhex(written)) == value


@given(st.lists(values))
def test_members_of_a_list_can_be_moved(value: list[Any]) -> None:
    """Members are taken out and put back without being changed."""
    assert joined(list(members(encoded(value)))) == encoded(value)


@pytest.mark.parametrize("data", ["", "f4", "1901", "8201", "0000", "a0", "9f01ff", "40"])
def test_anything_else_is_refused(data: str) -> None:
    """What ends early, goes on, or is of another kind is no value."""
    with pytest.raises(ValueError, match=r"ends too early|begins nothing|follows the value"):
        decoded(bytes.fromhex(data))


@pytest.mark.parametrize("value", [None, 1.5, True, {"a": 1}, b"x"])
def test_nothing_else_is_written(value: Any) -> None:
    """What Pagefind's files never hold is an error of ours."""
    with pytest.raises(ValueError, match="hold no"):
        encoded(value)
