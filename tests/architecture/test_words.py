"""The words that docs/words.md bans, in code, templates, documents and the English of the interface."""

import re
import subprocess
from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest

BASE_DIR = Path(__file__).resolve().parents[2]
BANNED = re.compile(
    r"\b(lest|anew|afresh|whoever|for ever|besides|shall|mend(?:s|ed|ing)?|things?|told|stands?(?!-in)"
    r"|nobody|somebody|Schreibtisch|Leuchttisch)\b",
    re.IGNORECASE,
)
# German words of the list are banned in translations too; English ones in msgids.
KINDS = (".py", ".md", ".html", ".js", ".css")
# Each with the reason why the words stay.
EXCEPTIONS = {
    "docs/words.md": "lists the words",
    "tests/architecture/test_words.py": "lists the words",
}


def found_in(path: str) -> list[str]:
    text = (BASE_DIR / path).read_text()
    return [
        f"{path}:{number}: {match[0]}"
        for number, line in enumerate(text.splitlines(), 1)
        for match in BANNED.finditer(line)
    ]


def tracked(*endings: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=BASE_DIR, capture_output=True, text=True, check=True)
    return [path for path in listed.stdout.splitlines() if path.endswith(endings)]


def folders() -> list[str]:
    return sorted({path.partition("/")[0] for path in tracked(*KINDS)})


@pytest.mark.parametrize("folder", folders())
def test_no_file_has_a_banned_word(folder: str) -> None:
    paths = [path for path in tracked(*KINDS) if path.partition("/")[0] == folder and path not in EXCEPTIONS]

    assert [each for path in paths if (BASE_DIR / path).is_file() for each in found_in(path)] == []


def test_no_text_of_the_interface_has_a_banned_word() -> None:
    catalogue = polib.pofile(str(BASE_DIR / "locale/de/LC_MESSAGES/django.po"))

    assert [
        (entry.linenum, match[0])
        for entry in catalogue
        for text in (entry.msgid, entry.msgid_plural, entry.msgstr, *entry.msgstr_plural.values())
        for match in BANNED.finditer(text)
        if text in (entry.msgid, entry.msgid_plural) or match[0].endswith("tisch")
    ] == []


def test_every_exception_is_needed() -> None:
    needless = [path for path in EXCEPTIONS if not found_in(path)]

    assert needless == []
