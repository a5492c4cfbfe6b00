"""The brief is a record like all others."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from empathic_agent.response.brief import Brief
from tests.response.samples import brief


def test_a_brief_cannot_be_changed() -> None:
    given = brief("hello")
    with pytest.raises(ValidationError, match="frozen"):
        given.mood = given.mood  # type: ignore[misc]


def test_a_brief_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Brief.model_validate(brief("hello").model_dump() | {"secret": 1})
