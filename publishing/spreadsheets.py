"""Tables as comma-separated values (RFC 4180), as spreadsheets expect them."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.formats import get_format

BYTE_ORDER_MARK: Final = "\ufeff"  # without it spreadsheets take UTF-8 for another encoding
# The beginning of a formula: of the cell, or after a character that a spreadsheet may take for the end of a cell.
FORMULA: Final = re.compile(r"(?:^|(?<=[\t\r\n,;\"]))(?=[=+\-@\t\r\n＝＋－＠])")


def csv_lines(rows: Iterable[Sequence[str]], *, delimiter: str = ",") -> str:
    """Return the rows as lines, in which no cell is run as a formula."""
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([[escape_formulas(cell) for cell in row] for row in rows])
    return written.getvalue()


def delimiter() -> str:
    """Return the separator of cells: a semicolon where the comma is decimal.

    A spreadsheet on a computer of that language splits lines at it, without a question.
    """
    return ";" if get_format("DECIMAL_SEPARATOR") == "," else ","


def escape_formulas(cell: str) -> str:
    """Return the cell with an apostrophe before each formula (OWASP: CSV injection)."""
    return FORMULA.sub("'", cell)
