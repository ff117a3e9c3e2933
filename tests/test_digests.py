"""Short texts that stand for long ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factpress.digests import digest

TEXTS = st.lists(st.text(st.characters(), max_size=5), max_size=4)


@given(TEXTS, TEXTS)
def test_digests_differ_where_texts_do(some: list[str], others: list[str]) -> None:
    """One text more, one moved to its neighbour, one letter: all show."""
    assert (digest(*some) == digest(*others)) == (some == others)


def test_ends_of_texts_count() -> None:
    """What ends one text is not what begins the next."""
    assert len({digest("ab"), digest("a", "b"), digest("", "ab"), digest("ab", ""), digest()}) == 5


def test_bytes_and_text_are_one() -> None:
    """A text is what UTF-8 makes of it; a lone surrogate has a digest, too."""
    assert digest("ä") == digest("ä".encode())
    assert digest("\ud800") != digest("\ud801")
