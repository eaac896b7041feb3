"""Permanent ids: a letter for the kind, eight random characters."""

import pytest

from meetings.models import Article, Meeting
from partners.models import Partner
from photos.models import Gallery, Photo
from publishing.public_ids import PATTERN, model_of, models_by_letter, new_public_id


def test_an_id_is_a_letter_and_eight_characters_that_are_not_confused() -> None:
    drawn = {new_public_id("m") for _ in range(500)}

    assert len(drawn) == 500
    assert all(PATTERN.fullmatch(public_id) and public_id[0] == "m" for public_id in drawn)
    assert not set("01ilou") & set("".join(public_id[1:] for public_id in drawn))


@pytest.mark.parametrize("model", [Article, Gallery, Meeting, Partner, Photo])
def test_the_letter_names_the_kind(model: type) -> None:
    assert model_of(model().public_id) is model


@pytest.mark.parametrize("text", ["", "m", "m1234", "M2345678a", "m2345678a9", "z2345678a", "m0000000o", "../../x"])
def test_what_is_no_id_names_nothing(text: str) -> None:
    assert model_of(text) is None


def test_the_kinds_are_gathered_once_for_all_ids() -> None:
    assert models_by_letter() is models_by_letter()
