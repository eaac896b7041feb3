"""Makes the links of rendered HTML absolute, for use outside of the site."""

import re
from typing import Final

from publishing.addresses import absolute, path_of

ADDRESS: Final = re.compile(r'(?P<start> (?:href|src)=")(?P<path>[/#][^"]*)')
SOURCES: Final = re.compile(r'(?P<start> srcset=")(?P<listed>[^"]*)')
SOURCE: Final = re.compile(r"(?:^|(?<=, ))/")


def permalink(public_id: str) -> str:
    return absolute(path_of("permalink", public_id))


def with_host(html: str, page: str) -> str:
    """Return the HTML with absolute addresses; `page`, if given, completes fragments."""

    def complete(match: re.Match[str]) -> str:
        path = match["path"]
        return f"{match['start']}{page if path.startswith('#') else absolute('')}{path}"

    def complete_each(match: re.Match[str]) -> str:
        return match["start"] + SOURCE.sub(absolute("/"), match["listed"])

    return SOURCES.sub(complete_each, ADDRESS.sub(complete, html))
