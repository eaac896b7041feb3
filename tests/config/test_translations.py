"""Every interface string has a German translation with the same placeholders."""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
import pytest
from babel.messages import Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

from tests.our_apps import APPS

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
ENDS = set(".:?!…")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

# A string with its context, empty where it has none: the same English can be two words in German.
type Key = tuple[str, str]


def forms(text: object) -> tuple[str, ...]:
    """Return the singular and plural of a counted text, or the text alone."""
    parts = text if isinstance(text, (tuple, list)) else (text,)
    return tuple(str(part or "") for part in parts)


def strings_of(source: str) -> Iterator[Key]:
    for _line, function, found, _comments in extract_python(
        io.BytesIO(source.encode()), KEYWORDS, (), {"encoding": "utf-8"}
    ):
        texts = forms(found)
        context, text = texts[:2] if "pgettext" in function else ("", texts[0])
        if text:
            yield context, text


def interface_strings() -> dict[Key, Path]:
    """Return each translatable string of code and templates, with one of its files."""
    found: dict[Key, Path] = {}
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            found |= dict.fromkeys(strings_of(path.read_text()), path)
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        lines = templatize(path.read_text()).splitlines()  # whose indentation is that of HTML
        found |= dict.fromkeys(strings_of("\n".join(line.lstrip() for line in lines)), path)
    return found


@cache
def messages() -> dict[Key, Message]:
    """Return what the German catalogue holds, without its header."""
    with (settings.BASE_DIR / "locale/de/LC_MESSAGES/django.po").open("rb") as po:
        return {(message.context or "", forms(message.id)[0]): message for message in read_po(po) if message.id}


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def with_placeholders() -> list[Key]:
    return sorted(key for key, message in messages().items() if placeholders(" ".join(forms(message.id))))


def test_every_string_is_translated() -> None:
    translated = {key for key, message in messages().items() if all(forms(message.string)) and not message.fuzzy}

    missing = {key: path.name for key, path in interface_strings().items() if key not in translated}

    assert missing == {}


def test_counted_strings_have_both_forms() -> None:
    counted = [message for message in messages().values() if isinstance(message.id, tuple)]

    assert [message.id for message in counted if len(forms(message.string)) < 2] == []


# No one meets them.
NOT_MET = {
    'The app "%s" could not be found.',
    *("Haitian Creole", "Ready", "Running", "Failed", "Successful"),  # languages and tasks are not shown
    *("“%(value)s” is not a valid binary value.", "No %s matches the given query."),
    "%(model)s instance with %(field)s %(value)r is not a valid choice.",
}


def test_what_django_says_on_the_admin_is_german_too_and_borrowed_only_while_it_is_not() -> None:
    english, german = _of_django("en"), _of_django("de")
    borrowed = {key[1] for key in strings_of((settings.BASE_DIR / "config/django_strings.py").read_text())}
    ours = {text for _context, text in messages()}

    untranslated = {text for text in english if not all(german.get(text, ("",)))}
    assert untranslated - ours == NOT_MET
    assert borrowed - untranslated == set()


def _of_django(code: str) -> dict[str, tuple[str, ...]]:
    """Return the strings of Django's admin, each with a translation if one exists."""
    found: dict[str, tuple[str, ...]] = {}
    for folder in ("contrib/admin", "contrib/auth", "conf"):
        path = Path(django.__file__).parent / folder / "locale" / code / "LC_MESSAGES/django.po"
        with path.open("rb") as po:
            said = {forms(each.id)[0]: forms(each.string) for each in read_po(po) if each.id and not each.fuzzy}
        found |= {text: words for text, words in said.items() if all(words) or text not in found}
    return found


def test_sentences_end_as_they_do_in_english() -> None:
    """A full stop, a colon or a question mark is no matter of language."""
    wrong = [
        message.string
        for message in messages().values()
        for english, german in zip(forms(message.id), forms(message.string), strict=False)
        if len(english) > 1 and {english.strip()[-1:], german.strip()[-1:]} & ENDS
        if english.strip()[-1:] != german.strip()[-1:]
    ]

    assert wrong == []


def test_german_is_set_as_german_is() -> None:
    texts = [form for message in messages().values() for form in forms(message.string)]

    for mistake in (r" - ", r"—", r"\w'\w", r"\.\.\.", r"\w…", r"\b[zdu]\. ?[aBhÄ]\."):
        assert [text for text in texts if re.search(mistake, re.sub(r"<[^>]+>", "", text))] == [], mistake


def test_the_catalogue_holds_no_string_that_is_gone() -> None:
    assert set(messages()) - set(interface_strings()) == set()


@pytest.mark.parametrize("key", with_placeholders(), ids=": ".join)
def test_placeholders_are_kept(key: Key) -> None:
    message = messages()[key]
    english, german = forms(message.id), forms(message.string)

    assert placeholders(german[-1]) == placeholders(english[-1])
    # The form for one may say "one" where the English has the number, or the other way round.
    assert placeholders(german[0]) <= placeholders(" ".join(english))


def test_quotation_marks_are_german() -> None:
    texts = [re.sub(r"<[^>]+>", "", form) for message in messages().values() for form in forms(message.string)]

    assert [text for text in texts if text.count("„") != text.count("“") or "”" in text or '"' in text] == []
