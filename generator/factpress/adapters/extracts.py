"""What a build needs of whole claims, taken from each while it is at hand, so that none is read twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from factpress.adapters.checking import Checked, read_folder
from factpress.adapters.files import Scan
from factpress.adapters.settings import read_settings
from factpress.adapters.spool import Place, Spool
from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.site import Site
from factpress.pages.cards import Card, set_cards
from factpress.pages.galley import Galley, set_claims
from factpress.pages.templates import Templates
from factpress.search import content_of
from factpress.traits import Traits, traits_of


class Extract(NamedTuple):
    """Where in a spool lies what was taken from one claim."""

    galley: Place
    card: Place
    content: Place
    traits: Place


@dataclass(frozen=True, slots=True)
class Extracts:
    """What was taken from the claims whose files were read just now; the others are read when they are asked for."""

    places: Mapping[str, Extract]
    """By the claims' ids."""
    get: Callable[[Place], bytes]
    """Gives what lies at a place."""

    def galley(self, claim: Claim) -> Galley | None:
        """Return a claim's galley, set with the registries alone; None for one that wasn't read."""
        place = self.places.get(claim.id)
        return Galley.from_bytes(self.get(place.galley)) if place else None

    def card(self, claim: Claim) -> Card | None:
        """Return a claim's card, set with the registries alone; None for one that wasn't read."""
        place = self.places.get(claim.id)
        return Card.from_bytes(self.get(place.card)) if place else None

    def content(self, claim: Claim) -> str:
        """Return what search looks through in a claim."""
        place = self.places.get(claim.id)
        return self.get(place.content).decode() if place else content_of(claim.whole)

    def traits(self) -> Mapping[str, Traits]:
        """Return the traits of those claims that were read, by their ids."""
        return {claim_id: Traits._make(orjson.loads(self.get(one.traits))) for claim_id, one in self.places.items()}


def _nowhere(place: Place) -> bytes:
    raise LookupError(place)


NOTHING_TAKEN: Final = Extracts({}, _nowhere)


def read_and_extract(
    folder: Path,
    now: datetime,
    templates: Templates,
    spool: Spool,
    scanned: Scan | None = None,
) -> tuple[Checked, Extracts]:
    """Return what `read_folder` does, and what was taken from the claims that it read, which lies in the spool."""
    extract = partial(_extract, spool, read_settings(folder).site, templates)
    read = read_folder(folder, now, extract=extract, scanned=scanned)
    return read, Extracts(read.extracts, spool.get)


def _extract(
    spool: Spool, site: Site, templates: Templates, claims: Iterable[Claim], registries: Corpus
) -> dict[str, Extract]:
    listed = [claim for claim in claims if claim.is_listed]
    taken = (
        [galley.to_bytes() for galley in set_claims(listed, registries, site, templates)],
        [card.to_bytes() for card in set_cards(listed, registries, templates)],
        [content_of(claim).encode() for claim in listed],
        [orjson.dumps(tuple(traits_of(claim, registries))) for claim in listed],
    )
    places = [spool.put(parts) for parts in taken]
    return {claim.id: Extract(*found) for claim, *found in zip(listed, *places, strict=True)}
