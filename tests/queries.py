"""The queries of a request, without those that ask once for each content stamp."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from publishing import stamps
from publishing.models.restoration import Restoration

ONCE_A_STAMP: Final = (stamps.STAMP, Restoration._meta.db_table)


def of_the_page(captured: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the captured SQL without queries that are asked once per content stamp."""
    return [query["sql"] for query in captured if not any(table in query["sql"] for table in ONCE_A_STAMP)]
