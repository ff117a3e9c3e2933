"""Measures `factpress match` beside plain BM25: what is found of the paraphrases, and how long it takes."""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import tantivy
import yaml
from inventing import CLAIMANTS, claim_fields

from factpress.corpus import Corpus
from factpress.likeness import alike, outdated
from factpress.matching import RESEMBLES, MatchIndex
from factpress.models.claim import Claim
from factpress.models.publication import Publication
from factpress.models.registries import Claimant
from factpress.relations import suggested

INVENTED = yaml.safe_load((Path(__file__).parent / "paraphrases.yml").read_text("utf-8"))
ASKED = [(f"asked-{n}", kind, text) for n, one in enumerate(INVENTED["claims"]) for kind, text in one["asked"].items()]
STRANGE = (
    "Is the moon made of cheese?",
    "Who won the football match yesterday evening?",
    "A minister ate a hedgehog during the summit",
    "Aliens landed behind the supermarket",
    "Der Mond besteht aus Käse",
)
"""Texts that no claim is about."""
Found = Callable[[str], list[str]]


def claims(count: int) -> Iterator[Claim]:
    """Yield the claims of the paraphrases, and as many others: half of bench's words, half of the paraphrases' own."""
    dice = random.Random(count)
    words: dict[str, list[str]] = {}
    for one in INVENTED["claims"]:
        texts = (one["claim"], one["headline"], *one.get("variants", ()))
        words.setdefault(one.get("lang", "en"), []).extend(word.strip(".,") for text in texts for word in text.split())
    for n, one in enumerate(INVENTED["claims"]):
        yield claim(f"asked-{n}", {key: value for key, value in one.items() if key != "asked"})
    for n in range(count - len(INVENTED["claims"])):
        fields = claim_fields(n, dice)
        if n % 2:
            lang = dice.choice(["en"] * 7 + ["de", "fr", "es"])
            fields["claim"] = " ".join(dice.sample(words[lang], dice.randint(7, 14)))
            fields["headline"] = " ".join(dice.sample(words[lang], 9))
            fields["claimant"] = dice.choice([*INVENTED["claimants"]])
            fields["lang"] = lang
        yield claim(f"other-{n}", fields)


def claim(claim_id: str, fields: dict[str, object]) -> Claim:
    """Return a claim of some fields."""
    known = {"claim", "headline", "claimant", "lang", "variants", "topics", "sources", "published"}
    short = {key: value for key, value in fields.items() if key in known}
    return Claim.model_validate({"status": "published", "published": "2020", **short, "id": claim_id, "path": "x"})


def plain_bm25(corpus: Corpus) -> Found:
    """Return a search by plain BM25 over the claims' wording alone."""
    schema = tantivy.SchemaBuilder().add_text_field("claim").build()
    index = tantivy.Index(schema)
    writer = index.writer(heap_size=256 << 20, num_threads=1)
    for one in corpus.listed:
        writer.add_document(tantivy.Document(claim=one.claim))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()

    def found(text: str) -> list[str]:
        words = [tantivy.Query.term_query(schema, "claim", word) for word in dict.fromkeys(analyzer.analyze(text))]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words])
        return [corpus.listed[address.doc].id for _, address in searcher.search(query, 5).hits]

    return found


def timed(what: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def recall(found: Found) -> str:
    """Return how often the claim a text is about is among the first five, as a line of the table."""
    kinds = Counter(kind for _, kind, _ in ASKED)
    hits = Counter(kind for claim_id, kind, text in ASKED if claim_id in found(text))
    whole = sum(hits.values()) / len(ASKED)
    return f"{whole:6.3f}" + "".join(f"{hits[kind] / count:11.2f}" for kind, count in sorted(kinds.items()))


def main(count: int) -> None:
    """Measure with so many claims."""
    gc.disable()  # as a build does
    names = {f"claimant-{n}": f"Claimant {n}" for n in range(CLAIMANTS)} | INVENTED["claimants"]
    claimants = {key: Claimant(name=name) for key, name in names.items()}
    corpus = Corpus(claims=tuple(claims(count)), publication=Publication(name="Bench"), claimants=claimants)
    _ = corpus.listed, corpus.by_id
    built: list[MatchIndex] = []
    seconds = timed(lambda: (built.append(MatchIndex.build(corpus)), built[0].matches("a bridge")))
    index = built[0]
    raw = index.to_bytes()
    again = timed(lambda: MatchIndex.from_bytes(raw).matches("a bridge"))
    queries = [timed(lambda text=text: index.matches(text)) for _, _, text in (ASKED * 2)[:200]]
    print(
        f"{count:,} claims: {seconds:.2f} s to build and ask first, {len(raw) / 1e6:.1f} MB kept, "
        f"{again:.2f} s from these;"
    )
    print(f"  a query {1000 * statistics.median(queries):.2f} ms (median of 200; longest {1000 * max(queries):.1f} ms)")
    likeness: dict[str, tuple[str, ...]] = {}
    near = timed(lambda: likeness.update(alike(index)))
    shown = timed(lambda: suggested(corpus, likeness))
    print(f"  suggestions for all: {near + shown:.2f} s besides the index", end="")
    middle = corpus.claims[count // 2]
    edited = middle.model_copy(update={"claim": f"{middle.claim} Lantern 77", "topics": ("topic-3",)})
    changed = Corpus(
        claims=tuple(edited if one is middle else one for one in corpus.claims),
        publication=corpus.publication, claimants=claimants,
    )  # fmt: skip
    now = MatchIndex.build(changed, index)
    late = outdated(index, now, likeness)
    fresh = alike(now)
    renewed = {key: value for key, value in likeness.items() if key not in late} | alike(now, late)
    before, after = suggested(corpus, likeness), suggested(changed, fresh)
    ids = [[[other.id for other in side.get(key, ())] for side in (before, after)] for key in changed.by_id]
    print(f"; one edit: {len(late)} asked anew, {sum(a != b for a, b in ids)} come out otherwise", end="")
    print(" (the same as all anew)" if renewed == fresh else " (NOT the same as all anew)")
    print(f"  {'recall@5':10}{'all':>6}" + "".join(f"{kind:>11}" for kind in sorted({kind for _, kind, _ in ASKED})))
    print(f"  {'ours':10}{recall(lambda text: [match.claim_id for match in index.matches(text, 5)])}")
    print(f"  {'plain BM25':10}{recall(plain_bm25(corpus))}")
    strangers = sum(bool(index.matches(text)) for text in STRANGE)
    print(f"  of {len(STRANGE)} texts about nothing here {strangers} find a claim (score of at least {RESEMBLES})\n")


if __name__ == "__main__":
    for size in [int(argument) for argument in sys.argv[1:]] or [1000, 10_000, 27_000]:
        main(size)
