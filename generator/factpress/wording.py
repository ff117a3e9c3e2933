"""A text -> the terms that stand for its words and numbers, however they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Final

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

STEMMERS: Final = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nb": "norwegian", "nl": "dutch",
    "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""The stemmer of a language (BCP 47, first part); words of any other stay whole."""


def terms_of(words: Sequence[str], language: str) -> tuple[str, ...]:
    """Return for each of some words, as `words_of` gives them, its term: a stem without accents.

    A word that isn't of the language comes out somehow, and each time in the same way.
    """
    stemmer = STEMMERS.get(language.split("-")[0].lower(), "")
    return tuple(map(_terms(stemmer), words))


def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words and numbers in order: `Three thousand soldiers` as `3000`, `soldiers`.

    Case, the form of apostrophes and Unicode's compatible forms make no difference. Numbers may be grouped
    in any way, shortened (`3m`), followed by `million` and its like in some languages, or spelt in English.
    Of scripts that put no blanks between words every two characters in a row count as a word.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_SIGNS))
    plain = plain.casefold().replace("`", "'").replace("%", " percent ").replace("per cent", "percent")
    if "half a" in plain:
        plain = _HALF.sub("0.5", plain)
    digits = _DIGIT.search(plain) is not None
    if digits:
        plain = _SHORTENED.sub(_in_full, _GROUPED.sub(_ungrouped, plain))
    if plain.isascii():
        words = _ASCII_WORD.findall(plain)
    else:
        words = list(_special_words(plain)) if re.search(_SPECIAL, plain) else _WORD.findall(plain)
    return tuple(_with_numbers(words) if digits or not _NUMERIC.isdisjoint(words) else words)


_SIGNS: Final = {ord(sign): "'" for sign in "‘’ʼ´′"} | {0xAD: None}
# An expression that begins with a character, not with a look back, is searched for several times faster.
_GROUPED = re.compile(r"\d(?<![\d.,].)\d{0,2}([ ,.'])\d{3}(?:\1\d{3})*(?!\d)")
_SHORTENED = re.compile(r"\d(k|m|bn)\b")
_SHORT: Final = {"k": "thousand", "m": "million", "bn": "billion"}
_HALF = re.compile(r"\bhalf an?(?= (?:thousand|million|billion)\b)")
_DIGIT = re.compile(r"\d")
_WORD, _ASCII_WORD = (
    re.compile(rf"\d++(?:[.,]\d++)?+|{letter}++(?:'{letter}++)*+") for letter in (r"[^\W\d_]", "[a-z]")
)
_UNSPACED: Final = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_VOWEL_SIGNS: Final = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0963\u0981-\u0df3"
# Compiled when they are needed, for that takes a while.
_SPECIAL: Final = f"[{_UNSPACED}{_VOWEL_SIGNS}]"
_SPECIAL_WORD: Final = rf"([{_UNSPACED}]+)|\d+(?:[.,]\d+)?|(?:(?![{_UNSPACED}])[^\W\d_]|[{_VOWEL_SIGNS}])+"


def _special_words(plain: str) -> Iterator[str]:
    """Yield the words of a text in which blanks don't part words, or vowel signs count as no letters."""
    for found in re.finditer(_SPECIAL_WORD, plain):
        if unspaced := found[1]:
            yield from (unspaced[at : at + 2] for at in range(max(1, len(unspaced) - 1)))
        else:
            yield found[0]


def _in_full(found: re.Match[str]) -> str:
    return f"{found[0][0]} {_SHORT[found[1]]}"


def _ungrouped(found: re.Match[str]) -> str:
    return found[0].replace(found[1], "")


_SMALL: Final = {
    word: Decimal(number)
    for number, word in (
        *enumerate(
            [
                "zero",
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen",
            ]
        ),
        *zip(
            range(20, 100, 10),
            ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
            strict=True,
        ),
    )
}
_SCALES: Final = {
    word: Decimal(10) ** zeros
    for zeros, words in (
        (3, "thousand tausend mille mil duizend tusen"),
        (5, "lakh"),
        (6, "million millionen millón millones milione milioni milhão milhões miljoen"),
        (7, "crore"),
        (9, "billion milliard milliarde milliarden miliardo miliardi miljard"),
        (12, "trillion"),
    )
    for word in words.split()
}
_HUNDRED: Final = "hundred"
_NUMERIC: Final = frozenset({*_SMALL, *_SCALES, _HUNDRED})
_LONGEST_NUMBER: Final = 15
_LONGEST_WORD: Final = 60


def _with_numbers(words: Sequence[str]) -> list[str]:
    """Return words, those that tell one number together as its digits."""
    told: list[str] = []
    done = 0
    for at in [at for at, word in enumerate(words) if word in _NUMERIC or word[0].isdecimal()]:
        if at >= done and len(words[at]) <= _LONGEST_NUMBER:
            number, after = _spelt(words, at) if words[at] in _NUMERIC else _scaled(words, at)
            told += (*words[done:at], f"{number.normalize():f}")
            done = after
    return [*told, *words[done:]]


def _scaled(words: Sequence[str], at: int) -> tuple[Decimal, int]:
    """Return the number that a word begins, and the place of the word after it: `3`, `million`."""
    number = Decimal(words[at].replace(",", "."))
    scale = _scale(words[at + 1]) if at + 1 < len(words) else None
    return (number * scale, at + 2) if scale else (number, at + 1)


def _scale(word: str) -> Decimal | None:
    return _SCALES.get(word) or _SCALES.get(word.removesuffix("s"))


def _spelt(words: Sequence[str], at: int) -> tuple[Decimal, int]:
    """Return the number whose words begin there, and the place of the word after them."""
    total, first = Decimal(), True
    part: Decimal | None = None
    while at < len(words):
        word = words[at]
        scale = _scale(word) if part is not None or first else None
        if scale is not None:
            total, part = total + (Decimal(1) if part is None else part) * scale, None
        elif word == _HUNDRED and (part is None or part < 100):
            part = (Decimal(1) if part is None else part) * 100
        elif word in _SMALL and _continues(part, _SMALL[word]):
            part = (part or Decimal()) + _SMALL[word]
        elif not (word == "and" and words[at - 1] == _HUNDRED and words[at + 1 : at + 2] and words[at + 1] in _SMALL):
            break
        at, first = at + 1, False
    return total + (part or 0), at


def _continues(part: Decimal | None, small: Decimal) -> bool:
    """Return whether a small number goes on with one begun: twenty and one, three hundred and five."""
    if part is None:
        return True
    if small < 10 and part % 100 >= 20:
        return part % 10 == 0
    return part >= 100 and part % 100 == 0


_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|dell|nell|all|dall|sull|un)'(?=.)")


@cache
def _terms(stemmer: str) -> Callable[[str], str]:
    """Return what gives the term of a word, and remembers it: of words most are said again and again."""
    return lru_cache(maxsize=100_000)(partial(_term, _analyzer(stemmer), stemmer in _ELIDING))


def _term(analyzer: TextAnalyzer, elides: bool, word: str) -> str:
    if "'" in word:
        word = _ELIDED.sub("", word) if elides else word.removesuffix("'s")
        word = word.replace("'", "")
    return "".join(analyzer.analyze(word[:_LONGEST_WORD]))


_ELIDING: Final = frozenset({"french", "italian"})


def _analyzer(stemmer: str) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.raw())
    if stemmer:
        builder = builder.filter(Filter.stemmer(stemmer))
    return builder.filter(Filter.ascii_fold()).build()
