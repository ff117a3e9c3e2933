"""Rules of the two files about links, and of sources that are gone."""

from __future__ import annotations

from datetime import date

from factpress.models.link_files import GoneLink, LinkException
from tests.making import make_claim
from tests.rules.checking import found, problems

ADDRESS = "https://roads.example/closures"


def exception(**fields: str) -> LinkException:
    """Return an exception that is fine but for some fields."""
    return LinkException.model_validate({"reason": "x", "added": "2025-05-01", "expires": "2025-12-31", **fields})


def test_an_exception_has_one_address() -> None:
    """An address or a beginning, not both and not neither."""
    prefix = "https://roads.example/"
    fine = (exception(address=ADDRESS), exception(prefix=prefix))
    assert found(link_exceptions=fine) == []
    bad = (exception(), exception(address=ADDRESS, prefix=prefix))
    assert found(link_exceptions=bad) == [("FP611", "[1]"), ("FP611", "[2]")]


def test_days_are_in_order_and_not_ahead() -> None:
    """It is 1 June 2025."""
    fine = (exception(address=ADDRESS, added="2025-06-01", expires="2025-06-01"),)
    assert found(link_exceptions=fine) == []
    bad = (exception(address=ADDRESS, added="2025-06-02", expires="2025-06-01"),)
    assert found(link_exceptions=bad) == [("FP612", "[1].expires"), ("FP612", "[1].added")]
    gone = (GoneLink(address=ADDRESS, since=date(2025, 6, 2)),)
    assert found(gone_links=gone) == [("FP612", "[1].since")]


def test_an_expired_exception_stops_no_build() -> None:
    """It is told by `factpress links`; a site must not fail because a day has passed."""
    assert found(link_exceptions=(exception(address=ADDRESS, expires="2025-05-31"),)) == []


def test_an_address_stands_once() -> None:
    """However it is typed; an address and a prefix may be alike."""
    twice = (exception(address=ADDRESS), exception(prefix=ADDRESS), exception(address=f"{ADDRESS}#march"))
    assert found(link_exceptions=twice) == [("FP613", "[3].address")]
    gone = tuple(GoneLink(address=one, since=date(2025, 5, 1)) for one in (ADDRESS, "HTTPS://roads.example/closures"))
    assert found(gone_links=gone) == [("FP613", "[2].address")]


def test_a_source_that_is_gone_wants_a_copy() -> None:
    """A notice, for it stops nothing; a copy that is gone as well is none."""
    copy = "https://archive.example/closures"
    claim = make_claim(
        sources=[{**source.model_dump(mode="json", exclude_none=True)} for source in make_claim().sources]
    )
    kept = claim.model_copy(
        update={"sources": tuple(source.model_copy(update={"archive_url": copy}) for source in claim.sources)}
    )
    gone = tuple(GoneLink(address=one, since=date(2025, 5, 1)) for one in (ADDRESS, copy))
    (problem,) = problems(claim, gone_links=gone[:1])
    assert (problem.code, problem.severity.value, problem.location.field) == ("FP614", "notice", "sources[1].url")
    assert problem.message == "must be there or have a copy; found neither since 2025-05-01"
    assert found(kept, gone_links=gone[:1]) == []
    assert found(kept, gone_links=gone) == [("FP614", "sources[1].url")]
