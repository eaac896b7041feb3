"""Decodes texts in photo files: as declared, else as UTF-8 or Windows-1252."""

import codecs
import re
from contextlib import suppress
from typing import Final

# The letter at the end of an ISO 2022 escape sequence that invokes a set of 96 characters, and Python's name of it.
SETS: Final = {
    b"A": "latin-1",
    b"B": "iso8859-2",
    b"C": "iso8859-3",
    b"D": "iso8859-4",
    b"F": "iso8859-7",
    b"G": "iso8859-6",
    b"H": "iso8859-8",
    b"L": "iso8859-5",
    b"M": "iso8859-9",
    b"T": "iso8859-11",
    b"V": "iso8859-10",
    b"Y": "iso8859-13",
    b"_": "iso8859-14",
    b"b": "iso8859-15",
    b"f": "iso8859-16",
}
UTF8: Final = re.compile(rb"\x1b%(?:G|/[GHI])")
SET_OF_96: Final = re.compile(rb"\x1b[-./]([A-Za-z_])")
SET_OF_94: Final = re.compile(rb"\x1b\$")  # of several bytes each, as in Japanese

FOREIGN_LETTERS: Final = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{5,}")
# The first byte of letters of Europe, of Greek, Cyrillic and punctuation, taken for a Latin letter, with the next.
LEADS: Final = re.compile("[ÂÃÄÅÎÏÐÑ][^\\x00-\\x7f]|â[^\\x00-\\x7f]{2}")
OF_OTHER_SYSTEMS: Final = re.compile("[√├┬][^\\x00-\\x7f]")  # UTF-8 taken for that of old Macs or of DOS
LOST: Final = "\ufffd"
WESTERN: Final = "plenary.western"


def decoded(value: bytes, coded: bytes = b"", *, is_full: bool = False) -> str:
    """Return the text; `coded` is the escape sequence that announces its charset.

    `is_full` means that the value is as long as its field can be, so that its last letter may be cut.
    """
    if UTF8.search(coded):
        return _utf8(value, is_full=is_full)
    if SET_OF_94.search(coded):
        try:
            return (coded + value).decode("iso2022_jp_2")
        except UnicodeDecodeError:
            return _utf8(value, is_full=is_full)
    if announced := SET_OF_96.search(coded):
        return _of_set(value, SETS.get(announced[1], ""), is_full=is_full)
    return _utf8(value, is_full=is_full)


def lenient(content: bytes) -> str:
    """Return UTF-8, and what is none of it as the characters of Western Windows."""
    return content.decode("utf-8", WESTERN)


def western(value: bytes) -> str:
    """Return the text in Windows-1252, without the five bytes undefined there."""
    return value.decode("cp1252", "ignore")


def is_misread(text: str) -> bool:
    """Return whether the text looks decoded with the wrong characters.

    So look UTF-8 that was taken for Latin ("KÃ¶ln"), Cyrillic and Greek that were ("Ìîñêâà"), and lost letters.
    """
    if LOST in text or FOREIGN_LETTERS.search(text) or OF_OTHER_SYSTEMS.search(text):
        return True
    return any(_was_utf8(text, charset) for charset in ("cp1252", "latin-1"))


def _was_utf8(text: str, charset: str) -> bool:
    for run in LEADS.findall(text):
        with suppress(UnicodeError):
            run.encode(charset).decode()
            return True
    return False


def _utf8(value: bytes, *, is_full: bool) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        is_cut = error.end == len(value) and error.reason == "unexpected end of data"
        whole = value[: error.start]
        if is_cut and (is_full or not whole.isascii()):
            return whole.decode()
    return western(value)


def _of_set(value: bytes, charset: str, *, is_full: bool) -> str:
    """Return the text of an announced set; Latin-1 is read as Windows-1252."""
    if charset in ("", "latin-1"):
        return western(value) if charset else _utf8(value, is_full=is_full)
    try:
        return value.decode(charset)
    except UnicodeDecodeError:
        return western(value)


def _as_western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return western(error.object[error.start : error.end]), error.end


codecs.register_error(WESTERN, _as_western)
