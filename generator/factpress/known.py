"""Claims of which only the gist is at hand: the rest is read the first time that somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Annotated, Any, Final

from pydantic import ConfigDict, TypeAdapter

from factpress.models.claim import GIST, Claim
from factpress.models.dates import Published
from factpress.models.parts import Status

_MISSING: Final = {name: Claim.model_fields[name].default for name in GIST}
_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("claimant", "topics", "authors", "reviewed_by", "variants", "aliases"), tuple),
    "published": lru_cache(maxsize=1 << 16)(Published),  # many claims share a day
    "status": Status,
}
"""How to make of a value what it was before it was kept, where pydantic would take longer to find out."""
_PLAIN: Final = {
    *("id", "path", "claim", "headline", "verdict", "verdict_reason", "lang", "translation_of"),
    *("claimant_role", "hold_reason"),
}
"""What was a text before, too."""
_READ_LATER: Final = tuple(sorted(GIST - _PLAIN))
_TUPLES: Final = ("cited_publishers", "cited_places")
"""What isn't a field and so is made at once."""


class KnownClaim(Claim):
    """A claim like any other to whoever looks at it, made in a fraction of the time from what is known of it."""

    model_config = ConfigDict(defer_build=True)  # it is never validated

    @classmethod
    def of(cls, gist: Mapping[str, Any], key: str, gist_key: str, whole: Callable[[], Claim]) -> KnownClaim:
        """Return the claim whose `gist`, `key` and `gist_key` these are; `whole` reads all of it."""
        known = cls.__new__(cls)
        fields = {**_MISSING, **gist}
        for name in _READ_LATER:
            if name in gist:
                del fields[name]
        for name in _TUPLES:
            fields[name] = tuple(gist[name])
        fields["gist"], fields["key"], fields["gist_key"] = gist, key, gist_key
        object.__setattr__(known, "__dict__", fields)
        object.__setattr__(known, "__pydantic_fields_set__", set(gist))
        object.__setattr__(known, "__pydantic_extra__", None)
        object.__setattr__(known, "__pydantic_private__", {"whole": whole})
        return known

    @property
    def whole(self) -> Claim:
        """The claim with all its fields, read anew: an archive's claims are too many to hold them all."""
        read: Callable[[], Claim] = object.__getattribute__(self, "__pydantic_private__")["whole"]
        return read()

    def __getattr__(self, name: str) -> Any:
        """Return a field that isn't at hand yet."""
        fields = self.__dict__
        if name in _READERS:
            fields[name] = _READERS[name](self.gist[name])
        elif name in GIST:
            fields[name] = _adapter(name).validate_python(self.gist[name])
        elif name in Claim.model_fields:
            fields.update(self.whole.__dict__)
        else:
            raise AttributeError(name)
        return fields[name]


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    field = Claim.model_fields[name]
    kind: Any = field.annotation
    return TypeAdapter(Annotated[kind, *field.metadata] if field.metadata else kind)
