"""Dates in words and stamps."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from factpress.models.dates import PartialDate, Published
from factpress.pages.dates import as_time, in_words, shown, stamp


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (PartialDate("2025-03-27"), "27 March 2025"),
        (PartialDate("2025-03"), "March 2025"),
        (PartialDate("2025"), "2025"),
        (date(2025, 12, 1), "1 December 2025"),
        (PartialDate("0987-01-02"), "2 January 987"),
    ],
)
def test_words_keep_the_precision(when: PartialDate | date, words: str) -> None:
    """A date reads as exactly as it is known, without a leading nought."""
    assert in_words(when) == words


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (PartialDate("2025-03"), "2025-03"),
        (PartialDate("2025"), "2025"),
        (date(2025, 3, 7), "2025-03-07"),
        (Published("2025-03-07"), "2025-03-07"),
        (Published("2025"), "2025"),
        (Published("2025-03-07T14:30+01:00"), "2025-03-07T14:30:00+01:00"),
        (Published("unknown"), ""),
    ],
)
def test_stamps_are_what_html_reads(when: PartialDate | date | Published, text: str) -> None:
    """A stamp is a year, month, day or moment in the form of a `datetime` attribute, or empty."""
    assert stamp(when) == text


def test_a_moment_is_shown_as_the_day_in_the_zone() -> None:
    """Readers see the day a moment fell on in the publication's zone."""
    late = Published("2025-03-07T23:30+00:00")
    assert shown(late, ZoneInfo("Europe/Berlin")) == date(2025, 3, 8)
    assert shown(late, ZoneInfo("UTC")) == date(2025, 3, 7)


def test_what_is_known_of_a_publication_is_shown() -> None:
    """A month stays a month, and the unknown is nothing."""
    assert shown(Published("2019-04"), ZoneInfo("UTC")) == PartialDate("2019-04")
    assert shown(Published("unknown"), ZoneInfo("UTC")) is None


def test_a_time_element_holds_stamp_and_words() -> None:
    """The element says the date twice: for machines and in words."""
    assert as_time(PartialDate("2025-03")) == '<time datetime="2025-03">March 2025</time>'
