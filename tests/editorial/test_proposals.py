"""An author proposes a change of what is public, seen once an editor accepts it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from meetings.models import Meeting, Statement
from publishing.models import AuditLogEntry, Proposal, audit_log
from publishing.models.audit_log import Action
from tests import factories
from tests.admin_forms import change, errors, filled, messages, page, send
from tests.editorial.test_merging import TEXTS, make, stored

pytestmark = pytest.mark.django_db

# What has no form of its own for readers' texts, or is never changed by proposal.
NOT_PROPOSED = {
    *("auth.user", "publishing.office", "meetings.series", "partners.appointment", "publishing.withdrawal"),
    *("meetings.articleedition", "meetings.statementedition"),
}
PROPOSED = sorted({*TEXTS} - NOT_PROPOSED)


@pytest.fixture
def author(db: None) -> User:
    return factories.make_user(role="author", username="anna")


@pytest.fixture
def editor(db: None) -> User:
    return factories.make_user(role="editor", username="bernd")


@pytest.fixture
def meeting(db: None) -> Meeting:
    return factories.make_meeting(headline_en="Before")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def proposal_page(row: Any, proposal: Proposal) -> str:
    return page(row, "proposal", row.pk, proposal.pk)


def propose(user: User, row: Any, **changes: Any) -> Proposal:
    answer = send(signed_in(user), page(row, "propose", row.pk), **changes)
    assert answer.status_code == 302, errors(answer)
    return Proposal.objects.get(public_id=row.public_id, author=user)


@pytest.mark.parametrize("kind", PROPOSED)
def test_a_proposal_changes_nothing_until_an_editor_accepts_it(admin_user: User, editor: User, kind: str) -> None:
    row = make(kind)
    field = TEXTS[kind][0]
    before = stored(row, field)
    proposal = propose(admin_user, row, **{field: "Proposed"})
    assert stored(row, field) == before
    shown = signed_in(editor).get(proposal_page(row, proposal))
    assert shown.status_code == 200
    assert [change.comparison.has_changes for change in shown.context["filled_changes"]] == [True]
    assert send(signed_in(editor), proposal_page(row, proposal)).status_code == 302
    assert stored(row, field) == "Proposed"
    assert Proposal.objects.get().status == Proposal.Status.ACCEPTED


def test_an_author_finds_the_way_to_propose_on_the_form_of_a_public_record(author: User, meeting: Meeting) -> None:
    client = signed_in(author)
    text = client.get(change(meeting)).content.decode()
    assert "You can propose a change" in text
    assert page(meeting, "propose", meeting.pk) in text
    assert client.post(change(meeting), {"headline_en": "Mine"}).status_code == 403


def test_a_proposal_waits_in_the_review_queue_with_its_note(author: User, editor: User, meeting: Meeting) -> None:
    proposal = propose(author, meeting, headline_en="Proposed", _proposal_note="Spelling.")
    text = signed_in(editor).get("/admin/").content.decode()
    assert proposal_page(meeting, proposal) in text
    assert "anna: Spelling." in text


def test_accepting_counts_as_the_change_of_the_author_and_the_review_of_the_editor(
    author: User, editor: User, meeting: Meeting
) -> None:
    proposal = propose(author, meeting, headline_en="Proposed")
    send(signed_in(editor), proposal_page(meeting, proposal))
    acts = AuditLogEntry.objects.filter(public_id=meeting.public_id).order_by("id").values_list("action", "by_name")
    assert list(acts) == [(Action.PROPOSE, "anna"), (Action.SAVE, "anna"), ("confirm", "bernd")]
    assert audit_log.editors_since_review([meeting.public_id]) == {}


def test_what_an_editor_adds_while_accepting_waits_for_a_second_review(
    author: User, editor: User, meeting: Meeting
) -> None:
    proposal = propose(author, meeting, headline_en="Proposed")
    send(signed_in(editor), proposal_page(meeting, proposal), headline_en="Better")
    meeting.refresh_from_db()
    assert meeting.headline_en == "Better"
    assert audit_log.editors_since_review([meeting.public_id]) == {meeting.public_id: {author.pk, editor.pk}}


def test_accepting_does_not_review_what_was_changed_before(author: User, editor: User, meeting: Meeting) -> None:
    other = factories.make_user(role="editor")
    send(signed_in(other), change(meeting), city_en="Capri")
    proposal = propose(author, meeting, headline_en="Proposed")
    send(signed_in(editor), proposal_page(meeting, proposal))
    assert audit_log.editors_since_review([meeting.public_id]) == {meeting.public_id: {other.pk, author.pk}}


def test_a_returned_proposal_comes_back_to_its_author_with_the_note(
    author: User, editor: User, meeting: Meeting
) -> None:
    proposal = propose(author, meeting, headline_en="Proposed")
    signed_in(editor).post(proposal_page(meeting, proposal), {"_proposal_answer": "Too long."})
    client = signed_in(author)
    assert "Too long." in client.get("/admin/").content.decode()
    form = client.get(page(meeting, "propose", meeting.pk))
    assert "Too long." in form.content.decode()
    assert filled(form)["headline_en"] == "Proposed"
    propose(author, meeting, headline_en="Shorter")
    again = Proposal.objects.get()
    assert (again.pk, again.status, again.answer) == (proposal.pk, Proposal.Status.OPEN, "")


def test_a_proposal_is_not_returned_without_a_note(author: User, editor: User, meeting: Meeting) -> None:
    proposal = propose(author, meeting, headline_en="Proposed")
    signed_in(editor).post(proposal_page(meeting, proposal), {"_proposal_answer": " "})
    assert Proposal.objects.get().status == Proposal.Status.OPEN


def test_an_author_takes_a_proposal_back(author: User, meeting: Meeting) -> None:
    propose(author, meeting, headline_en="Proposed")
    signed_in(author).post(page(meeting, "propose", meeting.pk), {"_take_back": "1"})
    assert Proposal.objects.get().status == Proposal.Status.WITHDRAWN


@pytest.mark.parametrize(("choice", "headline"), [("mine", "Proposed"), ("theirs", "Moved")])
def test_a_proposal_whose_base_has_moved_is_merged_and_asked_about(
    author: User, editor: User, meeting: Meeting, choice: str, headline: str
) -> None:
    proposal = propose(author, meeting, headline_en="Proposed", city_de="Vorgeschlagen")
    send(signed_in(editor), change(meeting), headline_en="Moved", city_en="Moved too")
    client = signed_in(editor)
    shown = client.get(proposal_page(meeting, proposal))
    [conflict] = shown.context["conflicts"]
    refused = client.post(proposal_page(meeting, proposal), filled(shown))
    assert refused.status_code == 200
    answer = client.post(proposal_page(meeting, proposal), filled(refused) | {conflict.input_name: choice})
    assert answer.status_code == 302, errors(answer)
    meeting.refresh_from_db()
    assert (meeting.headline_en, meeting.city_en, meeting.city_de) == (headline, "Moved too", "Vorgeschlagen")


def test_rows_of_inlines_are_proposed_too(author: User, editor: User, meeting: Meeting) -> None:
    kept, gone = (factories.make_figure(meeting, position=number) for number in (1, 2))
    host = factories.make_partner()
    new = {"hosts-TOTAL_FORMS": 1, "hosts-0-partner": host.pk, "hosts-0-position": 1}
    rows = {"figures-0-value_en": "61", "figures-1-DELETE": "on"}
    proposal = propose(author, meeting, **new, **rows)
    assert (meeting.hosts.count(), meeting.figures.count()) == (0, 2)
    client = signed_in(editor)
    sent = filled(client.get(proposal_page(meeting, proposal)))
    answer = client.post(proposal_page(meeting, proposal), sent)
    assert answer.status_code == 302, errors(answer)
    assert [each.partner for each in meeting.hosts.all()] == [host]
    assert [(each.pk, each.value_en) for each in meeting.figures.all()] == [(kept.pk, "61")]
    assert audit_log.editors_since_review([meeting.public_id]) == {}, "nothing was added by the editor"
    assert gone.pk != kept.pk


def test_relations_are_proposed_as_additions_and_removals(author: User, editor: User) -> None:
    old, proposed, meanwhile = (factories.make_topic() for _each in range(3))
    statement = factories.make_statement()
    statement.topics.set([old])
    proposal = propose(author, statement, topics=[proposed.pk])
    statement.topics.add(meanwhile)
    send(signed_in(editor), proposal_page(statement, proposal))
    assert set(Statement.objects.get().topics.all()) == {proposed, meanwhile}


def test_a_form_without_a_change_is_no_proposal(author: User, meeting: Meeting) -> None:
    client = signed_in(author)
    answer = client.post(
        page(meeting, "propose", meeting.pk),
        filled(client.get(page(meeting, "propose", meeting.pk))),
        follow=True,
    )
    assert messages(answer) == ["Nothing was changed, so there is nothing to propose."]
    assert not Proposal.objects.exists()


def test_an_invalid_proposal_is_refused_with_its_sentence(author: User, meeting: Meeting) -> None:
    answer = send(signed_in(author), page(meeting, "propose", meeting.pk), press_email="no-one")
    assert list(errors(answer)) == ["press_email"]
    assert not Proposal.objects.exists()


def test_drafts_and_editions_are_not_proposed(author: User) -> None:
    client = signed_in(author)
    draft = factories.make_topic(state="draft", publish_at=None)
    edition = factories.make_statement().editions.first()
    for row in (draft, edition):
        assert client.get(page(row, "propose", row.pk)).status_code == 403


@pytest.mark.parametrize("role", ["", "photo editor"])
def test_who_may_not_change_a_kind_proposes_nothing(role: str, meeting: Meeting) -> None:
    client = signed_in(factories.make_user(role=role))
    assert client.get(page(meeting, "propose", meeting.pk)).status_code == 403


def test_an_author_accepts_nothing(author: User, meeting: Meeting) -> None:
    proposal = propose(author, meeting, headline_en="Proposed")
    client = signed_in(author)
    assert client.get(proposal_page(meeting, proposal)).status_code == 403
    assert client.post(proposal_page(meeting, proposal), {"headline_en": "Proposed"}).status_code == 403
    assert stored(meeting, "headline_en") == "Before"


def test_a_proposal_is_accepted_once(author: User, editor: User, meeting: Meeting) -> None:
    proposal = propose(author, meeting, headline_en="Proposed")
    client = signed_in(editor)
    sent = filled(client.get(proposal_page(meeting, proposal)))
    client.post(proposal_page(meeting, proposal), sent)
    answer = client.post(proposal_page(meeting, proposal), sent | {"city_en": "Again"}, follow=True)
    assert "This proposal is not open any more: accepted." in messages(answer)[-1]
    assert stored(meeting, "city_en") != "Again"


def test_the_proposal_of_one_record_is_not_found_at_another(author: User, editor: User, meeting: Meeting) -> None:
    proposal = propose(author, meeting, headline_en="Proposed")
    other = factories.make_meeting()
    assert signed_in(editor).get(proposal_page(other, proposal)).status_code == 404


def test_a_preview_shows_the_proposal_and_changes_nothing(author: User, editor: User, meeting: Meeting) -> None:
    factories.make_figure(meeting, position=1)
    new = {
        "hosts-TOTAL_FORMS": 1,
        "hosts-0-partner": factories.make_partner(name_en="Utopia").pk,
        "hosts-0-position": 1,
    }
    proposal = propose(author, meeting, title_en="Proposed title", **new, **{"figures-0-DELETE": "on"})
    client = signed_in(editor)
    answer = client.post(proposal_page(meeting, proposal), {"_preview": "1"})
    assert answer.status_code == 303
    text = Client().get(answer.headers["Location"]).content.decode()
    assert "Proposed title" in text and "Utopia" in text and "With the change that anna proposes." in text
    assert (meeting.hosts.count(), meeting.figures.count()) == (0, 1)
    meeting.refresh_from_db()
    assert meeting.title_en != "Proposed title"
    assert "Proposed title" not in Client().get(meeting.get_absolute_url()).content.decode()
    send(client, proposal_page(meeting, proposal))
    assert Client().get(answer.headers["Location"]).status_code == 410, "it is accepted, so there is no preview of it"


def test_an_author_previews_the_own_proposal(author: User, meeting: Meeting) -> None:
    propose(author, meeting, title_en="Proposed title")
    answer = signed_in(author).post(page(meeting, "propose", meeting.pk), {"_preview": "1"})
    assert "Proposed title" in Client().get(answer.headers["Location"]).content.decode()


def test_a_proposal_holds_no_script(author: User) -> None:
    fixed = factories.make_page()
    propose(author, fixed, body_en="<p>Words</p><script>alert(1)</script><p onclick='x'>More</p>")
    stored_changes = str(Proposal.objects.get().changes)
    assert "<p>Words</p>" in stored_changes
    assert "script" not in stored_changes and "onclick" not in stored_changes
