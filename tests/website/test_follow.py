"""Pages link to their feed in words, with the chosen filters, and in the head."""

import re

import pytest
from django.test import Client

from publishing.models import Withdrawal
from tests import factories as make
from tests.pages import CALENDARS, FEEDS, TABLES
from website.models import Entry
from website.syndication.columns import COLUMNS
from website.syndication.entries import ENTRIES
from website.views.lists import ObjectList

pytestmark = pytest.mark.django_db
LISTS = sorted(name.removesuffix("-csv") for name in TABLES)


def links(client: Client, path: str) -> dict[str, str]:
    """Return the words and the addresses of the links to other formats."""
    found = re.search(r'<ul class="actions follow">(.*?)</ul>', client.get(path).text, re.DOTALL)
    assert found, path
    return {words.strip(): href for href, words in re.findall(r'href="([^"]+)">(.*?)</a>', found[1])}


def feed_in_head(client: Client, path: str) -> list[str]:
    return re.findall(r'<link rel="alternate" type="application/atom\+xml" href="([^"]+)">', client.get(path).text)


@pytest.mark.parametrize("name", LISTS)
def test_each_list_says_so(client: Client, name: str) -> None:
    make.make_office()
    found = links(client, f"/en/{name}/")

    assert found["Follow this list (Atom)"] == f"/en/{name}.atom"
    assert found["Download as a table (CSV)"] == f"/en/{name}.csv"
    assert ("Add to your calendar" in found) is (f"{name}-ics" in CALENDARS)
    assert all(client.get(path).status_code == 200 for path in found.values() if path.startswith("/"))
    assert feed_in_head(client, f"/en/{name}/") == [f"/en/{name}.atom"]


def test_the_filters_of_a_list_are_kept(client: Client) -> None:
    make.make_office()
    make.make_session(formats=[make.make_format(slug="council")])

    assert links(client, "/de/sessions/?format=council&year=2011&page=1&topic=nowhere") == {
        "Dieser Liste folgen (Atom)": "/de/sessions.atom?year=2011&amp;format=council",
        "In den Kalender eintragen": "webcal://testserver/de/sessions.ics?year=2011&amp;format=council",
        "Kalender herunterladen (ICS)": "/de/sessions.ics?year=2011&amp;format=council",
        "Als Tabelle herunterladen (CSV)": "/de/sessions.csv?year=2011&amp;format=council",
        "Als Daten lesen (JSON)": "/de/sessions.json?year=2011&amp;format=council",
    }


def test_each_page_of_a_row_that_can_be_followed_says_so(client: Client) -> None:
    make.make_office()
    session = make.make_session()
    gallery = make.make_photo().gallery
    rows = [session.meeting, session, make.make_partner(), make.make_person(), make.make_format(), make.make_topic()]

    for row in (*rows, gallery):
        found = links(client, row.get_absolute_url())
        assert found["Follow this page (Atom)"] == f"{row.get_absolute_url()[:-1]}.atom"
        assert all(client.get(path).status_code == 200 for path in found.values() if path.startswith("/"))
        assert feed_in_head(client, row.get_absolute_url()) == [found["Follow this page (Atom)"]]
    assert {row.page_name for row in (*rows, gallery)} == {
        name.removesuffix("-atom") for name in FEEDS if not name.startswith(tuple(LISTS))
    }
    assert links(client, session.get_absolute_url())["Add to your calendar (ICS)"].endswith(".ics")
    assert links(client, f"{gallery.get_absolute_url()}?captions=1") == links(client, gallery.get_absolute_url())


def test_what_is_no_list_names_the_feed_of_the_site(client: Client) -> None:
    make.make_office()
    statement = make.make_statement()

    assert links(client, "/en/") == {"Follow this website (Atom)": "/en/feed.atom"}
    assert feed_in_head(client, statement.get_absolute_url()) == ["/en/feed.atom"]


def test_previews_do_not_say_so(client: Client) -> None:
    make.make_office()
    token = make.make_preview(make.make_statement())

    html = client.get(f"/preview/{token}/en/statements/").text

    assert ".atom" not in html
    assert ".csv" not in html


def test_every_list_that_has_a_feed_or_a_table_has_a_row_in_the_tables_of_kinds() -> None:
    lists = [view for view in ObjectList.__subclasses__() if "csv" in view.extensions]

    assert len(lists) >= len(LISTS)
    assert len(COLUMNS) >= len(LISTS)
    assert COLUMNS.keys() - ENTRIES.keys() == {Entry, Withdrawal}  # results of a search; the rows of corrections
