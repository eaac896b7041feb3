"""The catalogues are compiled without gettext, and only when they changed."""

import gettext
import os
from pathlib import Path

import pytest

from config.messages import compile_catalogues

PO = """\
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#, python-brace-format
msgid "{count} photo"
msgid_plural "{count} photos"
msgstr[0] "{count} Foto"
msgstr[1] "{count} Fotos"

msgctxt "month"
msgid "May"
msgstr "Mai"

#, fuzzy, python-format
msgid "%(name)s is public."
msgstr "%(name)s ist vielleicht öffentlich."
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    po = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO)
    return po


def test_plurals_and_contexts_survive_and_guesses_do_not(source: Path, tmp_path: Path) -> None:
    [compiled] = compile_catalogues(tmp_path)

    with compiled.open("rb") as binary:
        german = gettext.GNUTranslations(binary)
    assert german.ngettext("{count} photo", "{count} photos", 2) == "{count} Fotos"
    assert german.pgettext("month", "May") == "Mai"
    assert german.gettext("%(name)s is public.") == "%(name)s is public."


def test_only_what_changed_is_compiled(source: Path, tmp_path: Path) -> None:
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
    assert compile_catalogues(tmp_path) == []

    later = source.with_suffix(".mo").stat().st_mtime + 1
    os.utime(source, (later, later))
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]


def test_nothing_unfinished_is_left_beside_it(source: Path, tmp_path: Path) -> None:
    compile_catalogues(tmp_path)

    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]
