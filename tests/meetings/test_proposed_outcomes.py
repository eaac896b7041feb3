"""A statement at a session proposes its outcome, which is recorded once by hand."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from meetings.models import Outcome, Session, Statement
from meetings.proposed_outcomes import of_session, of_statement, record_outcome
from publishing.models.audit_log import editors_since_review
from publishing.obstacles import Refused
from tests import factories as make
from tests.admin_forms import change, messages, page, send

pytestmark = pytest.mark.django_db

PROPOSED = {
    **dict.fromkeys(Statement.Kind.values, "adopted"),
    **dict.fromkeys(("chairs_summary", "press_statement"), "issued"),
    **dict.fromkeys(("remarks", "speech", "letter"), ""),
}


@pytest.fixture
def session() -> Session:
    make.make_office()
    return make.make_session(topics=[make.make_topic()])


@pytest.fixture
def statement(session: Session) -> Statement:
    made = make.make_statement(languages=[], sessions=[session], topics=[make.make_topic(name_en="Migration")])
    make.make_edition(made, language="en", title="The Charter")
    make.make_edition(made, language="de", title="Die Charta")
    return made


@pytest.fixture
def author() -> User:
    return make.make_user(role="author")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def record_at(user: User, row: Any, other: Any, **answers: str) -> Any:
    """Send the form that records an outcome with the answers; return the response."""
    client, address = signed_in(user), page(row, "outcome", row.pk, other.pk)
    form = client.get(address).context["form"]
    return client.post(address, {bound.html_name: bound.value() for bound in form} | answers)


@pytest.mark.parametrize(("kind", "verb"), PROPOSED.items())
def test_each_kind_of_statement_proposes_what_was_done_with_it(session: Session, kind: str, verb: str) -> None:
    make.make_statement(kind=kind, sessions=[session])
    assert [each.verb for each in of_session(session)] == ([verb] if verb else [])


@pytest.mark.parametrize("verb", ["adopted", "endorsed", "agreed", "decided", "issued"])
def test_what_another_session_did_with_it_is_proposed_here_too(
    session: Session, statement: Statement, verb: str
) -> None:
    make.make_outcome(verb=verb, statement=statement)
    assert [each.verb for each in of_session(session)] == [verb]


@pytest.mark.parametrize("from_session", [True, False])
def test_an_outcome_is_shown_first_and_recorded_by_one_button_from_either_form(
    session: Session, statement: Statement, author: User, from_session: bool
) -> None:
    row, other = (session, statement) if from_session else (statement, session)
    client, address = signed_in(author), page(row, "outcome", row.pk, other.pk)
    form = client.get(change(row)).text
    assert "The statement “The Charter” is adopted at the session" in form
    assert address in form
    shown = client.get(address).text
    for words in ("The Charter", "Die Charta", "Migration", "held back"):
        assert words in shown
    assert not Outcome.objects.exists()
    assert record_at(author, row, other).status_code == 302
    outcome = Outcome.objects.get()
    found = (outcome.verb, outcome.text_en, outcome.text_de, outcome.statement, outcome.session)
    assert found == ("adopted", "The Charter", "Die Charta", statement, session)
    assert [topic.name for topic in outcome.topics.all()] == ["Migration"]
    assert (outcome.state, outcome.release) == ("draft", "held_back")
    assert editors_since_review([outcome.public_id]) == {outcome.public_id: {author.pk}}
    assert "Record it as an outcome" not in client.get(change(row)).text


def test_the_verb_and_the_words_can_be_changed_before_it_is_recorded(
    session: Session, statement: Statement, author: User
) -> None:
    record_at(author, session, statement, verb="endorsed", en="the Charter")
    outcome = Outcome.objects.get()
    assert (outcome.verb, outcome.text_en) == ("endorsed", "the Charter")


def test_the_topics_of_the_session_are_left_to_the_session(session: Session, statement: Statement) -> None:
    statement.topics.set(session.topics.all())
    assert of_session(session)[0].topics == []


def test_an_outcome_of_a_draft_session_becomes_public_with_it(statement: Statement, author: User) -> None:
    meeting = make.make_meeting(state="draft", publish_at=None)
    session = make.make_session(meeting=meeting, state="draft")
    statement.sessions.set([session])
    record_at(author, session, statement)
    assert Outcome.objects.get().release == "with_parent"


def test_it_is_never_recorded_twice(session: Session, statement: Statement, author: User) -> None:
    proposed = of_session(session)[0]
    make.make_outcome(session=session, statement=statement, verb="discussed")
    assert of_session(session) == of_statement(statement) == []
    with pytest.raises(Refused, match="has an outcome with this statement already"):
        record_outcome(proposed, by=author, verb="adopted", texts=proposed.texts)
    address = page(session, "outcome", session.pk, statement.pk)
    answer = signed_in(author).post(address, {"verb": "adopted", "en": "x", "de": "x"}, follow=True)
    assert messages(answer) == ["This outcome is recorded already."]
    assert Outcome.objects.count() == 1


def test_saving_a_statement_says_what_it_proposes_and_records_nothing(session: Session, statement: Statement) -> None:
    editor = signed_in(make.make_user())
    editor_said = messages(editor.get(send(editor, change(statement), reference="A/1").url))
    assert any("is adopted at the session" in each for each in editor_said)
    assert not Outcome.objects.exists()


def test_a_statement_without_a_title_proposes_nothing(session: Session) -> None:
    make.make_statement(languages=[], sessions=[session])
    assert of_session(session) == []


@pytest.mark.parametrize("role", ["translator", "photo editor", "administrator", ""])
def test_who_may_not_add_outcomes_is_not_offered_any(session: Session, statement: Statement, role: str) -> None:
    client = signed_in(make.make_user(role=role))
    assert client.get(page(session, "outcome", session.pk, statement.pk)).status_code == 403
    assert "Record it as an outcome" not in client.get(change(session)).text
