"""Long lists on several pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factpress.pages.paging import counted, parts


@given(st.integers(0, 400))
def test_every_line_stands_on_one_page(length: int) -> None:
    """The pages together hold every line once, in order; all but the newest hold fifty."""
    lines = list(range(length, 0, -1))
    pages = list(parts("x/", lines))
    assert [line for page in pages for line in page.lines] == lines
    assert all(len(page.lines) == 50 for page in pages[1:])
    assert len(pages[0].lines) < 100
    assert length < 50 or len(pages[0].lines) >= 50


@given(st.integers(0, 400))
def test_a_new_line_leaves_full_pages_as_they_are(length: int) -> None:
    """Pages that hold no new line keep their address, number and lines."""
    before = {page.address: page.lines for page in parts("x/", list(range(length, 0, -1)))}
    after = {page.address: page.lines for page in parts("x/", list(range(length + 1, 0, -1)))}
    assert {address: lines for address, lines in before.items() if address != "x/"}.items() <= after.items()


def test_pages_lead_to_their_neighbours() -> None:
    """Newer and older lead from the newest page at the list's address down to page 1 and back."""
    newest, middle, oldest = parts("x/", range(199, 0, -1))
    assert [newest.address, middle.address, oldest.address] == ["x/", "x/page/2/", "x/page/1/"]
    assert [newest.newer, middle.newer, oldest.newer] == ["", "x/", "x/page/2/"]
    assert [newest.older, middle.older, oldest.older] == ["x/page/2/", "x/page/1/", ""]
    assert [newest.number, newest.of] == [3, 3]


def test_titles_tell_pages_apart() -> None:
    """Every page but the newest adds its number to title and description."""
    newest, oldest = parts("x/", range(100))
    assert newest.named("All") == "All"
    assert oldest.named("All") == "All (page 1)"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 claims"), (1, "1 claim"), (2, "2 claims"), (27_000, "27,000 claims")]
)
def test_numbers_agree_with_their_noun(number: int, words: str) -> None:
    """One is singular; thousands are parted."""
    assert counted(number, "claim") == words
