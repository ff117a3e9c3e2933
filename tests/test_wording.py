"""Words and numbers, written one way."""

from __future__ import annotations

import pytest

from factpress.wording import terms_of, words_of


@pytest.mark.parametrize(
    "text",
    ["3,000", "3000", "3 000", "3.000", "3’000", "3\u202f000", "3k", "3 thousand", "Three thousand", "thirty hundred"],
)
def test_a_number_is_one_word_however_it_is_written(text: str) -> None:
    """Grouping, shortening and English words make no difference."""
    assert words_of(text) == ("3000",)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("half a million", "500000"),
        ("3.5 million", "3500000"),
        ("€2,5bn", "2500000000"),
        ("two hundred and twenty-one", "221"),
        ("eighteen hundred", "1800"),
        ("3 Millionen", "3000000"),
        ("deux millions", "deux millions"),
        ("1.50", "1.5"),
    ],
)
def test_numbers_in_words_and_with_scales(text: str, number: str) -> None:
    """Scales count in several languages, the words of other numbers in English."""
    assert " ".join(words_of(text)) == number


def test_two_numbers_stay_two() -> None:
    """Years, lists and what follows a number aren't read into it."""
    assert words_of("in 2021 300 people, 1,2,3, 2 million in 2020 five") == (
        *("in", "2021", "300", "people", "1.2", "3", "2000000", "in", "2020", "5"),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5k, 6m and 7kg", "5000 6000000 and 7 kg"),
        ("1,234,567 of 12,34 or 1.2.345", "1234567 of 12.34 or 1.2 345"),
        ("9999999999999999 at 2", "9999999999999999 at 2"),
        ("half a dozen, half an hour", "half a dozen half an hour"),
        ("rock'n'roll ''twas' o''clock", "rock'n'roll twas o clock"),
        ("Café d'l'été 3,5 Millionen", "café d'l'été 3500000"),
    ],
)
def test_words_and_numbers_end_where_they_end(text: str, words: str) -> None:
    """What stands before and after a number or an apostrophe decides what is one word."""
    assert " ".join(words_of(text)) == words


def test_signs_make_no_difference() -> None:
    """Apostrophes, capitals, compatible forms, soft hyphens and per cent are written one way."""
    assert words_of("The Mayor’s ﬁrst 40 per cent") == words_of("the mayor's fi\u00adrst 40%")


def test_scripts_without_blanks_are_cut_into_pairs() -> None:
    """Chinese or Thai text is found by any two characters in a row; vowel signs stay with their letters."""
    assert words_of("市政府 3,000 किताब") == ("市政", "政府", "3000", "किताब")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "soldiers", "soldier"),
        ("en-GB", "mayor’s", "mayor"),
        ("de", "Brücken", "Brucke"),
        ("fr", "l’école", "ecoles"),
        ("xx", "Čaj", "caj"),
    ],
)
def test_forms_of_a_word_have_one_term(language: str, one: str, other: str) -> None:
    """Endings go by the stemmer of the language, accents in all of them."""
    assert terms_of(words_of(one), language) == terms_of(words_of(other), language)


def test_very_long_words_are_cut() -> None:
    """No text makes a term that the index can't hold."""
    assert [len(term) for term in terms_of(words_of("x" * 100_000), "en")] == [60]
