"""Tests of the published claims as data."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from factpress.claimreview import claim_review
from factpress.corpus import Corpus
from factpress.exports import (
    CLAIM_COLUMNS,
    EXPORTS,
    FIGURE_COLUMNS,
    claimreview_json,
    claims_csv,
    claims_json,
    export_files,
    figures_csv,
)
from factpress.models.publication import Publication
from tests.making import SITE, make_claim, make_corpus
from tests.publications import HOSTILE

DOCUMENT = Path(__file__).parents[1] / "docs" / "data.md"
RETRACTED: dict[str, Any] = {
    "status": "retracted",
    "retraction": {"date": "2025-05-01", "reason": "We misread the list."},
}
FIGURES = [
    {"key": "days", "value": "1", "unit": "days", "as_of": "2025-03", "source": "office"},
    {"key": "cars", "low": "-5", "high": "10.50", "note": "Rounded."},
]


def rows(raw: bytes) -> list[dict[str, str]]:
    """Return the lines of a table by column."""
    return list(csv.DictReader(io.StringIO(raw.decode(), newline=""), strict=True))


def claims(corpus: Corpus) -> list[dict[str, Any]]:
    """Return what `claims.json` says of the claims."""
    found: list[dict[str, Any]] = json.loads(claims_json(corpus, SITE).content())["claims"]
    return found


def test_a_claim_as_json() -> None:
    """Everything a reader of the data needs, in plain texts; what isn't known is left out."""
    claim = make_claim(
        verdict_reason="The office closed it for one day [@office].",
        corrections=[
            {"date": "2025-04-01", "kind": "typo", "text": "A slip."},
            {
                "date": "2025-04-02",
                "kind": "verdict-change",
                "text": "New list.",
                "from_verdict": "true",
                "to_verdict": "false",
            },
        ],
    )
    assert claims(make_corpus(claim)) == [
        {
            "id": "old-bridge",
            "address": "https://checks.example/desk/claims/old-bridge/",
            "status": "published",
            "headline": "The Old Bridge was closed for one day, not three",
            "claim": "The Old Bridge was closed for three days.",
            "kind": "statement",
            "lang": "en",
            "claimants": [{"id": "mayor-lund", "name": "Ada Lund", "type": "person"}],
            "claim_date": "2025-03-01",
            "verdict": {"id": "false", "name": "False", "value": 1},
            "verdict_reason": "The office closed it for one day.",
            "as_of": "2025-03-04",
            "published": "2025-03-05",
            "updated": "2025-04-02",
            "topics": [{"id": "bridges", "name": "Bridges"}],
            "corrections": [
                {
                    "date": "2025-04-02",
                    "kind": "verdict-change",
                    "text": "New list.",
                    "from_verdict": "true",
                    "to_verdict": "false",
                }
            ],
        }
    ]


def test_the_publication_stands_before_its_claims() -> None:
    """Whose claims they are, under which licence, and what the verdicts mean."""
    corpus = make_corpus(publication=Publication(name="Millbrook Checks", licence="CC-BY-4.0"))
    whole = json.loads(claims_json(corpus, SITE).content())
    assert whole["publication"] == "Millbrook Checks"
    assert whole["licence"] == "CC-BY-4.0"
    assert whole["address"] == "https://checks.example/desk/"
    assert whole["verdicts"][0] == {"id": "true", "name": "True", "value": 3, "meaning": "It happened as stated."}
    assert whole["claims"] == []


def test_a_retracted_claim_has_no_verdict() -> None:
    """It stays, so that whoever has a copy learns of it, says what its notice says, and counts for no verdict."""
    corpus = make_corpus(make_claim(**RETRACTED))
    (claim,) = claims(corpus)
    (row,) = rows(claims_csv(corpus, SITE).content())
    assert claim == {
        "id": "old-bridge",
        "address": "https://checks.example/desk/claims/old-bridge/",
        "status": "retracted",
        "claim": "The Old Bridge was closed for three days.",
        "kind": "statement",
        "lang": "en",
        "published": "2025-03-05",
        "updated": "2025-05-01",
        "retraction": {
            "date": "2025-05-01",
            "reason": "We misread the list.",
            "former_verdict": {"id": "false", "name": "False", "value": 1},
        },
    }
    assert {column for column in CLAIM_COLUMNS if row[column]} == {
        *(*claim, "retracted", "retraction_reason", "former_verdict"),
    } - {"retraction"}


def test_drafts_leave_in_no_file() -> None:
    """What readers can't see isn't in the data; what was retracted is in no feed and no table of figures."""
    hidden = [
        make_claim("draft", status="draft", claim="SECRET", figures=FIGURES),
        make_claim("held", status="hold", hold_reason="x", claim="SECRET", figures=FIGURES),
    ]
    corpus = make_corpus(*hidden, make_claim("gone", **RETRACTED, figures=FIGURES))
    assert all(b"SECRET" not in rows().content() for _, _, rows in export_files(corpus, SITE))
    assert json.loads(claimreview_json(corpus, SITE).content())["dataFeedElement"] == []
    assert rows(figures_csv(corpus, SITE).content()) == []


def test_claims_as_a_table() -> None:
    """A line for each, newest first, with the columns that are promised."""
    corpus = make_corpus(
        make_claim("old", published="2025-01-01", as_of=None, claimant=["mayor-lund", "harbour-union"]),
        make_claim("new", published="2025-03-05T23:30+00:00", claimant="unknown", verdict="unproven"),
        publication=Publication(name="x", timezone="Europe/Berlin"),
    )
    raw = claims_csv(corpus, SITE).content()
    new, old = rows(raw)
    assert raw.split(b"\r\n")[0].decode() == ",".join(CLAIM_COLUMNS)
    assert (new["id"], new["claimants"], new["claimant_ids"]) == ("new", "", "unknown")
    assert (new["verdict"], new["verdict_value"]) == ("unproven", "")
    assert (new["published"], new["updated"]) == ("2025-03-06T00:30:00+01:00", "2025-03-06")
    assert (old["claimants"], old["claimant_ids"]) == ("Ada Lund; Harbour Union", "mayor-lund; harbour-union")
    assert (old["as_of"], old["published"], old["corrections"]) == ("", "2025-01-01", "0")


def test_dates_that_are_not_known_are_empty() -> None:
    """`unknown` is a word for authors, not a date."""
    corpus = make_corpus(make_claim(published="unknown"))
    assert "published" not in claims(corpus)[0]
    assert rows(claims_csv(corpus, SITE).content())[0]["published"] == ""


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_text_acts_as_a_formula(beginning: str) -> None:
    """A cell that a spreadsheet would reckon with begins with an apostrophe; numbers stay numbers."""
    text = f'{beginning}HYPERLINK("https://x.example/")'
    figures = [{"key": "days", "value": "-1", "unit": text, "note": text}]
    corpus = make_corpus(make_claim(claim=text, headline=text, verdict_reason=text, figures=figures))
    (claim,) = rows(claims_csv(corpus, SITE).content())
    (figure,) = rows(figures_csv(corpus, SITE).content())
    assert {claim["claim"], claim["headline"], claim["verdict_reason"]} == {f"'{text}"}
    assert {figure["unit"], figure["note"]} == {f"'{text}"}
    assert figure["value"] == "-1"


def test_hostile_texts_stay_whole() -> None:
    """Quotation marks, commas, line ends and mark-up come out as they were typed."""
    text = f"{HOSTILE}, \"quoted\", 'single', a;b\ta"
    corpus = make_corpus(make_claim(claim=text, headline=None))
    typed = " ".join(text.split())
    assert rows(claims_csv(corpus, SITE).content())[0]["claim"] == typed
    assert claims(corpus)[0]["claim"] == typed
    assert (
        json.loads(claimreview_json(corpus, SITE).content())["dataFeedElement"][0]["item"][0]["claimReviewed"] == typed
    )


def test_tables_are_those_of_the_standard() -> None:
    """UTF-8 without a mark, lines that end in CR and LF, as many cells in each (RFC 4180)."""
    corpus = make_corpus(make_claim(claim="Über die Brücke", figures=FIGURES))
    for raw in (claims_csv(corpus, SITE).content(), figures_csv(corpus, SITE).content()):
        assert raw.endswith(b"\r\n")
        assert raw.count(b"\n") == raw.count(b"\r\n")
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert len({len(row) for row in csv.reader(io.StringIO(raw.decode(), newline=""))}) == 1


def test_claimreview_as_a_feed() -> None:
    """Each is what its page says, with the day it came and the day it changed."""
    changed = make_claim("b", corrections=[{"date": "2025-04-02", "kind": "update", "text": "New."}])
    corpus = make_corpus(
        make_claim("a"), changed, publication=Publication(name="Millbrook Checks", licence="CC-BY-4.0")
    )
    feed = json.loads(claimreview_json(corpus, SITE).content())
    review = json.loads(json.dumps(claim_review(changed, corpus, SITE)))
    del review["@context"]
    assert (feed["@context"], feed["@type"]) == ("https://schema.org", "DataFeed")
    assert feed["license"] == {"@type": "CreativeWork", "name": "CC-BY-4.0"}
    assert [element["item"][0]["url"][-2:] for element in feed["dataFeedElement"]] == ["a/", "b/"]
    assert feed["dataFeedElement"][1] == {
        "@type": "DataFeedItem",
        "dateCreated": "2025-03-05",
        "dateModified": "2025-04-02",
        "item": [review],
    }


def test_figures_as_a_table() -> None:
    """By key, with the claim and the source they come from."""
    cars, days = rows(figures_csv(make_corpus(make_claim(figures=FIGURES)), SITE).content())
    assert days == {
        "key": "days",
        "value": "1",
        "unit": "days",
        "low": "",
        "high": "",
        "as_of": "2025-03",
        "claim": "old-bridge",
        "claim_address": "https://checks.example/desk/claims/old-bridge/",
        "source": "Closures in March",
        "source_address": "https://roads.example/closures",
        "note": "",
    }
    assert (cars["key"], cars["value"], cars["low"], cars["high"]) == ("cars", "", "-5", "10.50")
    assert (cars["source"], cars["note"]) == ("", "Rounded.")


def test_every_file_is_made_once_and_lies_in_data() -> None:
    """The paths are those that the page of feeds names."""
    paths = [path for path, _, _ in export_files(make_corpus(), SITE)]
    assert paths == [export.path for export in EXPORTS]
    assert paths == ["data/claims.json", "data/claims.csv", "data/claimreview.json", "data/figures.csv"]


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({}, set()),
        ({"context": "press briefing"}, {"data/figures.csv"}),
        ({"headline": "Another"}, {export.path for export in EXPORTS}),
        ({"figures": [{"key": "days", "value": "2"}]}, {export.path for export in EXPORTS}),
        ({"status": "draft"}, {export.path for export in EXPORTS}),
    ],
)
def test_what_a_file_is_made_of_tells_of_a_change(fields: dict[str, Any], changed: set[str]) -> None:
    """Where a file's claims change its text does, so that it can be taken over where they don't."""
    before, after = (
        {
            path: (made_of, rows().content())
            for path, made_of, rows in export_files(make_corpus(make_claim(**one)), SITE)
        }
        for one in ({"figures": FIGURES}, {"figures": FIGURES} | fields)
    )
    assert {path for path in before if before[path][0] != after[path][0]} == changed
    assert {path for path in before if before[path][1] != after[path][1]} <= changed


def test_the_same_claims_give_the_same_bytes() -> None:
    """Whatever the machine's zone or the seed of its hashes."""
    program = (
        "import hashlib, sys; from tests.making import *; from factpress.exports import export_files\n"
        "corpus = make_corpus(make_claim(published='2025-03-05T23:30+00:00', topics=['traffic', 'bridges']))\n"
        "made = b''.join(made_of.encode() + rows().content() for _, made_of, rows in export_files(corpus, SITE))\n"
        "print(hashlib.sha256(made).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": "."},
            cwd=Path(__file__).parents[1],
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Pacific/Auckland"), ("2", "America/Lima"))
    }
    assert len(digests) == 1


def test_the_document_names_every_column() -> None:
    """What is promised to readers of the data is what they get."""
    text = DOCUMENT.read_text("utf-8")
    (first, second) = (re.findall(r"^\| `(\w+)`", part, re.MULTILINE) for part in text.split("## `data/figures.csv`"))
    assert tuple(first[-len(CLAIM_COLUMNS) :]) == CLAIM_COLUMNS
    assert tuple(second[: len(FIGURE_COLUMNS)]) == FIGURE_COLUMNS
    assert all(f"`{export.path}`" in text for export in EXPORTS)
