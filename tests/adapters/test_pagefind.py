"""Pagefind as the maker of the index: the same bytes each time, nothing done twice, failures in a sentence."""

from __future__ import annotations

import base64
import gzip
import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from factpress.adapters.pagefind import Index, SearchFailed, index_files, index_part, parts_file
from factpress.search import SearchPart, search_parts
from tests.making import make_claim, make_corpus
from tests.publications import HOSTILE


def part_of(*claim_ids: str, language: str = "en") -> SearchPart:
    """Return a part of claims."""
    [part] = search_parts(make_corpus(*(make_claim(claim_id) for claim_id in claim_ids)))
    return replace(part, language=language)


def pages(index: Index) -> list[dict[str, object]]:
    """Return the pages of an index."""
    return [
        json.loads(gzip.decompress(content).removeprefix(b"pagefind_dcd"))
        for path, content in index.items()
        if path.startswith("fragment/")
    ]


def test_the_list_of_parts_tells_what_changed() -> None:
    """Each part is named with a tag that changes when the texts of its claims do."""
    texts = ("One.", "Other.", "One.")
    files = [parts_file(search_parts(make_corpus(make_claim(conclusion=text)))) for text in texts]
    assert {file.path for file in files} == {"search/parts.json"}
    [[[name, tag]], [[same_name, other_tag]], [[_, same_tag]]] = [json.loads(file.content) for file in files]
    assert name == same_name == "old-bridge"
    assert tag == same_tag
    assert tag != other_tag


def test_the_same_claims_give_the_same_bytes() -> None:
    """Pagefind's own output changes from run to run; ours doesn't."""
    part = part_of(*(f"c-{n}" for n in range(40)))
    assert index_part(part) == index_part(part)


def test_an_index_holds_what_a_search_needs_and_no_more() -> None:
    """The program, the engine for the language, the index and a page for each claim; no ready-made interface."""
    index = index_part(part_of("a", "b"))
    kinds = {path.split("/")[0] if "/" in path else path for path in index}
    assert kinds - {next(path for path in index if path.endswith(".pf_meta"))} == {
        "pagefind.js", "pagefind-worker.js", "wasm.en.pagefind", "pagefind-entry.json", "fragment", "index", "filter",
    }  # fmt: skip
    assert [page["url"] for page in pages(index)] == ["claims/b/", "claims/a/"]


def test_a_language_without_word_forms_is_searched_plainly() -> None:
    """Where Pagefind knows no stems, the plain engine is there."""
    assert "wasm.unknown.pagefind" in index_part(part_of("a", language="ja"))
    assert "wasm.de.pagefind" in index_part(part_of("a", language="de"))
    assert "wasm.pt-BR.pagefind" in index_part(part_of("a", language="pt-BR"))


def test_hostile_words_stay_words() -> None:
    """What was typed is what the page of the index holds."""
    claim = make_claim(claim=HOSTILE, headline=HOSTILE, verdict_reason=HOSTILE, variants=[HOSTILE])
    [page] = pages(index_part(search_parts(make_corpus(claim))[0]))
    assert page["meta"] == {"title": HOSTILE, "claimant": "Ada Lund", "variants": HOSTILE}
    assert str(page["content"]).startswith(HOSTILE)


def test_the_program_lies_there_once() -> None:
    """The first part has the program; the others have their index alone."""
    parts = [part_of("a"), part_of("b")]
    paths = [file.path for n, part in enumerate(parts) for file in index_files(part, with_program=n == 0)]
    assert len(paths) == len(set(paths))
    assert [path for path in paths if path.endswith((".js", ".pagefind"))] == [
        f"search/a/{name}" for name in ("pagefind-worker.js", "pagefind.js", "wasm.en.pagefind")
    ]
    assert {"search/a/pagefind-entry.json", "search/b/pagefind-entry.json"} < set(paths)


def program(folder: Path, script: str) -> str:
    """Write a program in Pagefind's place."""
    place = folder / "pagefind"
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(place.stat().st_mode | stat.S_IXUSR)
    return str(place)


def says(payload: dict[str, object]) -> str:
    """Return a script that answers with one message and then listens."""
    message = base64.b64encode(json.dumps({"message_id": 9, "payload": payload}).encode()).decode()
    return f"printf {message},; exec cat >/dev/null"


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("exit 1", "could not make the search index: it stopped"),
        ("kill -9 $$", "could not make the search index: it stopped"),
        (says({"type": "Error", "message": "no space left"}), "could not make the search index: no space left"),
        (says({"type": "GetFiles", "files": []}), "needs Pagefind 1.5.x"),
    ],
)
def test_a_failure_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, sentence: str
) -> None:
    """A program that dies, complains or is another one is told of, and nobody waits for it."""
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", program(tmp_path, script))
    with pytest.raises(SearchFailed, match=sentence):
        index_part(part_of(*(f"c-{n}" for n in range(300))))


def test_a_missing_program_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no program, the message says how to get it."""
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "none"))
    with pytest.raises(SearchFailed, match=r"can’t be started: No such file or directory\. Install"):
        index_part(part_of("a"))


def test_pagefind_obeys_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings in the folder of a publication or in the environment change nothing."""
    before = index_part(part_of("a"))
    (tmp_path / "pagefind.yml").write_text("force_language: de\nlogfile: log.txt\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "de")
    assert index_part(part_of("a")) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pagefind.yml"]
