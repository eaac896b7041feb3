"""Seating the members of a session's formats: those of its day, each once, and nobody twice."""

from django.test import Client

from meetings.models import Participation
from partners.models import Membership
from tests import factories
from tests.desk import change, messages, page


def test_the_members_of_the_day_are_seated_in_their_capacity(admin_client: Client) -> None:
    member, observer, gone = (factories.make_partner() for _ in range(3))
    body = factories.make_format(members=[member])
    Membership.objects.create(format=body, partner=observer, capacity="observer", since="2010")
    Membership.objects.create(format=body, partner=gone, since="1949", until="1966")
    session = factories.make_session(formats=[body])
    answer = admin_client.post(page(session, "members", session.pk), follow=True)
    assert {seat.partner: seat.seat for seat in session.participations.all()} == {
        member: "member",
        observer: "observer",
    }
    assert messages(answer) == ["2 participants are added."]
    assert answer.redirect_chain[0][0] == f"{change(session)}#participations-group"


def test_who_sits_there_already_keeps_the_seat(admin_client: Client) -> None:
    partner = factories.make_partner()
    session = factories.make_session(formats=[factories.make_format(members=[partner])])
    factories.make_participation(session=session, partner=partner, seat="guest")
    admin_client.post(page(session, "members", session.pk))
    assert session.participations.get().seat == "guest"


def test_a_member_of_two_formats_is_seated_once(admin_client: Client) -> None:
    partner = factories.make_partner()
    session = factories.make_session(formats=[factories.make_format(members=[partner]) for _ in range(2)])
    admin_client.post(page(session, "members", session.pk))
    assert session.participations.count() == 1


def test_looking_seats_nobody(admin_client: Client) -> None:
    session = factories.make_session(formats=[factories.make_format(members=[factories.make_partner()])])
    assert admin_client.get(page(session, "members", session.pk)).status_code == 200
    assert not Participation.objects.exists()
