"""Names as they are printed."""

from __future__ import annotations

import pytest

from factpress.pages.names import Name, enumerated, in_a_row, linked


def test_a_name_leads_to_its_page_and_runs_nothing() -> None:
    """Whatever it holds is text; without a page it stands alone."""
    assert linked(Name("Ada <b>", "people/ada/"), "../") == '<a href="../people/ada/">Ada &lt;b&gt;</a>'
    assert linked(Name("Ada & Co"), "../") == "Ada &amp; Co"


@pytest.mark.parametrize(
    ("names", "line"),
    [((), ""), (("A",), "A"), (("A", "B"), "A and B"), (("A", "B", "<C>"), "A, B and &lt;C&gt;")],
)
def test_several_stand_in_one_line(names: tuple[str, ...], line: str) -> None:
    """As they are said: with commas, and “and” before the last."""
    assert in_a_row(tuple(map(Name, names)), "") == line
    assert enumerated(names) == line.replace("&lt;", "<").replace("&gt;", ">")
