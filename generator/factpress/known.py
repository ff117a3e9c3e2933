"""Claims of which only the gist is at hand: the rest is read the first time that somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import tzinfo
from functools import cache, lru_cache
from typing import Annotated, Any, Final, NamedTuple, Self

import orjson
from pydantic import ConfigDict, TypeAdapter

from factpress.models.claim import GIST, Claim
from factpress.models.dates import Published
from factpress.models.model import derived
from factpress.models.parts import Status
from factpress.packing import packed

HEAD: Final = frozenset(
    {"id", "path", "status", "verdict", "related", "corrections", "retraction", "figures", "translation_of"}
    | {"aliases", "lang", "review_by", "searched", "wording"}
)
"""What is asked of every claim, whatever is done; and what few claims have, so that nobody opens all to find them."""

_statuses: Final = {status.value: status for status in Status}
_published: Final = lru_cache(maxsize=1 << 16)(Published)  # many claims share a day
_PLAIN: Final = frozenset(
    {"claim", "headline", "verdict", "verdict_reason", "lang", "translation_of", "claimant_role", "hold_reason"}
)
"""What was a text before, too."""
_TUPLES: Final = frozenset(
    {"claimant", "topics", "authors", "reviewed_by", "variants", "aliases", "cited_publishers", "cited_places"}
)
"""What was a tuple of texts, where pydantic would take longer to find out."""
_MISSING: Final = {name: Claim.model_fields[name].default for name in GIST - HEAD}
_MISSING_IN_HEAD: Final = {name: Claim.model_fields[name].default for name in GIST & HEAD}
_MADE_LATER: Final = HEAD - {"id", "path", "status", "searched", "wording"} - _PLAIN
_NONE_SET: Final[set[str]] = set()
_set: Final = object.__setattr__


class Known(NamedTuple):
    """A gist in two halves, of which most claims' second one is never opened."""

    head: Mapping[str, Any]
    """What `HEAD` names, as far as the claim has it, as plain values."""
    rest: bytes
    """The rest as JSON."""
    at: float
    """`Claim.timestamp` in the publication's zone."""

    @classmethod
    def of(cls, gist: Mapping[str, Any], at: float) -> Self:
        """Return the halves of a `Claim.gist`."""
        rest = {name: value for name, value in gist.items() if name not in HEAD}
        head = {name: value for name, value in gist.items() if name in HEAD}
        return cls(head, packed(rest), at)


class KnownClaim(Claim):
    """A claim like any other to whoever looks at it, made in a fraction of the time from what is known of it."""

    model_config = ConfigDict(defer_build=True)  # it is never validated

    @classmethod
    def of(cls, known: Known, key: str, gist_key: str, whole: Callable[[], Claim]) -> KnownClaim:
        """Return the claim whose gist, `key` and `gist_key` these are; `whole` reads all of it."""
        claim = cls.__new__(cls)
        head = known.head
        fields = {**_MISSING_IN_HEAD, **head, "key": key, "gist_key": gist_key}
        fields["status"] = _statuses[fields["status"]]
        if not _MADE_LATER.isdisjoint(head):
            for name in _MADE_LATER.intersection(head):
                del fields[name]
        _set(claim, "__dict__", fields)
        _set(claim, "__pydantic_fields_set__", _NONE_SET)
        _set(claim, "__pydantic_extra__", None)
        _set(claim, "__pydantic_private__", {"known": known, "whole": whole})
        return claim

    @property
    def whole(self) -> Claim:
        """The claim with all its fields, read anew: an archive's claims are too many to hold them all."""
        read: Callable[[], Claim] = _private(self)["whole"]
        return read()

    def timestamp(self, _zone: tzinfo, /) -> float:
        """As it is known: what is known is thrown away when the publication moves to another zone."""
        known: Known = _private(self)["known"]
        return known.at

    @derived
    def cited_places(self) -> tuple[str, ...]:
        """As the gist has it."""
        places: tuple[str, ...] = _opened(self)["cited_places"]
        return places

    @derived
    def cited_publishers(self) -> tuple[str, ...]:
        """As the gist has it."""
        publishers: tuple[str, ...] = _opened(self)["cited_publishers"]
        return publishers

    def __getattr__(self, name: str) -> Any:
        """Return a field that isn't at hand yet."""
        fields = self.__dict__
        if name in GIST:
            if name not in HEAD:
                _opened(self)
            if name not in fields:
                fields[name] = _made(name, _private(self)["known"].head[name])
        elif name in Claim.model_fields:
            fields.update(self.whole.__dict__)
        else:
            raise AttributeError(name)
        return fields[name]


def _made(name: str, raw: Any) -> Any:
    if name in _TUPLES:
        return tuple(raw)
    return _published(raw) if name == "published" else _adapter(name).validate_python(raw)


def _private(claim: KnownClaim) -> dict[str, Any]:
    private: dict[str, Any] = object.__getattribute__(claim, "__pydantic_private__")
    return private


def _opened(claim: KnownClaim) -> dict[str, Any]:
    """Return a claim's fields, those of the gist's second half among them, but for what takes long to make."""
    fields, private = claim.__dict__, _private(claim)
    known: Known = private["known"]
    if known.rest:
        rest = orjson.loads(known.rest)
        fields |= {name: rest[name] for name in _PLAIN & rest.keys()}
        fields |= {name: tuple(rest[name]) for name in _TUPLES & rest.keys()}
        fields |= {name: _MISSING[name] for name in _MISSING.keys() - rest.keys()}
        private["known"] = Known({**known.head, **rest}, b"", known.at)
    return fields


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    field = Claim.model_fields[name]
    kind: Any = field.annotation
    return TypeAdapter(Annotated[kind, *field.metadata] if field.metadata else kind)
