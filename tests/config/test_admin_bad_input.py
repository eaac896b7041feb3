"""Bad input in the admin: a message beside the field, and no input is lost."""

from datetime import date, time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meetings.models import Host, Meeting, Outcome, Participation, Session, Statement
from partners.models import Appointment, Partner
from photos.models import Gallery, Photo
from publishing.models import Office
from tests import factories
from tests.admin_forms import DRAFT, change, errors, messages, page, send

SESSION = {"day": "2011-04-14", "title_en": "Dinner", "slug": "dinner", "position": "1"}


def added(prefix: str, *rows: dict[str, str], initial: int = 0) -> dict[str, str]:
    """Return the fields of new rows of an inline behind those that it has."""
    sent = {f"{prefix}-TOTAL_FORMS": str(initial + len(rows)), f"{prefix}-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(rows, start=initial):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def new_meeting(**changes: str) -> dict[str, str]:
    return {
        "title_en": "Berlin",
        "slug": "berlin",
        "level": "foreign_ministers",
        "status": "planned",
        "starts_on": "2011-04-14",
        "ends_on": "2011-04-15",
        "time_zone": "Europe/Berlin",
        **added("sessions"),
        **added("hosts"),
        **added("figures"),
    } | changes


def test_a_meeting_with_its_sessions_is_made_in_one_form(admin_client: Client) -> None:
    answer = admin_client.post(page(Meeting, "add"), new_meeting(**added("sessions", SESSION)))
    assert answer.status_code == 302
    assert Session.objects.get().meeting == Meeting.objects.get()


def test_a_meeting_that_ends_before_it_starts_is_refused(admin_client: Client) -> None:
    answer = admin_client.post(page(Meeting, "add"), new_meeting(ends_on="2011-04-13", city_en="Berlin-Mitte"))
    assert errors(answer) == {"__all__": ["The last day must not be before the first."]}
    assert "Berlin-Mitte" in answer.content.decode()


def test_a_session_outside_the_days_of_a_new_meeting_is_refused(admin_client: Client) -> None:
    answer = admin_client.post(page(Meeting, "add"), new_meeting(**added("sessions", SESSION | {"day": "2011-04-20"})))
    assert list(errors(answer)) == ["sessions-0-day"]
    assert "Dinner" in answer.content.decode()


def test_a_session_outside_the_days_of_its_meeting_is_refused_in_the_list_and_in_its_form(
    admin_client: Client,
) -> None:
    session = factories.make_session()
    assert list(errors(send(admin_client, change(session.meeting), **{"sessions-0-day": "2011-04-20"}))) == [
        "sessions-0-day"
    ]
    assert list(errors(send(admin_client, change(session), day="2011-04-20"))) == ["day"]


def test_moving_a_meeting_away_from_its_sessions_is_refused(admin_client: Client) -> None:
    session = factories.make_session()
    answer = send(admin_client, change(session.meeting), starts_on="2011-04-15")
    assert "choose a day of it" in errors(answer)["sessions-0-day"][0]


def test_a_zone_in_which_the_time_of_a_session_does_not_exist_is_refused(admin_client: Client) -> None:
    days = {"starts_on": date(2011, 3, 27), "ends_on": date(2011, 3, 27)}
    meeting = factories.make_meeting(time_zone="UTC", **days)
    factories.make_session(meeting=meeting, day=date(2011, 3, 27), starts_at=time(2, 30), precision="exact")

    answer = send(admin_client, change(meeting), time_zone="Europe/Berlin")

    assert "does not exist in Europe/Berlin" in errors(answer)["__all__"][0]


@pytest.mark.parametrize("clock", ["02:30"])
def test_a_local_time_that_does_not_exist_is_refused(admin_client: Client, clock: str) -> None:
    days = {"starts_on": "2011-03-27", "ends_on": "2011-03-27"}
    row = SESSION | {"day": "2011-03-27", "starts_at": clock}
    answer = admin_client.post(page(Meeting, "add"), new_meeting(**days, **added("sessions", row)))
    assert "does not exist in Europe/Berlin" in errors(answer)["sessions-0-starts_at"][0]


def test_a_session_that_ends_before_it_starts_is_refused(admin_client: Client) -> None:
    session = factories.make_session()
    answer = send(admin_client, change(session), starts_at="18:00", ends_at="17:00", title_en="Typed before")
    assert errors(answer) == {"__all__": ["The end must not be before the start; past midnight, give its day."]}
    assert "Typed before" in answer.content.decode()


def test_a_start_that_is_typed_is_exact_unless_it_is_called_approximate(admin_client: Client) -> None:
    session = factories.make_session()
    assert send(admin_client, change(session), starts_at="18:00").status_code == 302
    session.refresh_from_db()
    assert session.precision == "exact"
    send(admin_client, change(session), precision="approximate")
    session.refresh_from_db()
    assert session.precision == "approximate"
    send(admin_client, change(session), starts_at="")
    session.refresh_from_db()
    assert (session.precision, session.starts_at) == ("day", None)


def test_an_invalid_time_zone_is_refused(admin_client: Client) -> None:
    answer = send(admin_client, change(factories.make_office()), time_zone="Berlin")
    assert errors(answer) == {"time_zone": ["“Berlin” is not a time zone. Write it like “Europe/Berlin”."]}
    answer = admin_client.post(page(Meeting, "add"), new_meeting(time_zone="Berlin"))
    assert list(errors(answer)) == ["time_zone"]


def test_an_invalid_time_zone_with_a_session_is_refused(admin_client: Client) -> None:
    rows = added("sessions", SESSION | {"starts_at": "18:00"})
    answer = admin_client.post(page(Meeting, "add"), new_meeting(time_zone="Berlin", **rows))
    assert "time_zone" in errors(answer)


def test_an_address_that_is_taken_is_refused(admin_client: Client) -> None:
    factories.make_meeting(slug="berlin")
    answer = admin_client.post(page(Meeting, "add"), new_meeting())
    assert errors(answer) == {"slug": ["Meeting with this Web address already exists."]}


def test_two_new_sessions_with_one_address_are_refused(admin_client: Client) -> None:
    answer = admin_client.post(page(Meeting, "add"), new_meeting(**added("sessions", SESSION, SESSION)))
    assert answer.status_code == 200
    assert "slug" in str(errors(answer))
    assert not Meeting.objects.exists()


def test_a_session_with_the_address_of_another_is_refused(admin_client: Client) -> None:
    meeting = factories.make_meeting(**DRAFT)
    factories.make_session(meeting=meeting, slug="lunch", state="draft")
    other = factories.make_session(meeting=meeting, state="draft")
    answer = send(admin_client, change(other), slug="lunch")
    assert errors(answer) == {"__all__": ["Another session of this meeting has this address."]}


def test_sessions_that_swap_addresses_are_refused_with_a_sentence(admin_client: Client) -> None:
    meeting = factories.make_meeting(**DRAFT)
    for slug in ("one", "two"):
        factories.make_session(meeting=meeting, slug=slug, state="draft")
    answer = send(admin_client, change(meeting), **{"sessions-0-slug": "two", "sessions-1-slug": "one"})
    taken = ["Another session of this meeting has this address."]
    assert errors(answer) == {"sessions-0-__all__": taken, "sessions-1-__all__": taken}


def test_a_session_with_an_endless_number_is_refused(admin_client: Client) -> None:
    session = factories.make_session()
    answer = send(admin_client, change(session.meeting), **{"sessions-0-id": "9" * 5_000})
    assert answer.status_code == 200
    assert errors(answer)


@pytest.mark.parametrize("with_person", [True, False])
def test_two_equal_hosts_are_refused(admin_client: Client, with_person: bool) -> None:
    appointment = factories.make_appointment()
    row = {"partner": str(appointment.partner.pk), "position": "1"}
    if with_person:
        row["appointment"] = str(appointment.pk)
    answer = admin_client.post(page(Meeting, "add"), new_meeting(**added("hosts", row, row)))
    assert answer.status_code == 200
    assert "already" in str(errors(answer)) or "duplicate" in str(errors(answer))
    assert not Host.objects.exists()


def test_a_host_that_is_there_already_is_refused(admin_client: Client) -> None:
    host = Host.objects.create(meeting=factories.make_meeting(), partner=factories.make_partner())
    row = {"partner": str(host.partner.pk), "position": "2"}
    answer = send(admin_client, change(host.meeting), **added("hosts", row, initial=1))
    assert answer.status_code == 200
    assert Host.objects.count() == 1


def test_a_participant_given_twice_is_refused(admin_client: Client) -> None:
    session, partner = factories.make_session(), factories.make_partner()
    row = {"partner": str(partner.pk), "role": "member", "position": "1"}
    answer = send(admin_client, change(session), **added("participations", row, row))
    assert "is already in the list" in str(errors(answer))
    assert not Participation.objects.exists()


def test_unnamed_participants_may_stand_in_several_lines(admin_client: Client) -> None:
    session = factories.make_session()
    row = {"role": "contributor", "unnamed_count": "21", "unnamed_phrase_en": "contributors", "position": "1"}
    other = row | {"unnamed_phrase_en": "observers"}
    assert send(admin_client, change(session), **added("participations", row, other)).status_code == 302
    assert Participation.objects.count() == 2


def test_an_empty_participant_is_refused_with_a_sentence(admin_client: Client) -> None:
    row = {"role": "guest", "position": "1", "chairs": "on"}
    answer = send(admin_client, change(factories.make_session()), **added("participations", row))
    assert "Choose a country or organisation, or enter the number" in str(errors(answer))


def test_a_person_of_another_partner_is_refused(admin_client: Client) -> None:
    appointment, other = factories.make_appointment(), factories.make_partner()
    row = {"partner": str(other.pk), "appointment": str(appointment.pk), "role": "member", "position": "1"}
    answer = send(admin_client, change(factories.make_session()), **added("participations", row))
    assert list(errors(answer)) == ["participations-0-appointment"]


def test_a_file_that_is_no_picture_is_refused_at_its_field(admin_client: Client) -> None:
    gallery = factories.make_gallery()
    sent = {
        "gallery": str(gallery.pk),
        "caption_en": "Ministers",
        "upload": _file("letter.jpg", b"Dear Minister"),
    }
    answer = admin_client.post(page(Photo, "add"), sent)
    assert "not a supported picture" in errors(answer)["upload"][0]
    assert "Ministers" in answer.content.decode()
    assert not Photo.objects.exists()


def test_a_new_photo_needs_a_file(admin_client: Client) -> None:
    answer = admin_client.post(page(Photo, "add"), {"gallery": str(factories.make_gallery().pk)})
    assert errors(answer) == {"upload": ["This field is required."]}


def test_a_text_that_is_no_pdf_is_refused(admin_client: Client) -> None:
    draft = factories.make_edition(factories.make_statement(languages=[]), **DRAFT)
    answer = send(admin_client, change(draft), pdf=_file("text.pdf", b"Hello"), title="Typed")
    sentence = "This file is not a PDF. Choose a PDF file; renaming another file does not help."
    assert errors(answer) == {"pdf": [sentence]}
    assert "Typed" in answer.content.decode()


def test_script_in_rich_text_is_cleaned(admin_client: Client) -> None:
    draft = factories.make_edition(factories.make_statement(languages=[]), **DRAFT)
    evil = '<p onclick="x()">Ministers<script>alert(1)</script> <a href="javascript:x()">met</a></p>'
    send(admin_client, change(draft), body=evil)
    draft.refresh_from_db()
    assert draft.body == "<p>Ministers <a>met</a></p>"


@pytest.mark.parametrize("kind", [Meeting, Gallery, Statement, Partner])
def test_an_empty_form_says_what_is_missing(admin_client: Client, kind: Any) -> None:
    answer = send(admin_client, page(kind, "add"))
    assert answer.status_code == 200
    assert errors(answer)


def test_deleting_what_is_still_used_is_refused_with_where(admin_client: Client) -> None:
    participation = factories.make_participation(
        session=factories.make_session(), partner=factories.make_partner(**DRAFT)
    )
    answer = admin_client.post(page(Partner, "delete", participation.partner.pk), {"post": "yes"})
    assert answer.status_code == 200
    assert str(participation.partner) in answer.content.decode()
    assert Partner.objects.filter(pk=participation.partner.pk).exists()


def test_deleting_an_office_held_that_is_still_named_is_refused_in_the_list(admin_client: Client) -> None:
    appointment = factories.make_appointment()
    factories.make_participation(session=factories.make_session(), partner=appointment.partner, appointment=appointment)
    answer = send(admin_client, change(appointment.person), **{"appointments-0-DELETE": "on"})
    assert answer.status_code == 200
    assert Appointment.objects.exists()


def test_a_second_office_is_refused(admin_client: Client) -> None:
    factories.make_office()
    assert admin_client.get(page(Office, "add")).status_code == 403


def test_an_outcome_without_words_is_refused(admin_client: Client) -> None:
    answer = send(
        admin_client,
        change(factories.make_session()),
        **added("outcomes", {"verb": "agreed", "position": "1"}),
    )
    assert list(errors(answer)) == ["outcomes-0-text_en"]
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("pk", ["9" * 30, "x", "0"])
def test_an_address_of_a_row_that_is_not_there_leads_back_with_a_message(admin_client: Client, pk: str) -> None:
    for address in (page(Meeting, "change", pk), page(Meeting, "verb", pk, "publish")):
        answer = admin_client.get(address, follow=True)
        assert "Perhaps it was deleted?" in messages(answer)[0]


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_number_of_unnamed_participants_without_words_is_refused_at_the_field(admin_client: Client) -> None:
    session = factories.make_session()
    row = {"unnamed_count": "3", "role": "partner", "position": "1"}
    answer = send(admin_client, change(session), **added("participations", row))
    assert errors(answer) == {"participations-0-unnamed_phrase_en": ["Describe the unnamed participants."]}
