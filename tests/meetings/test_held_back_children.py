"""Nothing that is held back shows on any page, wherever it hangs on something public; and it does once released.

Every address of the site is visited: one that this test does not know fails it, so that a new page is not forgotten.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from meetings.models import Meeting
from publishing.models import Withdrawal
from tests import factories as make

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
MARK = "Hush"

# How a record, a child and an edition are kept from the public; what is withdrawn is public otherwise.
WAYS: dict[str, dict[str, dict[str, Any]]] = {
    "not approved": {
        "record": {"state": "draft", "publish_at": None},
        "child": {"state": "in_review"},
        "edition": {"state": "draft", "publish_at": None},
    },
    "held back": {
        "record": {"state": "in_review", "publish_at": None},
        "child": {"release": "held_back"},
        "edition": {"state": "in_review", "publish_at": None},
    },
    "embargoed": {
        "record": {"publish_at": FUTURE},
        "child": {"release": "own_time", "publish_at": FUTURE},
        "edition": {"publish_at": FUTURE},
    },
    "withdrawn": {"record": {}, "child": {}, "edition": {}},
}


@dataclass
class Stage:
    """What is public, and what is planted on it: rows that nobody may see, with the words that are theirs alone."""

    way: str
    hidden: list[Any] = field(default_factory=list)
    public: dict[str, Any] = field(default_factory=dict)

    def plant(self, making: Callable[..., Any], kind: str, **values: Any) -> Any:
        """Make a row that is hidden in the way of this stage, and note it down."""
        planted = making(**WAYS[self.way][kind] | values)
        self.hidden.append(planted)
        if self.way == "withdrawn":
            make.withdraw(planted, explanation_en="A mistake.", explanation_de="Ein Fehler.")
        return planted

    def release(self) -> None:
        """Let everything planted be public."""
        Withdrawal.objects.all().delete()
        for row in self.hidden:
            rows = type(row)._default_manager.filter(pk=row.pk)
            if hasattr(row, "release"):
                rows.update(state="approved", release="with_parent", publish_at=None)
            else:
                rows.update(state="approved", publish_at=make.LONG_AGO.replace(hour=13))


def marked(what: str, *fields: str) -> dict[str, str]:
    """Return words of their own, in each language, for the fields of something hidden."""
    texts: dict[str, str] = {}
    for name in fields:
        texts |= make.both(name, f"{MARK}-{what}-{name}")
    return texts


@pytest.fixture(params=WAYS)
def stage(request: pytest.FixtureRequest) -> Stage:
    """A meeting with one of everything that is public, and on each of them something of every kind that is not."""
    return make_stage(request.param)


def make_stage(way: str) -> Stage:
    stage = Stage(way)
    _set_the_scene(stage)
    _plant_records(stage)
    _plant_children(stage)
    _plant_texts(stage)
    return stage


def _set_the_scene(stage: Stage) -> None:
    note = {"note": f"{MARK}-desk-note"}
    minister = make.make_appointment(person=make.make_person(**note), partner=make.make_partner(**note))
    council, topic = make.make_format(members=[minister.partner]), make.make_topic()
    meeting = make.make_meeting(country=minister.partner, **note)
    session = make.make_session(meeting=meeting, formats=[council], topics=[topic], **note)
    make.make_participation(session=session, partner=minister.partner, appointment=minister)
    links: dict[str, Any] = {"meetings": [meeting], "sessions": [session], "topics": [topic], **note}
    statement = make.make_statement(
        adopted_by=[council], adopted_by_partners=[minister.partner], given_by=minister, **links
    )
    pdf = ContentFile(b"%PDF-1.7 public", name="public.pdf")
    edition = make.make_edition(statement, language="fr", pdf=pdf)
    gallery = make.make_gallery(meeting=meeting, terms=make.make_page(), **note)
    stage.public = {
        "minister": minister,
        "council": council,
        "topic": topic,
        "meeting": meeting,
        "session": session,
        "statement": statement,
        "edition": edition,
        "article": make.make_article(languages=["de"], **links),  # its English text is planted
        "gallery": gallery,
        "photo": make.make_photo(gallery=gallery, session=session, people=[minister.person], **note),
        "page": make.make_page(),
        "outcome": make.make_outcome(session=session, topics=[topic], statement=statement),
    }


def _plant_records(stage: Stage) -> None:
    public = stage.public
    session, meeting, statement = public["session"], public["meeting"], public["statement"]
    partner = stage.plant(make.make_partner, "record", **marked("partner", "name", "official_name"))
    person = stage.plant(make.make_person, "record", **marked("person", "name"))
    body = stage.plant(make.make_format, "record", **marked("format", "name", "acronym", "description"))
    topic = stage.plant(make.make_topic, "record", **marked("topic", "name", "description"))
    page = stage.plant(make.make_page, "record", **marked("page", "title"))
    other = stage.plant(make.make_meeting, "record", **marked("meeting", "title", "headline", "summary"))
    office = make.make_appointment(
        person=person, partner=public["minister"].partner, **marked("office", "office")
    )
    envoy = make.make_appointment(
        person=public["minister"].person, partner=partner, **marked("envoy", "office")
    )
    for appointment in (office, envoy):
        make.make_participation(session=session, partner=appointment.partner, appointment=appointment)
        make.make_host(meeting, appointment=appointment)
        make.make_statement(given_by=appointment, meetings=[meeting])
    session.formats.add(body)
    session.topics.add(topic)
    public["outcome"].topics.add(topic)
    public["photo"].people.add(person)
    public["council"].partners.add(partner)
    body.partners.add(public["minister"].partner)
    statement.adopted_by.add(body)
    statement.adopted_by_partners.add(partner)
    for document in (statement, public["article"]):
        document.topics.add(topic)
        document.meetings.add(other)
    earlier = date(2010, 11, 19)
    elsewhere = make.make_meeting(country=partner, starts_on=earlier, ends_on=earlier)
    make.make_gallery(meeting=other, terms=page, photos=1)
    stage.public["elsewhere"] = elsewhere


def _plant_children(stage: Stage) -> None:
    public = stage.public
    words = marked("session", "title", "summary", "place")
    session = stage.plant(make.make_session, "child", meeting=public["meeting"], **words)
    make.make_outcome(session=session, topics=[public["topic"]], **marked("outcome-of-session", "text"))
    session.formats.add(public["council"])
    session.topics.add(public["topic"])
    phrase = marked("unnamed", "unnamed_phrase")
    make.make_participation(session=session, unnamed_count=3, **phrase)
    make.make_participation(
        session=session, partner=public["minister"].partner, appointment=public["minister"], chairs=True
    )
    public["statement"].sessions.add(session)
    public["photo"].session = session
    public["photo"].save()
    stage.plant(
        make.make_outcome, "child", session=public["session"], verb="thanked", **marked("outcome", "text")
    )
    photo = stage.plant(
        make.make_photo,
        "child",
        gallery=public["gallery"],
        session=public["session"],
        people=[public["minister"].person],
        credit=f"{MARK}-photo-credit",
        **marked("photo", "caption", "alt", "remark"),
    )
    Meeting.objects.filter(pk=public["meeting"].pk).update(lead_photo=photo)
    public["article"].lead_photo = photo
    public["article"].save()
    gallery = stage.plant(
        make.make_gallery, "record", meeting=public["meeting"], **marked("gallery", "title", "summary")
    )
    make.make_photo(
        gallery=gallery, session=public["session"], **marked("photo-of-gallery", "caption", "alt")
    )


def _plant_texts(stage: Stage) -> None:
    public = stage.public
    links = {"meetings": [public["meeting"]], "sessions": [public["session"]], "topics": [public["topic"]]}
    for making, kind in ((make.make_statement, "statement"), (make.make_article, "article")):
        document = public[kind]
        _plant_edition(stage, document, f"correction-of-{kind}", language="en")
        unseen = making(languages=[], working_title=f"{MARK}-working-title", **links)
        for language in ("en", "de"):
            _plant_edition(stage, unseen, f"{kind}-{language}", language=language)
        if kind == "statement":
            words = marked("outcome-of-statement", "text")
            make.make_outcome(session=public["session"], statement=unseen, **words)


def _plant_edition(stage: Stage, document: Any, what: str, *, language: str) -> None:
    words = {name: f"{MARK}-{what}-{name}" for name in ("title", "summary", "body", "correction_note")}
    words["correction"] = "major"
    times = {"publish_at": make.LONG_AGO.replace(hour=13)} if stage.way == "withdrawn" else {}
    stage.plant(make.make_edition, "edition", document=document, language=language, **times | words)


def addresses(stage: Stage) -> dict[str, list[str]]:
    """Return, by the name of the address, where readers may go."""
    public = stage.public
    photo, edition = public["photo"], public["edition"]
    photo_files = [("original", photo.file.format)] + [(r["size"], r["ext"]) for r in photo.file.renditions]
    pdf = edition.pdf.name.rsplit("/", 1)[1][:16]
    shown = [row for row in public.values() if hasattr(row, "get_absolute_url")]
    return {
        "root": ["/"],
        "healthz": [reverse("healthz")],
        "robots": [reverse("robots")],
        "favicon": [reverse("favicon")],
        "home": [reverse("home")],
        "meetings": [reverse("meetings"), f"{reverse('meetings')}?year=2011"],
        "meeting": [public["meeting"].get_absolute_url(), public["elsewhere"].get_absolute_url()],
        "session": [public["session"].get_absolute_url()],
        "outcomes": [reverse("outcomes"), f"{reverse('outcomes')}?verb=adopted"],
        "partners": [reverse("partners"), f"{reverse('partners')}?kind=country"],
        "partner": [public["minister"].partner.get_absolute_url()],
        "format": [public["council"].get_absolute_url()],
        "person": [public["minister"].person.get_absolute_url()],
        "topic": [public["topic"].get_absolute_url()],
        "page": [public["page"].get_absolute_url()],
        "statements": [reverse("statements"), f"{reverse('statements')}?kind=statement"],
        "statement": [public["statement"].get_absolute_url()],
        "statement-version": list(versions_of(public["statement"])),
        "statement-changes": list(changes_of(public["statement"])),
        "articles": [reverse("articles"), f"{reverse('articles')}?kind=report"],
        "article": [public["article"].get_absolute_url()],
        "article-version": list(versions_of(public["article"])),
        "article-changes": list(changes_of(public["article"])),
        "corrections": [reverse("corrections"), f"{reverse('corrections')}?year=2011"],
        "galleries": [reverse("galleries")],
        "gallery": [public["gallery"].get_absolute_url()],
        "photo": [photo.get_absolute_url()],
        "photo-file": [photo.file.address(size, ext) for size, ext in photo_files],
        "edition-pdf": [reverse("edition-pdf", args=[edition.public_id, pdf])],
        "flag": [],
        "permalink": [reverse("permalink", args=[row.public_id]) for row in shown],
    }


def versions_of(document: Any) -> Iterator[str]:
    """Yield the addresses of its first editions in each language, be they there or not."""
    for version in (1, 2):
        address = reverse(f"{document._meta.model_name}-version", args=[document.slug, version])
        yield from (address, f"{address}?text=de")


def changes_of(document: Any) -> Iterator[str]:
    address = reverse(f"{document._meta.model_name}-changes", args=[document.slug])
    yield from (address, f"{address}?text=de")


def names(patterns: Iterable[Any]) -> Iterator[str]:
    """Yield the names of all addresses but those of the desk, which readers cannot enter."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        elif pattern.namespace != "admin":
            yield from names(pattern.url_patterns)


def in_every_language(stage: Stage) -> Iterator[str]:
    for language in ("en", "de"):
        with translation.override(language):
            yield from (path for paths in addresses(stage).values() for path in paths)


def visit(client: Client, paths: Iterable[str]) -> str:
    """Return all that readers are told at the addresses."""
    told = []
    for path in paths:
        response = client.get(path)
        told.append(f"{path} {response.headers} {b''.join(response).decode(errors='replace')}")
    return "\n".join(told)


def hidden_words(stage: Stage) -> set[str]:
    """Return every word on the English pages that is a hidden thing's own, as it stands in the database."""
    return {
        value
        for row in stage.hidden
        for name, value in vars(row).items()
        if isinstance(value, str) and value.startswith(MARK)
        if not name.endswith("_de") and getattr(row, "language", "en") == "en"
    }


def test_every_address_is_visited() -> None:
    assert set(names(get_resolver().url_patterns)) == set(addresses(make_stage("held back"))), (
        "Tell `addresses` in this test where to find the new pages, so that they are searched for leaks."
    )


def test_what_is_held_back_shows_nowhere_until_it_is_released(client: Client, stage: Stage) -> None:
    permalinks = [f"/id/{row.public_id}" for row in stage.hidden]

    assert MARK not in visit(client, [*in_every_language(stage), *permalinks])
    assert {client.get(path).status_code for path in permalinks} == {410 if stage.way == "withdrawn" else 404}

    stage.release()
    own = {client.get(path).headers["Location"].partition("#")[0] for path in permalinks}
    with translation.override("en"):
        told = visit(client, {*own, *(path for paths in addresses(stage).values() for path in paths)})

    assert {word for word in hidden_words(stage) if word not in told} == set()
    assert f"{MARK}-desk-note" not in told
    assert f"{MARK}-working-title" not in told


@pytest.mark.parametrize(
    "name", ["statement-version", "statement-changes", "article-version", "article-changes", "corrections"]
)
def test_a_correction_shows_on_every_page_of_editions_once_it_is_released(
    client: Client, stage: Stage, name: str
) -> None:
    before = visit(client, addresses(stage)[name])
    stage.release()

    assert [MARK in told for told in (before, visit(client, addresses(stage)[name]))] == [False, True]
