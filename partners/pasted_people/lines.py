"""Pasted text as lines of name, office and country: text, spreadsheet or CSV."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from partners.new_people import folded

MOST_LINES: Final = 500
LONGEST: Final = 400  # letters of a line
HEADINGS: Final = frozenset({"name", "names", "person", "minister", "namen"})
BULLET: Final = re.compile(r"^\s*(\d{1,3}[.)]|[-–—•*·])\s+")
TITLE: Final = re.compile(
    r"^((h\.?\s?e\.?|s\.?\s?e\.?|mr|mrs|ms|miss|herr|frau|the (rt\.? )?hon)\.?\s+)+", re.IGNORECASE
)
NEEDS_SECOND_REVIEW: Final = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
FEWEST_FOR_OFFICE: Final = 3  # columns, where they are separated by commas


@dataclass(frozen=True)
class PastedLine:
    """One line; `name` in spoken order, `sort_name` only if the line itself has it."""

    number: int
    text: str
    name: str
    office: str = ""
    country: str = ""
    sort_name: str = ""
    further_offices: tuple[str, ...] = ()  # the office in the site's other languages
    readings: tuple[tuple[str, str, str], ...] = ()  # further meanings of commas: office, country, further office

    @property
    def is_too_long(self) -> bool:
        return len(self.text) > LONGEST


def lines_of(text: str) -> list[PastedLine]:
    """Return the lines with content, without headings; numbers count all lines."""
    found: list[PastedLine] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        cleaned = NEEDS_SECOND_REVIEW.sub("", unicodedata.normalize("NFC", raw)).replace("\u00a0", " ").rstrip("\r\n")
        line = _line(number, cleaned)
        if line.name and not (not found and folded(line.name) in HEADINGS):
            found.append(line)
    return found


def _line(number: int, text: str) -> PastedLine:
    if len(text) > LONGEST:
        return PastedLine(number, text, text[:LONGEST])
    cells = [" ".join(cell.split()) for cell in _cells(BULLET.sub("", text) if "\t" not in text else text)]
    first, office, country, *further = [*cells, "", "", ""]
    name = TITLE.sub("", first)
    sort_name = ""
    if "," in name:
        sort_name = name
        family, given = name.split(",", 1)
        name = f"{given.strip()} {family.strip()}".strip()
    further_offices = tuple(filter(None, further))
    readings = tuple(_readings(text)) if not further_offices else ()
    return PastedLine(number, text.strip(), name, office, country, sort_name, further_offices, readings)


def _readings(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield other meanings of a line of many columns: its country may not be last."""
    if "\t" in text or ";" in text:
        return
    cells = _comma_cells(text)
    for place in range(len(cells) - 2, 1, -1):
        yield ", ".join(cells[1:place]), cells[place], ", ".join(cells[place + 1 :])


def _comma_cells(text: str) -> list[str]:
    cells = next(csv.reader([text], skipinitialspace=True), [])
    return [" ".join(cell.split()) for cell in cells if cell.strip()]


def _cells(text: str) -> list[str]:
    """Return the columns, split at tabs, else at semicolons, else at commas."""
    for separator in "\t;":
        if separator in text:
            return next(csv.reader([text], delimiter=separator), [])
    cells = _comma_cells(text)
    if len(cells) <= FEWEST_FOR_OFFICE:
        return cells
    return [cells[0], ", ".join(cells[1:-1]), cells[-1]]
