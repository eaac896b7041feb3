"""The alphabetical order of names."""

import unicodedata


def alphabetical(name: str) -> str:
    """Return the sort key of a name: without case and accents, so that "Österreich" is among the O."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
