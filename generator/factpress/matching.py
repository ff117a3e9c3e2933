"""Which published claims resemble a text: one index over wording, claimants, topics and sources."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from importlib.metadata import version
from itertools import chain
from types import MappingProxyType
from typing import Final

import orjson
from tantivy import Document, Index, Occur, Query, Schema, SchemaBuilder, Searcher

from factpress.corpus import Corpus
from factpress.traits import Traits, all_traits, language_of, times_of
from factpress.wording import terms_of, words_of

RESEMBLES: Final = 0.45
"""The score from which a claim is called like a text; bench/matching.py shows what lies on either side."""
WORDS, SPELT, NAMES, SHARED = "words", "spelt", "names", "shared"
"""The fields of the index."""
_FORM: Final = f"factpress index 6, tantivy {version('tantivy')}"
"""The number rises whenever the same claims come to have other traits."""
_DIGEST_SIZE: Final = 32


@dataclass(frozen=True, slots=True)
class Match:
    """A published claim that resembles a text."""

    claim_id: str
    score: float
    """From 0 to 1: the part of the text that the claim has, where a word counts the more the rarer it is."""
    why: tuple[str, ...]
    """The rarer words of the text that the claim has, in the text's order."""


class ForeignIndex(ValueError):
    """Bytes that are no index, or a torn one, or one of another version."""


class MatchIndex:
    """The published claims of a corpus by their traits, newest first. Built once, asked many times."""

    def __init__(self, traits: Iterable[Traits], languages: Sequence[str], words: Counter[str] | None = None) -> None:
        """`words` are those of the property, where they have been counted already."""
        self.traits: Final[Mapping[str, Traits]] = {one.claim_id: one for one in traits}
        self.languages: Final = tuple(languages)
        """Those that the claims are written in."""
        self._counted = words

    @classmethod
    def build(
        cls, corpus: Corpus, before: MatchIndex | None = None, fresh: Mapping[str, Traits] = MappingProxyType({})
    ) -> MatchIndex:
        """Return the index of a corpus, in which drafts, held and retracted claims have no place.

        What still holds is taken over from the index `before`; `fresh` are those of `all_traits`. The result is the
        same.
        """
        languages = sorted({language_of(claim, corpus) for claim in corpus.listed if claim.is_listed})
        if before is None:
            return cls(all_traits(corpus, {}, fresh), languages)
        traits = {one.claim_id: one for one in all_traits(corpus, before.traits, fresh)}
        words = Counter(before.words)
        for one in traits.values():
            if before.traits.get(one.claim_id) is not one:
                words.update({*one.words.split()})
        for one in before.traits.values():
            if traits.get(one.claim_id) is not one:
                words.subtract({*one.words.split()})
        return cls(traits.values(), languages, +words)

    @classmethod
    def from_bytes(cls, raw: bytes) -> MatchIndex:
        """Return an index that was kept. Raises ForeignIndex unless it is whole and of this version."""
        content = raw[_DIGEST_SIZE:]
        if hashlib.sha256(content).digest() != raw[:_DIGEST_SIZE]:
            raise ForeignIndex("the index isn't whole")
        form, languages, words, columns = orjson.loads(content)
        if form != _FORM:
            raise ForeignIndex(f"the index is of another version: {form}")
        rows = zip(*[column.split("\n") for column in columns], strict=True)
        return cls(map(Traits._make, rows), languages, Counter(words))

    def to_bytes(self) -> bytes:
        """Return the index as bytes, to be kept; the same claims give the same."""
        # One text with a line for each claim is read many times faster than as many texts, and no trait ends a line.
        columns = ["\n".join(column) for column in zip(*self._places, strict=True)]
        content = orjson.dumps((_FORM, self.languages, self.words, columns), option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(content).digest() + content

    def matches(self, text: str, most: int = 10) -> tuple[Match, ...]:
        """Return the claims that resemble a text or one of its sentences: best first, of equals the newest.

        A claim may have the words in other forms, in another order, with a slip of the keyboard, and its numbers
        written otherwise. Words count by BM25, over all wordings of a claim and its claimants' names.
        """
        found: dict[int, tuple[float, _Question]] = {}
        for question in self._questions(text) if self.traits else ():
            for place, score in self._search(question.queries(), most):
                share = score / question.weight
                if place not in found or share > found[place][0]:
                    found[place] = share, question
        best = sorted(found, key=lambda place: (-found[place][0], place))[:most]
        resembling = ((self._places[place], *found[place]) for place in best if found[place][0] >= RESEMBLES)
        return tuple(
            Match(one.claim_id, min(1.0, round(share, 4)), question.why(one)) for one, share, question in resembling
        )

    @cached_property
    def words(self) -> Counter[str]:
        """In how many claims a word stands; none where in none."""
        if self._counted is not None:
            return self._counted
        return Counter(chain.from_iterable(frozenset(one.words.split()) for one in self._places))

    @cached_property
    def names(self) -> Counter[str]:
        """The same of the words of claimants' names."""
        return Counter(chain.from_iterable(frozenset(one.names.split()) for one in self._places))

    @cached_property
    def shared(self) -> Counter[str]:
        """The same of what claims may share, of times, and of claimants and topics at these."""
        return Counter(chain.from_iterable(one.all_shared for one in self._places))

    @cached_property
    def times(self) -> Counter[str]:
        """The same of times alone."""
        times: Counter[str] = Counter()
        for when, number in Counter([one.when for one in self._places]).items():
            times.update(dict.fromkeys(times_of(when), number))
        return times

    def having(self, words: Set[str], shared: Set[str]) -> list[Traits]:
        """Return the claims that have one of some words, or of some claimants, topics and sources."""
        return [
            one
            for one in self._places
            if not (words.isdisjoint(one.words.split()) and shared.isdisjoint(one.shared.split()))
        ]

    def sharing(self, weighed: Iterable[Query], most: int, least: float) -> list[Traits]:
        """Return the claims with the greatest sum of weights, at least the `least`; of equals the newest first."""
        return [self._places[place] for place, _ in self._search(weighed, most, least)]

    def weighed(self, field: str, term: str, weight: float) -> Query:
        """Return the question for the claims that have a term in a field, which gives each of them the weight."""
        return Query.const_score_query(Query.term_query(self._schema, field, term, "basic"), weight)

    def term(self, field: str, term: str) -> Query:
        """Return the question for the claims that have a term in a field, which weighs them by BM25."""
        return Query.term_query(self._schema, field, term, _OPTION[field])

    def misspelt(self, field: str, term: str) -> Query:
        """Return the question for the claims that have, in a field, a term with a slip or two from this one."""
        return Query.fuzzy_term_query(self._schema, field, term, 1 if len(term) < _LONG else 2)

    def _questions(self, text: str) -> Iterator[_Question]:
        """Yield the text as a question, unless it is long, and each of its sentences that says enough."""
        words = words_of(text)
        sentences = [words_of(sentence) for sentence in _SENTENCE_END.split(text, _MOST_SENTENCES)]
        questions = [_Question(sentence[:_MOST_WORDS], self) for sentence in sentences if len(sentences) > 1]
        telling = [one for one in questions if one.weight >= _TELLING * _rarity(1, len(self.traits))]
        if len(words) <= _MOST_WORDS or not telling:
            yield _Question(words[:_MOST_WORDS], self)
        yield from telling

    def _search(self, queries: Iterable[Query], most: int, least: float = 0) -> list[tuple[int, float]]:
        anything = [(Occur.Should, query) for query in queries]
        if not anything or not self._places:
            return []
        found = self._searcher.search(Query.boolean_query(anything), most, count=False).hits
        hits = [hit for hit in found if hit[0] >= least]
        places = self._searcher.fast_field_values(_PLACE, [address for _, address in hits]) if hits else []
        return [(int(place or 0), score) for place, (score, _) in zip(places, hits, strict=True)]

    @cached_property
    def _places(self) -> tuple[Traits, ...]:
        return tuple(self.traits.values())

    @cached_property
    def _schema(self) -> Schema:
        builder = SchemaBuilder()
        for field, option in _OPTION.items():
            builder.add_text_field(field, tokenizer_name="whitespace", index_option=option)
        return builder.add_integer_field(_PLACE, fast=True).build()

    @cached_property
    def _searcher(self) -> Searcher:
        index = Index(self._schema)
        # One thread, and room for all in one segment: nothing then depends on who was faster.
        writer = index.writer(heap_size=_HEAP, num_threads=1)
        common = {term for term, frequency in self.shared.items() if frequency > 1}
        for place, one in enumerate(self._places):
            writer.add_document(
                Document(
                    words=one.words,
                    spelt=one.spelt,
                    names=one.names,
                    shared=" ".join(filter(common.__contains__, one.all_shared)),
                    place=place,
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index.searcher()


_OPTION: Final = {WORDS: "freq", SPELT: "basic", NAMES: "freq", SHARED: "basic"}
_PLACE: Final = "place"
_HEAP: Final = 256 << 20
_MOST_SENTENCES: Final = 40
_MOST_WORDS: Final = 64
_TELLING: Final = 3
"""What a sentence must weigh to be asked for alone, in words that one claim has."""
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？।])\s+|\n+")


_SHORT, _LONG, _TOO_LONG = 5, 8, 30
"""Letters of words: no slip is forgiven below the first or above the third, two from the second on."""
_MOST_SLIPS: Final = 12
_SLIP: Final = 0.7
"""What a misspelt word counts, beside the rarest word."""


@dataclass(frozen=True, slots=True)
class _Asked:
    word: str
    terms: tuple[str, ...]
    """In every language of the claims."""
    name: str
    weight: float
    known: bool

    @property
    def may_be_misspelt(self) -> bool:
        """Whether it is a word that no claim has, of a length that has room for a slip."""
        return not self.known and _SHORT <= len(self.word) <= _TOO_LONG and self.word.isalpha()


class _Question:
    """Words as the index is asked for them."""

    def __init__(self, words: Iterable[str], index: MatchIndex) -> None:
        self.index = index
        one_of_each = tuple(dict.fromkeys(words))
        terms = zip(*(terms_of(one_of_each, language) for language in index.languages), strict=True)
        names = terms_of(one_of_each, "")
        self.asked = [
            self._asked(word, tuple(dict.fromkeys(forms)), name)
            for word, forms, name in zip(one_of_each, terms, names, strict=True)
        ]
        self.weight = sum(asked.weight for asked in self.asked)

    def _asked(self, word: str, terms: tuple[str, ...], name: str) -> _Asked:
        most = max(*(self.index.words[term] for term in terms), self.index.names[name])
        return _Asked(word, terms, name, _rarity(most or 1, len(self.index.traits)), known=most > 0)

    def queries(self) -> Iterator[Query]:
        """Yield what to ask: for words that no claim has, who has one like it."""
        slips = 0
        counted = {WORDS: self.index.words, NAMES: self.index.names}
        for asked in self.asked:
            fields = [(WORDS, term) for term in asked.terms] + [(NAMES, asked.name)]
            if asked.known:
                yield from (self.index.term(*one) for one in fields if counted[one[0]][one[1]])
            elif asked.may_be_misspelt and slips < _MOST_SLIPS:
                slips += 1
                likely = [self.index.misspelt(*one) for one in [*fields, (SPELT, asked.name)] if len(one[1]) >= _SHORT]
                yield Query.boost_query(Query.disjunction_max_query(likely), _SLIP * asked.weight)

    def why(self, one: Traits) -> tuple[str, ...]:
        """Return the telling words that a claim has, too."""
        there = frozenset(" ".join((one.words, one.spelt, one.names)).split())
        common = [asked for asked in self.asked if _has(there, asked)]
        least = max((asked.weight for asked in common), default=0.0) / 3
        return tuple(asked.word for asked in common if asked.weight >= least)


def _has(there: frozenset[str], asked: _Asked) -> bool:
    if asked.known:
        return not there.isdisjoint((*asked.terms, asked.name))
    return asked.may_be_misspelt and bool(get_close_matches(asked.name, sorted(there), n=1, cutoff=0.75))


def _rarity(frequency: int, claims: int) -> float:
    """Return the weight that BM25 gives to a term (Robertson and Zaragoza 2009, 3.3, kept above zero as in Lucene)."""
    return math.log(1 + (claims - frequency + 0.5) / (frequency + 0.5))
