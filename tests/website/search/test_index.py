"""Every way of writing content updates the search index in the same transaction."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from typing import Any

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from meetings.models import Meeting, Outcome, StatementEdition, Topic
from partners.models import Appointment, Format, FormerName, Person
from photos.models import Photo
from publishing.kinds import kinds
from publishing.models import Content
from tests import factories as make
from tests.conftest import MadeOnce
from website.apps import write_search_index
from website.models import Entry, EntryFacet, KnownWord, Trigram
from website.search import index
from website.search.following import settle
from website.search.kinds import by_model

pytestmark = pytest.mark.django_db


def differing() -> list[str]:
    settle()
    return [*index.differing()]


def texts(row: Any, language: str = "en") -> list[str]:
    """Return title and names of a row's entries, first the one without a lent name."""
    settle()
    letter = by_model()[type(row)].letter
    entries = Entry.objects.filter(kind=letter, object_id=row.pk, language=language).order_by("needs", "needs_id")
    return [f"{entry.title} | {entry.names}" for entry in entries]


def test_every_kind_with_a_page_can_be_found() -> None:
    assert {*by_model()} == {*kinds(Content)}


def site() -> dict[str, Any]:
    """Make a little of everything that the index takes from."""
    body = make.make_format(**make.both("name", "Baltic Council"), **make.both("acronym", "BC"))
    topic = make.make_topic(**make.both("name", "Fisheries"))
    country = make.make_partner(iso_code="XN", **make.both("name", "Norland"))
    person = make.make_person(**make.both("name", "Ada Vesterholm"))
    office = make.make_appointment(person=person, partner=country, **make.both("office", "Minister for the Sea"))
    meeting = make.make_meeting(country=country, series=make.make_series(**make.both("name", "Autumn talks")))
    make.make_host(meeting, partner=country, appointment=office)
    session = make.make_session(meeting=meeting, formats=[body], topics=[topic])
    outcome = make.make_outcome(session=session)
    statement = make.make_statement(adopted_by=[body], given_by=office, sessions=[session], meetings=[meeting])
    gallery = make.make_gallery(meeting=meeting)
    photo = make.make_photo(gallery=gallery, people=[person], session=session)
    make.make_article(sessions=[session], topics=[topic])
    make.make_former_name(country)
    make.make_page()
    rows = locals()
    return {name: rows[name] for name in rows if name != "rows"}


def _save(row: Any, **values: Any) -> None:
    stored = type(row)._default_manager.get(pk=row.pk)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save()


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a title": lambda all_: _save(all_["meeting"], title_en="Another title"),
    "a title in bulk": lambda _all: Meeting.objects.update(title_en="Another title"),
    "a language less": lambda all_: _save(all_["topic"], name_de=""),
    "a name that photos and offices lend": lambda all_: _save(all_["person"], name_en="Ada Nordqvist"),
    "the same in bulk": lambda _all: Person.objects.update(name_en="Ada Nordqvist"),
    "the name of a body": lambda all_: _save(all_["body"], name_en="Northern Council"),
    "a former name": lambda _all: FormerName.objects.get().save(),
    "an office": lambda all_: _save(all_["office"], office_en="Minister for Trade"),
    "an office of another person": lambda all_: _save(all_["office"], person=make.make_person()),
    "an office in bulk": lambda _all: Appointment.objects.update(office_en="Minister for Trade"),
    "a session of another meeting": lambda all_: _save(
        all_["session"], meeting=make.make_meeting(state="draft", publish_at=None)
    ),
    "a session of another day": lambda all_: _save(all_["session"], day=make.LAST_DAY),
    "bodies of a session": lambda all_: all_["session"].formats.set([make.make_format(), make.make_format()]),
    "no bodies": lambda all_: all_["session"].formats.clear(),
    "a body less": lambda all_: all_["session"].formats.remove(all_["body"]),
    "sessions of a topic": lambda all_: all_["topic"].sessions.add(make.make_session()),
    "no sessions of a topic": lambda all_: all_["topic"].sessions.clear(),
    "no people": lambda all_: all_["photo"].people.clear(),
    "no photos of a person": lambda all_: all_["person"].photos.clear(),
    "topics of an outcome": lambda all_: all_["outcome"].topics.add(make.make_topic()),
    "a deleted topic": lambda _all: Topic.objects.filter(
        pk=make.make_topic(state="draft", publish_at=None).pk
    ).delete(),
    "deleted hosts": lambda all_: all_["meeting"].hosts.all().delete(),
    "a deleted draft": lambda all_: make.make_edition(
        all_["statement"], state="draft", publish_at=None, title="Draft"
    ).delete(),
    "a new version": lambda all_: make.make_edition(
        all_["statement"], title="Second version", publish_at=None, state="draft"
    ),
    "a text in a third language": lambda all_: make.make_edition(all_["statement"], language="fr", title="Déclaration"),
    "new rows in bulk": lambda _all: Topic.objects.bulk_create([Topic(name_en="Space", slug="space")]),
    "a fixture": lambda all_: _load(all_["person"], "Vesterholm", "Sonderborg"),
    "the demonstration": lambda _all: call_command("loaddata", "berlin_2011", verbosity=0),
}


def _load(row: Any, old: str, new: str) -> None:
    text = serializers.serialize("json", [type(row)._default_manager.get(pk=row.pk)]).replace(old, new)
    for loaded in serializers.deserialize("json", text):
        loaded.save()


@pytest.fixture(scope="class")
def made(made_once: MadeOnce) -> Iterator[dict[str, Any]]:
    with made_once():
        rows = site()
        settle()
        yield rows


class TestTheIndexAgrees:
    """After changes of a site that is made once."""

    @pytest.mark.parametrize("change", CHANGES)
    def test_after(self, made: dict[str, Any], change: str) -> None:
        assert differing() == []
        before = [*Entry.objects.order_by("id").values_list("id", flat=True)], EntryFacet.objects.count()
        CHANGES[change](made)

        assert differing() == []
        nothing_new = {"a former name", "a deleted topic", "a deleted draft", "sessions of a topic"}
        after = [*Entry.objects.order_by("id").values_list("id", flat=True)], EntryFacet.objects.count()
        assert (after == before) == (change in nothing_new - {"sessions of a topic"})

    @pytest.mark.parametrize("seed", range(3))
    def test_after_any_sequence(self, made: dict[str, Any], seed: int) -> None:
        """Some of the changes are settled together, others one by one."""
        draw = Random(seed)  # noqa: S311  # nothing secret
        names = [name for name in sorted(CHANGES) if name not in ("the demonstration", "a session of another meeting")]
        for _step in range(12):
            CHANGES[draw.choice(names)](made)
            if draw.random() < 0.5:
                assert differing() == []

        assert differing() == []
        assert Outcome.objects.exists() and StatementEdition.objects.exists() and Photo.objects.exists()
        assert Format.objects.exists()


def test_a_name_that_is_lent_is_in_an_entry_of_its_own() -> None:
    all_ = site()

    assert [text.partition(" | ")[2] for text in texts(all_["photo"])] == ["", "Ada Vesterholm"]
    assert [text.partition(" | ")[2] for text in texts(all_["session"])] == ["", "Baltic Council · BC"]
    assert texts(all_["person"])[1].endswith("Minister for the Sea · Norland")

    needing = Entry.objects.filter(kind="p", language="en").exclude(needs="").get()
    assert (needing.needs, needing.needs_id) == ("h", all_["person"].pk)


def test_texts_have_the_anchors_of_their_paragraphs() -> None:
    statement = make.make_statement(languages=["en"])
    settle()
    entry = Entry.objects.get(kind="d", object_id=statement.pk)

    assert dict(zip(entry.anchors, entry.body.split("\n"), strict=True)) == {
        "": f"What {statement.working_title} is about (en).",
        "p1": f"First paragraph of {statement.working_title} (en).",
        "p2": "Second paragraph.",
    }


def test_visibility_is_not_in_the_index() -> None:
    topic = make.make_topic(state="draft", publish_at=None)
    settle()
    before = [*Entry.objects.order_by("id").values()]
    Topic.objects.filter(pk=topic.pk).update(state="approved", publish_at=make.LONG_AGO)
    settle()

    assert [*Entry.objects.order_by("id").values()] == before != []


def test_only_what_has_changed_is_written() -> None:
    all_ = site()
    settle()
    before = [*Entry.objects.order_by("id").values_list("id", flat=True)]
    _save(all_["meeting"], press_contact_en="A name")
    settle()

    assert [*Entry.objects.order_by("id").values_list("id", flat=True)] == before


def test_check_names_what_differs_and_rebuild_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    topic, meeting = make.make_topic(), make.make_meeting()
    settle()
    Entry.objects.filter(kind="t").update(title="Wrong")
    Entry.objects.filter(kind="m", language="de").delete()
    gone = Entry.objects.filter(kind="m").get()
    gone.pk, gone.object_id, gone.public_id = None, 999_999, "m99999999"
    gone.save()

    with pytest.raises(CommandError) as refused:
        call_command("search", "check")
    named = {meeting.public_id, topic.public_id, "m99999999"}
    assert all(public_id in str(refused.value) for public_id in named)
    assert "in 3 rows" in str(refused.value)

    call_command("search", "rebuild")
    call_command("search", "check")
    assert "agrees with the content: 4 entries" in capsys.readouterr().out


def test_migrations_are_followed_by_a_rebuild() -> None:
    make.make_topic()
    settle()
    Entry.objects.all().delete()
    write_search_index(plan=[])
    assert not Entry.objects.exists()

    write_search_index(plan=["a migration"])
    assert Entry.objects.count() == 2


def test_words_are_learnt_with_their_trigrams() -> None:
    make.make_topic(**make.both("name", "Rüstungskontrolle und Abrüstung"))
    settle()

    assert {*KnownWord.objects.values_list("word", "shown")} >= {("rustungskontrolle", "Rüstungskontrolle")}
    assert not KnownWord.objects.filter(word="und").exists()
    assert Trigram.objects.filter(word__word="abrustung", letters=" ab").exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_written_before_the_transaction_ends_or_not_at_all() -> None:
    topic = make.make_topic()  # in a transaction of its own
    assert Entry.objects.filter(kind="t", object_id=topic.pk).count() == 2

    with transaction.atomic():
        topic.name_en = "Other"
        topic.save()
        transaction.set_rollback(True)
    assert not Entry.objects.filter(title="Other").exists()

    with transaction.atomic():
        Topic.objects.update(name_en="Third")
        assert not Entry.objects.filter(title="Third").exists()
    assert Entry.objects.filter(title="Third").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_written_is_not_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        raise ValueError("The disk is full.")

    topic = make.make_topic()
    monkeypatch.setattr("website.search.following.write", refuse)
    with pytest.raises(ValueError, match="disk"):
        make.make_topic()
    with pytest.raises(ValueError, match="disk"), transaction.atomic():
        Topic.objects.update(name_en="Other")

    assert [*Topic.objects.values_list("name_en", flat=True)] == [topic.name_en]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time.")
def test_two_who_write_what_belongs_together_leave_the_index_right() -> None:
    meeting = make.make_meeting()
    countries = [make.make_partner() for _number in range(8)]
    both = Barrier(2)

    def add(number: int) -> None:
        for turn in range(4):
            both.wait()
            with transaction.atomic():
                make.make_host(meeting, partner=countries[2 * turn + number])
        connection.close()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(add, number) for number in range(2)]:
            done.result()

    assert EntryFacet.objects.filter(kind="m", record="c").count() == 8
    assert [*index.differing()] == []
