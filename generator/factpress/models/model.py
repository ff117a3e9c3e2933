"""What all models of content files have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class derived(Generic[T]):  # noqa: N801 - reads like `property`
    """Something that follows from the fields: found anew each time, unless it stands among them already."""

    def __init__(self, find: Callable[[Any], T]) -> None:
        self._find = find
        self.__doc__ = find.__doc__

    def __get__(self, instance: Any, owner: type) -> T:
        return self._find(instance)


class Model(BaseModel):
    """Frozen and strict about keys; every field's docstring is its documentation, see `models.meaning`."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        revalidate_instances="never",
        ignored_types=(derived,),
    )
