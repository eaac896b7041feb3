"""Tables for spreadsheets: complete, safe, and few large ones at a time."""

import csv
import io
from datetime import UTC, datetime
from typing import Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from publishing import streams
from tests import factories as make
from tests.pages import TABLES
from tests.queries import of_the_page

pytestmark = pytest.mark.django_db
MARK: Final = "\ufeff"


def table(client: Client, path: str, *, delimiter: str = ",") -> list[dict[str, str]]:
    response = client.get(path)
    with translation.override("fr"):  # a server sends when the language of the request is no longer active
        data = b"".join(response)
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8"), path
    assert response["Content-Disposition"].startswith('attachment; filename="')
    text = data.decode()
    assert text.startswith(MARK)
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline=""), delimiter=delimiter))


def one_of_everything() -> None:
    meeting = make.make_meeting()
    session = make.make_session(meeting=meeting, formats=[make.make_format()], topics=[make.make_topic()])
    statement = make.make_statement(adopted_by=[make.make_format()])
    make.make_outcome(session=session, statement=statement)
    make.make_article()
    make.make_photo(gallery=make.make_gallery(meeting=meeting))
    make.make_partner()
    make.withdraw(make.make_topic(), kind="out_of_date", until=datetime(2011, 5, 1, tzinfo=UTC))


@pytest.mark.parametrize("name", sorted(TABLES))
@pytest.mark.parametrize(("language", "delimiter"), [("en", ","), ("de", ";")])
def test_every_table_has_the_rows_of_its_list(client: Client, name: str, language: str, delimiter: str) -> None:
    make.make_office()
    one_of_everything()
    one_of_everything()
    listed = name.removesuffix("-csv")

    rows = table(client, f"/{language}/{listed}.csv", delimiter=delimiter)

    page = client.get(f"/{language}/{listed}/").context
    assert len(rows) == (page["total"] if listed == "partners" else page["paginator"].count) > 0
    assert None not in {value for row in rows for value in row.values()}
    assert len({len(row) for row in rows}) == 1


def test_a_session_is_a_row_with_its_facts(client: Client) -> None:
    make.make_office()
    meeting = make.make_meeting(title_en="In Berlin", title_de="In Berlin (de)")
    council = make.make_format(name_en="Council; of “Europe”", slug="council")
    session = make.make_session(meeting=meeting, formats=[council], title_en="Talks", summary_en="One.\nTwo.")
    make.make_session()

    rows = table(client, "/en/sessions.csv?format=council")

    assert rows == [
        {
            "Title": "Talks",
            "Meeting": "In Berlin",
            "Day": "2011-04-14",
            "Start": "",
            "End": "",
            "Time zone": "",
            "Status": "held",
            "Bodies": "Council; of “Europe”",
            "Topics": "",
            "Summary": "One.\nTwo.",
            "Permalink": f"http://testserver/id/{session.public_id}",
            "Web address": f"http://testserver{session.get_absolute_url()}",
        }
    ]


def test_a_session_of_a_cancelled_meeting_is_no_held_one(client: Client) -> None:
    make.make_office()
    make.make_session(meeting=make.make_meeting(status="cancelled"))

    assert [row["Status"] for row in table(client, "/en/sessions.csv")] == ["cancelled"]


def test_no_cell_is_run_as_a_formula(client: Client) -> None:
    make.make_office()
    make.make_partner(name_en='=HYPERLINK("http://example.org")', official_name_en="+1;@SUM(A1)")

    row = table(client, "/en/partners.csv")[0]

    assert (row["Name"], row["Official name"]) == ('\'=HYPERLINK("http://example.org")', "'+1;'@SUM(A1)")


def test_headings_and_texts_are_in_the_language_of_the_page(client: Client) -> None:
    make.make_office()
    make.make_meeting(title_de="Treffen in Berlin")

    row = table(client, "/de/meetings.csv", delimiter=";")[0]

    assert [*row][:4] == ["Titel", "Erster Tag", "Letzter Tag", "Status"]
    assert (row["Titel"], row["Status"]) == ("Treffen in Berlin", "abgehalten")


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a table of a few rows be a large one."""
    monkeypatch.setattr("website.views.formats.ROWS_AT_ONCE", 2)
    monkeypatch.setattr("website.views.formats.MOST_ROWS_AT_ONCE", 4)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize(("number", "is_streamed"), [(4, False), (5, True)])
def test_a_large_table_is_sent_while_it_is_made_in_its_language(client: Client, number: int, is_streamed: bool) -> None:
    make.make_office()
    for _number in range(number):
        make.make_article(languages=["de"])

    response = client.get("/de/articles.csv")
    rows = table(client, "/de/articles.csv", delimiter=";")

    assert response.streaming is is_streamed
    response.close()
    assert len({row["Permalink"] for row in rows}) == len(rows) == number
    assert {row["Art"] for row in rows} == {"Bericht"}


@pytest.mark.usefixtures("small_pieces")
def test_one_too_many_is_asked_to_come_again(client: Client) -> None:
    make.make_office()
    for _number in range(5):
        make.make_article()
    under_way = [client.get("/en/articles.csv") for _number in range(streams.LARGE_ANSWERS)]

    busy = client.get("/en/articles.csv")
    head = client.head("/en/articles.csv")
    for response in under_way:
        response.close()

    assert (busy.status_code, busy["Retry-After"], busy["Content-Type"]) == (503, "30", "text/plain; charset=utf-8")
    assert (busy["Cache-Control"], "Content-Disposition" in busy) == ("no-store", False)
    assert (head.status_code, head["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert len(table(client, "/en/articles.csv")) == 5


def test_a_small_table_is_known_again(client: Client) -> None:
    make.make_office()
    make.make_article()
    first = client.get("/en/articles.csv")

    assert client.get("/en/articles.csv", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_table_takes_as_many_queries_however_long_it_is(client: Client) -> None:
    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/en/{name.removesuffix('-csv')}.csv").status_code == 200
        return len(of_the_page(asked.captured_queries))

    make.make_office()
    counted: list[dict[str, int]] = []
    for number in (2, 28):
        for _number in range(number):
            one_of_everything()
        counted.append({name: queries(name) for name in sorted(TABLES)})

    assert counted[0] == counted[1]
    assert max(counted[0].values()) <= 7
