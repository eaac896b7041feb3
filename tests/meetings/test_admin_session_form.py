"""A session's form has its participants and outcomes with topics and statements."""

import pytest
from django.test import Client

from meetings.models import Outcome, Session
from publishing.models import Proposal
from publishing.states import State
from tests import factories as make
from tests.admin_forms import change, errors, filled, page, send

pytestmark = pytest.mark.django_db


def outcome_row(**values: object) -> dict[str, object]:
    """Return the fields of a new outcome in the form of a session without one."""
    row = {"verb": "agreed", "text_en": "the plan", "text_de": "den Plan", "position": "1", **values}
    return {"outcomes-TOTAL_FORMS": "1"} | {f"outcomes-0-{name}": value for name, value in row.items()}


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make.make_user(role=role, username=role))
    return client


def test_an_outcome_is_entered_with_its_topics_and_its_statement_when_the_session_is_saved() -> None:
    session, topic, statement = make.make_session(), make.make_topic(), make.make_statement()

    answer = send(client_of("editor"), change(session), **outcome_row(topics=[topic.pk], statement=statement.pk))

    assert answer.status_code == 302, errors(answer)
    outcome = Outcome.objects.get(session=session)
    assert (outcome.text_en, outcome.statement, [*outcome.topics.all()]) == ("the plan", statement, [topic])


def test_a_new_session_takes_participants_and_outcomes_at_once() -> None:
    make.make_office()
    client, partner, topic = client_of("author"), make.make_partner(), make.make_topic()
    form = filled(client.get(page(Session, "add")))
    facts = {
        "meeting": make.make_meeting(state=State.DRAFT, publish_at=None).pk,
        "title_en": "Council",
        "slug": "council",
        "day": "2011-04-14",
    }
    first = {"TOTAL_FORMS": "1", "0-partner": partner.pk, "0-role": "member", "0-position": "1"}
    rows = {f"participations-{name}": value for name, value in first.items()}

    answer = client.post(page(Session, "add"), form | facts | rows | outcome_row(topics=[topic.pk]))

    assert answer.status_code == 302, errors(answer)
    session = Session.objects.get(slug="council")
    assert [each.partner for each in session.participations.all()] == [partner]
    assert [[*each.topics.all()] for each in session.outcomes.all()] == [[topic]]


def test_an_outcome_that_is_entered_in_a_public_session_is_a_draft_until_it_is_approved() -> None:
    session = make.make_session()

    send(client_of("editor"), change(session), **outcome_row())

    outcome = session.outcomes.get()
    assert outcome.state == State.DRAFT
    assert not Outcome.objects.public().filter(pk=outcome.pk).exists()


def test_each_row_links_to_the_form_of_its_own() -> None:
    outcome = make.make_outcome()

    assert change(outcome) in client_of("editor").get(change(outcome.session)).text


def test_two_people_may_add_topics_to_the_same_outcome_at_the_same_time() -> None:
    outcome, mine, theirs = make.make_outcome(), make.make_topic(), make.make_topic()
    client = client_of("editor")
    opened = filled(client.get(change(outcome.session)))
    outcome.topics.add(theirs)

    answer = client.post(change(outcome.session), opened | {"outcomes-0-topics": [mine.pk]})

    assert answer.status_code == 302, errors(answer)
    assert {*outcome.topics.all()} == {mine, theirs}


def test_an_outcome_with_topics_is_proposed_and_accepted_with_its_session() -> None:
    session, topic = make.make_session(), make.make_topic()
    answer = send(client_of("author"), page(session, "propose", session.pk), **outcome_row(topics=[topic.pk]))
    assert answer.status_code == 302, errors(answer)
    proposal = Proposal.objects.get()
    assert not session.outcomes.exists()

    accepted = send(client_of("editor"), page(session, "proposal", session.pk, proposal.pk))

    assert accepted.status_code == 302, errors(accepted)
    assert [[*each.topics.all()] for each in session.outcomes.all()] == [[topic]]
