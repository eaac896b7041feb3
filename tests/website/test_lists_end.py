"""Pages show the latest rows of a kind, their number, and a link to all."""

import re
from collections.abc import Iterator
from copy import copy
from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.kept_pages import PAGES
from tests import factories as make
from tests.conftest import MadeOnce
from tests.queries import of_the_page
from tests.website.passages import words
from website.reads.latest import SHOWN

FEW: Final = 21
MANY: Final = 45
LISTS: Final = (
    *("meetings", "sessions", "statements", "articles", "galleries", "outcomes", "corrections"),
    *("", "verify"),
)
pytestmark = pytest.mark.django_db


class Stage:
    """A partner, a body, a person and a topic to which everything belongs."""

    def __init__(self) -> None:
        make.make_office()
        self.minister = make.make_appointment()
        self.partner, self.person = self.minister.partner, self.minister.person
        self.council, self.topic = make.make_format(), make.make_topic()
        self.number = 0

    def fill(self, number: int) -> None:
        """Add meetings, each with one of everything, until there are so many."""
        for n in range(self.number, number):
            meeting = make.make_meeting(starts_on=date(2011, 1, 1) + timedelta(days=n), ends_on=date(2012, 1, 1))
            make.make_host(meeting, partner=self.partner, appointment=self.minister)
            about = {"formats": [self.council], "topics": [self.topic]}
            session = make.make_session(meeting=meeting, day=meeting.starts_on, **about)
            make.make_participation(session=session, partner=self.partner, appointment=self.minister)
            statement = make.make_statement(
                adopted_by=[self.council],
                adopted_by_partners=[self.partner],
                given_by=self.minister,
                topics=[self.topic],
                meetings=[meeting],
            )
            make.make_outcome(session=session, statement=statement)
            make.make_article(topics=[self.topic], meetings=[meeting])
            make.make_photo(gallery=make.make_gallery(meeting=meeting), people=[self.person])
            make.withdraw(make.make_topic(), kind="out_of_date")
        self.number = number

    def pages(self) -> list[str]:
        records = (self.partner, self.council, self.person, self.topic)
        return [*(row.get_absolute_url() for row in records), *(f"/en/{name}/".replace("//", "/") for name in LISTS)]


def cost(client: Client, path: str) -> tuple[int, int, int]:
    """Return queries under a new stamp, queries with held facts, and items of lists.

    Filters are left out of the items.
    """
    first, held = queries(client, path), queries(client, path)
    response = client.get(path)
    assert response.status_code == 200, path
    main = response.text.partition("<main")[2].partition("</main>")[0]
    shown = re.sub(r"<nav class=\"pagination.*?</nav>", "", main, flags=re.DOTALL)
    return first, held, shown.count("<li")


def queries(client: Client, path: str) -> int:
    """Return the number of queries of a page that is not kept."""
    PAGES.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(of_the_page(asked.captured_queries))


@pytest.fixture(scope="class")
def twenty(made_once: MadeOnce) -> Iterator[Stage]:
    with made_once():
        stage = Stage()
        stage.fill(SHOWN)
        yield stage


@pytest.fixture
def stage(twenty: Stage) -> Stage:
    return copy(twenty)


class TestManyOfEachKind:
    """A site with twenty of each kind, made once, to which each test adds."""

    @time_machine.travel(datetime(2030, 1, 1, 12, tzinfo=UTC), tick=False)  # what is held ends with the minute
    def test_neither_queries_nor_lists_grow_with_the_site(self, client: Client, stage: Stage) -> None:
        stage.fill(FEW + 5)
        costs = {path: cost(client, path) for path in stage.pages()}

        stage.fill(MANY)

        assert {path: cost(client, path) for path in stage.pages()} == costs
        most_held = 9 if connection.vendor == "sqlite" else 17  # in a transaction nothing is held on PostgreSQL
        assert all(first <= 17 and held <= most_held for first, held, _items in costs.values()), costs

    @pytest.mark.parametrize("number", [SHOWN, FEW])
    def test_a_page_shows_twenty_of_each_kind_and_leads_to_all_where_there_are_more(
        self, client: Client, stage: Stage, number: int
    ) -> None:
        stage.fill(number)
        kinds = {
            stage.partner: {"meetings": "host", "sessions": "partner", "statements": "partner"},
            stage.council: {"outcomes": "format", "sessions": "format", "statements": "format"},
            stage.person: {"meetings": "host_person", "sessions": "person", "statements": "person"},
            stage.topic: {"outcomes": "topic", "sessions": "topic", "statements": "topic", "articles": "topic"},
        }

        for row, lists in kinds.items():
            html = client.get(row.get_absolute_url()).text
            for name, facet in lists.items():
                address = f"/en/{name}/?{facet}={row.slug}"
                said = f"All {FEW} {'reports' if name == 'articles' else name}"
                assert (said in words(html)) is (number > SHOWN), (address, said)
                assert client.get(address).context["paginator"].count == number, address
            assert html.count("<h3><a") + html.count('class="verb"') <= 2 * SHOWN

    def test_the_latest_are_those_that_are_shown(self, client: Client, stage: Stage) -> None:
        stage.fill(FEW)

        for row in (stage.partner, stage.person):
            context = client.get(row.get_absolute_url()).context
            assert {host.meeting.starts_on.day for host in context["hosted"]} == {*range(2, 22)}
            assert context["hosted"].total == context["participations"].total == context["statements"].total == FEW

    def test_what_is_not_public_is_not_counted(self, client: Client, stage: Stage) -> None:
        stage.fill(FEW)
        make.make_session(release="held_back", formats=[stage.council], topics=[stage.topic])
        hidden = make.make_partner(state="draft", publish_at=None)
        away = make.make_appointment(person=stage.person, partner=hidden)
        make.make_participation(session=make.make_session(), partner=hidden, appointment=away)

        for row, facet in ((stage.council, "format"), (stage.topic, "topic"), (stage.person, "person")):
            assert f"All {FEW} sessions" in words(client.get(row.get_absolute_url()).text)
            assert client.get(f"/en/sessions/?{facet}={row.slug}").context["paginator"].count == FEW


def test_several_who_came_for_one_partner_are_one_session(client: Client) -> None:
    stage = Stage()
    stage.fill(2)
    for session in {row.session for row in stage.minister.participations.all()}:
        another = make.make_appointment(partner=stage.partner)
        make.make_participation(session=session, partner=stage.partner, appointment=another)

    context = client.get(stage.partner.get_absolute_url()).context

    assert (len(context["participations"]), context["participations"].total) == (4, 2)
    assert client.get(f"/en/sessions/?partner={stage.partner.slug}").context["paginator"].count == 2


@pytest.mark.parametrize(
    "list_and_facet", ["meetings/?host", "sessions/?person", "statements/?partner", "galleries/?person"]
)
def test_a_filter_that_only_other_pages_lead_to_is_shown_when_it_is_chosen(client: Client, list_and_facet: str) -> None:
    stage = Stage()
    stage.fill(1)
    name, facet = list_and_facet.split("/?")
    row = stage.person if facet == "person" else stage.partner

    without = client.get(f"/en/{name}/").text
    chosen = client.get(f"/en/{list_and_facet}={row.slug}")
    ignored = client.get(f"/en/{list_and_facet}=nowhere")

    assert f'name="{facet}"' not in without
    assert f'<option value="{row.slug}" selected>{row}</option>' in chosen.text
    assert chosen.context["paginator"].count == 1
    assert [each.value for each in ignored.context["filters"].ignored] == ["nowhere"]


def test_sessions_are_found_by_body_topic_and_year_the_latest_first(client: Client) -> None:
    stage = Stage()
    stage.fill(3)
    make.make_session(day=date(2012, 5, 1))

    response = client.get(f"/en/sessions/?format={stage.council.slug}&topic={stage.topic.slug}&year=2011")

    found = list(response.context["object_list"])
    assert len(found) == 3
    assert found == sorted(found, key=lambda session: session.pk, reverse=True)
    assert [text for value, text in response.context["filters"].form.fields["year"].choices if value] == ["2011 (3)"]
