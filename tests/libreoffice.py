"""LibreOffice, the oracle of what a spreadsheet makes of a table of ours."""

import shutil
import subprocess
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from lxml import etree

SECONDS: Final = 120
# What the dialog offers for such a file, by number: separator, quotation mark, UTF-8, first line, columns, language,
# not all cells as text, special numbers such as dates. The last one has formulas computed, as other spreadsheets do.
SEPARATED: Final = "CSV:{separator},34,76,1,,0,false,true,false,false,false,-1,true,true,true"
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class Cell(NamedTuple):
    """What is shown in a cell, its type, and the formula that computes it."""

    text: str
    type: str
    formula: str


def opened(data: bytes, folder: Path, *, separator: str) -> list[list[Cell]]:
    """Return a CSV file's rows, as LibreOffice saves them in a spreadsheet."""
    table = folder / "table.csv"
    table.write_bytes(data)
    command = [
        _program(),
        f"-env:UserInstallation=file://{folder}/profile",
        *("--headless", f"--infilter={SEPARATED.format(separator=ord(separator))}"),
        *("--convert-to", "fods", "--outdir", str(folder), str(table)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    saved = table.with_suffix(".fods")
    assert saved.is_file(), f"LibreOffice opened no table; is libreoffice-calc installed? {done.stdout}{done.stderr}"
    rows = etree.parse(saved).iter(f"{TABLE}table-row")
    return [[each for cell in row.iter(f"{TABLE}table-cell") for each in _cells(cell)] for row in rows]


def _cells(cell: etree._Element) -> list[Cell]:
    """Return the cell, as often as it is repeated."""
    text = "\n".join("".join(line.itertext()) for line in cell.iter(f"{TEXT}p"))
    found = Cell(text, cell.get(f"{OFFICE}value-type", ""), cell.get(f"{TABLE}formula", ""))
    return [found] * int(cell.get(f"{TABLE}number-columns-repeated", 1))


def _program() -> str:
    found = shutil.which("soffice")
    if found is None:
        pytest.fail("There is no soffice: install LibreOffice (for example: apt-get install libreoffice-calc).")
    return found
