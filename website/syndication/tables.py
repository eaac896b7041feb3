"""Tables (CSV, RFC 4180) as spreadsheets open them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, override

from publishing.spreadsheets import BYTE_ORDER_MARK, csv_lines, delimiter

CONTENT_TYPE: Final = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Column:
    """A column: its name for programs, heading for readers, and value of a row."""

    name: str
    heading: Promise
    value: Callable[[Any], object]


def lines(columns: Sequence[Column], chunks: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """Return headings and rows of each chunk as lines, in the language active now.

    A server asks for the chunks when the language of the request is no longer active.
    """
    head = BYTE_ORDER_MARK + csv_lines([[str(column.heading) for column in columns]], delimiter=delimiter())
    return chain([head.encode()], _rows(columns, iter(chunks), get_language() or "", delimiter()))


def _rows(columns: Sequence[Column], chunks: Iterator[Iterable[Any]], language: str, between: str) -> Iterator[bytes]:
    while True:
        with override(language):
            rows = next(chunks, None)
            cells = [[_text(column.value(row)) for column in columns] for row in rows or ()]
        if rows is None:
            return
        yield csv_lines(cells, delimiter=between).encode()


def _text(value: object) -> str:
    return "" if value is None else str(value)
