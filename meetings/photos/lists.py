"""Several texts in one field: commas between them, and quotation marks around one that holds a comma itself."""

import re
from collections.abc import Sequence
from typing import Final

PART: Final = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))(?:,|$)')


def written(parts: Sequence[str], *, most: int | None = None) -> str:
    """Return the parts as one text; with `most`, those that fit into so many characters."""
    text = ""
    for part in parts:
        quoted = '"{}"'.format(part.replace('"', '""')) if "," in part or part.startswith('"') else part
        longer = f"{text}, {quoted}" if text else quoted
        if most is not None and len(longer) > most:
            continue
        text = longer
    return text


def parts(text: str) -> tuple[str, ...]:
    """Return the parts of the text, without those that are empty."""
    found = ((match[1] or "").replace('""', '"') or match[2] or "" for match in PART.finditer(text))
    return tuple(filter(None, (part.strip() for part in found)))
