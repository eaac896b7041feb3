"""Content that a page would lack is listed before the page is public."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from meetings.models import Meeting, Statement
from partners.models import Membership, Person
from publishing import clock
from publishing.models import AuditLogEntry, Child, Document, Edition, Publishable
from publishing.models.audit_log import Action, record
from publishing.models.belonging import BelongsTo
from publishing.states import Release, State
from publishing.verbs.omissions import omissions
from publishing.workflow import WorkflowAction
from tests import factories as make
from tests.admin_forms import DRAFT, page

pytestmark = pytest.mark.django_db

LATER = datetime(2031, 4, 15, 16, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _office() -> None:
    make.make_office(required_languages="en")


def draft(**related: Any) -> Meeting:
    return make.make_meeting(**DRAFT, **related)


def sitting(meeting: Meeting | None = None, **values: Any) -> Any:
    return make.make_session(meeting=meeting or draft(), state=State.DRAFT, **values)


def office(**values: Any) -> Any:
    return make.make_appointment(**values)


def text(document: Any) -> Any:
    """The text by which the document becomes public."""
    return make.make_edition(document, **DRAFT)


def seated(session: Any, appointment: Any, **values: Any) -> Any:
    return make.make_participation(session=session, partner=appointment.partner, appointment=appointment, **values)


def hosted(meeting: Any, appointment: Any) -> Any:
    return make.make_host(meeting, partner=appointment.partner, appointment=appointment)


def outcome(session: Any, **values: Any) -> Any:
    return make.make_outcome(session=session, state=State.DRAFT, **values)


def gallery(**values: Any) -> Any:
    return make.make_gallery(**DRAFT, **values)


def photo(**values: Any) -> Any:
    return make.make_photo(gallery=gallery(), state=State.DRAFT, **values)


def hidden_statement(**values: Any) -> Statement:
    return make.make_statement(languages=["en"], edition=DRAFT, **values)


def hidden_person_in_office(**values: Any) -> Any:
    return office(person=make.make_person(**DRAFT), **values)


def hidden_partner() -> Any:
    return make.make_partner(**DRAFT)


def _shown_rows() -> dict[str, tuple[Any, Any]]:
    """Return, by kind and path, a row to publish and a hidden row that it shows."""
    meeting, session, hosting = draft(), sitting(), draft()
    person, sent = hidden_person_in_office(), hidden_person_in_office()
    of_partner = office(partner=hidden_partner())
    make.make_host(hosting, partner=make.make_partner(), appointment=of_partner)
    hosted(hosting, person)
    seated(session, sent)
    partner, body, topic = hidden_partner(), make.make_format(**DRAFT), make.make_topic(**DRAFT)
    host, guest, terms = hidden_partner(), hidden_partner(), make.make_page(**DRAFT)
    make.make_host(hosting, partner=host)
    make.make_participation(session=session, partner=guest)
    session.formats.add(body)
    session.topics.add(topic)
    pictured, shown = photo(session=session), hidden_statement()
    held_back = make.make_outcome(release=Release.HELD_BACK)
    lead, seen = photo(), photo(people=[person.person], terms=terms, session=sitting())
    belongs, joined, retired = gallery(meeting=meeting), make.make_format(**DRAFT), hidden_partner()
    Membership.objects.create(format=joined, partner=retired, since="1999")
    minister = office(person=make.make_person(**DRAFT), partner=hidden_partner())
    related = {"meetings": [draft()], "sessions": [sitting()], "topics": [topic]}
    by = {"adopted_by": [body], "adopted_by_partners": [partner]}
    statement = make.make_statement(languages=[], **related, **by, given_by=minister)
    statement.outcomes.add(held_back)
    article = make.make_article(languages=[], **related, lead_photo=lead)
    of_meeting = {"languages": ["en"], "edition": DRAFT}
    led = draft(country=partner, lead_photo=lead)
    about = outcome(sitting(), topics=[topic], statement=shown)
    in_gallery = gallery(meeting=meeting, terms=terms)
    return {
        "Meeting.country": (led, partner),
        "Meeting.hosts__partner": (hosting, host),
        "Meeting.hosts__appointment__person": (hosting, person.person),
        "Meeting.hosts__appointment__partner": (hosting, of_partner.partner),
        "Meeting.lead_photo": (led, lead.gallery),
        "Meeting.galleries": (meeting, belongs),
        "Meeting.statements": (meeting, make.make_statement(**of_meeting, meetings=[meeting])),
        "Meeting.articles": (meeting, make.make_article(**of_meeting, meetings=[meeting])),
        "Session.formats": (session, body),
        "Session.topics": (session, topic),
        "Session.participations__partner": (session, guest),
        "Session.participations__appointment__person": (session, sent.person),
        "Session.statements": (session, make.make_statement(**of_meeting, sessions=[session])),
        "Session.articles": (session, make.make_article(**of_meeting, sessions=[session])),
        "Session.photos__gallery": (session, pictured.gallery),
        "Outcome.topics": (about, topic),
        "Outcome.statement": (about, shown),
        "Gallery.meeting": (in_gallery, meeting),
        "Gallery.terms": (in_gallery, terms),
        "Photo.people": (seen, person.person),
        "Photo.session": (seen, seen.session.meeting),
        "Photo.terms": (seen, terms),
        "Statement.adopted_by": (text(statement), body),
        "Statement.adopted_by_partners": (text(statement), partner),
        "Statement.given_by__person": (text(statement), minister.person),
        "Statement.given_by__partner": (text(statement), minister.partner),
        "Statement.meetings": (text(statement), related["meetings"][0]),
        "Statement.sessions": (text(statement), related["sessions"][0].meeting),
        "Statement.topics": (text(statement), topic),
        "Statement.outcomes": (text(statement), held_back),
        "Article.lead_photo": (text(article), lead.gallery),
        "Article.meetings": (text(article), related["meetings"][0]),
        "Article.sessions": (text(article), related["sessions"][0].meeting),
        "Article.topics": (text(article), topic),
        "Format.memberships__partner": (joined, retired),
        "Partner.memberships__format": (retired, joined),
        "Person.appointments__partner": (minister.person, minister.partner),
    }


def test_what_a_page_shows_of_others_is_listed_once_while_it_is_not_public() -> None:
    """For every kind, and all that it shows."""
    rows = _shown_rows()

    listings = {way: listed(target).count(node) for way, (target, node) in rows.items()}

    assert listings == {
        f"{model.__name__}.{path}": 1
        for model in apps.get_models()
        if issubclass(model, (Publishable, Document))
        for path in (*model.shown_relations, *_shown_with(model))
    }


def _shown_with(model: Any) -> list[str]:
    """Return the rows of other apps that the kind's page shows, by relation."""
    shown = [(kind, getattr(kind, "shown_with", ())) for kind in apps.get_models()]
    fields = [kind._meta.get_field(name) for kind, names in shown for name in names]
    return [field.remote_field.get_accessor_name() for field in fields if field.related_model is model]


def test_every_relation_of_what_can_be_public_is_shown_or_said_to_be_none() -> None:
    """A new relation has to be entered here, or in `shown_relations` of its kind."""
    undecided = {}
    for model in apps.get_models():
        if not issubclass(model, (Publishable, Document)) or issubclass(model, Edition):
            continue
        shown = {path.partition("__")[0] for path in model.shown_relations}
        relations = {name for name in _relations(model) if name not in shown}
        if relations:
            undecided[model.__name__] = relations
    assert undecided == {
        "Meeting": {"series", "sessions", "figures"},  # its children; rows without a state
        "Session": {"meeting", "outcomes"},
        "Outcome": {"session"},
        "Gallery": {"photos"},
        "Photo": {"gallery", "files"},
        "Partner": {"former_names"},
        "Format": {"partners"},  # through its memberships
        "Statement": {"editions"},
        "Article": {"editions"},
    }


def _relations(model: Any) -> set[str]:
    """Return the relations entered with a row: its own, and those that belong to it."""
    own = {field.name for field in model._meta.get_fields() if field.is_relation and not field.auto_created}
    below = set()
    for field in model._meta.get_fields():
        if field.auto_created and not field.concrete and field.get_accessor_name():
            related = field.related_model
            belongs = issubclass(related, (BelongsTo, Edition)) or related.__name__ == "PhotoFile"
            child = issubclass(related, Child) and related.parent_field == field.field.name
            if (belongs and field.field.name in getattr(related, "belongs_to", ("document", "photo"))) or child:
                below.add(field.get_accessor_name())
    return own | below


def test_a_link_to_what_is_not_public_is_listed() -> None:
    topic = make.make_topic(**DRAFT)
    body = f'<p>See <a href="/id/{topic.public_id}">there</a>.</p>'
    article = make.make_article(languages=[])
    assert listed(make.make_edition(article, body=body, **DRAFT)) == [topic]
    assert listed(make.make_page(body_de=body, **DRAFT)) == [topic]


def test_what_becomes_public_in_time_or_goes_along_is_not_listed() -> None:
    held = office(person=make.make_person(publish_at=LATER))
    meeting = draft()
    session = sitting(meeting)
    seated(session, held)
    statement = make.make_statement(sessions=[session])
    outcome(session, statement=statement)
    assert listed(meeting, at=LATER) == []
    assert listed(meeting) == [held.person]


def test_an_outcome_that_waits_for_its_statement_is_not_listed_beside_it() -> None:
    meeting = draft()
    statement = hidden_statement()
    outcome(sitting(meeting), statement=statement)
    without_text = make.make_statement(languages=[])
    stays_hidden = outcome(sitting(meeting), statement=without_text)

    assert set(listed(meeting)) == {statement, without_text, stays_hidden}


def test_what_concerns_several_sessions_is_one_line_that_counts_them(admin_client: Client) -> None:
    held, meeting = hidden_person_in_office(), draft()
    for _n in range(5):
        seated(sitting(meeting), held)

    answer = admin_client.get(page(meeting, "verb", meeting.pk, "publish"))

    [(value, label)] = answer.context["form"].fields["published_too"].choices
    assert value == held.person.public_id
    assert label == (
        f"Person “{held.person}”: not shown, because its status is “draft”. Concerns: 5 sessions."
        f' <a href="{page(held.person, "change", held.person.pk)}">Open</a>'
    )


def test_an_obstacle_in_several_sessions_is_one_line_that_counts_them(admin_client: Client) -> None:
    partner, meeting = make.make_partner(**DRAFT), draft(summary_en="")
    for _n in range(3):
        make.make_participation(session=sitting(meeting), partner=partner)

    answer = admin_client.get(page(meeting, "verb", meeting.pk, "publish"))

    assert [each.sentence for each in answer.context["refused"]][1:] == [
        f"“{partner}” takes part and is not public yet. Concerns: 3 sessions."
    ]


def test_an_office_that_was_not_held_is_one_line_for_all_sessions() -> None:
    held, meeting = office(until="2010"), draft()
    for _n in range(2):
        seated(sitting(meeting), held)
    [line] = refusal(meeting, "--leave-out")
    assert line.endswith("Concerns: 2 sessions.")


def test_what_is_selected_becomes_public_at_the_same_second(admin_client: Client, admin_user: User) -> None:
    held, meeting = hidden_person_in_office(), draft()
    hosted(meeting, held)
    shown = gallery(meeting=meeting, photos=1)
    statement = hidden_statement(meetings=[meeting])
    address = page(meeting, "verb", meeting.pk, "schedule")
    sent = {"at_0": "2031-04-15", "at_1": "18:00:00"}
    sent["published_too"] = [row.public_id for row in (held.person, shown, statement)]  # type: ignore[assignment]

    echo = admin_client.post(address, sent).context["echo"]
    admin_client.post(address, sent | {"confirmed": echo})

    for row in (meeting, held.person, shown, statement.editions.get()):
        row.refresh_from_db()
        assert (row.state, row.publish_at) == (State.APPROVED, LATER)
        entry = AuditLogEntry.objects.filter(public_id=row.public_id).first()
        assert (entry.action, entry.by) == (WorkflowAction.SCHEDULE, admin_user)


def test_the_time_as_it_was_understood_is_above_what_is_published_too(admin_client: Client) -> None:
    meeting = draft()
    hosted(meeting, hidden_person_in_office())
    typed = {"at_0": "2031-04-14", "at_1": "18:00"}

    asked = admin_client.post(page(meeting, "verb", meeting.pk, "schedule"), typed)

    assert 0 < asked.text.find(asked.context["echo"]) < asked.text.find("Publish these too")


def test_what_is_not_selected_stays_as_it_was(admin_client: Client) -> None:
    held, meeting = hidden_person_in_office(), draft()
    hosted(meeting, held)
    admin_client.post(page(meeting, "verb", meeting.pk, "publish"), {})
    assert Meeting.objects.public().exists()
    assert not Person.objects.public().filter(pk=held.person.pk).exists()


def test_records_are_selected_at_first_but_texts_galleries_and_what_was_held_back_are_not(
    admin_client: Client,
) -> None:
    held, meeting = hidden_person_in_office(), draft()
    hosted(meeting, held)
    timed = office(person=make.make_person(publish_at=LATER))
    hosted(meeting, timed)
    gallery(meeting=meeting, photos=1)
    hidden_statement(meetings=[meeting])

    field = admin_client.get(page(meeting, "verb", meeting.pk, "publish")).context["form"].fields

    assert len(field["published_too"].choices) == 4
    assert field["published_too"].initial == [held.person.public_id]


def test_what_the_pages_of_the_rest_lack_is_listed_too_and_published_only_by_choice(
    admin_client: Client,
) -> None:
    """A meeting published with its statement does not lose its host silently."""
    held, meeting = hidden_person_in_office(), draft()
    hosted(meeting, held)
    statement = make.make_statement(languages=["en"], edition=DRAFT, meetings=[meeting])
    address = page(statement.editions.get(), "verb", statement.editions.get().pk, "publish")

    asked = admin_client.get(address)
    chosen = {"published_too": [meeting.public_id, held.person.public_id], "address": "a-statement"}
    admin_client.post(address, chosen)

    (_of_text, line) = asked.context["form"].omissions
    assert line.target == held.person
    assert str(line).endswith(f"Concerns: meeting “{meeting}”.")
    assert held.person.public_id not in asked.context["form"].fields["published_too"].initial
    assert Meeting.objects.public().filter(hosts__appointment__person__in=Person.objects.public()).exists()


def test_what_is_held_back_is_listed_and_released_only_by_choice(admin_client: Client) -> None:
    meeting = draft()
    late = sitting(meeting, title_en="Late", release=Release.HELD_BACK)
    address = page(meeting, "verb", meeting.pk, "publish")
    field = admin_client.get(address).context["form"].fields["published_too"]
    assert [label.partition(":")[0] for _value, label in field.choices] == [f"Session “{late}”"]
    assert field.initial == []
    admin_client.post(address, {"published_too": [late.public_id]})
    assert type(late).objects.public().get() == late


def test_what_is_refused_itself_is_listed_with_its_own_obstacles(admin_client: Client) -> None:
    meeting = draft()
    empty = gallery(meeting=meeting)
    answer = admin_client.get(page(meeting, "verb", meeting.pk, "publish"))
    [line] = answer.context["omitted"]
    assert line.line.sentence.startswith(f"Gallery “{empty}”: not shown")
    assert [each.sentence for each in line.obstacles] == ["The gallery has no photos."]
    bare = make.make_photo(gallery=empty, state=State.DRAFT, credit="")
    [line] = admin_client.get(page(meeting, "verb", meeting.pk, "publish")).context["omitted"]
    assert [each.sentence for each in line.obstacles] == [f"The photo “{bare}” has no credit line."]
    assert "published_too" not in answer.context["form"].fields
    admin_client.post(page(meeting, "verb", meeting.pk, "publish"), {})
    assert Meeting.objects.public().exists()


def test_what_waits_for_a_second_person_alone_can_still_be_published_alone_with_what_is_required(
    client: Client,
) -> None:
    user = make.make_user()
    client.force_login(user)
    partner = make.make_partner(**DRAFT)
    meeting = draft(country=partner)
    record(Action.SAVE, by=user, target=meeting)

    alone = client.get(page(meeting, "verb", meeting.pk, "publish")).context["force_publish_url"]
    client.post(alone, {"reason": "Midnight", "published_too": [partner.public_id]})

    assert Meeting.objects.public().exists()


def test_a_text_that_is_scheduled_is_said_to_be() -> None:
    meeting = draft()
    timed = {"state": State.APPROVED, "publish_at": LATER}
    make.make_statement(languages=["en"], edition=timed, meetings=[meeting])
    [line] = refusal(meeting)
    assert "its status is “scheduled”" in line


def test_what_one_has_entered_alone_needs_a_second_person_there_too(client: Client) -> None:
    user = make.make_user()
    client.force_login(user)
    held, meeting = hidden_person_in_office(), draft()
    hosted(meeting, held)
    record(Action.SAVE, by=user, target=held.person)
    [line] = client.get(page(meeting, "verb", meeting.pk, "publish")).context["omitted"]
    assert "so someone else must approve it" in line.obstacles[0].sentence


def test_what_is_required_is_published_in_the_same_step_and_cannot_be_left_out(admin_client: Client) -> None:
    partner, meeting = make.make_partner(**DRAFT), draft()
    make.make_participation(session=sitting(meeting), partner=partner)
    address = page(meeting, "verb", meeting.pk, "publish")

    answer = admin_client.get(address)
    assert answer.context["form"].fields["published_too"].initial == [partner.public_id]
    answer = admin_client.post(address, {})
    assert answer.context["form"].errors == {"published_too": [f"“{partner}” has to be public too: select it."]}
    assert not Meeting.objects.public().exists()

    admin_client.post(address, {"published_too": [partner.public_id]})
    assert Meeting.objects.public().exists()


def test_what_was_changed_after_the_page_was_opened_is_not_published_unseen(
    admin_client: Client, admin_user: User
) -> None:
    meeting = draft()
    shown = gallery(meeting=meeting, photos=1)
    address = page(meeting, "verb", meeting.pk, "publish")
    sent = {"seen": admin_client.get(address).context["form"].seen(), "published_too": [shown.public_id]}
    shown.photos.update(credit="")
    record(Action.SAVE, by=make.make_user(), target=shown.photos.get())
    answer = admin_client.post(address, sent)
    assert "It was changed after you opened this page." in answer.context["refused"][0].sentence
    assert not Meeting.objects.public().exists()


def test_selected_rows_of_a_list_are_published_with_what_they_show(admin_client: Client) -> None:
    partner = make.make_partner(**DRAFT)
    meetings = [draft(country=partner) for _n in range(2)]
    sent = {"action": "publish", "_selected_action": [row.pk for row in meetings]}
    address = page(Meeting, "changelist")

    answer = admin_client.post(address, sent)
    [(value, label)] = answer.context["form"].fields["published_too"].choices
    assert label.startswith(
        f"Country or organisation “{partner}”: not shown, because its status is “draft”. Concerns: 2 meetings."
    )

    admin_client.post(address, sent | {"confirmed": "yes", "published_too": [value]})
    assert Meeting.objects.public().count() == 2


def test_on_the_command_line_the_omissions_have_to_be_answered() -> None:
    held, meeting = hidden_person_in_office(), draft()
    hosted(meeting, held)
    [line] = refusal(meeting)
    assert line.startswith(f"- {held.person.public_id} Person “{held.person}”: not shown")
    publishing(meeting, "--publish-too", held.person.public_id)
    assert Person.objects.public().filter(pk=held.person.pk).exists()


def test_on_the_command_line_the_rest_can_be_left_out() -> None:
    meeting = draft(lead_photo=photo())
    publishing(meeting, "--leave-out")
    assert Meeting.objects.public().exists()


def publishing(row: Any, *options: str) -> None:
    User.objects.filter(username="c.koch").exists() or make.make_user(username="c.koch")
    call_command("publishing", "publish", row.public_id, "--by", "c.koch", *options, stdout=io.StringIO())


def refusal(row: Any, *options: str) -> list[str]:
    with pytest.raises(CommandError) as refused:
        publishing(row, *options)
    return str(refused.value).splitlines()[1:]


def listed(target: Any, at: datetime | None = None) -> list[Any]:
    found = omissions([target], verb=WorkflowAction.PUBLISH, by=make.make_user(), at=at or clock.now())
    return [each.target for each in found]
