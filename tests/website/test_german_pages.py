"""No page for readers of German says a word of the interface in English."""

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from tests import factories as make
from tests.website.one_language import make_the_site
from tests.website.passages import passages

CORRECTED = {"correction": "major", "correction_note": "Ein Datum."}
# A number, or whatever else is there.
NUMBER = re.compile(r"%\\\((?:counter|count|number|total)\\\)[sd]")
PLACEHOLDER = re.compile(r"%\\\(\w+\\\)[sd]")


def english_of_the_interface() -> re.Pattern[str]:
    """Return a pattern of the English strings that no German string equals."""
    with (settings.BASE_DIR / "locale/de/LC_MESSAGES/django.po").open("rb") as po:
        messages = [message for message in read_po(po) if message.id]
    german = {form.casefold() for message in messages for form in forms(message.string)}
    english = {form for message in messages for form in forms(message.id)}
    patterns = [
        PLACEHOLDER.sub(".+", NUMBER.sub(r"\\d+", re.escape(re.sub(r"<[^>]+>", "", form))))
        for form in english
        if form.casefold() not in german
    ]
    return re.compile("|".join(each for each in patterns if re.search(r"[a-z]{2}", each)), re.IGNORECASE)


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


@pytest.mark.django_db
def test_no_page_in_german_says_a_word_of_the_interface_in_english(client: Client) -> None:
    paths = make_the_site("de")
    text = make.make_statement()
    make.make_edition(text, language="de", publish_at=make.LONG_AGO.replace(hour=13), **CORRECTED)
    paths += [f"statements/{text.slug}/{page}" for page in ("", "v1/", "v2/", "changes/", "?beside=en")]
    gone = make.make_topic()
    make.withdraw(gone)
    paths += [
        f"topics/{gone.slug}/",
        "nowhere/",
        "meetings/?level=no-one&year=2011",
        "corrections/?kind=corrected",
    ]
    english = english_of_the_interface()

    said: dict[str, str] = {}  # each passage in German, and where it is
    for path in paths:
        response = client.get(f"/de/{path}")
        said |= {each.text: path for each in passages(response.text) if each.language == "de"}

    found = {text: path for text, path in said.items() if english.fullmatch(text)}
    assert found == {}
    assert len(said) > 100


def test_the_test_knows_english_when_it_sees_it() -> None:
    english = english_of_the_interface()

    with translation.override("de"):
        assert not english.fullmatch(gettext("View the meeting"))
    for text in ("View the meeting", "Picture 7 of 55", "previous", "28 members"):
        assert english.fullmatch(text), text
