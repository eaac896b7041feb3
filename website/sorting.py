"""The alphabetical order of names."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)  # names; a page sorts those of the same partners again and again
def alphabetical(name: str) -> str:
    """Return the sort key of a name, without case and accents, as in "osterreich"."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
