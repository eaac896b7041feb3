"""Ten questions of a journalist, each answered in two page views.

Steps are what is typed into the search box, or the address of a page with a link to follow, by its words.
"""

import re
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import Client

from tests.website.photo_files import make_files_of_all_photos

pytestmark = pytest.mark.django_db
LINK: Final = re.compile(r'<a [^>]*?href="([^"#]+)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)


class Asked(NamedTuple):
    """A question, the first step, the words of the link to follow, and the answer."""

    question: str
    first: str
    link: str
    answer: str


ASKED: Final = (
    Asked("What did NATO say on Libya?", "/en/search/?q=Libya statement", "Statement on Libya", "Resolution 1973"),
    Asked(
        "Was beschloss die NATO zu Libyen?",
        "/de/search/?q=Beschlüsse zu Libyen",
        "Die Erklärung zu Libyen",
        "verabschiedet",
    ),
    Asked("Where did Georgia's minister sit?", "/en/search/?q=Vashadze session", "NATO-Georgia Commission", "Vashadze"),
    Asked("Was Estonia there on Libya?", "/en/search/?q=Estonia Libya", "Libya, with operational partners", "Estonia"),
    Asked("Who is Lavrov?", "/en/search/?q=lavrov minister", "Sergey Lavrov", "Foreign Minister of Russia"),
    Asked("Darf ich das Foto drucken?", "/de/search/?q=Foto Westerwelle Lawrow", "Guido Westerwelle", "Bildnachweis"),
    Asked("Since when is Poland a member?", "/en/partners/", "Poland", "1999"),
    Asked("What is the helicopter fund?", "/en/search/?q=helicopter fund", "Concrete plans", "helicopter maintenance"),
    Asked("Worum ging es bei der Raketenabwehr?", "/de/search/?q=Raketenabwehr", "Raketenabwehr", "NATO-Russland-Rat"),
    Asked("When did ministers meet Ukraine?", "/en/search/?q=Ukraine commission", "NATO-Ukraine Com", "15 April 2011"),
)


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub("</?mark>", "", html))).split())


def main_part(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.text.partition("<main")[2].partition("</main>")[0]


def test_ten_questions_are_answered_in_two_steps(client: Client) -> None:
    call_command("loaddata", "berlin_2011", verbosity=0)
    make_files_of_all_photos()

    for question, first, link, answer in ASKED:
        listed = LINK.findall(main_part(client, quote(first, safe="/?=&")))
        led = [unescape(href) for href, words in listed if text_of(words).startswith(link)]
        assert led, (question, [text_of(words) for _href, words in listed])
        assert answer in text_of(main_part(client, led[0])), (question, led[0])
    assert len(ASKED) == 10
