"""Which published claims resemble a text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tantivy
import yaml

from factpress.corpus import Corpus
from factpress.matching import ForeignIndex, MatchIndex
from factpress.models.registries import Claimant
from tests.making import make_claim, make_corpus

PARAPHRASES = Path(__file__).parents[1] / "bench" / "paraphrases.yml"


def corpus_of(*claims: str, **fields: Any) -> Corpus:
    """Return a corpus of claims c0, c1, … that say this, without headlines or claimants."""
    return make_corpus(
        *(
            make_claim(f"c{n}", claim=claim, **{"headline": None, "claimant": None, **fields})
            for n, claim in enumerate(claims)
        )
    )


def found(corpus: Corpus, text: str) -> list[str]:
    """Return the ids of the claims that resemble a text."""
    return [match.claim_id for match in MatchIndex.build(corpus).matches(text)]


def paraphrases() -> tuple[Corpus, list[tuple[str, str]]]:
    """Return the invented claims of the benchmark, and texts with the claim that each is about."""
    invented = yaml.safe_load(PARAPHRASES.read_text("utf-8"))
    claims = [
        make_claim(f"c{n}", **{"claimant": None, **{key: value for key, value in one.items() if key != "asked"}})
        for n, one in enumerate(invented["claims"])
    ]
    claimants = {key: Claimant(name=name) for key, name in invented["claimants"].items()}
    asked = [(f"c{n}", text) for n, one in enumerate(invented["claims"]) for text in one["asked"].values()]
    return make_corpus(*claims, claimants=claimants), asked


def plain_bm25(corpus: Corpus) -> Callable[[str], list[str]]:
    """Return a search for the first five by plain BM25 over the claims' wording alone."""
    schema = tantivy.SchemaBuilder().add_text_field("claim").build()
    index = tantivy.Index(schema)
    writer = index.writer(num_threads=1)
    for claim in corpus.listed:
        writer.add_document(tantivy.Document(claim=claim.claim))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()

    def five(text: str) -> list[str]:
        words = [tantivy.Query.term_query(schema, "claim", word) for word in dict.fromkeys(analyzer.analyze(text))]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words])
        return [corpus.listed[address.doc].id for _, address in searcher.search(query, 5).hits]

    return five


def test_paraphrases_are_found_better_than_by_wording_alone() -> None:
    """Of the benchmark's texts nearly all find their claim among the first five, more than by plain BM25."""
    corpus, asked = paraphrases()
    index = MatchIndex.build(corpus)
    ours = sum(claim_id in [m.claim_id for m in index.matches(text, most=5)] for claim_id, text in asked)
    five = plain_bm25(corpus)
    plain = sum(claim_id in five(text) for claim_id, text in asked)
    assert ours / len(asked) >= 0.97
    assert ours > plain


@pytest.mark.parametrize(
    "text",
    [
        "3000 soldiers",
        "soldier three thousand",
        "Three thousand soldeirs",
        "Did the Müller’s army lose 3.000 soldiers?",
        "Hello everyone! The army of Müller has lost three thousand soldiers. What will the neighbours say of it now?",
    ],
)
def test_a_claim_is_found_in_other_words(text: str) -> None:
    """Forms, order, numbers, slips, marks and sentences around it make no difference."""
    corpus = corpus_of("Muller's army has lost 3,000 soldiers.", "Ferries are late.", "The bridge is closed.")
    assert found(corpus, text) == ["c0"]


def test_all_wordings_count() -> None:
    """A claim is found by a variant, by its headline and by its claimant's name."""
    claim = make_claim("one", claim="It was shut.", headline="A toll is paid", variants=["Nobody crosses"])
    corpus = make_corpus(claim, make_claim("two", claim="Ferries are late.", headline=None, claimant=None))
    for text in ("nobody crossing", "tolls", "Ada Lund"):
        assert found(corpus, text) == ["one"]


def test_a_claim_is_found_in_its_own_language() -> None:
    """Each claim's words are stemmed by its language, and a text by all of them."""
    german = make_claim("de", claim="Die Brücken sind gesperrt.", headline=None, claimant=None, lang="de")
    corpus = make_corpus(german, make_claim("en", claim="Ferries are late.", headline=None, claimant=None))
    assert found(corpus, "Brücke sperren") == ["de"]
    assert found(corpus, "ferry") == ["en"]


def test_only_published_claims_are_found() -> None:
    """Drafts, held and retracted claims aren't told of."""
    gone = {"status": "retracted", "retraction": {"date": "2025-04-01", "reason": "Wrong."}}
    corpus = make_corpus(make_claim("draft", status="draft"), make_claim("gone", **gone), make_claim("out"))
    assert found(corpus, "the old bridge") == ["out"]


def test_what_resembles_nothing_finds_nothing() -> None:
    """Other texts, signs alone and nothing at all find nothing, in an empty corpus too."""
    corpus = corpus_of("The bridge is closed.", "Ferries are late.")
    for text in ("Penguins eat fish on Tuesdays", "?!", "", " \n"):
        assert found(corpus, text) == []
    assert found(make_corpus(), "the bridge") == []


def test_a_match_says_why() -> None:
    """The score lies between 0 and 1, and the words that tell are named in the text's order."""
    index = MatchIndex.build(corpus_of("The old bridge was closed for 3 days.", "Ferries are late."))
    (match,) = index.matches("For three days they closed a brigde")
    assert 0.45 <= match.score <= 1
    assert match.why == ("for", "3", "days", "closed", "brigde")


def test_equals_stand_newest_first() -> None:
    """Of claims that resemble a text alike the newest comes first."""
    days = ("2025-03-05", "2025-03-07", "2025-03-06")
    corpus = make_corpus(*(make_claim(f"c{day[-1]}", published=day) for day in days))
    assert found(corpus, "the old bridge was closed") == ["c7", "c6", "c5"]


def test_hostile_texts_are_words_like_any() -> None:
    """Nothing in a text is a query language, and no length makes it fail."""
    index = MatchIndex.build(corpus_of("The bridge is closed."))
    for text in ('claim:* AND "', "<script>", "\0", "\ud800", "a" * 100_000, "Is it so? " * 5000, "(((" * 999):
        assert index.matches(text) == ()


def test_an_index_survives_being_kept() -> None:
    """From its bytes it answers alike, and the same claims give the same bytes."""
    corpus, asked = paraphrases()
    index = MatchIndex.build(corpus)
    again = MatchIndex.from_bytes(index.to_bytes())
    assert again.to_bytes() == index.to_bytes() == MatchIndex.build(corpus, index).to_bytes()
    assert [again.matches(text) for _, text in asked] == [index.matches(text) for _, text in asked]


def test_torn_and_foreign_bytes_are_refused() -> None:
    """What isn't whole, or wasn't an index, is no index."""
    raw = MatchIndex.build(corpus_of("The bridge is closed.")).to_bytes()
    for bad in (b"", raw[:-1], raw + b" ", raw[:40] + b"x" + raw[41:], b"\0" * 200):
        with pytest.raises(ForeignIndex):
            MatchIndex.from_bytes(bad)


def test_what_still_holds_is_taken_over() -> None:
    """After an edit only that claim's traits are made anew."""
    before = MatchIndex.build(corpus_of("The bridge is closed.", "Ferries are late."))
    now = MatchIndex.build(corpus_of("The bridge is closed.", "Ferries are early."), before)
    assert now.traits["c0"] is before.traits["c0"]
    assert now.traits["c1"] != before.traits["c1"]
