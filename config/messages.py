"""Compiles locale/*/LC_MESSAGES/django.po to .mo without the system's gettext."""

import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


def compile_catalogues(locale_dir: Path) -> list[Path]:
    """Compile catalogues that are newer than their .mo files; return those written.

    Raises ValueError if a catalogue cannot be read.
    """
    return [_compile(source) for source in outdated_catalogues(locale_dir)]


def outdated_catalogues(locale_dir: Path) -> Iterator[Path]:
    """Yield the .po files without an up-to-date .mo file."""
    for source in sorted(locale_dir.glob("*/LC_MESSAGES/django.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            yield source


def _compile(source: Path) -> Path:
    compiled = source.with_suffix(".mo")
    unfinished = compiled.with_name(f"{compiled.name}.{os.getpid()}")
    try:
        with source.open("rb") as texts:
            catalogue = read_po(texts, locale=source.parent.parent.name, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"The translations in {source} cannot be read: {error}. Correct that line.") from error
    with unfinished.open("wb") as binary:
        write_mo(binary, catalogue)
    unfinished.replace(compiled)  # atomically: another process may be reading the old file
    return compiled
