"""Texts separated by commas or line ends; one with a comma is in quotation marks."""

import re
from collections.abc import Sequence
from typing import Final

PART: Final = re.compile(r'\s*(?:"((?:[^"]|"")*)"[^\S\n]*(?=[,\n]|$)|([^,\n]*))(?:[,\n]|$)')


def written(parts: Sequence[str]) -> str:
    """Return the parts as one text."""
    return ", ".join(
        '"{}"'.format(part.replace('"', '""')) if "," in part or part.startswith('"') else part for part in parts
    )


def parts(text: str) -> tuple[str, ...]:
    """Return the parts of the text, without those that are empty."""
    found = ((match[1] or "").replace('""', '"') or match[2] or "" for match in PART.finditer(text))
    return tuple(filter(None, (part.strip() for part in found)))
