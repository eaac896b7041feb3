"""Every interface string has a German translation with the same placeholders."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

APPS = ("config", "publishing", "partners", "meetings")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def strings_of(source: str) -> Iterator[str]:
    for _line, function, messages, _comments in extract_python(
        io.BytesIO(source.encode()), KEYWORDS, (), {"encoding": "utf-8"}
    ):
        texts = messages if isinstance(messages, tuple) else (messages,)
        text = texts[1] if function.startswith("pgettext") else texts[0]
        if text:
            yield text


def interface_strings() -> dict[str, Path]:
    """Return each translatable string of our code and templates, with a file that holds it."""
    found = {}
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            found |= dict.fromkeys(strings_of(path.read_text()), path)
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        found |= dict.fromkeys(strings_of(templatize(path.read_text())), path)
    return found


def catalogue() -> dict[str, tuple[str, ...]]:
    """Return the German translations: one for a string, one per plural form for a counted one."""
    with (settings.BASE_DIR / "locale/de/LC_MESSAGES/django.po").open("rb") as po:
        return {
            (message.id if isinstance(message.id, str) else message.id[0]): (
                (message.string,) if isinstance(message.string, str) else tuple(message.string)
            )
            for message in read_po(po)
            if message.id and not message.fuzzy
        }


def test_every_string_is_translated() -> None:
    translated = {text for text, german in catalogue().items() if all(german)}

    missing = {text: str(path.name) for text, path in interface_strings().items() if text not in translated}

    assert missing == {}


def test_the_catalogue_holds_no_string_that_is_gone() -> None:
    assert set(catalogue()) - set(interface_strings()) == set()


@pytest.mark.parametrize("text", sorted(text for text in catalogue() if PLACEHOLDER.search(text)))
def test_placeholders_are_kept(text: str) -> None:
    for german in catalogue()[text]:
        assert set(PLACEHOLDER.findall(german)) == set(PLACEHOLDER.findall(text))
