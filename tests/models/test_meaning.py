"""The documentation of the fields, read from the models' own source."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from factpress.models.claim import Claim
from factpress.models.meaning import meanings
from factpress.models.model import Model
from factpress.models.publication import Publication
from factpress.models.registries import Claimant, Person, Publisher, Topic, Verdict


def test_a_field_means_what_stands_below_it() -> None:
    """A docstring of several lines is one text without indentation."""

    class Bridge(Model):
        """A bridge."""

        name: str
        """What it is called."""
        length: int
        feet: int = 0
        """How many feet it stands on,
        in the water or beside it."""

    assert meanings(Bridge) == {
        "name": "What it is called.",
        "feet": "How many feet it stands on,\nin the water or beside it.",
    }


@pytest.mark.parametrize("model", [Claim, Publication, Claimant, Person, Publisher, Topic, Verdict])
def test_every_field_has_a_meaning(model: type[BaseModel]) -> None:
    """Authors are told of each field what it is for; two are no fields of a file."""
    assert {*meanings(model)} | {"id", "path"} >= {*model.model_fields}
