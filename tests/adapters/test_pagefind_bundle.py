"""Pagefind's files made fit: nothing of what they hold is lost."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from factpress.adapters import pagefind_bundle
from factpress.adapters.cbor import decoded
from factpress.adapters.pagefind import Index, index_part
from factpress.adapters.pagefind_bundle import ENTRY, UnknownFormat, fit
from factpress.search import SearchPart, search_parts
from tests.making import make_claim, make_corpus


@pytest.fixture(scope="module")
def part() -> SearchPart:
    """Return thirty claims with words of all kinds."""
    words = "Brücke bridge bridges мост 橋が閉鎖された café CAFÉ 3,000 don't e-mail x_y " + "long" * 90
    claims = [make_claim(f"c-{n}", conclusion=f"{words} number{n} {words}") for n in range(30)]
    return search_parts(make_corpus(*claims))[0]


def held(index: Index, path: str) -> Any:
    """Return what a file holds."""
    content = gzip.decompress(index[path])
    assert content.startswith(b"pagefind_dcd")
    return decoded(content[12:])


def meta(index: Index) -> Any:
    """Return version, pages, pieces, filters, sorts and fields of an index."""
    [about] = json.loads(index[ENTRY])["languages"].values()
    return held(index, f"pagefind.{about['hash']}.pf_meta")


def words(index: Index) -> list[Any]:
    """Return every word of an index with its places, as its pieces list them."""
    return [
        word for _, _, name in meta(index)[2] for [found] in [held(index, f"index/{name}.pf_index")] for word in found
    ]


def test_pieces_hold_every_word(part: SearchPart, monkeypatch: pytest.MonkeyPatch) -> None:
    """However finely the index is cut, the words, their order and their places stay."""
    monkeypatch.setattr(pagefind_bundle, "PIECE", 10**9)
    whole = index_part(part)
    monkeypatch.setattr(pagefind_bundle, "PIECE", 1)
    finest = index_part(part)
    assert words(whole) == words(finest)
    assert len(meta(whole)[2]) == 2  # one is for searches without words
    assert len(meta(finest)[2]) == len(words(whole)) + 1
    assert words(whole) == sorted(words(whole), key=lambda word: word[0].encode())
    assert any(variants for _, _, variants in words(whole))


def test_a_word_lies_within_the_bounds_of_its_piece(part: SearchPart, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first letters of a word are never before those that its piece begins with, nor behind its last."""
    monkeypatch.setattr(pagefind_bundle, "PIECE", 500)
    index = index_part(part)
    for first, last, name in meta(index)[2]:
        for word, _, _ in held(index, f"index/{name}.pf_index")[0]:
            assert word[: len(first)] >= first
            assert word[: len(last)] <= last


def test_a_search_without_words_loads_next_to_nothing(part: SearchPart) -> None:
    """The empty text fits one piece alone, which is empty."""
    first, last, name = meta(index_part(part))[2][0]
    assert (first, last, held(index_part(part), f"index/{name}.pf_index")) == ("", "", [[]])


def test_pages_are_named_by_their_order(part: SearchPart) -> None:
    """The name of a page begins with the order of its claim, and leads to that claim."""
    index = index_part(part)
    for record, (name, _) in zip(part.records(), meta(index)[1], strict=True):
        assert name.startswith(record.order)
        page = json.loads(gzip.decompress(index[f"fragment/{name}.pf_fragment"])[12:])
        assert page["url"] == record.url


def test_values_of_filters_are_in_order(part: SearchPart) -> None:
    """Filters and their values are sorted, whatever order Pagefind had."""
    index = index_part(part)
    facets = meta(index)[3]
    assert [facet for facet, _ in facets] == sorted(part.records()[0].filters)
    for facet, name in facets:
        same, values = held(index, f"filter/{name}.pf_filter")
        assert same == facet
        assert values == sorted(values)


def test_two_files_never_share_a_name(part: SearchPart, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names grow longer where their beginnings meet."""

    class Alike:
        def __init__(self, content: bytes) -> None:
            self.content = content

        def hexdigest(self) -> str:
            return "0" * 20 + f"{len(self.content):x}" + self.content.hex()[-20:]

    expected = words(index_part(part))
    monkeypatch.setattr(pagefind_bundle, "sha256", Alike)
    monkeypatch.setattr(pagefind_bundle, "PIECE", 2000)
    assert words(index_part(part)) == expected


@pytest.mark.parametrize(
    "files",
    [
        {},
        {ENTRY: b"<html>"},
        {ENTRY: b'{"version":"1.6.0","languages":{"en":{"hash":"en_1","wasm":"en","page_count":1}}}'},
        {ENTRY: b'{"version":"1.5.2","languages":{}}'},
        {ENTRY: b'{"version":"1.5.2","languages":{"en":{"hash":"en_1","wasm":"en"}}}', "pagefind.en_1.pf_meta": b"x"},
    ],
)
def test_files_of_another_kind_are_refused(files: dict[str, bytes]) -> None:
    """What another version wrote is not guessed at."""
    with pytest.raises(UnknownFormat):
        fit(files, [])


def test_a_lost_page_is_noticed(part: SearchPart) -> None:
    """A bundle must hold as many pages as claims were added."""
    with pytest.raises(UnknownFormat):
        fit(index_part(part), ["00000000"] * 29)
