"""Warms what all pages share before tests count the queries of a page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from config.kept_pages import PAGES


def hold_what_is_shared(ask: Callable[[], Any]) -> None:
    """Ask for the page and forget it; what pages share is held from then on."""
    if connection.vendor == "postgresql":
        pytest.skip("on PostgreSQL nothing is held within a test's transaction")
    ask()
    PAGES.clear()
