"""Adding the members of a session's bodies on its day, each once with its office."""

from typing import Any

import pytest
from django.test import Client

from meetings.models import Participation, Session
from meetings.participants import add_participants
from partners.models import Membership
from publishing.models import AuditLogEntry
from tests import factories as make
from tests.admin_forms import change, messages, page


def form_of(client: Client, session: Session, name: str = "members", query: str = "") -> dict[str, Any]:
    """Return what a browser would send if the page were sent back as it opens."""
    sent: dict[str, Any] = {"select": []}
    for each in client.get(page(session, name, session.pk) + query).context["proposals"]:
        if each.is_selected:
            sent["select"].append(each.key)
        sent[each.select_name] = str(each.row.appointment_id or "")
    return sent


def add(client: Client, session: Session, **changes: Any) -> Any:
    return client.post(page(session, "members", session.pk), form_of(client, session) | changes, follow=True)


def listed(session: Session) -> list[tuple[str, str]]:
    rows = session.participations.select_related("partner", "appointment__person")
    return [(row.partner.name, row.appointment.person.name if row.appointment else "") for row in rows]


def test_the_members_of_the_day_are_added_in_their_capacity(admin_client: Client) -> None:
    member, observer, gone = (make.make_partner() for _ in range(3))
    body = make.make_format(members=[member])
    Membership.objects.create(format=body, partner=observer, capacity="observer", since="2010")
    Membership.objects.create(format=body, partner=gone, since="1949", until="1966")
    session = make.make_session(formats=[body])
    answer = add(admin_client, session)
    assert {row.partner: row.role for row in session.participations.all()} == {
        member: "member",
        observer: "observer",
    }
    assert [row.position for row in session.participations.all()] == [1, 2]
    assert messages(answer) == ["2 participants are added."]
    assert answer.redirect_chain[0][0] == f"{change(session)}#participations-group"
    assert AuditLogEntry.objects.filter(action="save", public_id=session.public_id).count() == 1


def test_a_participant_in_the_list_keeps_the_role(admin_client: Client) -> None:
    partner = make.make_partner()
    session = make.make_session(formats=[make.make_format(members=[partner])])
    make.make_participation(session=session, partner=partner, role="guest")
    add(admin_client, session)
    assert session.participations.get().role == "guest"


def test_a_member_of_two_formats_is_added_once_also_when_the_page_is_sent_twice(admin_client: Client) -> None:
    partner = make.make_partner()
    session = make.make_session(formats=[make.make_format(members=[partner]) for _ in range(2)])
    sent = form_of(admin_client, session)
    for _ in range(2):
        admin_client.post(page(session, "members", session.pk), sent)
    assert session.participations.count() == 1


def test_opening_the_page_adds_nothing(admin_client: Client) -> None:
    session = make.make_session(formats=[make.make_format(members=[make.make_partner()])])
    assert admin_client.get(page(session, "members", session.pk)).status_code == 200
    assert not Participation.objects.exists()


def test_a_member_that_is_not_selected_is_not_added(admin_client: Client) -> None:
    session = make.make_session(formats=[make.make_format(members=[make.make_partner()])])
    add(admin_client, session, select=[])
    assert not Participation.objects.exists()


def office(partner: Any, title: str, **values: Any) -> Any:
    return make.make_appointment(partner=partner, office_en=title, office_de="", **values)


# The level of the meeting, the kind of the partner, what its offices on the day are called, and which is proposed.
PROPOSED = {
    "the minister of the level": (
        "foreign_ministers",
        "country",
        ["Prime Minister of A", "Foreign Minister of A"],
        1,
    ),
    "the secretary of state": ("foreign_ministers", "country", ["Secretary of State", "President of B"], 0),
    "the leader": ("leaders", "country", ["Foreign Minister of A", "Prime Minister of A"], 1),
    "a defence minister": ("defence_ministers", "country", ["Minister of Defence", "Foreign Minister"], 0),
    "not the deputy": ("foreign_ministers", "country", ["Deputy Foreign Minister", "Foreign Minister"], 1),
    "none of two that fit": ("foreign_ministers", "country", ["Foreign Minister", "Foreign Secretary"], None),
    "no minister of another kind": ("foreign_ministers", "country", ["Minister of Finance"], None),
    "the only one of an organisation": ("foreign_ministers", "organisation", ["Secretary General"], 0),
    "the only one, of a level without titles": ("experts", "country", ["Director"], 0),
    "none of several without a sign": ("experts", "country", ["Director", "Adviser"], None),
}


@pytest.mark.parametrize("case", PROPOSED)
def test_the_holder_of_the_office_is_proposed_and_none_when_unsure(admin_client: Client, case: str) -> None:
    level, kind, titles, expected = PROPOSED[case]
    partner = make.make_partner(kind=kind)
    offices = [office(partner, title) for title in titles]
    office(partner, titles[0], since="1990", until="1995")
    session = make.make_session(meeting=make.make_meeting(level=level), formats=[make.make_format(members=[partner])])
    context = admin_client.get(page(session, "members", session.pk)).context
    (proposal,) = context["proposals"]
    assert set(proposal.offices) == set(offices)
    assert proposal.row.appointment == (None if expected is None else offices[expected])
    add(admin_client, session)
    assert session.participations.get().appointment == proposal.row.appointment


def test_the_titles_of_the_others_in_the_list_show_who_is_meant(admin_client: Client) -> None:
    partners = [make.make_partner() for _ in range(3)]
    session = make.make_session(
        meeting=make.make_meeting(level="experts"), formats=[make.make_format(members=partners)]
    )
    for partner in partners[:2]:
        political = office(partner, f"Political Director of {partner}")
        make.make_participation(session=session, partner=partner, appointment=political)
    political = office(partners[2], "Political Director")
    office(partners[2], "Head of Protocol")
    add(admin_client, session)
    assert session.participations.last().appointment == political


def test_a_partner_in_the_list_without_a_person_gets_the_person(admin_client: Client) -> None:
    partner = make.make_partner()
    session = make.make_session(formats=[make.make_format(members=[partner])])
    row = make.make_participation(session=session, partner=partner, role="guest")
    minister = office(partner, "Foreign Minister")
    add(admin_client, session)
    row.refresh_from_db()
    assert (session.participations.count(), row.appointment, row.role) == (1, minister, "guest")


@pytest.mark.django_db
def test_rows_that_are_in_the_list_by_now_are_left_out_of_what_is_added() -> None:
    session, held = make.make_session(), make.make_appointment()

    def rows() -> list[Participation]:
        with_person = [Participation(partner=held.partner, appointment=held) for _ in range(2)]
        numbers = [Participation(unnamed_count=3, unnamed_phrase_en="others") for _ in range(2)]
        return [*with_person, Participation(partner=held.partner), *numbers]

    account = make.make_user()
    added = [len(add_participants(session=session, rows=rows(), by=account)) for _ in range(2)]
    assert (added, session.participations.count()) == ([2, 0], 2)


def test_a_person_of_another_day_or_partner_is_not_taken_from_what_is_sent(admin_client: Client) -> None:
    partner = make.make_partner()
    session = make.make_session(formats=[make.make_format(members=[partner])])
    foreign = make.make_appointment()
    add(admin_client, session, **{f"person-{partner.pk}": str(foreign.pk)})
    assert session.participations.get().appointment is None


def test_the_page_asks_as_many_queries_for_thirty_members_as_for_one(
    admin_client: Client, django_assert_num_queries: Any
) -> None:
    for number in (1, 1, 30):
        partners = [make.make_partner() for _ in range(number)]
        for partner in partners:
            office(partner, "Foreign Minister")
        session = make.make_session(formats=[make.make_format(members=partners)])
        with django_assert_num_queries(10):
            admin_client.get(page(session, "members", session.pk))


# Copying


def copy(client: Client, session: Session, source: Session, **changes: Any) -> Any:
    query = f"?from={source.pk}"
    sent = form_of(client, session, "copy", query) | changes
    return client.post(page(session, "copy", session.pk) + query, sent)


def test_participants_are_copied_with_role_person_and_order(admin_client: Client) -> None:
    source, session = make.make_session(), make.make_session()
    offices = [make.make_appointment(person=make.make_person(name_en=name)) for name in ("B", "A")]
    for place, each in enumerate(offices):
        row = {"appointment": each, "role": "guest", "chairs": not place, "position": place}
        make.make_participation(session=source, partner=each.partner, **row)
    unnamed = {"unnamed_count": 21, "unnamed_phrase_en": "others", "unnamed_phrase_de": "weitere"}
    make.make_participation(session=source, position=9, **unnamed)
    for _ in range(2):  # never twice
        copy(admin_client, session, source)
    facts = ("partner", "appointment", "role", "chairs", "unnamed_count", "unnamed_phrase_de")
    assert list(session.participations.values_list(*facts)) == list(source.participations.values_list(*facts))
    assert session.participations.count() == 3


def test_what_is_there_and_who_is_not_in_office_is_named_and_not_copied(admin_client: Client) -> None:
    meeting = make.make_meeting(starts_on="2017-04-10", ends_on="2017-04-11")
    source, session = make.make_session(), make.make_session(meeting=meeting, day="2017-04-10")
    there, former, same = (make.make_partner() for _ in range(3))
    for each in (source, session):
        make.make_participation(session=each, partner=there)
    old = make.make_appointment(partner=former, since="2009", until="2013")
    new = make.make_appointment(partner=former, since="2017", office_en="Foreign Minister of X")
    make.make_participation(session=source, partner=former, appointment=old)
    make.make_participation(session=source, partner=same)
    shown = admin_client.get(page(session, "copy", session.pk), {"from": source.pk}).context["proposals"]
    by_partner = {each.row.partner: each for each in shown}
    assert [by_partner[each].is_selected for each in (there, former, same)] == [False, False, True]
    assert by_partner[there].sentence == "Already in the list."
    assert "2009" in by_partner[former].sentence
    assert by_partner[former].row.appointment == new
    copy(admin_client, session, source)
    assert listed(session) == [(there.name, ""), (same.name, "")]
    copy(admin_client, session, source, select=[by_partner[former].key])
    assert listed(session)[-1] == (former.name, new.person.name)


def test_sessions_of_the_same_meeting_are_offered_first_and_those_without_participants_not(
    admin_client: Client,
) -> None:
    session = make.make_session()
    elsewhere, beside = make.make_session(day="2011-04-15"), make.make_session(meeting=session.meeting)
    make.make_session()
    for each in (elsewhere, beside):
        make.make_participation(session=each)
    groups = admin_client.get(page(session, "copy", session.pk)).context["groups"]
    assert groups == [(str(session.meeting), [beside]), (str(elsewhere.meeting), [elsewhere])]


@pytest.mark.parametrize("given", ["", "x", "0", "own"])
def test_a_source_that_is_not_offered_copies_nothing(admin_client: Client, given: str) -> None:
    session = make.make_session()
    make.make_participation(session=session)
    given = str(session.pk) if given == "own" else given
    answer = admin_client.post(f"{page(session, 'copy', session.pk)}?from={given}", {"select": ["1"]})
    assert answer.status_code == 200
    assert session.participations.count() == 1


def test_the_page_asks_as_many_queries_to_copy_thirty_participants_as_one(
    admin_client: Client, django_assert_num_queries: Any
) -> None:
    for number in (1, 1, 30):
        source, session = make.make_session(), make.make_session()
        for each in [make.make_appointment() for _ in range(number)]:
            make.make_participation(session=source, partner=each.partner, appointment=each)
        with django_assert_num_queries(12):
            admin_client.get(page(session, "copy", session.pk), {"from": source.pk})
