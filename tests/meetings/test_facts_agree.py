"""Facts that contradict each other: days, adopters, topics, offices, drawings."""

import csv
import hashlib
import io
import zipfile
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from meetings.models import Outcome, Participation, Session, Statement
from meetings.statement_labels import BY_KIND, BY_VERB
from meetings.times import is_held
from partners.models import Appointment
from publishing.verbs import checks
from publishing.workflow import WorkflowAction
from tests import admin_forms, exiftool
from tests import factories as make
from tests.factories import both
from tests.website.heads import described, graph

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2011, 4, 14), date(2011, 4, 15)
BERLIN = ZoneInfo("Europe/Berlin")
NAMED = [str(kind) for kind in Statement.Kind]
DRAWN = both("remark", "Drawn stand-in for a photo by A. Photographer")


def text_of(client: Client, address: str) -> str:
    return client.get(address).text


# Past is past


@pytest.mark.parametrize(
    ("status", "now", "held"),
    [
        ("planned", datetime(2011, 4, 15, 23, 59, tzinfo=BERLIN), False),
        ("planned", datetime(2011, 4, 16, 0, 0, tzinfo=BERLIN), True),
        ("held", datetime(2011, 4, 15, 12, 0, tzinfo=BERLIN), True),
        ("held", datetime(2011, 4, 13, 12, 0, tzinfo=BERLIN), False),
        ("postponed", datetime(2011, 4, 20, 12, 0, tzinfo=BERLIN), False),
        ("cancelled", datetime(2011, 4, 20, 12, 0, tzinfo=BERLIN), False),
    ],
)
def test_what_is_over_in_its_zone_was_held_unless_it_did_not_take_place(status: str, now: datetime, held: bool) -> None:
    assert is_held(status, (FIRST, LAST), zone="Europe/Berlin", at=now) is held


def test_a_past_session_is_held_on_every_page_though_its_status_was_never_changed(client: Client) -> None:
    make.make_office()
    past, coming = (make.make_meeting(starts_on=day, ends_on=day) for day in (FIRST, date(2100, 4, 14)))
    for meeting in (past, coming):
        session = make.make_session(meeting=meeting, day=meeting.starts_on, formats=[make.make_format()])
        make.make_participation(session=session)
        is_past = meeting == past
        pages = (meeting.get_absolute_url(), session.get_absolute_url())
        of_meeting, of_session = (text_of(client, page) for page in pages)
        for html in (of_meeting, of_session):
            assert "Participants" in html
        assert "Bodies<" in of_meeting
        assert ("time not recorded" in of_session, "time not set yet" in of_session) == (is_past, not is_past)
        assert ("times not recorded" in of_meeting, "times not set yet" in of_meeting) == (
            is_past,
            not is_past,
        )
    listed = text_of(client, "/en/meetings/")
    assert listed.count("<strong>planned</strong>") == 1


def test_a_session_of_a_cancelled_meeting_was_not_held() -> None:
    meeting = make.make_meeting(status="cancelled")
    assert not make.make_session(meeting=meeting).is_held(datetime(2020, 1, 1, tzinfo=BERLIN))


# Inferred days


def test_an_inferred_day_says_so_wherever_it_is_printed(client: Client) -> None:
    make.make_office()
    body, topic, partner = make.make_format(), make.make_topic(), make.make_partner()
    facts: dict[str, Any] = {"formats": [body], "topics": [topic]}
    inferred = make.make_session(day_is_inferred=True, **facts)
    office = make.make_appointment(partner=partner)
    make.make_participation(session=inferred, partner=partner, appointment=office)
    make.make_outcome(session=inferred)
    addresses = [
        inferred.meeting.get_absolute_url(),
        inferred.get_absolute_url(),
        body.get_absolute_url(),
        topic.get_absolute_url(),
        partner.get_absolute_url(),
        office.person.get_absolute_url(),
        "/en/outcomes/",
    ]
    assert [address for address in addresses if "(day inferred)" not in text_of(client, address)] == []
    assert "startDate" not in described(text_of(client, inferred.get_absolute_url()), "Event")

    Session.objects.update(day_is_inferred=False)
    assert [address for address in addresses if "(day inferred)" in text_of(client, address)] == []
    shown_words = described(text_of(client, inferred.get_absolute_url()), "Event")
    assert (shown_words["startDate"], shown_words["endDate"]) == ("2011-04-14", "2011-04-14")


# Adopted, endorsed, issued


@pytest.mark.parametrize("verb", Outcome.Verb.values)
def test_the_label_follows_the_outcome(client: Client, verb: str) -> None:
    make.make_office()
    statement = make.make_statement(adopted_by=[make.make_format()])
    make.make_outcome(verb=verb, statement=statement)
    html = text_of(client, statement.get_absolute_url())
    expected = BY_VERB.get(Outcome.Verb(verb), BY_VERB[Outcome.Verb.ADOPTED])
    found = {str(labels.by) for labels in BY_VERB.values() if f"<dt>{labels.by}</dt>" in html}
    assert found == {str(expected.by)}
    assert f"<dt>{expected.on}</dt>" in html
    assert f"{expected.on} <time" in text_of(client, f"{statement.get_absolute_url()}?beside=de")


@pytest.mark.parametrize("kind", NAMED)
def test_without_an_outcome_the_label_follows_the_kind(client: Client, kind: str) -> None:
    make.make_office()
    statement = make.make_statement(kind=kind, adopted_by=[make.make_format()])
    expected = BY_KIND.get(Statement.Kind(kind), BY_VERB[Outcome.Verb.ADOPTED])
    html = text_of(client, statement.get_absolute_url())
    assert f"<dt>{expected.by}</dt>" in html
    assert f"<dt>{expected.on}</dt>" in html


def test_the_kinds_of_a_press_office_are_there() -> None:
    wanted = "communique joint_communique conclusions chairs_summary resolution decision press_statement"
    assert {*wanted.split(), "remarks", "letter", "statement", "speech", "policy"} <= set(NAMED)


def test_an_outcome_is_of_those_whom_its_statement_names(client: Client) -> None:
    make.make_office()
    ministers, contributors, others = (make.make_format() for _ in range(3))
    session = make.make_session(formats=[ministers, contributors])
    both_sat = make.make_outcome(session=session)
    unnamed = make.make_outcome(session=session, statement=make.make_statement())
    named = make.make_outcome(session=session, statement=make.make_statement(adopted_by=[ministers]))
    partners = make.make_statement(adopted_by_partners=[make.make_partner()])
    by_partners = make.make_outcome(session=session, statement=partners)
    elsewhere = make.make_outcome(session=session, statement=make.make_statement(adopted_by=[others]))
    of = {
        ministers: {both_sat, unnamed, named},
        contributors: {both_sat, unnamed},
        others: {elsewhere},
    }
    for body, wanted in of.items():
        page = text_of(client, body.get_absolute_url())
        register = text_of(client, f"/en/outcomes/?format={body.slug}")
        for outcome in (both_sat, unnamed, named, by_partners, elsewhere):
            assert (outcome.public_id in page) == (outcome in wanted)
            assert (outcome.public_id in register) == (outcome in wanted)
        assert f"{body.name} ({len(wanted)})" in register


# Topics


def test_an_outcome_takes_over_the_topics_of_its_session_unless_it_has_its_own(client: Client) -> None:
    make.make_office()
    of_session, second, own = (make.make_topic() for _ in range(3))
    session = make.make_session(topics=[of_session, second])
    taken_over = make.make_outcome(session=session)
    different = make.make_outcome(session=session, topics=[own])
    for topic, outcome, other in (
        (of_session, taken_over, different),
        (second, taken_over, different),
        (own, different, taken_over),
    ):
        register = text_of(client, f"/en/outcomes/?topic={topic.slug}")
        for html in (text_of(client, topic.get_absolute_url()), register):
            assert html.count(f'href="{outcome.get_absolute_url()}"') == 1
            assert other.public_id not in html
        assert f"{topic.name} (1)" in register


# Offices


SPANS = [("2009-10-28", "2010"), ("2011-05", ""), ("", "2011-03")]


@pytest.mark.parametrize(("since", "until"), SPANS)
def test_an_office_not_held_on_the_day_is_refused_with_its_dates_and_stops_the_verbs(since: str, until: str) -> None:
    editor = make.make_user()
    office = make.make_appointment(since=since, until=until)
    row = {"partner": office.partner, "appointment": office}
    meeting = make.make_meeting(state="draft", publish_at=None)
    session = make.make_session(meeting=meeting, state="draft")
    participation = Participation(session=session, **row)
    host = make.make_host(meeting, **row)
    speech = make.make_statement(kind="speech", given_by=office, edition={"state": "draft", "publish_at": None})

    for stored in (participation, host, speech):
        with pytest.raises(ValidationError) as refused:
            stored.full_clean()
        (sentence,) = [text for texts in refused.value.message_dict.values() for text in texts]
        assert "not on 14 April 2011" in sentence or "not on 15 April 2011" in sentence
        assert all(part[:4] in sentence for part in (since, until) if part)

    participation.save()
    for target in (meeting, session, speech.editions.get(language="en")):
        found = [str(obstacle) for obstacle in checks.obstacles(WorkflowAction.APPROVE, target, by=editor)]
        found += [str(obstacle) for obstacle in checks.incomplete([target])]
        assert any(office.bearer in sentence and "not on" in sentence for sentence in found), target


def test_an_office_held_on_the_day_or_of_unknown_dates_is_taken() -> None:
    session = make.make_session()
    for since, until in (("2009", "2011"), ("2011-04-14", ""), ("", "2011-04-14"), ("", "")):
        office = make.make_appointment(since=since, until=until)
        Participation(session=session, partner=office.partner, appointment=office).full_clean()


def test_the_form_of_a_session_refuses_an_office_that_had_ended(admin_client: Client) -> None:
    office = make.make_appointment(since="2005", until="2009")
    session = make.make_session()
    make.make_participation(session=session, partner=office.partner, appointment=office)
    answer = admin_forms.send(admin_client, admin_forms.change(session), summary_en="Another summary.")
    assert "was held 2005 – 2009, not on 14 April 2011" in unescape(answer.text)
    session.refresh_from_db()
    assert session.summary != "Another summary."


def test_the_picker_shows_the_years_of_an_office(admin_client: Client) -> None:
    office = make.make_appointment(since="2005", until="2009")
    answer = admin_client.get(f"/admin/autocomplete/?term={office.person.name}&{PICKER}")
    assert [row["text"] for row in answer.json()["results"]] == [f"{office.bearer} (2005 – 2009)"]


PICKER = "app_label=meetings&model_name=participation&field_name=appointment"


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2009-10-28", "2013-12-17", " (2009 – 2013)"),
        ("2009", "", " (since 2009)"),
        ("", "2013-12", " (until 2013)"),
        ("", "", ""),
    ],
)
def test_offices_are_distinguished_by_their_years(since: str, until: str, words: str) -> None:
    office: Appointment = make.make_appointment(since=since, until=until)
    assert str(office) == f"{office.person}, {office.office}{words}"


# Drawings


@pytest.fixture
def drawing() -> Any:
    make.make_office()
    meeting = make.make_meeting()
    photo = make.make_photo(gallery=make.make_gallery(meeting=meeting), **DRAWN)
    meeting.lead_photo = photo
    meeting.save()
    return photo


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_remark_is_on_every_page_that_prints_the_caption(client: Client, drawing: Any, language: str) -> None:
    shown = f'<p><a href="/id/{drawing.public_id}">The photo</a></p>'
    article = make.make_article(edition={"body": shown})
    download: Any = client.get(drawing.file.address("original", "jpg"))
    known = f"/en/verify/?hash={hashlib.sha256(b''.join(download)).hexdigest()}"
    addresses = ["/en/", drawing.gallery.meeting.get_absolute_url(), article.get_absolute_url(), known]
    remark = DRAWN[f"remark_{language}"]
    for address in (*addresses, drawing.get_absolute_url()):
        assert remark in text_of(client, address.replace("/en/", f"/{language}/")), address
    copied = text_of(client, drawing.get_absolute_url().replace("/en/", f"/{language}/"))
    caption = getattr(drawing, f"caption_{language}")
    assert f'data-copy="{caption}&#10;{remark}&#10;{drawing.credit}"' in copied


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_remark_is_in_the_table_and_the_sheet_of_an_archive(client: Client, drawing: Any, language: str) -> None:
    response: Any = client.get(f"/{language}/galleries/{drawing.gallery.slug}/photos.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(response))) as archive:
        table = io.StringIO(archive.read("captions.csv").decode("utf-8-sig"), newline="")
        sheet = archive.read("captions.html").decode()
    (row,) = csv.DictReader(table, delimiter=";" if language == "de" else ",")
    remark = DRAWN[f"remark_{language}"]
    assert row["Hinweis" if language == "de" else "Remark"] == remark
    assert remark in sheet


def test_a_remark_is_in_the_file_in_every_language(client: Client, drawing: Any, tmp_path: Path) -> None:
    response: Any = client.get(drawing.file.address("original", "jpg"))
    path = tmp_path / "download.jpg"
    path.write_bytes(b"".join(response))
    said = exiftool.read(path)
    both_languages = f"{DRAWN['remark_en']} / {DRAWN['remark_de']}"
    assert said["XMP-photoshop:Instructions"] == said["IPTC:SpecialInstructions"] == both_languages


# Names and ends


def test_a_former_name_is_listed_only_in_the_language_in_which_it_differs(client: Client) -> None:
    make.make_office()
    partner = make.make_partner(name_en="Türkiye", name_de="Türkei")
    former = {"name_en": "Turkey", "name_de": "Türkei"}
    make.make_former_name(partner, **former)
    english = text_of(client, partner.get_absolute_url())
    german = text_of(client, partner.get_absolute_url().replace("/en/", "/de/"))
    assert "Former names" in english and "Turkey" in english
    assert "Frühere Namen" not in german


def test_a_body_that_ended_says_when_and_never_ends_before_it_was_founded(client: Client) -> None:
    make.make_office()
    body = make.make_format(founded="2001", until="2014")
    assert "2001 – 2014" in text_of(client, body.get_absolute_url())
    (shown_words,) = [node for node in graph(text_of(client, body.get_absolute_url())) if "foundingDate" in node]
    assert (shown_words["foundingDate"], shown_words["dissolutionDate"]) == ("2001", "2014")
    body.until = "2000"
    with pytest.raises(ValidationError, match="The end must not be before the start"):
        body.full_clean()
