"""Code, texts and documents follow docs/words.md: the words and the docstrings."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

BASE_DIR = Path(__file__).resolve().parents[2]
LIST = (BASE_DIR / "docs" / "words.md").read_text().partition("## Words that are not used")[2]
WORDS = [word for line in re.findall(r"^- ([^:]+):", LIST, re.MULTILINE) for word in line.split(", ")]
# In identifiers, too: a word ends at an underscore.
ANY_WORD = "|".join(WORDS).replace(" ", "[ _]")
BANNED = re.compile(rf"(?<![^\W_])(?:{ANY_WORD})(?![^\W_])(?!-in)", re.IGNORECASE)
GERMAN = re.compile("|".join(word for word in WORDS if word.istitle()))
KINDS = (".py", ".md", ".html", ".js", ".css", ".toml", "run")
FIRST_LINE = 80  # characters: the first line of a docstring has fewer
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
# Each with the reason why the words stay.
EXCEPTIONS = {
    "docs/words.md": "lists the words",
    "tests/architecture/test_words.py": "looks for some of the words in the list",
    "tests/browser/nginx.py": "the account “nobody” of nginx",
    "tests/photos/test_photo_cases.py": "quotes the caption in a file",
}
# Names in the database, which a migration would have to change.
STORED_NAMES = re.compile("former_address_leads_to_one_thing|trail_of_a_thing")


def found_in(path: str) -> list[str]:
    text = STORED_NAMES.sub("", (BASE_DIR / path).read_text())
    return [
        f"{path}:{number}: {match[0]}"
        for number, line in enumerate(text.splitlines(), 1)
        for match in BANNED.finditer(line)
    ]


@cache
def tracked(*endings: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=BASE_DIR, capture_output=True, text=True, check=True)
    return [path for path in listed.stdout.splitlines() if path.endswith(endings)]


def folders(*endings: str) -> list[str]:
    return sorted({path.partition("/")[0] for path in tracked(*endings)})


@pytest.mark.parametrize("folder", folders(*KINDS))
def test_no_file_has_a_banned_word(folder: str) -> None:
    paths = [path for path in tracked(*KINDS) if path.partition("/")[0] == folder and path not in EXCEPTIONS]

    assert [each for path in paths if (BASE_DIR / path).is_file() for each in found_in(path)] == []


def test_no_text_of_the_interface_has_a_banned_word() -> None:
    with (BASE_DIR / "locale/de/LC_MESSAGES/django.po").open("rb") as po:
        messages = [each for each in read_po(po) if each.id]

    english = [text for each in messages for text in forms(each.id) if BANNED.search(text)]
    german = [text for each in messages for text in forms(each.string) if GERMAN.search(text)]
    assert english + german == []


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def test_the_list_is_read() -> None:
    assert {"lest", "thing", "light table", "Schreibtisch"} <= set(WORDS)


def test_every_exception_is_needed() -> None:
    needless = [path for path in EXCEPTIONS if not found_in(path)]

    assert needless == []
    models = "".join((BASE_DIR / path).read_text() for path in tracked(".py") if "/models/" in path)
    assert sorted(STORED_NAMES.findall(models)) == STORED_NAMES.pattern.split("|")


@pytest.mark.parametrize("folder", folders(".py"))
def test_a_docstring_begins_with_a_short_line(folder: str) -> None:
    paths = [path for path in tracked(".py") if path.partition("/")[0] == folder and "/migrations/" not in path]

    assert [line for path in paths for line in first_lines(path) if len(line) >= FIRST_LINE] == []


def first_lines(path: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((BASE_DIR / path).read_text())):
        if isinstance(node, DOCUMENTED) and (text := ast.get_docstring(node)):
            yield text.partition("\n")[0]
