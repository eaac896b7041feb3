"""Removes control characters, which pasted texts and photo files may contain."""

import re
from typing import Final

# C0 but tab, line feed, carriage return, and NUL, which forms refuse with a sentence; delete; C1.
CONTROLS: Final = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def without_controls(text: str) -> str:
    """Return the text without control characters; tabs and line ends stay."""
    return CONTROLS.sub("", text)
