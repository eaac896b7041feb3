"""What holds for every test: it starts in English and in UTC, whatever the one before it has left."""

from collections.abc import Iterator

import pytest
from django.utils import timezone, translation


@pytest.fixture(autouse=True)
def in_english_and_utc() -> Iterator[None]:
    """Requests activate the language of their address, and it stays active after them."""
    with translation.override("en"), timezone.override("UTC"):
        yield
