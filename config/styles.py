"""The inline stylesheets of public pages and the policy (CSP) that allows them.

Styles are inline so that a page needs no second request to be rendered. The policy has the hash of each stylesheet
instead of a nonce, so pages can be cached.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

SHEETS: Final = (
    *("tokens", "site", "records", "texts", "photos", "changes", "parallel_texts"),
    *("developers", "search"),
)

COMMENT: Final = re.compile(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/""", re.DOTALL)
LINE_BREAK: Final = re.compile(r"\s*\n\s*")
# Line breaks that separate nothing, with the semicolon of a last declaration. No string of CSS holds a line break.
NEEDLESS: Final = re.compile(r";?\n(?=\})|(?<=[;{},])\n")
# Spaces that separate nothing: before a block, and after a colon or a comma.
SPACES: Final = re.compile(r"""("[^"\n]*"|'[^'\n]*')| +(?=\{)|(?<=[:,]) +""")
FILE: Final = re.compile(r'url\("\.\./([^"]+)"\)')


def style(sheet: str) -> SafeString:
    """Return a minified stylesheet; raise ValueError if the policy does not allow it."""
    if sheet not in SHEETS:
        raise ValueError(f"{sheet} is none of the stylesheets of public pages: name it in config/styles.py.")
    return _style(*_source(sheet))


def public_policy() -> dict[str, list[str]]:
    """Return the Content Security Policy of public pages."""
    hashes = [_hash(style(sheet)) for sheet in SHEETS]
    policy: dict[str, list[str]] = settings.SECURE_CSP
    return policy | {"style-src": [*policy["style-src"], *hashes]}


def bare(css: str) -> str:
    """Return a stylesheet without comments and needless spaces: a quarter less."""
    lines = LINE_BREAK.sub("\n", COMMENT.sub(r"\1", css)).strip()
    return SPACES.sub(r"\1", NEEDLESS.sub("", lines))


def _source(sheet: str) -> tuple[Path, int]:
    """Return the file and its modification time, so that changes show in development."""
    path = _path(sheet)
    return path, path.stat().st_mtime_ns


@cache
def _path(sheet: str) -> Path:
    return Path(str(finders.find(f"css/{sheet}.css")))


@cache
def _style(path: Path, changed: int) -> SafeString:
    css = FILE.sub(lambda found: f'url("{static(found[1])}")', bare(path.read_text()))
    return mark_safe(css)  # noqa: S308  # ours


@cache
def _hash(css: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"
