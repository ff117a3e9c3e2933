"""What asking for addresses gave, written into the content."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from factpress.adapters.link_writing import CannotWrite, write_results
from factpress.link_results import Result
from factpress.links import links_of, outcome_of
from factpress.loading import load_corpus
from factpress.models.links import Answer, Failure
from factpress.texts import Text

TODAY = date(2025, 6, 1)
CLAIM = "content/claims/old-bridge.yml"
GONE = "content/links.yml"
TEXT = """\
claim: The Old Bridge was closed.  # as said
sources:
  - id: office
    url: 'https://roads.example/closures#march'   # read in March
  - {id: herald, url: https://herald.example/bridge}
analysis: "[again](https://roads.example/closures)"
"""


def write(folder: Path, *answers: Answer, gone: str | None = None, **later: bytes) -> list[str]:
    """Write what answers gave into a folder with one claim; `later` is what stands there by then."""
    files = {CLAIM: TEXT.encode(), **({GONE: gone.encode()} if gone is not None else {})}
    for path, raw in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(later.get(place.stem.replace("-", "_"), raw))
    corpus = load_corpus([Text(path, raw) for path, raw in files.items()]).corpus
    links = links_of(corpus, {})
    given = {answer.address: answer for answer in answers}
    results = [
        Result(link, outcome_of(given[link.address]), given[link.address], TODAY)
        for link in links
        if link.address in given
    ]
    return list(write_results(folder, files, corpus, links, results, TODAY))


def test_what_is_gone_is_listed(tmp_path: Path) -> None:
    """In order, with the day; nothing is written where nothing changed, and the list is made only when needed."""
    assert write(tmp_path, Answer("https://roads.example/closures")) == []
    assert not (tmp_path / GONE).exists()
    both = (
        Answer("https://roads.example/closures", Failure.NOT_FOUND),
        Answer("https://herald.example/bridge", Failure.NOT_FOUND),
    )
    assert write(tmp_path, *both) == ["content/links.yml: 2 addresses gone"]
    written = (tmp_path / GONE).read_text("utf-8")
    assert written.endswith(
        "- address: https://herald.example/bridge\n  outcome: gone\n  since: 2025-06-01\n"
        "- address: https://roads.example/closures\n  outcome: gone\n  since: 2025-06-01\n"
    )
    own = "# by hand\n" + written
    assert write(tmp_path, *both, gone=own) == []
    assert (tmp_path / GONE).read_text("utf-8") == own
    assert write(tmp_path, Answer("https://herald.example/bridge"), gone=written) == [
        "content/links.yml: 1 address gone"
    ]


def test_new_addresses_are_put_in(tmp_path: Path) -> None:
    """Everything else in the file stays as it was, links in text too."""
    answer = Answer("https://roads.example/closures", None, "https://roads.example/new")
    assert write(tmp_path, answer) == [f"{CLAIM}: 1 address replaced"]
    changed = TEXT.replace("closures#march", "new#march")
    assert (tmp_path / CLAIM).read_text("utf-8") == changed


def test_what_somebody_changed_meanwhile_is_left(tmp_path: Path) -> None:
    """A run may take hours."""
    answer = Answer("https://roads.example/closures", None, "https://roads.example/new")
    (line,) = write(tmp_path, answer, old_bridge=b"claim: other\n")
    assert line.startswith(f"{CLAIM}: left as it is")
    assert (tmp_path / CLAIM).read_bytes() == b"claim: other\n"
    gone = Answer("https://roads.example/closures", Failure.NOT_FOUND)
    with pytest.raises(CannotWrite, match="Somebody changed"):
        write(tmp_path, gone, gone="# empty\n", links=b"# other\n")
    with pytest.raises(CannotWrite, match="Somebody changed"):
        write(tmp_path, gone)


def test_a_broken_list_is_not_written_over(tmp_path: Path) -> None:
    """It would lose what stands in it."""
    with pytest.raises(CannotWrite, match="Mend"):
        write(tmp_path, Answer("https://roads.example/closures", Failure.NOT_FOUND), gone="- address: x\n")
