"""Dates at the precision they are known, and moments with their zones."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from factpress.models.dates import PartialDate, Published

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("2024-02-10", date(2024, 2, 10), date(2024, 2, 10)),
    ],
)
def test_a_partial_date_knows_what_it_can_mean(text: str, first: date, last: date) -> None:
    """A year or a month means any of its days."""
    assert (PartialDate(text).first, PartialDate(text).last) == (first, last)


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2024-02-30", "2024-2-3", "2024-02-03\n", "２０２４", "0000"])
def test_what_the_calendar_lacks_is_no_date(text: str) -> None:
    """A date is written year first with all its digits, and exists."""
    with pytest.raises(ValueError, match="must be"):
        PartialDate(text)


def test_partial_dates_are_ordered_and_equal_by_text() -> None:
    """A year comes before its months and days, and is none of them."""
    dates = [PartialDate(text) for text in ("2024-01-01", "2023", "2024", "2024-01")]
    assert [str(d) for d in sorted(dates)] == ["2023", "2024", "2024-01", "2024-01-01"]
    assert PartialDate("2024") != PartialDate("2024-01")
    assert PartialDate("2024") != Published("2024")
    assert len({PartialDate("2024"), PartialDate("2024")}) == 1


@pytest.mark.parametrize(
    ("text", "day", "instant"),
    [
        ("2024-02-10", date(2024, 2, 10), datetime(2024, 2, 10, tzinfo=TOKYO)),
        ("2024-02-10T20:00Z", date(2024, 2, 11), datetime(2024, 2, 11, 5, tzinfo=TOKYO)),
        ("2024-02-10 20:00:00.5+09:00", date(2024, 2, 10), datetime(2024, 2, 10, 20, 0, 0, 500000, tzinfo=TOKYO)),
        ("2024-02", date(2024, 2, 1), datetime(2024, 2, 1, tzinfo=TOKYO)),
        ("unknown", None, None),
    ],
)
def test_publication_counts_in_the_publications_zone(text: str, day: date | None, instant: datetime | None) -> None:
    """A plain date counts from midnight there; a moment falls on the day it is there."""
    assert Published(text).day(TOKYO) == day
    assert Published(text).instant(TOKYO) == instant
    assert Published(text).timestamp(TOKYO) == (instant and instant.timestamp())


def test_only_a_day_or_a_moment_is_exact() -> None:
    """Months, years and `unknown` leave the day open."""
    exact = [
        text for text in ("2024", "2024-02", "unknown", "2024-02-10", "2024-02-10T20:00Z") if Published(text).is_exact
    ]
    assert exact == ["2024-02-10", "2024-02-10T20:00Z"]
    assert not Published("unknown").is_known


@pytest.mark.parametrize(
    "text", ["2024-02-10T20:00", "20240210T2000Z", "2024-W06-6T20:00Z", "0001-01-01T00:00+14:00", "yesterday", "12:30"]
)
def test_a_moment_names_its_zone(text: str) -> None:
    """A time without a zone, in another notation or beyond the calendar is refused."""
    with pytest.raises(ValueError, match="must"):
        Published(text)
